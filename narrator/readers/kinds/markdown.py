"""Markdown: recognised by its name, or by several of its signs together."""

from __future__ import annotations

import re

from narrator.article import Article
from narrator.readers.reader import Match, Reader, Sample

_HEADING = re.compile(r"^\#{1,6} \S", re.M)
_CODE_FENCE = re.compile(r"^(?:```|~~~)[\w+-]*\s*$", re.M)
_LINK = re.compile(r"(?<!\!)\[[^\[\]\n]{1,200}\]\([^()\s]{1,400}\)")
_PICTURE = re.compile(r"!\[[^\[\]\n]{0,200}\]\([^()\s]{1,400}\)")
_STRONG = re.compile(r"(?<![\w*])\*\*[^*\s][^*\n]{0,200}\*\*")
_FOOTNOTE = re.compile(r"^\[\^[\w-]{1,40}\]:\s", re.M)
_TABLE_RULE = re.compile(r"^\|?(?:\s*:?-{3,}:?\s*\|)+(?:\s*:?-{3,}:?\s*)?$", re.M)
_FRONT_MATTER = re.compile(r"\A---\n(?:[\w-]+:.*\n){1,40}---\n")
_SIGNS = (
    _HEADING,
    _CODE_FENCE,
    _LINK,
    _PICTURE,
    _STRONG,
    _FOOTNOTE,
    _TABLE_RULE,
    _FRONT_MATTER,
)
# one sign alone proves nothing: a heading's mark begins a comment in many files
_ENOUGH_SIGNS = 2


def _match(sample: Sample, is_named: bool) -> Match:
    """Return ``NAMED`` for text of that name, and ``LIKELY`` for text with enough signs."""
    if sample.unreadable_reason or sample.is_xml:
        return Match.NONE
    if is_named:
        return Match.NAMED
    signs = sum(1 for sign in _SIGNS if sign.search(sample.text))
    if signs >= _ENOUGH_SIGNS:
        return Match.LIKELY
    return Match.NONE


def _read(data: bytes, source: str) -> Article:
    from narrator.readers.markdown import read_markdown

    return read_markdown(data, source)


READER = Reader(
    "Markdown",
    ("md", "markdown", "mdown", "mkd", "mdx"),
    ("text/markdown",),
    _match,
    _read,
)
