"""Lines into blocks: paragraphs, headings and list items, which may run on over columns and pages.

A paragraph ends where the next word would have fitted on its last line, as in wrapped plain text,
or where an indent, a wider gap, another size or a list item's mark says so.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median

from narrator.article import Kind
from narrator.readers.pdf.captions import is_caption
from narrator.readers.pdf.lines import TextLine
from narrator.readers.pdf.list_marks import list_mark
from narrator.readers.pdf.tables import find_tables

# the same type set by different programs varies by less, the next heading size is larger by more
_OTHER_SIZE = 1.07
# of the usual distance of lines
_WIDER_GAP = 1.3
# in ems: what lines are apart at the most where nothing is known of their column
_WIDEST_PITCH_EMS = 1.5
# in ems: the smallest paragraph indents are one em
_INDENT_EMS = 0.7
# in ems: what a word needs beyond its own width, for the space before it and the raggedness of a
# justified edge
_WORD_NEEDS_EMS = 0.6
# of a column's lines: one in so many may stick out at the right
_STICKING_OUT = 20
_SENTENCE_END = re.compile(
    r"""
    [.!?…:]
    [\"”’'»)\]]*
    (?: \[? \d{1,3} \]? )?      # a note's mark
    $
    """,
    re.X,
)
# what may stand between the parts of a paragraph that runs on
_INTERRUPTING = (Kind.CAPTION, Kind.FOOTNOTE, Kind.TABLE)


@dataclass(slots=True)
class LineBlock:
    """A block while its lines are collected.

    Attributes:
        page: The page it begins on, from 0 on.
        lines: Its lines in reading order, one at least.
        kind: What it is.
        label: A list item's number or a footnote's mark.
        is_open: Whether its last sentence may go on in another column or on another page.
    """

    page: int
    lines: list[TextLine]
    kind: Kind = Kind.PROSE
    label: str = ""
    is_open: bool = False

    @property
    def first(self) -> TextLine:
        """Its first line."""
        return self.lines[0]

    @property
    def last(self) -> TextLine:
        """Its last line."""
        return self.lines[-1]

    @property
    def text(self) -> str:
        """The text of its lines, neither repaired nor dehyphenated."""
        return " ".join(line.text for line in self.lines)


@dataclass(frozen=True, slots=True)
class TextBlock:
    """A complete block and its text.

    Attributes:
        page: The page it begins on, from 0 on.
        lines: Its lines in reading order, one at least.
        kind: What it is.
        label: A list item's number or a footnote's mark.
        text: Its text, repaired and dehyphenated.
    """

    page: int
    lines: tuple[TextLine, ...]
    kind: Kind
    label: str
    text: str

    @property
    def first(self) -> TextLine:
        """Its first line."""
        return self.lines[0]

    @property
    def top(self) -> float:
        """The height of its upper edge on its page, in points."""
        return self.first.baseline + self.first.size


@dataclass(frozen=True, slots=True)
class _Column:
    """What is usual in a column, in points.

    Attributes:
        right: The right edge.
        pitch: The distance of baselines, 0 if the column has one line.
        usual_left: The left edge of most lines.
    """

    right: float
    pitch: float
    usual_left: float


def split_blocks(page: int, lines: Sequence[TextLine]) -> list[LineBlock]:
    """Return the blocks of one column.

    Args:
        page: The column's page, from 0 on.
        lines: The column's lines from the top down.
    """
    column = _measure(lines)
    blocks: list[LineBlock] = []
    done = 0
    for table in find_tables(lines):
        blocks += _split_text(page, lines[done : table.start], column)
        blocks.append(LineBlock(page, list(lines[table.start : table.stop]), Kind.TABLE))
        done = table.stop
    blocks += _split_text(page, lines[done:], column)
    return blocks


def _split_text(page: int, lines: Sequence[TextLine], column: _Column) -> list[LineBlock]:
    """Return the blocks of lines that have no table among them."""
    blocks: list[LineBlock] = []
    for line in lines:
        if blocks and not _starts_block(line, blocks[-1], column):
            blocks[-1].lines.append(line)
        else:
            blocks.append(LineBlock(page, [line]))
    for block in blocks:
        _classify(block)
    return blocks


def _measure(lines: Sequence[TextLine]) -> _Column:
    lefts = Counter(round(line.left) for line in lines)
    rights = sorted(line.right for line in lines)
    gaps = [before.baseline - line.baseline for before, line in pairwise(lines)]
    downward = [gap for gap in gaps if gap > 0]
    return _Column(
        right=rights[-1 - len(rights) // _STICKING_OUT],
        pitch=median(downward) if downward else 0.0,
        usual_left=lefts.most_common(1)[0][0],
    )


def _starts_block(line: TextLine, block: LineBlock, column: _Column) -> bool:
    """Return whether a line below a block's last one begins another block."""
    if _is_set_apart(line, block.last, column):
        return True
    if line.is_monospaced:
        return False
    if list_mark(line.text) is not None or _ends_early(block.last, line, column):
        return True
    return _is_indented(line, block, column)


def _is_set_apart(line: TextLine, above: TextLine, column: _Column) -> bool:
    """Return whether a line stands elsewhere, far below, or in other type than the one above."""
    gap = above.baseline - line.baseline
    if gap <= 0 or _differ_in_type(above, line):
        return True
    usual_gap = _WIDEST_PITCH_EMS * line.size
    if column.pitch:
        usual_gap = min(column.pitch, usual_gap)
    return gap > _WIDER_GAP * max(usual_gap, line.size)


def _differ_in_type(line: TextLine, other: TextLine) -> bool:
    small, large = sorted((line.size, other.size))
    return large > small * _OTHER_SIZE or line.is_monospaced != other.is_monospaced


def _ends_early(above: TextLine, line: TextLine, column: _Column) -> bool:
    """Return whether a line's first word had room on the line above, and may begin a sentence."""
    if column.right - above.right <= _room_needed(line):
        return False
    if above.is_bold != line.is_bold or not line.text[0].islower():
        return True
    return _ends_sentence(above)


def _ends_sentence(line: TextLine) -> bool:
    return _SENTENCE_END.search(line.text) is not None


def _room_needed(line: TextLine) -> float:
    """Return the width, in points, that the first word of a line takes at the end of another."""
    word = line.words[0]
    return word.right - word.left + _WORD_NEEDS_EMS * line.size


def _is_indented(line: TextLine, block: LineBlock, column: _Column) -> bool:
    """Return whether a line is indented as the first one of a paragraph."""
    step = line.left - block.last.left
    indent = _INDENT_EMS * line.size
    if abs(step) <= indent:
        return False
    if len(block.lines) > 1:
        return True
    is_hanging = column.usual_left > block.first.left + indent
    return step > 0 and not is_hanging and list_mark(block.first.text) is None


def _classify(block: LineBlock) -> None:
    """Set what a block is, and whether it may run on."""
    text = block.text
    mark = list_mark(text)
    if all(line.is_monospaced for line in block.lines):
        block.kind = Kind.CODE
    elif is_caption(text):
        block.kind = Kind.CAPTION
    elif mark is not None:
        block.kind = Kind.ITEM
        block.label = mark.label
    may_run_on = block.kind in (Kind.PROSE, Kind.ITEM)
    block.is_open = may_run_on and not _ends_sentence(block.last)


def join_blocks(blocks: Sequence[LineBlock]) -> Iterator[LineBlock]:
    """Yield the blocks, those joined that run on over the end of a column or page.

    Captions, notes and tables may stand between the parts; they follow the joined block.
    """
    waiting: list[LineBlock] = []  # a block that may run on, and what interrupts it
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


def _runs_on(block: LineBlock, after: LineBlock) -> bool:
    """Return whether a block goes on in another: elsewhere, in the same type, amid a sentence."""
    if not block.is_open or after.kind is not Kind.PROSE:
        return False
    if _differ_in_type(block.last, after.first):
        return False
    is_higher = after.first.baseline > block.last.baseline
    if after.page == block.page and not is_higher:
        return False
    return after.first.text[0].islower() or not _is_short(block, after.first)


def _is_short(block: LineBlock, after: TextLine) -> bool:
    """Return whether a block's last line ends so early that it is a heading or a list's entry."""
    if len(block.lines) == 1:
        return True
    widest = max(line.right for line in block.lines)
    return widest - block.last.right > _room_needed(after)
