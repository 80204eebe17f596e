"""The headings of a plain text with their levels.

Most are found by the classifier; what is certain without it (numbered chapters, underlined lines, a
title at the start, a contents page) overrules it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from narrator.readers.plain.blocks import TextBlock, split_blocks
from narrator.readers.plain.classifier import classify
from narrator.readers.plain.contents import find_contents
from narrator.readers.plain.document import TextDocument
from narrator.readers.plain.levels import assign_levels
from narrator.readers.plain.source_lines import read_lines
from narrator.readers.plain.titles import opens_with_title


@dataclass(frozen=True, slots=True)
class TextOutline:
    """Where the sections of a text begin.

    Attributes:
        levels: The places of the headings in order, with their levels: 1 is the text's title,
            sections begin with 2.
        contents_end: The place of the first block behind the contents page; 0 if there is none.
    """

    levels: dict[int, int]
    contents_end: int


def split_sections(text: str) -> list[tuple[str | None, list[str]]]:
    """Return a plain text's headings with their paragraphs, in order and with nothing left out.

    The heading is None for what stands before the first one.
    """
    blocks = split_blocks(read_lines(text))
    headings = find_headings(blocks)
    sections: list[tuple[str | None, list[str]]] = [(None, [])]
    for place, block in enumerate(blocks):
        if place in headings:
            sections.append((block.text, []))
        else:
            sections[-1][1].append(block.text)
    starts_with_heading = not sections[0][1] and len(sections) > 1
    if starts_with_heading:
        return sections[1:]
    return sections


def find_headings(blocks: Sequence[TextBlock]) -> dict[int, int]:
    """Return the places of a text's headings in order, with their levels."""
    return find_outline(blocks).levels


def find_outline(blocks: Sequence[TextBlock]) -> TextOutline:
    """Return the headings of a text, and where its contents page ends."""
    document = TextDocument(blocks)
    divisions = set(document.numbered_divisions())
    headings = classify(document, len(divisions))
    headings |= divisions
    headings |= _underlined(document)
    # below a heading at the start, others may stand above the first paragraph
    opens_with_heading = 1 in headings and document.is_brief(0) and 0 in document.candidates
    if opens_with_heading or opens_with_title(blocks):
        headings.add(0)
    contents = find_contents(blocks)
    if contents is None:
        return TextOutline(assign_levels(sorted(headings), blocks), 0)
    headings -= set(range(contents.start, contents.end))
    headings |= {contents.start} | contents.chapters
    return TextOutline(assign_levels(sorted(headings), blocks), contents.end)


def _underlined(document: TextDocument) -> set[int]:
    """Return the places of underlined candidates, which are meant as headings."""
    places: set[int] = set()
    for place in document.candidates:
        if document.blocks[place].underline and document.is_brief(place):
            places.add(place)
    return places
