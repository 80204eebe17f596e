"""Plain text: blocks, then sections."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import pairwise

from narrator.article import Article, Section, Skipped, count_words
from narrator.reading.encoding import decode
from narrator.reading.outline import article_name, spoken_name
from narrator.text import furniture
from narrator.text.blocks import Block, split_blocks
from narrator.text.headings import find_headings
from narrator.text.kinds import note_marks, paragraphs
from narrator.text.levels import SECTION, TITLE, continues
from narrator.text.source_lines import read_lines


def read_text(data: bytes, source: str) -> Article:
    """An article from the bytes of a text file.

    Raises:
        SourceError: they are not text.
    """
    name, text = article_name(source), decode(data, source)
    page = furniture.clear(read_lines(text), furniture.page_starts(text))
    blocks = split_blocks(page.lines)
    sections = divide(blocks, find_headings(blocks))
    title = sections[0].title if sections and sections[0].heading and sections[0].level == TITLE else spoken_name(name)
    skipped = (("page heading", page.heads), ("page number", page.numbers))
    return Article(
        title,
        sections,
        name,
        source,
        skipped=tuple(Skipped(what, len(texts), sum(map(count_words, texts))) for what, texts in skipped if texts),
    )


def divide(blocks: Sequence[Block], headings: Mapping[int, int]) -> tuple[Section, ...]:
    """Sections in order, a heading's levels given by its place. A chapter's number and its name are one heading."""
    marks = note_marks(blocks)
    joined = {
        place
        for place, level in headings.items()
        if headings.get(place - 1) == level and continues(blocks[place - 1], blocks[place])
    }
    starts = [place for place in headings if place not in joined]
    sections = []
    for start, end in pairwise([*([] if 0 in headings else [0]), *starts, len(blocks)]):
        body = next((place for place in range(start, end) if place not in headings), end)
        heading = tuple(block.text for block in blocks[start:body])
        sections.append(Section(heading, paragraphs(blocks[body:end], marks), headings.get(start, SECTION)))
    return tuple(sections) or (Section((), ()),)
