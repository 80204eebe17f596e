"""The reading order of a page: columns are found by the left edges that many lines share.

A gutter must have running text on both sides, so that tables and lists, whose cells are short, are
read row by row. What crosses the gutter, such as a title over both columns, cuts the columns into
bands that are read one after the other.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain
from statistics import fmean

from narrator.readers.pdf.lines import TextLine, group_rows, make_line
from narrator.readers.pdf.short_columns import breaks_sentences, find_short_gutter, short_bands
from narrator.readers.pdf.words import Word

# lines on either side of a gutter
_FEWEST_LINES = 3
# words a line on either side: tables of words have two or three
_FEWEST_WORDS = 3.2
# rows that a gutter must divide on the whole page
_FEWEST_ROWS = 8
# edges looked at: pages have one to three columns, whose items and quotes are indented
_EDGES_TRIED = 8
# gutters inside one another
_MAX_DEPTH = 4
# in points: edges that are nearer are one
_EDGE_STEP = 2
# in points, from a column's edge to the left: lines of it may stick out
_EDGE_MARGIN = 3.0

_Row = list[TextLine]


@dataclass(frozen=True, slots=True)
class _Band:
    """Rows that follow one another down the page, and whether the gutter divides them."""

    rows: list[_Row]
    is_divided: bool

    @property
    def lines(self) -> list[TextLine]:
        return _flatten(self.rows)


def columns(lines: Sequence[TextLine], depth: int = 0) -> Iterator[list[TextLine]]:
    """Yield the lines of each column in reading order; what is side by side in it is one line.

    Args:
        lines: Lines of a page in any order.
        depth: How many gutters have divided the page already.
    """
    rows = group_rows(lines)
    gutter = _find_gutter(lines, rows) if depth < _MAX_DEPTH else None
    if gutter is not None:
        bands = list(_bands(rows, gutter))
    else:
        gutter = find_short_gutter(rows) if depth < _MAX_DEPTH else None
        if gutter is None:
            if rows:
                yield list(map(_merge_row, rows))
            return
        bands = [_Band(band, breaks_sentences(band, gutter)) for band in short_bands(rows, gutter)]
    undivided: list[TextLine] = []
    for band in bands:
        if not band.is_divided:
            undivided += band.lines
            continue
        yield from columns(undivided, _MAX_DEPTH)
        undivided = []
        yield from columns(_left_of(gutter, band.lines), depth + 1)
        yield from columns(_right_of(gutter, band.lines), depth + 1)
    yield from columns(undivided, _MAX_DEPTH)


def _merge_row(row: _Row) -> TextLine:
    if len(row) == 1:
        return row[0]
    words: list[Word] = []
    for line in row:
        words += line.words
    return make_line(words)


def _find_gutter(lines: Iterable[TextLine], rows: Sequence[_Row]) -> float | None:
    """Return the place of the gutter between two columns, None if there is only one column.

    Of several gutters it is the one that divides the most rows, and of these the leftmost. It is in
    points from the left.
    """
    edges = Counter(round(line.left / _EDGE_STEP) for line in lines)
    candidates = [
        edge * _EDGE_STEP - _EDGE_MARGIN
        for edge, count in edges.most_common(_EDGES_TRIED)
        if count >= _FEWEST_LINES
    ]
    best: float | None = None
    most_rows = _FEWEST_ROWS - 1
    for gutter in sorted(candidates):
        divided_rows = _count_divided_rows(rows, gutter)
        if divided_rows > most_rows:
            best, most_rows = gutter, divided_rows
    return best


def _count_divided_rows(rows: Iterable[_Row], gutter: float) -> int:
    count = 0
    for band in _bands(rows, gutter):
        if band.is_divided:
            count += len(band.rows)
    return count


def _bands(rows: Iterable[_Row], gutter: float) -> Iterator[_Band]:
    """Cut rows, given from the top down, into bands at those that cross the gutter."""
    clear_rows: list[_Row] = []
    for row in rows:
        if not any(line.left < gutter < line.right for line in row):
            clear_rows.append(row)
            continue
        if clear_rows:
            yield _Band(clear_rows, _divides(gutter, clear_rows))
        yield _Band([row], is_divided=False)
        clear_rows = []
    if clear_rows:
        yield _Band(clear_rows, _divides(gutter, clear_rows))


def _divides(gutter: float, rows: Iterable[_Row]) -> bool:
    """Return whether there is running text on both sides of the gutter, at the same height."""
    lines = _flatten(rows)
    left = _left_of(gutter, lines)
    right = _right_of(gutter, lines)
    if not _is_running_text(left) or not _is_running_text(right):
        return False
    left_heights = _baselines(left)
    right_heights = _baselines(right)
    lower_top = min(max(left_heights), max(right_heights))
    higher_bottom = max(min(left_heights), min(right_heights))
    return higher_bottom < lower_top


def _is_running_text(lines: Sequence[TextLine]) -> bool:
    if len(lines) < _FEWEST_LINES:
        return False
    return fmean(len(line.words) for line in lines) >= _FEWEST_WORDS


def _baselines(lines: Iterable[TextLine]) -> list[float]:
    return [line.baseline for line in lines]


def _left_of(gutter: float, lines: Iterable[TextLine]) -> list[TextLine]:
    return [line for line in lines if line.right <= gutter]


def _right_of(gutter: float, lines: Iterable[TextLine]) -> list[TextLine]:
    return [line for line in lines if line.left >= gutter]


def _flatten(rows: Iterable[_Row]) -> list[TextLine]:
    return list(chain.from_iterable(rows))
