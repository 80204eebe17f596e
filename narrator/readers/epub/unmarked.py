"""Books whose chapters nothing marks: no contents, and headings set like any other line."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from narrator.article import Kind
from narrator.readers.epub.chapters import BookPart
from narrator.readers.plain.headings import headings_among
from narrator.readers.plain.levels import SECTION
from narrator.readers.tree.block import Block


def mark_headings(parts: Sequence[BookPart]) -> list[BookPart]:
    """Return a book's parts with those lines as headings that would be some in plain text."""
    lines: list[str] = []
    page_starts: set[int] = set()
    for part in parts:
        page_starts.add(len(lines))
        lines += (block.text for block in part.blocks if _is_line(block))
    found = headings_among(lines, page_starts)
    # the title of a book stands in its metadata
    levels = {place: max(SECTION, level) for place, level in found.items()}
    place = 0
    marked: list[BookPart] = []
    for part in parts:
        blocks: list[Block] = []
        for block in part.blocks:
            level = block.level
            if _is_line(block):
                level = level or levels.get(place, 0)
                place += 1
            blocks.append(replace(block, level=level))
        marked.append(BookPart(part.member, blocks))
    return marked


def _is_line(block: Block) -> bool:
    """Return whether a block could stand in plain text as a line or a paragraph of its own."""
    return bool(block.text) and block.kind is Kind.PROSE
