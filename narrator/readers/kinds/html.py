"""HTML and XHTML: recognised by the tags that begin a page, or by any tags in a file so named."""

from __future__ import annotations

import re

from narrator.article import Article
from narrator.readers.reader import Match, Reader, Sample

_PAGE_START = re.compile(
    r"""
    \s*
    (?: <\?xml[^>]*> \s* | <!--.{0,2000}?--> \s* )*     # an XML declaration, comments
    < (?: !doctype\s+html | html | head | body ) \b
    """,
    re.I | re.S | re.VERBOSE,
)
_TEXT_TAG = re.compile(
    r"<(?:p|div|h[1-6]|article|section|main|ul|ol|table|br|span|a)\b[^<>]{0,1000}>", re.I
)


def _match(sample: Sample, is_named: bool) -> Match:
    """Return ``CERTAIN`` for the start of a page, and ``NAMED`` where a part of one is so named."""
    if _PAGE_START.match(sample.text):
        return Match.CERTAIN
    if is_named and _TEXT_TAG.search(sample.text):
        return Match.NAMED
    return Match.NONE


def _read(data: bytes, source: str) -> Article:
    from narrator.readers.html import read_html

    return read_html(data, source)


READER = Reader(
    "web pages",
    ("html", "htm", "xhtml", "xht"),
    ("text/html", "application/xhtml+xml"),
    _match,
    _read,
)
