"""The names of sources: paths, URLs, and ``-`` for standard input."""

from __future__ import annotations

import re
from pathlib import Path
from urllib.parse import unquote, urlsplit

from narrator.language.characters import CONTROLS

STANDARD_INPUT = "-"
# the name of an article whose source has none
_UNNAMED = "narration"
# what a file name made of a URL must not hold
_NOT_IN_NAMES = re.compile(r"[\s/\\:*?\"<>|]+")
# characters; readable, and far below the 255 bytes that file systems allow
_LONGEST_NAME = 80
# A scheme has at least two letters, since one letter is a Windows drive. A login ends at the
# last @ before the path.
_SCHEME_AND_LOGIN = re.compile(r"([a-z][a-z0-9+.-]+://)(?:[^/?#]*@)?", re.I)
_WORD_SEPARATORS = re.compile(r"[_-]+")


def is_url(source: str) -> bool:
    """Return whether a source is written like a URL, whatever its scheme."""
    return bool(_SCHEME_AND_LOGIN.match(source))


def without_login(source: str) -> str:
    """Return a source as it may be shown: a URL without its user name and password."""
    if not is_url(source):
        return source
    return _SCHEME_AND_LOGIN.sub(r"\1", source, count=1)


def article_name(source: str) -> str:
    """Return a file name, without a suffix, for the article read from a source."""
    if source == STANDARD_INPUT:
        return _UNNAMED
    if not is_url(source):
        return Path(source).stem
    try:
        url = urlsplit(source)
    except ValueError:  # the reader will say what is wrong with it
        return _UNNAMED
    path = unquote(url.path).rstrip("/")
    name = Path(Path(path).name).stem or url.hostname or ""
    name = _NOT_IN_NAMES.sub("-", name.translate(CONTROLS)).strip("-. ")
    return name[:_LONGEST_NAME] or _UNNAMED


def spoken_name(name: str) -> str:
    """Return a file name as a title: its hyphens and underscores become spaces."""
    return _WORD_SEPARATORS.sub(" ", name)
