"""The printed table of contents: it would be read out before the text that it lists.

Its lines end in page numbers, after leaders (dots) or a gap.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from narrator.article import Skipped
from narrator.language.characters import has_word
from narrator.readers.pdf.lines import PageBody, TextLine, group_rows, raw_text, without_lines
from narrator.readers.pdf.tables import split_cells
from narrator.readers.plain.lookalikes import is_contents_title

_LEADER = re.compile(
    r"(?<![.·]) (?<![.·]\s) (?:[.·]\s?){4,}+ \s*+ (?P<number> \d+ | [ivxlc]+ ) $", re.I | re.VERBOSE
)
_PAGE_NUMBER = re.compile(r"\d{1,4}|[ivxlc]+", re.I)
# rows with leaders on a page without the title of contents
_FEWEST_LEADERS = 2
# of the rows from the first entry to the last: longer titles take two
_ENTRY_SHARE = 0.5
# the largest page number of an entry: this factor times the file's pages, and this offset. A part
# of a book keeps the book's numbers
_LARGEST_NUMBER_FACTOR = 2
_LARGEST_NUMBER_OFFSET = 50


@dataclass(frozen=True, slots=True)
class _Row:
    """A row of a page.

    Attributes:
        lines: Its lines from left to right.
        text: Their text.
        page_number: The number it ends with after leaders or a gap, empty where it has none.
        has_leader: Whether leaders are before the number.
    """

    lines: list[TextLine]
    text: str
    page_number: str
    has_leader: bool


def remove_contents(pages: Sequence[Sequence[TextLine]]) -> PageBody:
    """Leave out the table of contents of a document, which may run over several pages."""
    kept: list[list[TextLine]] = []
    removed: list[_Row] = []
    entries: Sequence[_Row] = []
    for page in pages:
        rows = list(map(_read_row, group_rows(page)))
        entries = _find_entries(rows, len(pages), continues=bool(entries))
        removed += entries
        kept.append(without_lines(page, _line_ids(entries)))
    if not removed:
        return PageBody(kept, [])
    # leaders are no words
    words = 0
    for row in removed:
        words += sum(map(has_word, row.text.split()))
    return PageBody(kept, [Skipped("line of the table of contents", len(removed), words)])


def _line_ids(rows: Sequence[_Row]) -> set[int]:
    ids: set[int] = set()
    for row in rows:
        ids.update(map(id, row.lines))
    return ids


def _read_row(lines: list[TextLine]) -> _Row:
    text = raw_text(lines)
    leader = _LEADER.search(text)
    if leader:
        return _Row(lines, text, leader["number"], has_leader=True)
    cells: list[TextLine] = []
    for line in lines:
        cells += split_cells(line)
    last = cells[-1].text
    if len(cells) > 1 and _PAGE_NUMBER.fullmatch(last):
        return _Row(lines, text, last, has_leader=False)
    return _Row(lines, text, "", has_leader=False)


def _find_entries(rows: Sequence[_Row], page_count: int, continues: bool) -> Sequence[_Row]:
    """Return the rows of a page's contents, from their title or first entry to the last entry.

    Args:
        rows: The page's rows from the top down.
        page_count: How many pages the document has.
        continues: Whether the page before has contents.
    """
    entries = [index for index, row in enumerate(rows) if row.page_number]
    if not entries or not _is_rising(rows, page_count):
        return []
    start = entries[0]
    stop = entries[-1] + 1
    if len(entries) < _ENTRY_SHARE * (stop - start):
        return []
    if start > 0 and is_contents_title(rows[start - 1].text):
        return rows[start - 1 : stop]
    leaders = sum(row.has_leader for row in rows)
    if leaders >= _FEWEST_LEADERS or (continues and start == 0):
        return rows[start:stop]
    return []


def _is_rising(rows: Sequence[_Row], page_count: int) -> bool:
    """Return whether the page numbers never fall, and may be those of the document's pages."""
    numbers = [int(row.page_number) for row in rows if row.page_number.isdecimal()]
    if not numbers:
        return True
    largest = _LARGEST_NUMBER_FACTOR * page_count + _LARGEST_NUMBER_OFFSET
    return numbers == sorted(numbers) and numbers[-1] <= largest
