"""Page furniture: page numbers and running heads, taken out of the text and counted.

Running heads are lines that repeat where a page begins or ends. A page is known by its number, or
by a form feed.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from narrator.readers.plain.page_numbers import (
    LONGEST_HEAD,
    SENTENCE_ENDS,
    find_page_numbers,
    without_digits,
)
from narrator.readers.plain.source_lines import SourceLine

# repetitions of a line that make it a running head
_FEWEST_REPETITIONS = 3
# lines at a page's top and bottom, and on each side of a page number, that may be running heads
_EDGE_LINES = 2
# no running head ends with these, while text that runs over to the next page may
_NOT_HEAD_ENDS = (".", "!", "?", ":", ",", ";", "-")


@dataclass(frozen=True, slots=True)
class ClearedLines:
    """The lines of a text without page furniture, and the texts of the furniture."""

    lines: list[SourceLine]
    running_heads: tuple[str, ...] = ()
    page_numbers: tuple[str, ...] = ()


def remove_page_furniture(
    lines: Sequence[SourceLine], page_starts: frozenset[int] = frozenset()
) -> ClearedLines:
    """Leave page numbers and running heads out of a text.

    ``page_starts`` are the numbers of the lines that begin a page, as far as the source says so.
    """
    numbers = find_page_numbers(lines)
    heads: set[int] = set()
    if numbers or page_starts:
        edges = _around_numbers(numbers) | _page_edges(lines, page_starts)
        heads = _running_heads(lines, edges - numbers)
    furniture = heads | numbers
    if not furniture:
        return ClearedLines(list(lines))
    head_texts: list[str] = []
    number_texts: list[str] = []
    for place in sorted(furniture):
        text = lines[place].text
        if without_digits(text):
            head_texts.append(text.strip())
        else:
            number_texts.append(text.strip())
    return ClearedLines(_without(lines, furniture), tuple(head_texts), tuple(number_texts))


def find_page_starts(text: str) -> frozenset[int]:
    """Return the numbers of the lines that follow a form feed, from 0."""
    if "\f" not in text:
        return frozenset()
    lines = enumerate(text.splitlines(keepends=True), 1)
    return frozenset(following for following, line in lines if line.endswith("\f"))


def _around_numbers(numbers: Iterable[int]) -> set[int]:
    """Return the places around page numbers, where a running head that changes may stand."""
    places: set[int] = set()
    for place in numbers:
        places.update(range(place - _EDGE_LINES, place + _EDGE_LINES + 1))
    return places


def _page_edges(lines: Sequence[SourceLine], page_starts: frozenset[int]) -> set[int]:
    """Return the places of the first and the last two lines of each page."""
    if not page_starts:
        return set()
    starts = [0, len(lines)]
    for place, line in enumerate(lines):
        skipped = range(line.number - line.blanks_above, line.number + 1)
        if not page_starts.isdisjoint(skipped):
            starts.append(place)
    edges: set[int] = set()
    for start in starts:
        edges.update(range(start - _EDGE_LINES, start + _EDGE_LINES))
    return edges


def _running_heads(lines: Sequence[SourceLine], places: Iterable[int]) -> set[int]:
    """Return those of some places where a running head stands: a line that repeats.

    The first line of all stays, as it may be the title that the pages repeat.
    """
    keys: dict[int, str] = {}
    for place in places:
        if 0 < place < len(lines):
            keys[place] = without_digits(lines[place].text)
    repetitions = Counter(keys.values())
    heads: set[int] = set()
    for place, key in keys.items():
        repeats = bool(key) and repetitions[key] >= _FEWEST_REPETITIONS
        if repeats and _may_be_head(lines[place].text):
            heads.add(place)
    return heads


def _may_be_head(text: str) -> bool:
    """Return whether a line could be a running head.

    Text that runs over from one page to the next seldom looks so.
    """
    if len(text) > LONGEST_HEAD or text.endswith(_NOT_HEAD_ENDS):
        return False
    return not text.lstrip()[0].islower()


def _without(lines: Sequence[SourceLine], furniture: set[int]) -> list[SourceLine]:
    """Return the other lines; a sentence that a page's end broke continues without a gap."""
    kept: list[SourceLine] = []
    gap = 0  # blank lines above the furniture that was removed since the last line
    removed = False
    for place, line in enumerate(lines):
        if place in furniture:
            gap += line.blanks_above
            removed = True
            continue
        if removed and kept and _is_continued(kept[-1].text, line.text):
            line = replace(line, blanks_above=0)
        elif removed:
            line = replace(line, blanks_above=max(1, gap + line.blanks_above))
        kept.append(line)
        gap = 0
        removed = False
    return kept


def _is_continued(text: str, following: str) -> bool:
    """Return whether a sentence runs from one line into the next."""
    return not text.endswith(SENTENCE_ENDS) and following.lstrip()[:1].islower()
