"""Running heads, running feet and page numbers: what stands at the same height of many pages and is no part of the text."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from narrator.article import Skipped, count_words
from narrator.language.numerals import from_roman
from narrator.readers.pdf.lines import Line, rows

# rows from a page's edge that are looked at: heads and feet have up to three lines
_EDGE_ROWS = 3
# in ems, from one line of text to the next; heads stand further off
_NEXT_LINE = 1.6
# pages: chapter titles as running heads stand on every other page, and chapters are short
_WINDOW = 6
# of the lines at one height that must repeat for the others there to be furniture as well
_BAND_SHARE = 0.5
# of the body's size, from which on a line is a title rather than a running head
_TITLE_SIZE = 1.3
# of text in small letters; ignoring case would let in letters that are no digits, such as a dotless i
_ROMAN = r"[ivxlc]+"
_NUMBER = re.compile(
    rf"(?:page|seite|p\.|pg\.?|página|pagina|sida|strona|side)?\s*[-–—•|\[(]*\s*(\d+|{_ROMAN})\s*[-–—•|\])]*"
    rf"(?:\s*(?:of|/|von|de|sur|di|van|av|z)\s*\d+)?",
)
_COUNTER = re.compile(rf"\d+|\b{_ROMAN}\b")


class _Place(NamedTuple):
    """Where on its page a line stands: at the top or not, and its height in points."""

    top: bool
    height: int


@dataclass(frozen=True, slots=True)
class _Edge:
    """A line near a page's edge. ``wording`` is its text with all numbers alike."""

    page: int
    place: _Place
    line: Line
    wording: str
    number: int | None


def without_furniture(
    pages: Sequence[Sequence[Line]], body: float
) -> tuple[list[list[Line]], list[Skipped]]:
    """The pages' lines without furniture, and what was left out; ``body`` is the size of most of the text."""
    edges = [edge for number, page in enumerate(pages) for edge in _edges(number, page, body)]
    numbers = {id(edge.line) for edge in _page_numbers(edges, len(pages))}
    heads = {id(edge.line) for edge in _repeated(edges, numbers, body)} - numbers
    left_out = {"page number": numbers, "page heading": heads}
    words = {
        what: [count_words(edge.line.text) for edge in edges if id(edge.line) in ids]
        for what, ids in left_out.items()
    }
    kept = [[line for line in page if id(line) not in numbers | heads] for page in pages]
    return kept, [
        Skipped(what, len(counts), sum(counts)) for what, counts in words.items() if counts
    ]


def _edges(number: int, page: Sequence[Line], body: float) -> Iterator[_Edge]:
    found = rows(page)
    for top, side in ((True, found), (False, found[::-1])):
        # the middle row of a short page is looked at once
        outer = side[: min(_EDGE_ROWS, (len(found) + top) // 2)]
        for row in outer[: len(outer) - _attached(side, len(outer), body)]:
            for line in row:
                text = line.text.casefold()
                match = _NUMBER.fullmatch(text)
                value = _value(match.group(1)) if match else None
                yield _Edge(
                    number, _Place(top, round(line.base)), line, _COUNTER.sub("#", text), value
                )


def _attached(side: Sequence[Sequence[Line]], outer: int, body: float) -> int:
    """How many of the outer rows go on from the text inside them, in its size and at the distance of its lines."""
    count = 0
    for row, inner in zip(side[outer - 1 :: -1], side[outer:0:-1], strict=False):
        if row[0].size != body or abs(row[0].base - inner[0].base) > _NEXT_LINE * body:
            break
        count += 1
    return count


def _page_numbers(edges: Sequence[_Edge], pages: int) -> Iterator[_Edge]:
    """Numbers that count up with the pages, two at least at one height; a single page may have its only one at its foot."""
    counted: defaultdict[tuple[bool, int], list[_Edge]] = defaultdict(list)
    for edge in edges:
        if edge.number is not None:
            counted[edge.place.top, edge.number - edge.page].append(edge)
    for (top, offset), group in counted.items():
        heights = Counter(edge.place.height for edge in group)
        for edge in group:
            alike = sum(heights[edge.place.height + step] for step in (-1, 0, 1))
            if alike > 1 or (pages == 1 and not top and offset == 1):
                yield edge


def _repeated(edges: Sequence[_Edge], numbers: set[int], body: float) -> Iterator[_Edge]:
    """Lines whose wording comes again soon at the same height, and the others at heights where most do."""
    pages_of: defaultdict[tuple[_Place, str], list[int]] = defaultdict(list)
    for edge in edges:
        pages = pages_of[edge.place, edge.wording]
        if not pages or pages[-1] != edge.page:
            pages.append(edge.page)
    last = max((edge.page for edge in edges), default=0)
    needed = 3 if last > 1 else 2
    everywhere = _BAND_SHARE * last
    bands: defaultdict[_Place, list[tuple[_Edge, bool]]] = defaultdict(list)
    for edge in edges:
        near = 0
        for step in (-1, 0, 1):
            alike = pages_of.get(
                (_Place(edge.place.top, edge.place.height + step), edge.wording), []
            )
            near += bisect_right(alike, edge.page + _WINDOW) - bisect_left(
                alike, edge.page - _WINDOW
            )
        # slides have their titles at one height, and the same one on several
        is_title = (
            edge.line.size > _TITLE_SIZE * body
            and len(pages_of[edge.place, edge.wording]) < everywhere
        )
        bands[edge.place].append(
            (edge, not is_title and (near >= needed or id(edge.line) in numbers))
        )
    for band in bands.values():
        most = sum(repeats for _, repeats in band) > max(needed - 1, _BAND_SHARE * len(band))
        yield from (
            edge
            for edge, repeats in band
            if repeats or (most and edge.line.size <= _TITLE_SIZE * body)
        )


def _value(number: str) -> int:
    return int(number[:9]) if number.isdecimal() else from_roman(number)
