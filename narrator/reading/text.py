"""Plain text: blocks, then sections."""

from __future__ import annotations

import re

from narrator.article import Article, Section
from narrator.reading.encoding import decode
from narrator.reading.outline import article_name, spoken_name
from narrator.text.blocks import split_blocks
from narrator.text.headings import divide

_NUMBER = re.compile(r"(?:(?:chapter|part|book)\s+)?(?:\d+|[ivxlc]+)\b\W*$", re.I)


def read_text(data: bytes, source: str) -> Article:
    """An article from the bytes of a text file.

    Raises:
        SourceError: they are not text.
    """
    name = article_name(source)
    sections = divide(split_blocks(decode(data, source)))
    return Article(_title(sections) or spoken_name(name), sections, name, source)


def _title(sections: tuple[Section, ...]) -> str:
    """The first heading, unless it only opens a chapter."""
    heading = sections[0].heading
    return "" if not heading or _NUMBER.match(heading[0]) else sections[0].title
