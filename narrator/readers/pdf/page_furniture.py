"""Page furniture: running heads, running feet and page numbers.

They are at the same height of many pages, in the margin: where the text of no page reaches to.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
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
# of a page's height, that each margin takes at the most
_MARGIN_SHARE = 0.2
# in ems, from one line of text to the next; heads are further away
_NEXT_LINE_EMS = 1.6
# of the distance between the two rows after it, up to which a row belongs to them, as in double
# spacing and tables, and in ems
_SAME_PITCH = 1.15
_WIDEST_PITCH_EMS = 3.0
# pages on either side: chapter titles as running heads are on every other page, and chapters are
# short. Where the text reaches to, a line must repeat on as many pages
_WINDOW_PAGES = 6
# of the lines at one height that must repeat for the others there to be furniture as well
_BAND_SHARE = 0.5
# of a document's pages, from which on even a title that repeats is furniture
_EVERYWHERE_SHARE = 0.5
# of the body's size, above which a line is a title rather than a running head
_TITLE_SIZE = 1.3
# of the body's size, from which on a label with a number is a heading
_LABEL_SIZE = 1.1
# of the pages, on which text at a line's height shows that it is not in the margin
_TEXT_SHARE = 0.05
# words of a head in the type of the text
_MOST_WORDS = 6
# "Day #" or "#. day", and longer labels: "Act #, Scene #"
_LABEL = re.compile(r"(?<![^\W\d])[^\W\d]++[\s.:]*+#\W*|#[\s.:]*+[^\W\d]++\W*")
_LONG_LABEL = re.compile(r"(?:(?:[^\W\d]++|#)[\s.,:]*+){1,5}")
# of the lines of a label, that must have numbers of their own
_OWN_NUMBER_SHARE = 0.8
# of text in small letters: ignoring case would let in letters that are no digits, such as a
# dotless i
_ROMAN = r"[ivxlc]+"
_ANY_NUMBER = re.compile(rf"\d+|\b{_ROMAN}\b")
# digits that are read of a number; longer ones are no page numbers
_MOST_DIGITS = 9


@dataclass(frozen=True, slots=True)
class Margins:
    """The heights, in points, up to which and from which on a page may have furniture."""

    bottom: float
    top: float

    @classmethod
    def of(cls, bottom: float, top: float) -> Margins:
        """Return the margins of a page by the heights of its edges."""
        margin = _MARGIN_SHARE * (top - bottom)
        return cls(bottom + margin, top - margin)

    def hold(self, line: TextLine) -> bool:
        """Return whether a line is in one of them."""
        return not self.bottom < line.baseline < self.top


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
        is_text: Whether it stands next to the text as one of its lines.
    """

    page: int
    place: _Place
    line: TextLine
    wording: str
    number: int | None
    is_text: bool

    @property
    def key(self) -> tuple[_Place, str]:
        """What a line that repeats has on every page."""
        return self.place, self.wording


class _TextArea:
    """Where the text of the pages begins and ends, and in which size it is."""

    def __init__(self, edges: Iterable[_EdgeLine], page_count: int, body_size: float) -> None:
        self.body_size = body_size
        self._fewest_pages = max(1.0, _TEXT_SHARE * page_count)
        tops: dict[int, float] = {}
        bottoms: dict[int, float] = {}
        for edge in edges:
            height = edge.line.baseline
            if edge.place.is_top:
                tops[edge.page] = max(height, tops.get(edge.page, height))
            else:
                bottoms[edge.page] = min(height, bottoms.get(edge.page, height))
        self._tops = sorted(tops.values())
        self._bottoms = sorted(bottoms.values())

    def reaches(self, place: _Place) -> bool:
        """Return whether the text of some pages begins or ends at a place or beyond it."""
        if place.is_top:
            beyond = len(self._tops) - bisect_left(self._tops, place.height - 1)
        else:
            beyond = bisect_right(self._bottoms, place.height + 1)
        return beyond >= self._fewest_pages


def remove_furniture(
    pages: Sequence[Sequence[TextLine]], margins: Sequence[Margins], body_size: float
) -> PageBody:
    """Leave out the pages' furniture.

    Args:
        pages: The lines of each page.
        margins: The margins of each page.
        body_size: The size of most of the text, in points.
    """
    lines: list[_EdgeLine] = []
    for number, page in enumerate(pages):
        found_lines = _edge_lines(number, page, body_size)
        lines += [found for found in found_lines if margins[number].hold(found.line)]
    index = _RepeatIndex(lines, len(pages))
    text = [found for found in lines if found.is_text and not index.is_repeated(found)]
    area = _TextArea(text, len(pages), body_size)
    set_apart = {found.key for found in lines if not found.is_text and index.is_repeated(found)}
    # the page's text may be so sparse that its foot seems to be a line of it
    edge_lines = [found for found in lines if not found.is_text or found.key in set_apart]
    number_ids = set(_page_number_ids(edge_lines, len(pages)))
    repeated = number_ids | _repeated_ids(edge_lines, index, area)
    head_ids = (repeated | _ids_beside(edge_lines, repeated, index, area)) - number_ids
    skipped: list[Skipped] = []
    for what, ids in (("page number", number_ids), ("page heading", head_ids)):
        texts = [found.line.text for found in edge_lines if id(found.line) in ids]
        skipped += count_skipped(what, texts)
    kept = [without_lines(page, number_ids | head_ids) for page in pages]
    return PageBody(kept, skipped)


def _edge_lines(number: int, page: Sequence[TextLine], body_size: float) -> Iterator[_EdgeLine]:
    """Yield the lines near a page's edges."""
    rows = group_rows(page)
    half = len(rows) // 2
    other_half = len(rows) - half  # the middle row counts as one at the top
    for inward, most_rows, is_top in ((rows, other_half, True), (rows[::-1], half, False)):
        most_rows = min(_EDGE_ROWS, most_rows)
        outer = _count_outer(inward, most_rows, body_size)
        for line in chain.from_iterable(inward[:outer]):
            yield _edge_line(number, line, is_top, is_text=False)
        for line in chain.from_iterable(inward[outer:most_rows]):
            yield _edge_line(number, line, is_top, is_text=True)


def _count_outer(rows: Sequence[list[TextLine]], most_rows: int, body_size: float) -> int:
    """Count the rows nearest to an edge, without those that continue the text next to them.

    Args:
        rows: The page's rows from the edge inward.
        most_rows: How many may be counted.
        body_size: The size of most of the text, in points.
    """
    outer = most_rows
    while outer and _is_text(rows[outer - 1 : outer + 2], body_size):
        outer -= 1
    return outer


def _is_text(rows: Sequence[list[TextLine]], body_size: float) -> bool:
    """Return whether a row belongs to the one or two that follow inward."""
    if len(rows) < 2 or rows[0][0].size != body_size:
        return False
    steps = [abs(row[0].baseline - after[0].baseline) for row, after in pairwise(rows)]
    if steps[0] <= _NEXT_LINE_EMS * body_size:
        return True
    return steps[0] <= min(_SAME_PITCH * steps[-1], _WIDEST_PITCH_EMS * body_size)


def _edge_line(page: int, line: TextLine, is_top: bool, is_text: bool) -> _EdgeLine:
    text = line.text.casefold()
    match = _page_number_pattern().fullmatch(text)
    return _EdgeLine(
        page,
        _Place(is_top, round(line.baseline)),
        line,
        wording=_ANY_NUMBER.sub("#", text),
        number=_number_value(match[1]) if match else None,
        is_text=is_text,
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
    edge_lines: Iterable[_EdgeLine], index: _RepeatIndex, area: _TextArea
) -> set[int]:
    """Return the identities of lines whose wording comes again soon at the same height."""
    repeated: set[int] = set()
    for found in edge_lines:
        if area.reaches(found.place) and index.count_near(found) < _WINDOW_PAGES:
            continue
        if index.is_repeated(found) and not _is_title(found, index, area):
            repeated.add(id(found.line))
    return repeated


def _is_title(found: _EdgeLine, index: _RepeatIndex, area: _TextArea) -> bool:
    """Return whether a line is a heading although other pages have its wording at its place.

    Slides have their titles at one height, and the same one on several; days and chapters that
    begin on new pages have numbers of their own.
    """
    is_larger = found.line.size >= _LABEL_SIZE * area.body_size
    is_label = (_LONG_LABEL if is_larger else _LABEL).fullmatch(found.wording) is not None
    if is_label and found.place.is_top and index.has_own_numbers(found):
        return is_larger or found.line.is_bold or area.reaches(found.place)
    is_large = found.line.size > _TITLE_SIZE * area.body_size
    return is_large and not index.is_everywhere(found)


def _ids_beside(
    edge_lines: Iterable[_EdgeLine],
    repeated: Collection[int],
    index: _RepeatIndex,
    area: _TextArea,
) -> set[int]:
    """Return the identities of lines at heights where most lines are furniture.

    These are titles of short chapters as running heads. A line of the text there, below a picture
    for instance, is in the type of the text and reads like it.
    """
    bands: defaultdict[_Place, list[_EdgeLine]] = defaultdict(list)
    for found in edge_lines:
        bands[found.place].append(found)
    beside: set[int] = set()
    for place, band in bands.items():
        furniture = [found for found in band if id(found.line) in repeated]
        fewest = max(index.fewest_pages - 1, _BAND_SHARE * len(band))
        if len(furniture) <= fewest or area.reaches(place):
            continue
        pages = {found.page for found in furniture}
        for found in band:
            if found.page in pages or _is_head(found.line, area.body_size):
                beside.add(id(found.line))
    return beside


def _is_head(line: TextLine, body_size: float) -> bool:
    """Return whether a line where heads are is one, and not a line of the text."""
    if line.size > _TITLE_SIZE * body_size:
        return False
    text = line.text
    if line.size != body_size or line.is_bold or text.isupper():
        return True
    return not text[0].islower() and len(line.words) <= _MOST_WORDS


class _RepeatIndex:
    """The pages that have a wording at a place."""

    def __init__(self, lines: Iterable[_EdgeLine], page_count: int) -> None:
        """Index lines that are in the order of their pages."""
        # of a repeated line, in pages
        self.fewest_pages = 3 if page_count > 2 else 2
        self._page_count = page_count
        self._pages: dict[tuple[_Place, str], list[int]] = {}
        self._texts: defaultdict[tuple[_Place, str], set[str]] = defaultdict(set)
        for found in lines:
            self._texts[found.key].add(found.line.text)
            pages = self._pages.setdefault(found.key, [])
            if not pages or pages[-1] != found.page:
                pages.append(found.page)

    def is_repeated(self, found: _EdgeLine) -> bool:
        """Return whether a line's wording comes again soon at its place."""
        return self.count_near(found) >= self.fewest_pages

    def is_everywhere(self, found: _EdgeLine) -> bool:
        """Return whether half of the pages have a line's wording at its place."""
        pages = self._pages[found.key]
        return len(pages) >= _EVERYWHERE_SHARE * (self._page_count - 1)

    def has_own_numbers(self, found: _EdgeLine) -> bool:
        """Return whether the lines of a wording at a place differ in their numbers."""
        pages = self._pages[found.key]
        texts = self._texts[found.key]
        return len(texts) >= _OWN_NUMBER_SHARE * len(pages)

    def count_near(self, found: _EdgeLine) -> int:
        """Count the lines of the same wording and nearly the same place on the pages around."""
        first = found.page - _WINDOW_PAGES
        last = found.page + _WINDOW_PAGES
        count = 0
        for place in found.place.neighbours():
            pages = self._pages.get((place, found.wording), [])
            count += bisect_right(pages, last) - bisect_left(pages, first)
        return count
