"""Page furniture: running heads, running feet and page numbers.

They are at the same height of many pages and no part of the text.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections import Counter, defaultdict
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import chain, pairwise

from narrator.article import Skipped
from narrator.language.numerals import from_roman
from narrator.language.tables import all_words, one_of
from narrator.readers.builder import count_skipped
from narrator.readers.pdf.lines import PageBody, TextLine, group_rows, without_lines

# rows from a page's edge that are looked at: heads and feet have up to three lines
_EDGE_ROWS = 3
# in ems, from one line of text to the next; heads are further away
_NEXT_LINE_EMS = 1.6
# pages on either side: chapter titles as running heads are on every other page, and chapters are
# short
_WINDOW_PAGES = 6
# of the lines at one height that must repeat for the others there to be furniture as well
_BAND_SHARE = 0.5
# of a document's pages, from which on even a title that repeats is furniture
_EVERYWHERE_SHARE = 0.5
# of the body's size, above which a line is a title rather than a running head
_TITLE_SIZE = 1.3
# of text in small letters: ignoring case would let in letters that are no digits, such as a
# dotless i
_ROMAN = r"[ivxlc]+"
_ANY_NUMBER = re.compile(rf"\d+|\b{_ROMAN}\b")
# digits that are read of a number; longer ones are no page numbers
_MOST_DIGITS = 9


@dataclass(frozen=True, slots=True)
class _Place:
    """Where on its page a line is: its baseline's height in points, and at which edge."""

    is_top: bool
    height: int

    def neighbours(self) -> Iterator[_Place]:
        """Yield the places a point lower and higher, and this one between them."""
        for height in (self.height - 1, self.height, self.height + 1):
            yield _Place(self.is_top, height)


@dataclass(frozen=True, slots=True)
class _EdgeLine:
    """A line near the top or the bottom of a page.

    Attributes:
        page: Its page, from 0 on.
        place: Where it is there.
        line: The line itself.
        wording: Its text in small letters, each number replaced by the same sign.
        number: The page number that it is, None where it is something else.
    """

    page: int
    place: _Place
    line: TextLine
    wording: str
    number: int | None


def remove_furniture(pages: Sequence[Sequence[TextLine]], body_size: float) -> PageBody:
    """Leave out the pages' furniture.

    Args:
        pages: The lines of each page.
        body_size: The size of most of the text, in points.
    """
    edge_lines: list[_EdgeLine] = []
    for number, page in enumerate(pages):
        edge_lines += _edge_lines(number, page, body_size)
    number_ids = set(_page_number_ids(edge_lines, len(pages)))
    head_ids = _repeated_ids(edge_lines, number_ids, body_size) - number_ids
    skipped: list[Skipped] = []
    for what, ids in (("page number", number_ids), ("page heading", head_ids)):
        texts = [found.line.text for found in edge_lines if id(found.line) in ids]
        skipped += count_skipped(what, texts)
    kept = [without_lines(page, number_ids | head_ids) for page in pages]
    return PageBody(kept, skipped)


def _edge_lines(number: int, page: Sequence[TextLine], body_size: float) -> Iterator[_EdgeLine]:
    """Yield the lines near a page's edges that do not belong to the text."""
    rows = group_rows(page)
    half = len(rows) // 2
    other_half = len(rows) - half  # the middle row counts as one at the top
    for line in chain.from_iterable(_edge_rows(rows, other_half, body_size)):
        yield _edge_line(number, line, is_top=True)
    for line in chain.from_iterable(_edge_rows(rows[::-1], half, body_size)):
        yield _edge_line(number, line, is_top=False)


def _edge_rows(
    rows: Sequence[list[TextLine]], most_rows: int, body_size: float
) -> Sequence[list[TextLine]]:
    """Return the rows nearest to an edge, without those that continue the text next to them.

    Args:
        rows: The page's rows from the edge inward.
        most_rows: How many may be looked at.
        body_size: The size of most of the text, in points.
    """
    outer = min(_EDGE_ROWS, most_rows)
    inward = list(pairwise(rows[: outer + 1]))
    for row, next_row in reversed(inward):
        distance = abs(row[0].baseline - next_row[0].baseline)
        if row[0].size != body_size or distance > _NEXT_LINE_EMS * body_size:
            break
        outer -= 1
    return rows[:outer]


def _edge_line(page: int, line: TextLine, is_top: bool) -> _EdgeLine:
    text = line.text.casefold()
    match = _page_number_pattern().fullmatch(text)
    return _EdgeLine(
        page,
        _Place(is_top, round(line.baseline)),
        line,
        wording=_ANY_NUMBER.sub("#", text),
        number=_number_value(match[1]) if match else None,
    )


def _number_value(number: str) -> int:
    if number.isdecimal():
        return int(number[:_MOST_DIGITS])
    return from_roman(number)


@cache
def _page_number_pattern() -> re.Pattern[str]:
    """Return what matches a page number with all that is printed beside it, in small letters."""
    page_words = one_of(set(map(str.casefold, all_words("pages", "page"))))
    of_words = one_of(set(map(str.casefold, all_words("pages", "of"))))
    return re.compile(
        rf"""
        (?: {page_words} (?![^\W\d_]) \.? )?
        \s*+ [-–—•|\[(]*+
        \s*+ ( \d+ | {_ROMAN} )
        \s*+ [-–—•|\])]*+
        (?: \s*+ (?: {of_words} | / ) \s*+ \d+ )?     # how many pages there are
        """,
        re.X,
    )


def _page_number_ids(edge_lines: Sequence[_EdgeLine], page_count: int) -> Iterator[int]:
    """Yield the identities of the numbers that count up with the pages, two at least at one height.

    A single page may have its only one at its foot.
    """
    by_offset: defaultdict[tuple[bool, int], list[_EdgeLine]] = defaultdict(list)
    for found in edge_lines:
        if found.number is not None:
            by_offset[found.place.is_top, found.number - found.page].append(found)
    for (is_top, offset), group in by_offset.items():
        places = Counter(found.place for found in group)
        is_single = page_count == 1 and not is_top and offset == 1
        for found in group:
            level = sum(places[place] for place in found.place.neighbours())
            if level > 1 or is_single:
                yield id(found.line)


def _repeated_ids(
    edge_lines: Sequence[_EdgeLine], number_ids: Collection[int], body_size: float
) -> set[int]:
    """Return the identities of lines whose wording comes again soon at the same height.

    Where most lines at a height do so, the others there are furniture as well.

    Args:
        edge_lines: Lines in the order of their pages.
        number_ids: The identities of those that are page numbers, which count as repeated.
        body_size: The size of most of the text, in points.
    """
    last_page = edge_lines[-1].page if edge_lines else 0
    fewest = 3 if last_page > 1 else 2
    index = _RepeatIndex(edge_lines)
    repeated: set[int] = set()
    bands: defaultdict[_Place, list[_EdgeLine]] = defaultdict(list)
    for found in edge_lines:
        is_large = found.line.size > _TITLE_SIZE * body_size
        # slides have their titles at one height, and the same one on several
        is_title = is_large and index.count_pages(found) < _EVERYWHERE_SHARE * last_page
        is_repeated = index.count_near(found) >= fewest or id(found.line) in number_ids
        bands[found.place].append(found)
        if is_repeated and not is_title:
            repeated.add(id(found.line))
    furniture = set(repeated)
    for band in bands.values():
        repeating = sum(id(found.line) in repeated for found in band)
        if repeating <= max(fewest - 1, _BAND_SHARE * len(band)):
            continue
        for found in band:
            if found.line.size <= _TITLE_SIZE * body_size:
                furniture.add(id(found.line))
    return furniture


class _RepeatIndex:
    """The pages that have a wording at a place."""

    def __init__(self, edge_lines: Sequence[_EdgeLine]) -> None:
        """Index lines that are in the order of their pages."""
        self._pages: dict[tuple[_Place, str], list[int]] = {}
        for found in edge_lines:
            pages = self._pages.setdefault((found.place, found.wording), [])
            if not pages or pages[-1] != found.page:
                pages.append(found.page)

    def count_pages(self, found: _EdgeLine) -> int:
        """Count all pages that have a line's wording at its place."""
        return len(self._pages[found.place, found.wording])

    def count_near(self, found: _EdgeLine) -> int:
        """Count the lines of the same wording and nearly the same place on the pages around."""
        first = found.page - _WINDOW_PAGES
        last = found.page + _WINDOW_PAGES
        count = 0
        for place in found.place.neighbours():
            pages = self._pages.get((place, found.wording), [])
            count += bisect_right(pages, last) - bisect_left(pages, first)
        return count
