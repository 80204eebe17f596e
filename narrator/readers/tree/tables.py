"""Tables of HTML: which of them are data, and their cells.

Old pages lay text out in tables; such a table is walked like any other part of a page.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice

from narrator.readers.tree.elements import (
    LAYOUT_TAGS,
    Element,
    integer_attribute,
    is_hidden,
    tag_of,
)
from narrator.readers.tree.notes import Notes
from narrator.readers.tree.text import plain_text

# a table that can be listened to has fewer columns
_MOST_COLUMNS = 100
# a table of more rows is a machine's data, or hostile; cells that span its rows are not repeated
_MOST_REPEATING_ROWS = 1000
# mean words of a cell: cells of data are short, columns of prose are layout
_LONGEST_MEAN = 60


@dataclass(frozen=True, slots=True)
class _SpanningCell:
    """A cell that is repeated in rows below its own."""

    text: str
    rows_left: int


def read_table(table: Element, notes: Notes) -> tuple[tuple[str, ...], ...] | None:
    """Return the texts of a table's cells, or None where the table only lays text out.

    The first row has the names of the columns; it is empty where they have none.
    """
    if table.get("role") in {"presentation", "none"}:
        return None
    # this ends at the first table inside, so that of tables in tables each is looked at once
    if _holds_layout(table):
        return None
    rows = list(_rows(table))
    if not rows:
        return None
    is_declared = _has_header_or_caption(table, rows)
    if not is_declared and _is_single_line(rows):
        return None
    grid = [row for row in _grid(rows, notes) if any(row)]
    if not is_declared and _holds_prose(grid, rows):
        return None
    names_whole_table = len(rows[0]) == 1 < max(map(len, rows))
    if grid and not names_whole_table and all(map(_is_column_name, rows[0])):
        return tuple(grid)
    return ((), *grid)


def _rows(table: Element) -> Iterator[list[Element]]:
    """Yield the cells of each row that is shown."""
    for row in table.iter("{*}tr", "tr"):
        cells = [cell for cell in row if _is_shown_cell(cell)]
        if cells and not is_hidden(row, "tr"):
            yield cells


def _is_shown_cell(element: Element) -> bool:
    return tag_of(element) in {"td", "th"} and not is_hidden(element, "td")


def _holds_layout(table: Element) -> bool:
    return not LAYOUT_TAGS.isdisjoint(map(tag_of, table.iterdescendants()))


def _has_header_or_caption(table: Element, rows: Sequence[Sequence[Element]]) -> bool:
    """Return whether a table has what only a table of data has."""
    if table.find("{*}caption") is not None:
        return True
    return any(map(_has_header, rows))


def _has_header(row: Sequence[Element]) -> bool:
    return "th" in map(tag_of, row)


def _is_single_line(rows: Sequence[Sequence[Element]]) -> bool:
    """Return whether a table is no more than one row or one column."""
    return len(rows) < 2 or max(map(len, rows)) < 2


def _holds_prose(grid: Sequence[Sequence[str]], rows: Sequence[Sequence[Element]]) -> bool:
    """Return whether the cells of a table are longer than those of data."""
    words = 0
    for texts in grid:
        words += sum(len(text.split()) for text in texts)
    cells = sum(map(len, rows))
    return words > _LONGEST_MEAN * cells


def _is_column_name(cell: Element) -> bool:
    if tag_of(cell) == "th":
        return True
    row_and_group = islice(cell.iterancestors(), 2)
    return "thead" in map(tag_of, row_and_group)


def _grid(rows: Sequence[Sequence[Element]], notes: Notes) -> Iterator[tuple[str, ...]]:
    """Yield the texts of each row, every text in its column.

    A cell that spans columns leaves those after its first empty; one that spans rows is repeated.
    """
    spanning: dict[int, _SpanningCell] = {}
    is_repeating = len(rows) <= _MOST_REPEATING_ROWS
    for cells in rows:
        line: list[str] = []
        for cell in cells:
            _fill_spanned(line, spanning)
            rows_below = _span(cell, "rowspan") - 1
            texts = [plain_text(cell, notes)]
            texts += [""] * (_span(cell, "colspan") - 1)
            for text in texts[: _MOST_COLUMNS - len(line)]:
                if is_repeating and rows_below:
                    spanning[len(line)] = _SpanningCell(text, rows_below)
                line.append(text)
        _fill_spanned(line, spanning)
        yield tuple(line)


def _fill_spanned(line: list[str], spanning: dict[int, _SpanningCell]) -> None:
    """Fill the next columns of a row as long as cells of earlier rows span them."""
    while len(line) in spanning:
        column = len(line)
        cell = spanning.pop(column)
        if cell.rows_left > 1:
            spanning[column] = _SpanningCell(cell.text, cell.rows_left - 1)
        line.append(cell.text)


def _span(cell: Element, name: str) -> int:
    """Return how many rows or columns a cell spans."""
    span = integer_attribute(cell, name) or 1
    return min(max(span, 1), _MOST_COLUMNS)
