"""The former place of ``narrator.readers.dehyphenation``."""

from __future__ import annotations

from narrator.readers.dehyphenation import after_suspended_hyphen

__all__ = ["after_suspended_hyphen"]
