"""The reader of plain text: lines, then blocks, then headings, then sections."""

from __future__ import annotations

from narrator.article import Article, Section
from narrator.readers.builder import count_skipped
from narrator.readers.encoding import decode
from narrator.readers.plain.asides import author_of
from narrator.readers.plain.blocks import split_blocks
from narrator.readers.plain.gutenberg import read_metadata
from narrator.readers.plain.headings import find_outline
from narrator.readers.plain.levels import TITLE
from narrator.readers.plain.page_furniture import find_page_starts, remove_page_furniture
from narrator.readers.plain.sections import divide
from narrator.readers.plain.source_lines import read_lines
from narrator.sources import article_name, spoken_name


def read_text(data: bytes, source: str) -> Article:
    """Return the article in the bytes of a text file.

    Raises:
        SourceError: The bytes are not text.
    """
    text = decode(data, source)
    lines = read_lines(text)
    cleared = remove_page_furniture(lines, find_page_starts(text))
    blocks = split_blocks(cleared.lines)
    sections = divide(blocks, find_outline(blocks))
    metadata = read_metadata(lines)
    name = article_name(source)
    return Article(
        metadata.title or _title(sections[0]) or spoken_name(name),
        sections,
        name,
        source,
        author=metadata.author or _author(sections[0]),
        date=metadata.date,
        language=metadata.language,
        skipped=(
            *count_skipped("page heading", cleared.running_heads),
            *count_skipped("page number", cleared.page_numbers),
        ),
    )


def _title(first: Section) -> str:
    """Return the title of the text, if its first section has it."""
    if first.heading and first.level == TITLE:
        return first.title
    return ""


def _author(first: Section) -> str:
    """Return the name in the by-line right below the title; empty if there is none."""
    if first.level == TITLE and first.paragraphs:
        return author_of(first.paragraphs[0].text)
    return ""
