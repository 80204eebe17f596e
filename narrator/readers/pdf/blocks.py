"""Lines into blocks, a block being a paragraph, a heading or a list item that may run on over columns and pages.

A paragraph ends where the next word would have fitted on its last line, as in wrapped plain text, or where an indent, a
wider gap, another size or a list's mark says so.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from statistics import median

from narrator.article import Kind
from narrator.readers.pdf.lines import Line
from narrator.readers.pdf.tables import find_tables

# of a size: the same type set by different programs varies by less, the next heading size is larger by more
_OTHER_SIZE = 1.07
# of the usual distance of lines
_WIDER_GAP = 1.3
# in ems: the smallest paragraph indents are one em
_INDENT = 0.7
# in ems: what a word needs beyond its own width, the space before it and the raggedness of a justified edge
_WORD_NEEDS = 0.6
_BULLET = re.compile(r"[•◦▪▫■□●○‣⁃∙·▶►➢➤✓✔]|[-–—*o](?=\s)")
# a capital with a full stop is a name's initial
_NUMBERED = re.compile(r"\(?(\d{1,3}|[a-z]|[ivx]{1,5}|[A-Z](?=\)))[.)]\s")
_CAPTION = re.compile(
    r"(?:fig(?:ure|\.)|table|tab\.|abb(?:ildung|\.)|tabelle|figura|tableau|tabla|plate|scheme|listing|exhibit|chart)"
    r"\s*(?:[A-Z]?\d+(?:[.-]\d+)*[a-z]?|[IVXL]+)\s*(?:[.:–—|]|$)",
    re.I,
)
_ENDS_SENTENCE = re.compile(r"[.!?…:][\"”’'»)\]]*(?:\[?\d{1,3}\]?)?$")


@dataclass(slots=True)
class Block:
    """Lines of one column that belong together. ``page`` is theirs, from 0 on."""

    page: int
    lines: list[Line]
    kind: Kind = Kind.PROSE
    label: str = ""
    is_open: bool = field(default=False)

    @property
    def text(self) -> str:
        """Its lines' text, unmended."""
        return " ".join(line.text for line in self.lines)

    @property
    def first(self) -> Line:
        """Its first line."""
        return self.lines[0]

    @property
    def top(self) -> float:
        """The height of its upper edge on its page."""
        return self.first.base + self.first.size


@dataclass(frozen=True, slots=True)
class _Column:
    """What is usual in a column: its edges and the distance of its lines."""

    left: float
    right: float
    pitch: float
    usual_left: float


def blocks_of(page: int, lines: Sequence[Line]) -> list[Block]:
    """The blocks of one column."""
    column = _measure(lines)
    found: list[Block] = []
    tables = {
        index: (start, stop) for start, stop in find_tables(lines) for index in range(start, stop)
    }
    for index, line in enumerate(lines):
        if index in tables:
            start, stop = tables[index]
            if index == start:
                found.append(Block(page, list(lines[start:stop]), Kind.TABLE))
            continue
        if found and found[-1].kind is not Kind.TABLE and not _begins(found[-1], line, column):
            found[-1].lines.append(line)
            continue
        found.append(Block(page, [line]))
    for block in found:
        if block.kind is not Kind.TABLE:
            _classify(block)
        last = block.lines[-1]
        block.is_open = block.kind in (Kind.PROSE, Kind.ITEM) and not _ENDS_SENTENCE.search(
            last.text
        )
    return found


def joined(blocks: Sequence[Block]) -> Iterator[Block]:
    """Paragraphs that run on over a column's or page's end, put together; captions and notes may stand between the parts."""
    waiting: list[Block] = []
    for block in blocks:
        if not waiting:
            waiting = [block]
        elif _runs_on(waiting[0], block):
            waiting[0].lines += block.lines
            waiting[0].is_open = block.is_open
        elif waiting[0].is_open and block.kind in (Kind.CAPTION, Kind.FOOTNOTE, Kind.TABLE):
            waiting.append(block)
        else:
            yield from waiting
            waiting = [block]
    yield from waiting


def _runs_on(block: Block, after: Block) -> bool:
    """Only to another column or page, in the same type, and where the sentence goes on."""
    if not block.is_open or after.kind is not Kind.PROSE or _differ(block.lines[-1], after.first):
        return False
    is_elsewhere = after.page == block.page + 1 or (
        after.page == block.page and after.first.base > block.lines[-1].base
    )
    first = after.first.text
    return (is_elsewhere or block.page < after.page) and (
        first[0].islower() or not _is_short(block, after.first)
    )


def _is_short(block: Block, line: Line) -> bool:
    """Whether a block's last line ends well before the others, so that it is a heading or a list's entry."""
    widest = max(other.right for other in block.lines)
    return len(block.lines) == 1 or widest - block.lines[-1].right > _needed(line)


def _measure(lines: Sequence[Line]) -> _Column:
    lefts = Counter(round(line.left) for line in lines)
    gaps = [before.base - line.base for before, line in pairwise(lines)]
    down = [gap for gap in gaps if gap > 0]
    rights = sorted(line.right for line in lines)
    # the rightmost of a few, else what one in twenty reaches: a word may stick out
    right = rights[-1 - len(rights) // 20]
    return _Column(
        min(line.left for line in lines),
        right,
        median(down) if down else 0.0,
        lefts.most_common(1)[0][0],
    )


def _differ(line: Line, other: Line) -> bool:
    small, large = sorted((line.size, other.size))
    return large > small * _OTHER_SIZE or line.fixed != other.fixed


def _needed(line: Line) -> float:
    word = line.words[0]
    return word.right - word.left + _WORD_NEEDS * line.size


def _begins(block: Block, line: Line, column: _Column) -> bool:
    """Whether a line begins a block of its own after the last line of another."""
    before, first = block.lines[-1], block.first
    gap = before.base - line.base
    usual = min(column.pitch, 1.5 * line.size) if column.pitch else 1.5 * line.size
    if gap <= 0 or _differ(before, line) or gap > _WIDER_GAP * max(usual, line.size):
        return True
    if line.fixed:
        return False
    fits = column.right - before.right > _needed(line)
    if (fits and before.bold != line.bold) or is_marked(line.text) is not None:
        return True
    if fits and (_ENDS_SENTENCE.search(before.text) or not line.text[0].islower()):
        return True
    step = line.left - before.left
    if abs(step) <= _INDENT * line.size:
        return False
    if len(block.lines) > 1:
        return True
    hangs = (
        is_marked(first.text) is not None or column.usual_left > first.left + _INDENT * line.size
    )
    return step > 0 and not hangs


def is_marked(text: str) -> str | None:
    """A list item's number, empty for a bullet, None where there is no mark."""
    if _BULLET.match(text):
        return ""
    match = _NUMBERED.match(text)
    return match.group(1) if match else None


def _classify(block: Block) -> None:
    text = block.text
    if all(line.fixed for line in block.lines):
        block.kind = Kind.CODE
    elif _CAPTION.match(text):
        block.kind = Kind.CAPTION
    elif (mark := is_marked(text)) is not None:
        block.kind, block.label = Kind.ITEM, mark


def without_mark(text: str) -> str:
    """A list item's text without its mark."""
    match = _BULLET.match(text) or _NUMBERED.match(text)
    return text[match.end() :].lstrip() if match else text
