"""Tables: three rows or more with equally many cells, one below the other."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from narrator.readers.pdf.lines import TextLine, make_line

# in ems, between cells: LaTeX's narrowest tables have 1.2, and spaces of justified lines hardly
# reach one
_CELL_GAP_EMS = 1.0
# in points, by which cells of one column are out of line
_OUT_OF_LINE = 3.0
_FEWEST_ROWS = 3
# characters of a list item's mark, and what it ends in
_LONGEST_MARK = 4
_MARK_ENDS = ".)•–-"


def split_cells(line: TextLine) -> list[TextLine]:
    """Split a line at its wide gaps."""
    cells = [[line.words[0]]]
    for word in line.words[1:]:
        if word.left - cells[-1][-1].right > _CELL_GAP_EMS * line.size:
            cells.append([])
        cells[-1].append(word)
    if len(cells) == 1:
        return [line]
    return list(map(make_line, cells))


def find_tables(lines: Sequence[TextLine]) -> Iterator[slice]:
    """Yield the slices of a column's lines that are tables, in order."""
    rows = list(map(split_cells, lines))
    start = 0
    for stop in range(1, len(rows) + 1):
        if stop < len(rows) and _is_below(rows[stop], rows[stop - 1]):
            continue
        if stop - start >= _FEWEST_ROWS and not all(map(_is_list_item, rows[start:stop])):
            yield slice(start, stop)
        start = stop


def _is_below(row: Sequence[TextLine], above: Sequence[TextLine]) -> bool:
    """Return whether two rows have the same columns, two at least."""
    return len(row) == len(above) > 1 and all(map(_are_in_line, above, row))


def _are_in_line(cell: TextLine, below: TextLine) -> bool:
    """Return whether two cells have their left edges, right edges or middles in common."""
    left = cell.left - below.left
    right = cell.right - below.right
    middle = (left + right) / 2
    return min(abs(left), abs(right), abs(middle)) <= _OUT_OF_LINE


def _is_list_item(row: Sequence[TextLine]) -> bool:
    """Return whether a row is only a mark and a text."""
    if len(row) != 2:
        return False
    mark = row[0].text
    return len(mark) <= _LONGEST_MARK and mark[-1] in _MARK_ENDS


def has_column_names(lines: Sequence[TextLine]) -> bool:
    """Return whether a table's first row is bold or the only row without a number."""
    if lines[0].is_bold and not lines[1].is_bold:
        return True
    return not _has_digit(lines[0]) and all(map(_has_digit, lines[1:]))


def _has_digit(line: TextLine) -> bool:
    return any(map(str.isdigit, line.text))
