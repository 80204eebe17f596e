"""The sections of a plain text: its blocks divided at the headings."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from narrator.article import Section
from narrator.readers.plain.blocks import TextBlock
from narrator.readers.plain.headings import TextOutline
from narrator.readers.plain.kinds import find_note_marks, to_paragraphs
from narrator.readers.plain.levels import SECTION, continues


def divide(blocks: Sequence[TextBlock], outline: TextOutline) -> tuple[Section, ...]:
    """Return the sections of a text in order, at least one.

    A chapter's number and its name are one heading. A contents page ends where the outline says,
    whether a heading stands there or not.
    """
    marks = find_note_marks(blocks)
    sections: list[Section] = []
    for start, end in pairwise([*_section_starts(blocks, outline), len(blocks)]):
        heading: list[str] = []
        body = start
        while body < end and body in outline.levels:
            heading.append(blocks[body].text)
            body += 1
        paragraphs = to_paragraphs(blocks[body:end], marks)
        level = outline.levels.get(start, SECTION)
        sections.append(Section(tuple(heading), paragraphs, level))
    return tuple(sections)


def _section_starts(blocks: Sequence[TextBlock], outline: TextOutline) -> list[int]:
    """Return the places where sections begin, in order."""
    levels = outline.levels
    starts = {0, outline.contents_end}
    for place, level in levels.items():
        is_second_half = levels.get(place - 1) == level and continues(
            blocks[place - 1], blocks[place]
        )
        if not is_second_half:
            starts.add(place)
    return sorted(starts)
