"""Sources into articles.

To add a kind of source:

1. Write a function ``read(data: bytes, source: str) -> Article`` that raises ``SourceError`` on what it cannot read;
   ``narrator.readers.builder`` helps to build the article.
2. Register it under its file suffix without the dot: an entry point in the group ``narrator.readers``. A kind that has
   readers here is told by its content whatever its name, see ``narrator.readers.sniff``.

Fetching the bytes is done here, once for all kinds.
"""

from __future__ import annotations

import contextlib
import sys
from dataclasses import replace
from pathlib import Path, PurePath
from typing import Any
from urllib.parse import urlsplit

from narrator import registry
from narrator.article import Article
from narrator.errors import NothingToSayError, SourceError, os_reason
from narrator.language.detect import detect_language
from narrator.readers.sniff import kind_of
from narrator.sources import is_url, without_login

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
    data, suffix, content_type = _fetch(source, allow_local)
    source = without_login(source)
    article: Article = _reader(data, source, suffix, content_type)(data, source)
    text = article.text
    if not any(map(str.isalnum, text)):
        raise NothingToSayError(source)
    return article if article.language else replace(article, language=detect_language(text))


def _reader(data: bytes, source: str, suffix: str, content_type: str) -> Any:
    if suffix and suffix not in registry.BUILT_IN["narrator.readers"]:
        with contextlib.suppress(KeyError):
            return registry.load("narrator.readers", suffix)
    return registry.load("narrator.readers", kind_of(data, source, suffix, content_type))


def _fetch(source: str, allow_local: bool) -> tuple[bytes, str, str]:
    """The bytes, the name's suffix and the content type that a server tells."""
    if is_url(source):
        from narrator.readers.web import fetch

        fetched = fetch(source, allow_local=allow_local)
        return fetched.as_utf8(), _suffix(urlsplit(fetched.final_url).path), fetched.content_type
    return _load(source), _suffix(source), ""


def _suffix(path: str) -> str:
    return PurePath(path).suffix[1:].lower()


def _load(source: str) -> bytes:
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
