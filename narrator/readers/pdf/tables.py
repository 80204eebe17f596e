"""Tables: three rows or more with as many cells each, that stand below one another."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from narrator.readers.pdf.lines import Line, make_line

# in ems, between cells: LaTeX's narrowest tables have 1.2, and spaces of justified lines hardly reach one
_CELL_GAP = 1.0
# in points, by which cells are out of line
_OUT_OF_LINE = 3.0
_FEWEST_ROWS = 3


def cells(line: Line) -> list[Line]:
    """A line cut at its wide gaps."""
    parts = [[line.words[0]]]
    for word in line.words[1:]:
        if word.left - parts[-1][-1].right > _CELL_GAP * line.size:
            parts.append([])
        parts[-1].append(word)
    return [make_line(part) for part in parts] if len(parts) > 1 else [line]


def find_tables(lines: Sequence[Line]) -> Iterator[tuple[int, int]]:
    """Where tables begin and end among a column's lines."""
    rows = [cells(line) for line in lines]
    start = 0
    for stop in range(1, len(rows) + 1):
        if stop < len(rows) and _go_on(rows[stop - 1], rows[stop]):
            continue
        if stop - start >= _FEWEST_ROWS and not _is_list(rows[start:stop]):
            yield start, stop
        start = stop


def _go_on(row: Sequence[Line], after: Sequence[Line]) -> bool:
    return len(row) == len(after) > 1 and all(map(_are_in_line, row, after))


def _are_in_line(cell: Line, below: Line) -> bool:
    left, right = cell.left - below.left, cell.right - below.right
    return min(abs(left), abs(right), abs(left + right) / 2) <= _OUT_OF_LINE


def _is_list(rows: Sequence[Sequence[Line]]) -> bool:
    """Whether the first of two cells is only a mark."""
    return all(
        len(row) == 2 and len(row[0].text) <= 4 and row[0].text[-1] in ".)•–-" for row in rows
    )


def named(lines: Sequence[Line]) -> tuple[list[str], list[list[str]]]:
    """A table's column names, which are bold or the only row without a number, and its rows."""
    rows = [[cell.text for cell in cells(line)] for line in lines]
    has_digits = [any(map(str.isdigit, line.text)) for line in lines]
    if lines[0].bold > lines[1].bold or (not has_digits[0] and all(has_digits[1:])):
        return rows[0], rows[1:]
    return [], rows
