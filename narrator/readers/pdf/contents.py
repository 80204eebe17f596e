"""The printed table of contents: it would be read out before the text that it lists.

Its lines end in page numbers, after leaders (dots) or a gap. So do those of menus, bills and
programmes: a table of contents says that it is one, or its entries are found in the text.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from narrator.article import Skipped
from narrator.language.characters import has_word
from narrator.readers.pdf.heading_blocks import comparison_key
from narrator.readers.pdf.lines import PageBody, TextLine, group_rows, raw_text, without_lines
from narrator.readers.pdf.tables import split_cells
from narrator.readers.plain.lookalikes import is_contents_title

_LEADER = re.compile(
    r"(?<![.·]) (?<![.·]\s) (?:[.·]\s?){4,}+ \s*+ (?P<number> \d+ | [ivxlc]+ ) $", re.I | re.VERBOSE
)
_DOTS = re.compile(r"(?:[.·]\s?){4,}")
_PAGE_NUMBER = re.compile(r"\d{1,4}|[ivxlc]+", re.I)
# rows with leaders on a page without the title of contents
_FEWEST_LEADERS = 2
# of the rows from the first entry to the last: longer titles take two
_ENTRY_SHARE = 0.5
# of the entries, whose titles must be found where nothing says that they are contents
_FOUND_SHARE = 0.4
# letters and digits; a shorter title may begin another one by chance
_FEWEST_LETTERS = 4
_FEWEST_LETTERS_OF_END = 8
# words before a title that are no part of it
_WORDS_BEFORE = 3
# characters of a line that are compared with titles
_COMPARED = 120
_NUMBERING = "0123456789. \t"
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

    @property
    def title(self) -> str:
        """Its text without the numbers on both sides."""
        return self.text.removesuffix(self.page_number).lstrip(_NUMBERING)


def remove_contents(pages: Sequence[Sequence[TextLine]]) -> PageBody:
    """Leave out the table of contents of a document, which may run over several pages."""
    kept: list[list[TextLine]] = []
    removed: list[_Row] = []
    finder = _EntryFinder(pages)
    for page in pages:
        entries = finder.next_entries(page)
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


class _EntryFinder:
    """Finds the entries of contents, page by page."""

    def __init__(self, pages: Sequence[Sequence[TextLine]]) -> None:
        self._pages = pages
        self._continues = False  # whether the page before has contents

    def next_entries(self, page: Iterable[TextLine]) -> Sequence[_Row]:
        """Return the rows of a page's contents, from their title or first to their last entry."""
        rows = list(map(_read_row, group_rows(page)))
        entries = self._find_entries(rows)
        self._continues = bool(entries)
        return entries

    def _find_entries(self, rows: Sequence[_Row]) -> Sequence[_Row]:
        entries = [index for index, row in enumerate(rows) if row.page_number]
        if not entries or not _is_rising(rows, len(self._pages)):
            return []
        start = entries[0]
        stop = entries[-1] + 1
        if len(entries) < _ENTRY_SHARE * (stop - start):
            return []
        if start > 0 and is_contents_title(rows[start - 1].text):
            return rows[start - 1 : stop]
        if self._continues and start == 0:
            return rows[start:stop]
        leaders = sum(row.has_leader for row in rows)
        if leaders >= _FEWEST_LEADERS and self._are_in_the_text([rows[index] for index in entries]):
            return rows[start:stop]
        return []

    def _are_in_the_text(self, entries: Sequence[_Row]) -> bool:
        """Return whether lines elsewhere begin with the titles of many entries."""
        found = sum(map(self._is_in_the_text, entries))
        return found >= _FOUND_SHARE * len(entries)

    def _is_in_the_text(self, entry: _Row) -> bool:
        """Return whether a line begins with an entry's title, or is the end of it."""
        key = comparison_key(entry.title)
        if len(key) < _FEWEST_LETTERS:
            return False
        place = bisect_left(self._line_keys, key)
        if self._line_keys[place : place + 1] and self._line_keys[place].startswith(key):
            return True
        return not self._line_set.isdisjoint(_ends(entry.title))

    @cached_property
    def _line_keys(self) -> list[str]:
        """What all lines are compared by, in order, but for those with leaders."""
        keys: set[str] = set()
        for page in self._pages:
            for line in page:
                text = line.text[:_COMPARED]
                if not _DOTS.search(text):
                    keys.add(comparison_key(text.lstrip(_NUMBERING)))
        return sorted(keys)

    @cached_property
    def _line_set(self) -> frozenset[str]:
        return frozenset(self._line_keys)


def _ends(title: str) -> Iterator[str]:
    """Yield what a title is compared by without "Section 2" or the like before it."""
    words = title.split()
    for start in range(1, min(len(words), _WORDS_BEFORE + 1)):
        key = comparison_key(" ".join(words[start:]))
        if len(key) >= _FEWEST_LETTERS_OF_END:
            yield key


def _is_rising(rows: Sequence[_Row], page_count: int) -> bool:
    """Return whether the page numbers never fall, and may be those of the document's pages."""
    numbers = [int(row.page_number) for row in rows if row.page_number.isdecimal()]
    if not numbers:
        return True
    largest = _LARGEST_NUMBER_FACTOR * page_count + _LARGEST_NUMBER_OFFSET
    return numbers == sorted(numbers) and numbers[-1] <= largest
