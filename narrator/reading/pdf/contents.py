"""The printed table of contents: lines that end in page numbers, which would be read out before the text they list."""

from __future__ import annotations

import re
from collections.abc import Sequence

from narrator.article import Skipped
from narrator.reading.pdf.lines import Line, rows
from narrator.reading.pdf.tables import cells

_LEADER = re.compile(r"(?:[.·]\s?){4,}\s*(?P<number>\d+|[ivxlc]+)$", re.I)
_NUMBER = re.compile(r"\d{1,4}|[ivxlc]+", re.I)
_NAME = re.compile(
    r"(?:table of )?contents|inhalt(?:sverzeichnis)?|table des matières|sommaire|índice|indice|sommario|inhoud(?:sopgave)?",
    re.I,
)
# rows on a page; fewer may be an index of figures' beginning, or a table's end
_FEWEST = 4
# of the rows from the first entry to the last: longer titles take two
_SHARE = 0.5


def without_contents(pages: Sequence[Sequence[Line]]) -> tuple[list[list[Line]], list[Skipped]]:
    """The pages' lines without a table of contents, and what was left out."""
    kept, left_out = [], []
    for page in pages:
        entries = _entries(page, len(pages))
        found = {id(line) for line in entries}
        kept.append([line for line in page if id(line) not in found])
        left_out += entries
    words = sum(any(map(str.isalnum, word.text)) for line in left_out for word in line.words)
    return kept, [Skipped("line of the table of contents", len(left_out), words)] if left_out else []


def _entries(page: Sequence[Line], pages: int) -> list[Line]:
    """The lines of a page from a table of contents' name or first entry to its last."""
    found = rows(page)
    numbers = [_number(row) for row in found]
    entries = [index for index, number in enumerate(numbers) if number]
    leaders = sum(bool(_LEADER.search(_text(row))) for row in found)
    values = [int(number) for number in numbers if number and number.isdecimal()]
    is_rising = values == sorted(values) and (not values or values[-1] <= 2 * pages + 50)
    if len(entries) < _FEWEST and leaders < 2:
        return []
    start, stop = entries[0], entries[-1] + 1
    if not is_rising or len(entries) < _SHARE * (stop - start):
        return []
    if start and _NAME.fullmatch(_text(found[start - 1]).strip(" .:")):
        start -= 1
    return [line for row in found[start:stop] for line in row]


def _text(row: Sequence[Line]) -> str:
    return " ".join(line.text for line in row)


def _number(row: Sequence[Line]) -> str:
    """The page number a row ends with after dots or a gap."""
    if match := _LEADER.search(_text(row)):
        return match["number"]
    *before, last = [cell for line in row for cell in cells(line)]
    return last.text if before and _NUMBER.fullmatch(last.text) else ""
