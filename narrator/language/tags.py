"""Language tags (BCP 47)."""

from __future__ import annotations


def base_language(tag: str) -> str:
    """Return the primary language subtag in lower case: ``pt`` for ``pt-BR`` and ``pt_BR``."""
    return tag.replace("_", "-").partition("-")[0].lower()
