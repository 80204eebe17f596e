"""The printed table of contents: lines that end in page numbers, which would be read out before the text they list."""

from __future__ import annotations

import re
from collections.abc import Sequence

from narrator.article import Skipped
from narrator.readers.pdf.lines import Line, rows
from narrator.readers.pdf.tables import cells

_LEADER = re.compile(r"(?:[.·]\s?){4,}\s*(?P<number>\d+|[ivxlc]+)$", re.I)
_NUMBER = re.compile(r"\d{1,4}|[ivxlc]+", re.I)
_NAME = re.compile(
    r"(?:table of )?contents|inhalt(?:sverzeichnis)?|table des matières|sommaire|índice|indice|sommario|inhoud(?:sopgave)?",
    re.I,
)
# rows with dots on a page without a table of contents' name
_FEWEST_LEADERS = 2
# of the rows from the first entry to the last: longer titles take two
_SHARE = 0.5


def without_contents(pages: Sequence[Sequence[Line]]) -> tuple[list[list[Line]], list[Skipped]]:
    """The pages' lines without a table of contents, and what was left out."""
    kept: list[list[Line]] = []
    left_out: list[list[Line]] = []
    entries: list[list[Line]] = []
    for page in pages:
        entries = _entries(rows(page), len(pages), goes_on=bool(entries))
        found = {id(line) for row in entries for line in row}
        kept.append([line for line in page if id(line) not in found])
        left_out += entries
    words = sum(
        any(map(str.isalnum, word.text)) for row in left_out for line in row for word in line.words
    )
    return kept, [
        Skipped("line of the table of contents", len(left_out), words)
    ] if left_out else []


def _entries(found: list[list[Line]], pages: int, goes_on: bool) -> list[list[Line]]:
    """The rows of a page from a table of contents' name or first entry to its last."""
    numbers = [_number(row) for row in found]
    entries = [index for index, number in enumerate(numbers) if number]
    values = [int(number) for number in numbers if number and number.isdecimal()]
    is_rising = values == sorted(values) and (not values or values[-1] <= 2 * pages + 50)
    if not entries or not is_rising:
        return []
    start, stop = entries[0], entries[-1] + 1
    is_named = start > 0 and bool(_NAME.fullmatch(_text(found[start - 1]).strip(" .:")))
    leaders = sum(bool(_LEADER.search(_text(row))) for row in found)
    is_one = leaders >= _FEWEST_LEADERS or is_named or (goes_on and start == 0)
    return (
        found[start - is_named : stop] if is_one and len(entries) >= _SHARE * (stop - start) else []
    )


def _text(row: Sequence[Line]) -> str:
    return " ".join(line.text for line in row)


def _number(row: Sequence[Line]) -> str:
    """The page number a row ends with after dots or a gap."""
    if match := _LEADER.search(_text(row)):
        return match["number"]
    *before, last = [cell for line in row for cell in cells(line)]
    return last.text if before and _NUMBER.fullmatch(last.text) else ""
