"""Leaving out the licence text around the books of Project Gutenberg."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from narrator.article import Section, Skipped
from narrator.language.gutenberg import BOOK_ENDS, BOOK_STARTS
from narrator.selection.counter import SkippedCounter


@dataclass(frozen=True, slots=True, order=True)
class _BlockPlace:
    """A block's place: the numbers of its section and of itself among its blocks, from 0."""

    section: int
    block: int


def without_licence(sections: Sequence[Section], counter: SkippedCounter) -> Sequence[Section]:
    """Return the sections between Project Gutenberg's start and end lines, and count the rest.

    If one of the lines is missing, or there is nothing between them, all sections are returned.
    """
    start: _BlockPlace | None = None
    end: _BlockPlace | None = None
    for place, text in _blocks(sections):
        if start is None and BOOK_STARTS.match(text):
            start = place
        if BOOK_ENDS.match(text):
            end = place
    if start is None or end is None or end <= start:
        return sections
    book = list(_between(sections, start, end))
    if not any(section.paragraphs for section in book):
        return sections
    words = _count_words(sections) - _count_words(book)
    counter.add(Skipped("licence", 1, words, "of Project Gutenberg"))
    return book


def _blocks(sections: Sequence[Section]) -> Iterator[tuple[_BlockPlace, str]]:
    """Yield the texts of all blocks with their places."""
    for section_number, section in enumerate(sections):
        for number, text in enumerate(section.blocks):
            yield _BlockPlace(section_number, number), text


def _count_words(sections: Sequence[Section]) -> int:
    """Return the number of words of the sections, headings included."""
    return sum(section.words for section in sections)


def _between(
    sections: Sequence[Section], start: _BlockPlace, end: _BlockPlace
) -> Iterator[Section]:
    """Yield the sections, or parts of sections, between two blocks, which are not included."""
    for number in range(start.section, end.section + 1):
        section = sections[number]
        first = 0
        if number == start.section:
            first = start.block + 1
        stop = len(section.heading) + len(section.paragraphs)
        if number == end.section:
            stop = end.block
        part = _slice_blocks(section, first, stop)
        if part.heading or part.paragraphs:
            yield part


def _slice_blocks(section: Section, first: int, stop: int) -> Section:
    """Return a section with only its blocks from ``first`` to before ``stop``."""
    lines = len(section.heading)
    paragraphs = section.paragraphs[max(first - lines, 0) : max(stop - lines, 0)]
    return replace(section, heading=section.heading[first:stop], paragraphs=paragraphs)
