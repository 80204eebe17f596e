"""Headings by their look: short blocks in larger, bold or capital type."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from narrator.article import Kind
from narrator.language.characters import has_word
from narrator.readers.pdf.blocks import Block, join_texts
from narrator.readers.pdf.heading_blocks import (
    LARGER_SIZE,
    MAX_LINES,
    MAX_WORDS,
    Heading,
    is_number_label,
)

# of the body's size: smaller type is no heading, bold or not
_SMALLER_SIZE = 0.9
# of a document's characters in one style: more is text, for instance a preface in larger type
_TEXT_SHARE = 0.2
# in ems, of a gap inside a line: cells of a table
_CELL_GAP_EMS = 1.8
# in ems, from one line of a centred heading to the next
_CENTRED_PITCH_EMS = 1.9
# letters; fewer capitals are an abbreviation
_FEWEST_CAPITALS = 4
_DEEPEST_LEVEL = 6


@dataclass(frozen=True, order=True, slots=True)
class _Style:
    """The type of a heading. It counts for more the larger it is and, of one size, if it is bold.

    Attributes:
        size: Its size in points; that of the body if the heading is no larger.
        is_bold: Whether all of it is bold.
    """

    size: float
    is_bold: bool


@dataclass(frozen=True, slots=True)
class _Run:
    """The blocks of one heading, from ``start`` up to ``stop``, and the largest style of them."""

    start: int
    stop: int
    style: _Style


def find_typographic_headings(blocks: Sequence[Block], body_size: float) -> list[Heading]:
    """Return the headings that look like some; the larger the type, the higher the level.

    Args:
        blocks: The document's blocks in reading order.
        body_size: The size of most of its text, in points.
    """
    runs = list(_runs(blocks, _heading_styles(blocks, body_size)))
    uses = Counter(run.style for run in runs)
    title = _find_title(runs, uses, blocks)
    runs = _without_by_lines(runs, uses, title)
    level_of = _levels(runs, title)
    headings: list[Heading] = []
    for run in runs:
        text = _heading_text(blocks[run.start : run.stop])
        headings.append(Heading(run.start, run.stop, text, level_of.get(run.style, 1)))
    return headings


def _heading_styles(blocks: Sequence[Block], body_size: float) -> dict[int, _Style]:
    """Return the styles of the blocks that look like headings, by the blocks' indices."""
    styles: dict[int, _Style] = {}
    characters = Counter[_Style]()
    all_characters = 0
    for index, block in enumerate(blocks):
        all_characters += len(block.text)
        style = _heading_style(block, body_size)
        if style is not None:
            styles[index] = style
            characters[style] += len(block.text)
    most_characters = _TEXT_SHARE * all_characters
    return {index: style for index, style in styles.items() if characters[style] <= most_characters}


def _heading_style(block: Block, body_size: float) -> _Style | None:
    """Return the style of a block that looks like a heading, None if it does not."""
    if not _may_be_heading(block):
        return None
    text = block.text
    size = round(block.first.size * 2) / 2
    is_bold = all(line.is_bold for line in block.lines)
    if size >= LARGER_SIZE * body_size:
        return None if text.endswith((",", ";")) else _Style(size, is_bold)
    letters = sum(map(str.isalpha, text))
    if size < _SMALLER_SIZE * body_size or not letters or text.endswith((".", ",", ";", ":")):
        return None
    if is_bold or (text.isupper() and letters >= _FEWEST_CAPITALS):
        return _Style(body_size, is_bold)
    return None


def _may_be_heading(block: Block) -> bool:
    """Return whether a block is short text or a numbered item, whatever its type."""
    if len(block.lines) > MAX_LINES or len(block.text.split()) > MAX_WORDS:
        return False
    if not has_word(block.text) or _has_cells(block):
        return False
    is_numbered = block.kind is Kind.ITEM and bool(block.label)
    return is_numbered or block.kind is Kind.PROSE


def _has_cells(block: Block) -> bool:
    """Return whether a block has a gap as between a table's cells, but for one after a number."""
    for line in block.lines:
        for before, word in pairwise(line.words):
            gap = word.left - before.right
            if gap > _CELL_GAP_EMS * line.size and not is_number_label(before.text):
                return True
    return False


def _runs(blocks: Sequence[Block], styles: Mapping[int, _Style]) -> Iterator[_Run]:
    """Yield headings of one block or more: lines that were centred, or a number and its title."""
    start = 0
    while start < len(blocks):
        if start not in styles:
            start += 1
            continue
        run = _Run(start, start + 1, styles[start])
        while _continues(run, blocks, styles):
            run = _Run(start, run.stop + 1, max(run.style, styles[run.stop]))
        yield run
        start = run.stop


def _continues(run: _Run, blocks: Sequence[Block], styles: Mapping[int, _Style]) -> bool:
    """Return whether the block below a run is a part of the same heading."""
    if run.stop not in styles or blocks[run.stop].page != blocks[run.start].page:
        return False
    above = blocks[run.stop - 1]
    if is_number_label(above.text):
        return True
    distance = above.lines[-1].baseline - blocks[run.stop].first.baseline
    is_next_line = 0 < distance < _CENTRED_PITCH_EMS * run.style.size
    return is_next_line and styles[run.stop] == run.style


def _find_title(
    runs: Sequence[_Run], uses: Mapping[_Style, int], blocks: Sequence[Block]
) -> _Run | None:
    """Return the title: on the first page, in the largest type, which nothing else has."""
    largest = max(uses, default=None)
    for run in runs:
        is_on_first_page = blocks[run.start].page == blocks[0].page
        if run.style == largest and uses[run.style] == 1 and is_on_first_page:
            return run
    return None


def _without_by_lines(
    runs: Sequence[_Run], uses: Mapping[_Style, int], title: _Run | None
) -> list[_Run]:
    """Leave out runs that head nothing.

    Author and date are right below the title, each in different type. What is right above a larger
    heading is not a heading.
    """
    left_out: set[int] = set()
    for run in runs:
        if title and run.start == title.stop and uses[run.style] == 1:
            left_out.add(run.start)
    for run, following in pairwise(runs):
        if run.stop == following.start and run.style < following.style:
            left_out.add(run.start)
    return [run for run in runs if run.start not in left_out]


def _levels(runs: Sequence[_Run], title: _Run | None) -> dict[_Style, int]:
    """Return the levels of all styles but the title's."""
    styles = {run.style for run in runs if run != title}
    levels: dict[_Style, int] = {}
    for level, style in enumerate(sorted(styles, reverse=True), 1):
        levels[style] = min(level, _DEEPEST_LEVEL)
    return levels


def _heading_text(blocks: Sequence[Block]) -> str:
    """Return the text of a heading over some blocks, the first of which may be only its number."""
    if len(blocks) > 1 and is_number_label(blocks[0].text):
        return f"{blocks[0].text} – {join_texts(blocks[1:])}"
    return join_texts(blocks)
