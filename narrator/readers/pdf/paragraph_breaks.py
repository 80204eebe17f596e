"""Where blocks end: whether a line continues the block above it or begins a new block.

A paragraph ends where the next word would have fitted on its last line, as in wrapped plain text,
or where an indent, a wider gap, another size or a list item's mark says so.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median

from narrator.readers.pdf.lines import TextLine

# the same type set by different programs varies by less, the next heading size is larger by more
_OTHER_SIZE = 1.07
# of the usual distance of lines
_WIDER_GAP = 1.3
# in ems: the largest usual distance of lines, and the one where a column has a single line
_WIDEST_PITCH_EMS = 1.5
# in ems: that of double spacing, where this share of a column's lines begin amid a sentence
_DOUBLE_PITCH_EMS = 2.6
_RUNNING_SHARE = 0.25
# in ems: the smallest paragraph indents are one em
_INDENT_EMS = 0.7
# in ems: what a word needs beyond its own width, for the space before it and the raggedness of a
# justified edge
_WORD_NEEDS_EMS = 0.6
# of this many lines, one may stick out of its column at the right
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
_LIST_MARK = re.compile(
    r"""
    [•◦▪▫■□●○‣⁃∙·▶►➢➤✓✔]
    | [-–—*o] (?=\s)
    | \(? (?P<label>
        \d{1,3} | [a-z] | [ivx]{1,5}
        | [A-Z] (?=\))      # with a full stop it is a name's initial
    ) [.)] \s
    """,
    re.X,
)


@dataclass(frozen=True, slots=True)
class Column:
    """What is usual in a column, in points.

    Attributes:
        right: The right edge.
        pitch: The distance of baselines, 0 if the column has one line.
        usual_left: The left edge of most lines.
        widest_pitch_ems: The largest distance that its lines may have, in ems.
    """

    right: float
    pitch: float
    usual_left: float
    widest_pitch_ems: float


def measure_column(lines: Sequence[TextLine]) -> Column:
    """Measure the lines of a column, one at least, given from the top down."""
    lefts = Counter(round(line.left) for line in lines)
    rights = sorted(line.right for line in lines)
    steps_down = [
        above.baseline - line.baseline
        for above, line in pairwise(lines)
        if above.baseline > line.baseline
    ]
    running = sum(line.words[0].text[0].islower() for line in lines)
    is_running = running >= _RUNNING_SHARE * len(lines)
    return Column(
        right=rights[-1 - len(rights) // _STICKING_OUT],
        pitch=median(steps_down) if steps_down else 0.0,
        usual_left=lefts.most_common(1)[0][0],
        widest_pitch_ems=_DOUBLE_PITCH_EMS if is_running else _WIDEST_PITCH_EMS,
    )


def begins_block(line: TextLine, block: Sequence[TextLine], column: Column) -> bool:
    """Return whether a line begins a new block.

    Args:
        line: The line.
        block: The lines of the block above it.
        column: The column of both.
    """
    above = block[-1]
    if _is_set_apart(line, above, column):
        return True
    if line.is_monospaced:
        return False
    if list_mark(line.text) is not None or _ends_early(above, line, column):
        return True
    return _is_indented(line, block, column)


def _is_set_apart(line: TextLine, above: TextLine, column: Column) -> bool:
    """Return whether a line is elsewhere, far below, or in other type than the one above."""
    gap = above.baseline - line.baseline
    if gap <= 0 or differ_in_type(above, line):
        return True
    usual_gap = _WIDEST_PITCH_EMS * line.size
    if column.pitch:
        usual_gap = min(column.pitch, column.widest_pitch_ems * line.size)
    return gap > _WIDER_GAP * max(usual_gap, line.size)


def differ_in_type(line: TextLine, other: TextLine) -> bool:
    """Return whether two lines differ in size, or only one of them is monospaced."""
    small, large = sorted((line.size, other.size))
    return large > small * _OTHER_SIZE or line.is_monospaced != other.is_monospaced


def _ends_early(above: TextLine, line: TextLine, column: Column) -> bool:
    """Return whether a line's first word had room on the line above, and may begin a sentence."""
    if column.right - above.right <= room_needed(line):
        return False
    if above.is_bold != line.is_bold or not line.text[0].islower():
        return True
    return ends_sentence(above)


def ends_sentence(line: TextLine) -> bool:
    """Return whether a line ends with a sentence or, with a colon, before a list."""
    return _SENTENCE_END.search(line.text) is not None


def room_needed(line: TextLine) -> float:
    """Return the width, in points, that the first word of a line takes at the end of another."""
    word = line.words[0]
    return word.right - word.left + _WORD_NEEDS_EMS * line.size


def _is_indented(line: TextLine, block: Sequence[TextLine], column: Column) -> bool:
    """Return whether a line is indented as the first one of a paragraph."""
    step = line.left - block[-1].left
    indent = _INDENT_EMS * line.size
    if abs(step) <= indent:
        return False
    if len(block) > 1:
        return True
    is_hanging = column.usual_left > block[0].left + indent
    return step > 0 and not is_hanging and list_mark(block[0].text) is None


def list_mark(text: str) -> re.Match[str] | None:
    """Return the match of the list item's mark that a text begins with, None without one.

    Its group ``label`` is the item's number; bullets have none.
    """
    return _LIST_MARK.match(text)


def without_list_mark(text: str) -> str:
    """Return a list item's text without its mark."""
    mark = list_mark(text)
    if mark is None:
        return text
    return text[mark.end() :].lstrip()
