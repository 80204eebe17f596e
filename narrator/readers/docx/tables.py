"""Tables of Word files: rows and cells, column names, and tables that are only layout."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import chain

from narrator.readers.docx.names import (
    Element,
    attribute,
    child,
    children,
    is_on,
    parse_number,
    value_of,
)
from narrator.readers.docx.runs import ParagraphText, RunReader, chosen_form
from narrator.readers.docx.styles import Styles

# elements that only group their children
TRANSPARENT = frozenset(
    {"w:sdtContent", "w:customXml", "w:ins", "w:moveTo", "w:smartTag", "mc:Choice", "mc:Fallback"}
)
# Word itself allows no more
_MOST_COLUMNS = 63
# the bit of ``w:tblLook`` that sets off the first row (ECMA-376 part 1, 17.4.56)
_FIRST_ROW_BIT = 0x0020
_TRUE = {"1", "true", "on"}


@dataclass(frozen=True, slots=True)
class TableRow:
    """A row of a table.

    Attributes:
        node: The ``w:tr``.
        cells: Its ``w:tc``, in order.
    """

    node: Element
    cells: Sequence[Element]


def table_rows(table: Element) -> list[TableRow]:
    """Return the rows of a table, without deleted ones."""
    rows = []
    for node in nested(table, "w:tr"):
        if child(node, "w:trPr", "w:del") is None:
            rows.append(TableRow(node, list(nested(node, "w:tc"))))
    return rows


def is_layout(rows: Sequence[TableRow], styles: Styles) -> bool:
    """Return whether a table only places text on the page.

    It does if it has a single column, or headings or other tables in its cells.
    """
    if all(len(row.cells) <= 1 for row in rows):
        return True
    cells = chain.from_iterable(row.cells for row in rows)
    return any(_holds_sections(cell, styles) for cell in cells)


def read_row(row: TableRow, runs: RunReader) -> list[ParagraphText]:
    """Return the texts of a row's columns; after a cell over several columns come empty ones.

    A cell spans no more columns than Word allows in a row, all of which share one empty text.
    """
    columns: list[ParagraphText] = []
    empty = ParagraphText()
    for cell in row.cells:
        span = parse_number(value_of(cell, "w:tcPr", "w:gridSpan")) or 1
        columns.append(_read_cell(cell, runs))
        columns += [empty] * (min(span, _MOST_COLUMNS - len(columns) + 1) - 1)
    return columns


def has_column_names(table: Element, first_row: TableRow, cells: Sequence[Sequence[str]]) -> bool:
    """Return whether the first row of a table holds the names of its columns.

    The file must say so, and at least half of the names must be there: the corner above the names
    of rows is empty, but a title over several columns leaves most of the row empty.

    Args:
        table: The ``w:tbl``.
        first_row: Its first row.
        cells: The texts of all rows.
    """
    is_marked = is_on(child(first_row.node, "w:trPr", "w:tblHeader"))
    if not is_marked and not _sets_off_first_row(child(table, "w:tblPr", "w:tblLook")):
        return False
    names = [text for text in cells[0] if text.strip()]
    return len(cells) > 1 and 2 * len(names) >= len(cells[0])


def nested(node: Element, wanted: str) -> Iterator[Element]:
    """Yield the children of a short name, looking into elements that only group theirs."""
    for name, part in children(node):
        if name == wanted:
            yield part
        elif name == "w:sdt" or name in TRANSPARENT:
            yield from nested(part, wanted)
        elif name == "mc:AlternateContent":
            form = chosen_form(part)
            if form is not None:
                yield from nested(form, wanted)


def _holds_sections(cell: Element, styles: Styles) -> bool:
    """Return whether a cell holds a table or a heading."""
    if next(nested(cell, "w:tbl"), None) is not None:
        return True
    for paragraph in nested(cell, "w:p"):
        style_id = value_of(paragraph, "w:pPr", "w:pStyle")
        if styles.paragraph_style(style_id).level:
            return True
    return False


def _read_cell(cell: Element, runs: RunReader) -> ParagraphText:
    """Return a cell's paragraphs as one; nothing for a cell that is merged with the one above."""
    text = ParagraphText()
    merged = child(cell, "w:tcPr", "w:vMerge")
    if merged is not None and attribute(merged, "val") != "restart":
        return text
    for paragraph in nested(cell, "w:p"):
        text.append(runs.read(paragraph))
    return text


def _sets_off_first_row(look: Element | None) -> bool:
    """Return whether a table's style treats the first row as column names.

    Newer files say so by an attribute, older ones by a bit.
    """
    first_row = attribute(look, "firstRow")
    if first_row:
        return first_row in _TRUE
    try:
        bits = int(attribute(look, "val", "0"), 16)
    except ValueError:
        return False
    return bool(bits & _FIRST_ROW_BIT)
