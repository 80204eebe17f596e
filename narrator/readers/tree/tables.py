"""Tables of HTML: which of them are data, and their cells.

Old pages lay text out in tables; such a table is walked like any other part of a page.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from narrator.readers.tree.elements import Notes, is_hidden, plain, tag_of

# what does not stand in a cell of data
_LAYOUT = frozenset(
    {"table", "h1", "h2", "h3", "h4", "blockquote", "article", "section", "pre", "form", "figure"}
)
# a cell may span more in no table that can be listened to
_MOST_COLUMNS = 100
# a longer table is data of a machine, or hostile; its cells are not repeated
_MOST_SPANNED = 1000
# cells of data are short; columns of prose are layout
_LONGEST_MEAN = 60


def read_table(table: Any, notes: Notes) -> tuple[tuple[str, ...], list[tuple[str, ...]]] | None:
    """A table's column names and rows, or None where it only lays text out."""
    if table.get("role") in {"presentation", "none"}:
        return None
    rows = list(_rows(table))
    if not rows or any(tag_of(node) in _LAYOUT for node in table.iter() if node is not table):
        return None
    said = (
        any(tag_of(cell) == "th" for row in rows for cell in row)
        or table.find("{*}caption") is not None
    )
    if not said and (len(rows) < 2 or max(map(len, rows)) < 2):
        return None
    grid = [row for row in _grid(rows, notes) if any(row)]
    words = sum(len(cell.split()) for row in grid for cell in row)
    if not said and words > _LONGEST_MEAN * sum(map(len, rows)):
        return None
    named = bool(grid) and all(
        tag_of(cell) == "th" or tag_of(cell.getparent().getparent()) == "thead" for cell in rows[0]
    )
    return (grid[0], grid[1:]) if named else ((), grid)


def _rows(table: Any) -> Iterator[list[Any]]:
    for row in table.iter("{*}tr", "tr"):
        cells = [cell for cell in row if tag_of(cell) in {"td", "th"} and not is_hidden(cell, "td")]
        if cells and not is_hidden(row, "tr"):
            yield cells


def _grid(rows: list[list[Any]], notes: Notes) -> Iterator[tuple[str, ...]]:
    """Cells in their columns: one that spans columns leaves those after its first empty, one that spans rows is repeated."""
    held: dict[int, tuple[str, int]] = {}
    for cells in rows:
        line: list[str] = []
        for cell in cells:
            _continue(line, held)
            down = _span(cell, "rowspan") if len(rows) <= _MOST_SPANNED else 1
            for text in (plain(cell, notes), *[""] * (_span(cell, "colspan") - 1)):
                if len(line) < _MOST_COLUMNS:
                    if down > 1:
                        held[len(line)] = (text, down - 1)
                    line.append(text)
        _continue(line, held)
        yield tuple(line)


def _continue(line: list[str], held: dict[int, tuple[str, int]]) -> None:
    """Fill the columns that a cell of an earlier row spans."""
    while (spanned := held.pop(len(line), None)) is not None:
        text, down = spanned
        if down > 1:
            held[len(line)] = (text, down - 1)
        line.append(text)


def _span(cell: Any, name: str) -> int:
    found = re.match(r"\s*(\d{1,4})", cell.get(name) or "")
    return min(max(int(found[1]), 1), _MOST_COLUMNS) if found else 1
