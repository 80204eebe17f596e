"""The names of sources: paths, URLs and ``-`` for standard input."""

from __future__ import annotations

import re
from pathlib import Path
from urllib.parse import unquote, urlsplit

from narrator.language.characters import CONTROLS

_NOT_IN_NAMES = re.compile(r"[\s/\\:*?\"<>|]+")


_LONGEST_NAME = 80


# a scheme has two letters at least, a drive of Windows one; a login ends at the last @ before the path
_URL = re.compile(r"([a-z][a-z0-9+.-]+://)(?:[^/?#]*@)?", re.I)


def is_url(source: str) -> bool:
    """Whether a source is written like a URL, of whatever scheme."""
    return bool(_URL.match(source))


def without_login(source: str) -> str:
    """A source as it may be shown: a URL without user name and password."""
    return _URL.sub(r"\1", source, count=1) if is_url(source) else source


def article_name(source: str) -> str:
    """A file name without its suffix for what is read from a path, a URL or standard input."""
    if source == "-":
        return "narration"
    if is_url(source):
        url = urlsplit(source)
        last = Path(Path(unquote(url.path).rstrip("/")).name).stem or url.hostname or ""
        return (
            _NOT_IN_NAMES.sub("-", last.translate(CONTROLS)).strip("-. ")[:_LONGEST_NAME]
            or "narration"
        )
    return Path(source).stem


def spoken_name(name: str) -> str:
    """A file name as a title."""
    return re.sub(r"[_-]+", " ", name)
