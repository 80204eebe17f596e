"""The reader of plain text: lines, then blocks, then headings, then sections."""

from __future__ import annotations

from collections.abc import Sequence

from narrator.article import Article, Section, Skipped, count_words
from narrator.readers.encoding import decode
from narrator.readers.plain.asides import author_of
from narrator.readers.plain.blocks import split_blocks
from narrator.readers.plain.gutenberg import book_details
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
    details = book_details(lines)
    name = article_name(source)
    return Article(
        details.title or _title(sections[0]) or spoken_name(name),
        sections,
        name,
        source,
        author=details.author or _author(sections[0]),
        date=details.date,
        language=details.language,
        skipped=(
            *_skipped("page heading", cleared.running_heads),
            *_skipped("page number", cleared.page_numbers),
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


def _skipped(what: str, texts: Sequence[str]) -> tuple[Skipped, ...]:
    """Return the count of what was left out; nothing if nothing was."""
    if not texts:
        return ()
    return (Skipped(what, len(texts), sum(map(count_words, texts))),)
