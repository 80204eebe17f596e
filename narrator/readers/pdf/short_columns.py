"""Short columns: text side by side in a few lines, which read row by row would break its sentences.

A table or a list is not broken by reading it so: each row begins anew on both sides.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from narrator.readers.pdf.lines import TextLine
from narrator.readers.pdf.paragraph_breaks import ends_sentence, room_needed

# words of a line that a sentence runs on from: cells of tables have fewer
_FEWEST_WORDS = 4
# in ems, between columns; where only one row has both
_NARROWEST_EMS = 1.5
_NARROWEST_SINGLE_EMS = 3.0
# words of a line that parts a sentence
_FEWEST_WORDS_BETWEEN = 2
# places looked at: a page has one to three columns
_GUTTERS_TRIED = 8
# in points: places that are nearer are one, and how far a column's lines may stick out of it
_STEP = 2
_MARGIN = 3.0
# of the lines that row by row would be parted from those above them, that must run on from these
_RUNNING_SHARE = 0.67

Row = list[TextLine]


@dataclass(frozen=True, slots=True)
class _Step:
    """A line and the one below it, which are parted where their rows are read one by one."""

    above: TextLine
    below: TextLine
    is_left: bool


@dataclass(frozen=True, slots=True)
class _Pair:
    """What a row has nearest to a gutter on either side of it; None for nothing."""

    left: TextLine | None
    right: TextLine | None


def find_short_gutter(rows: Sequence[Row]) -> float | None:
    """Return the place of the gutter between short columns, in points from the left.

    Of several it is the one where the most sentences would be broken, and of these the leftmost;
    None where there is none.

    Args:
        rows: The rows of a page from the top down.
    """
    places = Counter[int]()
    for row in rows:
        places.update(round(line.left / _STEP) for line in row[1:])
    best: float | None = None
    most_broken = 0
    for place, _ in sorted(places.most_common(_GUTTERS_TRIED)):
        gutter = place * _STEP - _MARGIN
        broken = sum(_count_broken(piece, gutter) for piece in short_bands(rows, gutter))
        if broken > most_broken:
            best, most_broken = gutter, broken
    return best


def short_bands(rows: Sequence[Row], gutter: float) -> Iterator[list[Row]]:
    """Cut rows, given from the top down, at those that cross a gutter or begin anew beside it."""
    band: list[Row] = []
    for row in rows:
        if band and not (_is_clear(row, gutter) and _runs_on(band, row, gutter)):
            yield band
            band = []
        band.append(row)
    if band:
        yield band


def breaks_sentences(rows: Sequence[Row], gutter: float) -> bool:
    """Return whether the rows of a band, read one after the other, would break sentences."""
    return _count_broken(rows, gutter) > 0


def _is_clear(row: Row, gutter: float) -> bool:
    return not any(line.left < gutter < line.right for line in row)


def _is_wide(pairs: Iterable[_Pair]) -> bool:
    """Return whether a gutter is wider than a gap in a justified line."""
    gaps: list[float] = []
    for pair in pairs:
        if pair.left and pair.right:
            gaps.append((pair.right.left - pair.left.right) / pair.left.size)
    narrowest = _NARROWEST_EMS if len(gaps) > 1 else _NARROWEST_SINGLE_EMS
    return bool(gaps) and min(gaps) >= narrowest


def _nearest(row: Row, gutter: float) -> _Pair:
    left = [line for line in row if line.right <= gutter]
    right = [line for line in row if line.left >= gutter]
    return _Pair(left[-1] if left else None, right[0] if right else None)


def _runs_on(band: Sequence[Row], row: Row, gutter: float) -> bool:
    """Return whether a row continues a band on one side at the least."""
    if not _is_clear(band[-1], gutter):
        return False
    above, below = _nearest(band[-1], gutter), _nearest(row, gutter)
    if below.left is None or below.right is None:
        return True
    return _continues(above.left, below.left) or _continues(above.right, below.right)


def _is_text(line: TextLine) -> bool:
    """Return whether a line has words, and not a number or a mark alone."""
    return sum(word.text[0].isalpha() for word in line.words) >= _FEWEST_WORDS_BETWEEN


def _continues(above: TextLine | None, below: TextLine | None) -> bool:
    """Return whether a sentence goes on from a line in the one below it."""
    if above is None or below is None or len(above.words) < _FEWEST_WORDS:
        return False
    first = below.words[0].text[0]
    return first.isalpha() and not first.isupper() and not ends_sentence(above)


def _count_broken(rows: Sequence[Row], gutter: float) -> int:
    """Count the sentences that reading a band row by row would break; 0 where they are too few."""
    if not _is_clear(rows[0], gutter):
        return 0
    pairs = [_nearest(row, gutter) for row in rows]
    if not _is_wide(pairs):
        return 0
    steps: list[_Step] = []
    for above, below in pairwise(pairs):
        if above.left and below.left and above.right and _is_text(above.right):
            steps.append(_Step(above.left, below.left, is_left=True))
        if above.right and below.right and below.left and _is_text(below.left):
            steps.append(_Step(above.right, below.right, is_left=False))
    left_edge = max((pair.left.right for pair in pairs if pair.left), default=0.0)
    right_edge = max((pair.right.right for pair in pairs if pair.right), default=0.0)
    broken = 0
    for step in steps:
        room = (left_edge if step.is_left else right_edge) - step.above.right
        # a sentence that runs on leaves no room for its next word
        broken += room <= room_needed(step.below) and _continues(step.above, step.below)
    return broken if broken >= _RUNNING_SHARE * len(steps) else 0
