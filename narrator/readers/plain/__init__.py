"""Plain text: blocks, then sections."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import pairwise

from narrator.article import Article, Section, Skipped, count_words
from narrator.readers.encoding import decode
from narrator.readers.plain import page_furniture as furniture
from narrator.readers.plain.blocks import Block, split_blocks
from narrator.readers.plain.contents import find_contents
from narrator.readers.plain.gutenberg import book_details
from narrator.readers.plain.headings import find_headings
from narrator.readers.plain.kinds import note_marks, paragraphs
from narrator.readers.plain.levels import SECTION, TITLE, continues
from narrator.readers.plain.source_lines import read_lines
from narrator.readers.plain.titles import author_of
from narrator.sources import article_name, spoken_name


def read_text(data: bytes, source: str) -> Article:
    """An article from the bytes of a text file.

    Raises:
        SourceError: they are not text.
    """
    name, text = article_name(source), decode(data, source)
    lines = read_lines(text)
    details = book_details(lines)
    page = furniture.clear(lines, furniture.page_starts(text))
    blocks = split_blocks(page.lines)
    contents = find_contents(blocks)
    sections = divide(blocks, find_headings(blocks), contents.end if contents else 0)
    title = (
        sections[0].title
        if sections and sections[0].heading and sections[0].level == TITLE
        else spoken_name(name)
    )
    skipped = (("page heading", page.heads), ("page number", page.numbers))
    return Article(
        details.get("title", title),
        sections,
        name,
        source,
        author=details.get("author") or _author(sections[0]),
        date=details.get("date", ""),
        language=details.get("language", ""),
        skipped=tuple(
            Skipped(what, len(texts), sum(map(count_words, texts)))
            for what, texts in skipped
            if texts
        ),
    )


def _author(first: Section) -> str:
    """Who the by-line right below the title names."""
    return author_of(first.paragraphs[0].text) if first.level == TITLE and first.paragraphs else ""


def divide(
    blocks: Sequence[Block], headings: Mapping[int, int], behind_contents: int = 0
) -> tuple[Section, ...]:
    """Sections in order, a heading's levels given by its place. A chapter's number and its name are one heading.

    Contents end at the block ``behind_contents``, whether it is a heading or not.
    """
    marks = note_marks(blocks)
    joined = {
        place
        for place, level in headings.items()
        if headings.get(place - 1) == level and continues(blocks[place - 1], blocks[place])
    }
    starts = sorted({0, behind_contents, *headings} - joined)
    sections = []
    for start, end in pairwise([*starts, len(blocks)]):
        body = next((place for place in range(start, end) if place not in headings), end)
        heading = tuple(block.text for block in blocks[start:body])
        sections.append(
            Section(heading, paragraphs(blocks[body:end], marks), headings.get(start, SECTION))
        )
    return tuple(sections) or (Section((), ()),)
