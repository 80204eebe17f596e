"""Lines into blocks: paragraphs, headings and list items, which may run on over columns and pages.

Where blocks end is known to ``paragraph_breaks``.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from narrator.article import Kind
from narrator.readers.pdf.lines import TextLine, raw_text, right_edge
from narrator.readers.pdf.paragraph_breaks import (
    Column,
    begins_block,
    differ_in_type,
    ends_sentence,
    list_mark,
    measure_column,
    room_needed,
)
from narrator.readers.pdf.tables import find_tables
from narrator.readers.plain.asides import is_numbered_caption

# what may be between the parts of a paragraph that continues elsewhere
_INTERRUPTING = (Kind.CAPTION, Kind.FOOTNOTE, Kind.TABLE)


@dataclass(slots=True)
class Block:
    """A paragraph, a heading, a list item or the like.

    Attributes:
        page: The page it begins on, from 0 on.
        lines: Its lines in reading order, one at least.
        kind: What it is.
        label: A list item's number or a footnote's mark.
        is_open: Whether its last sentence may continue in another column or on another page.
        text: Its text, repaired and dehyphenated; empty until all blocks have their lines.
    """

    page: int
    lines: list[TextLine]
    kind: Kind = Kind.PROSE
    label: str = ""
    is_open: bool = False
    text: str = ""

    @property
    def first(self) -> TextLine:
        """Its first line."""
        return self.lines[0]

    @property
    def last(self) -> TextLine:
        """Its last line."""
        return self.lines[-1]

    @property
    def top(self) -> float:
        """The height of its upper edge on its page, in points."""
        return self.first.baseline + self.first.size


def join_texts(blocks: Iterable[Block]) -> str:
    """Return the texts of blocks with spaces between them."""
    return " ".join(block.text for block in blocks)


def split_blocks(page: int, lines: Sequence[TextLine]) -> list[Block]:
    """Return the blocks of one column.

    Args:
        page: The column's page, from 0 on.
        lines: The column's lines from the top down.
    """
    blocks: list[Block] = []
    if not lines:
        return blocks  # all of them were notes
    column = measure_column(lines)
    done = 0
    for table in find_tables(lines):
        blocks += _split_text(page, lines[done : table.start], column)
        blocks.append(Block(page, list(lines[table]), Kind.TABLE))
        done = table.stop
    blocks += _split_text(page, lines[done:], column)
    return blocks


def _split_text(page: int, lines: Sequence[TextLine], column: Column) -> list[Block]:
    """Return the blocks of lines that have no table among them."""
    blocks: list[Block] = []
    for line in lines:
        if blocks and not begins_block(line, blocks[-1].lines, column):
            blocks[-1].lines.append(line)
        else:
            blocks.append(Block(page, [line]))
    for block in blocks:
        _classify(block)
    return blocks


def _classify(block: Block) -> None:
    """Set what a block is, and whether it may run on."""
    text = raw_text(block.lines)
    mark = list_mark(text)
    if all(line.is_monospaced for line in block.lines):
        block.kind = Kind.CODE
    elif is_numbered_caption(text):
        block.kind = Kind.CAPTION
    elif mark is not None:
        block.kind = Kind.ITEM
        block.label = mark["label"] or ""
    may_run_on = block.kind in (Kind.PROSE, Kind.ITEM)
    block.is_open = may_run_on and not ends_sentence(block.last)


def join_blocks(blocks: Sequence[Block]) -> Iterator[Block]:
    """Yield the blocks, those joined that run on over the end of a column or page.

    Captions, notes and tables may be between the parts; they follow the joined block.
    """
    waiting: list[Block] = []  # a block that may run on, and what interrupts it
    for block in blocks:
        if waiting and _runs_on(waiting[0], block):
            waiting[0].lines += block.lines
            waiting[0].is_open = block.is_open
        elif waiting and waiting[0].is_open and block.kind in _INTERRUPTING:
            waiting.append(block)
        else:
            yield from waiting
            waiting = [block]
    yield from waiting


def _runs_on(block: Block, after: Block) -> bool:
    """Return whether a block continues in another: elsewhere, in the same type, amid a sentence."""
    if not block.is_open or after.kind is not Kind.PROSE:
        return False
    if differ_in_type(block.last, after.first):
        return False
    is_higher = after.first.baseline > block.last.baseline
    if after.page == block.page and not is_higher:
        return False
    return after.first.text[0].islower() or not _is_short(block, after.first)


def _is_short(block: Block, after: TextLine) -> bool:
    """Return whether a block's last line ends so early that it is a heading or a list's entry."""
    if len(block.lines) == 1:
        return True
    return right_edge(block.lines) - block.last.right > room_needed(after)
