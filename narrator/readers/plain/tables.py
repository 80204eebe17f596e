"""Tables in plain text: rows that follow one another with equally many columns.

Only columns drawn by tabs or bars count. Those drawn by blanks are left as prose, because justified
text looks the same.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from narrator.article import Paragraph
from narrator.language.characters import has_word, one_line
from narrator.readers.plain.blocks import TextBlock
from narrator.readers.plain.columns import is_row

_FEWEST_ROWS = 2
# characters; a longer cell is prose with a bar in it
_LONGEST_CELL = 200


@dataclass(frozen=True, slots=True)
class _Row:
    """A row of a table: its block's place, the blank lines above it, and its cells."""

    place: int
    blanks_above: int
    cells: tuple[str, ...]

    @property
    def has_numbers(self) -> bool:
        """Whether a cell begins or ends with a digit, as no column's name does."""
        return any(cell[:1].isdigit() or cell[-1:].isdigit() for cell in self.cells)


def find_tables(blocks: Sequence[TextBlock]) -> dict[int, Paragraph | None]:
    """Return the tables at the places of their first rows, and None at those of their others."""
    tables: dict[int, Paragraph | None] = {}
    for rows in _row_runs(blocks):
        if len(rows) >= _FEWEST_ROWS:
            for row in rows:
                tables[row.place] = None
            tables[rows[0].place] = _table(rows)
    return tables


def _row_runs(blocks: Sequence[TextBlock]) -> Iterator[list[_Row]]:
    """Return the runs of rows with equally many columns."""
    run: list[_Row] = []
    for place, block in enumerate(blocks):
        cells = _cells(block)
        if run and len(cells) != len(run[0].cells):
            yield run
            run = []
        if cells:
            run.append(_Row(place, block.blanks_above, cells))
    if run:
        yield run


def _cells(block: TextBlock) -> tuple[str, ...]:
    """Return the cells of a row; none if the block is no row."""
    if block.fence is not None or len(block.lines) != 1 or not is_row(block.lines[0]):
        return ()
    line = block.lines[0].strip(" ")
    mark = "\t"
    if line.count("|") > 1:
        mark = "|"
    cells = tuple(map(one_line, line.strip(mark).split(mark)))
    filled = [cell for cell in cells if has_word(cell)]
    if len(filled) < 2 or max(map(len, cells)) > _LONGEST_CELL:
        return ()
    return cells


def _table(rows: Sequence[_Row]) -> Paragraph:
    cells = tuple(row.cells for row in rows)
    if _has_names(rows):
        return Paragraph.table(cells[0], cells[1:])
    return Paragraph.table((), cells)


def _has_names(rows: Sequence[_Row]) -> bool:
    """Return whether the first row holds the names of the columns."""
    names, first, *others = rows
    # a line drawn below the names counts as one above the first row
    is_ruled_off = first.blanks_above > 0 and not any(row.blanks_above for row in others)
    if is_ruled_off:
        return True
    return not names.has_numbers and any(row.has_numbers for row in rows)
