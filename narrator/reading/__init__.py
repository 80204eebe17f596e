"""Sources into articles.

To add a kind of source:

1. Write a function ``read(data: bytes, source: str) -> Article`` that raises ``SourceError`` on what it cannot read.
2. Register it under its file suffix without the dot: an entry point in the group ``narrator.readers``.

Fetching the bytes is done here, once for all kinds.
"""

from __future__ import annotations

import sys
from pathlib import Path

from narrator import registry
from narrator.article import Article
from narrator.errors import NothingToSayError, SourceError, os_reason
from narrator.reading.outline import is_url, without_login

STANDARD_INPUT = "-"
# ten times the longest novels; more is a wrong file, and would be held in memory
_MAX_BYTES = 64 * 1024 * 1024


def read(source: str | Path, allow_local: bool = False) -> Article:
    """Read a file, a URL, or standard input for ``-``.

    URLs of this machine and its network are refused unless ``allow_local``.

    Raises:
        SourceError: it is not there, not readable, too large or not a kind that is read.
        NothingToSayError: no letter or digit is in it.
    """
    source = str(source)
    data = _fetch(source, allow_local)
    source = without_login(source)
    try:
        reader = registry.load("narrator.readers", Path(source).suffix[1:].lower() or "text")
    except KeyError:
        reader = registry.load("narrator.readers", "text")
    article: Article = reader(data, source)
    if not any(map(str.isalnum, article.text)):
        raise NothingToSayError(source)
    return article


def _fetch(source: str, allow_local: bool) -> bytes:
    if is_url(source):
        from narrator.reading.web import fetch

        return fetch(source, allow_local=allow_local).as_utf8()
    try:
        if source == STANDARD_INPUT:
            if sys.stdin is None:
                raise ValueError("it is closed")
            data = sys.stdin.buffer.read(_MAX_BYTES + 1)
        else:
            with open(source, "rb") as file:
                data = file.read(_MAX_BYTES + 1)
    except OSError as error:
        raise SourceError(source, os_reason(error)) from error
    except ValueError as error:  # a NUL in the path is one
        raise SourceError(source, str(error)) from error
    if len(data) > _MAX_BYTES:
        raise SourceError(source, f"it is larger than {_MAX_BYTES // 1024**2} MiB")
    return data
