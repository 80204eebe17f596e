"""Page furniture: page numbers and running heads, taken out of a plain text and counted.

Running heads are lines that repeat where a page begins or ends. A page is recognised by its number,
or by a form feed. A number that counts on may be a chapter's as well as a page's. But pages break
where they are full, and chapters where a sentence ends: numbers are those of pages if enough of
them are found inside a sentence.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import cache
from itertools import chain

from narrator.language.tables import all_words, one_of
from narrator.readers.plain.asides import is_caption
from narrator.readers.plain.numbering import COUNTED, read_number
from narrator.readers.plain.source_lines import SourceLine

# repetitions of a line that make it a running head
_FEWEST_REPETITIONS = 3
# lines at a page's top and bottom, and on each side of a page number, that may be running heads
_EDGE_LINES = 2
# no running head ends with these, while text that runs over to the next page may
_NOT_HEAD_ENDS = (".", "!", "?", ":", ",", ";", "-")
_SENTENCE_ENDS = (".", "!", "?", ":", "”", '"', "’", "»", ")", "…")
# characters of a running head, at most
_LONGEST_HEAD = 90
# lines of text on a page, at least
_PAGE_LINES = 8
# numbers that count on and are those of pages, at least
_FEWEST_NUMBERS = 3
# a page number follows the last one, or the last but one where left and right pages differ
_STEPS = (1, 2)
# share of page numbers that are inside a sentence, at least
_INSIDE_SHARE = 0.25
_DIGITS = re.compile(r"\d+")
_HEAD_PUNCTUATION = " -–—|.[]()/"


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
    numbers = _find_page_numbers(lines)
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
        if _without_digits(text):
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
    """Return the places around page numbers, where there may be a running head that changes."""
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
    """Return those of some places that have a running head: a line that repeats.

    The first line of all stays, as it may be the title that the pages repeat.
    """
    keys: dict[int, str] = {}
    for place in places:
        if 0 < place < len(lines):
            keys[place] = _without_digits(lines[place].text)
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
    if len(text) > _LONGEST_HEAD or text.endswith(_NOT_HEAD_ENDS):
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
    return not text.endswith(_SENTENCE_ENDS) and following.lstrip()[:1].islower()


def _find_page_numbers(lines: Sequence[SourceLine]) -> set[int]:
    """Return the places of lines with page numbers: they count on, page after page."""
    chains = _PageNumberChains()
    for place, line in enumerate(lines):
        number = _page_number(line.text)
        if number is None:
            continue
        key = _without_digits(line.text)
        named = read_number(line.text.strip())
        is_division = named is not None and named.style != COUNTED
        if key and (is_division or is_caption(line.text)):
            continue
        chains.add(place, key, number)
    places: set[int] = set()
    for numbered in chains.all():
        if _are_page_numbers(numbered, lines):
            places.update(numbered)
    return places


def _page_number(text: str) -> int | None:
    """Return the number that a short line begins or ends with, or None."""
    if len(text) > _LONGEST_HEAD:
        return None
    found = _page_number_pattern().match(text)
    if found is None:
        return None
    return int(found[1] or found[2])


class _PageNumberChains:
    """Lines whose numbers count on, in chains of lines with the same text around the number."""

    def __init__(self) -> None:
        self._chains: dict[str, list[list[int]]] = {}
        # place and number of the last line with each text
        self._last: dict[str, tuple[int, int]] = {}

    def add(self, place: int, text: str, number: int) -> None:
        """Add a line to the chain that it continues, or begin one with it."""
        chains = self._chains.setdefault(text, [])
        if not chains:
            chains.append([place])
            self._last[text] = place, number
            return
        last_place, last_number = self._last[text]
        is_next_page = place - last_place >= _PAGE_LINES
        if is_next_page and number - last_number in _STEPS:
            chains[-1].append(place)
        elif not is_next_page and len(chains[-1]) >= _FEWEST_NUMBERS:
            return  # a stray number between two pages
        else:
            chains.append([place])
        self._last[text] = place, number

    def all(self) -> list[list[int]]:
        """Return the places of each chain."""
        return list(chain.from_iterable(self._chains.values()))


def _are_page_numbers(places: Sequence[int], lines: Sequence[SourceLine]) -> bool:
    """Return whether a chain is long enough, and is inside sentences often enough."""
    if len(places) < _FEWEST_NUMBERS:
        return False
    inside = 0
    for place in places:
        if place > 0 and not lines[place - 1].text.endswith(_SENTENCE_ENDS):
            inside += 1
    return inside >= _INSIDE_SHARE * len(places)


def _without_digits(text: str) -> str:
    """Return what is around the page number in a line, case folded.

    It is empty where that is only "page", "of" or the like. Punctuation inside it counts, unlike in
    ``title_key``: running heads repeat exactly.
    """
    words = _DIGITS.sub(" ", text).split()
    key = " ".join(words).strip(_HEAD_PUNCTUATION).casefold()
    if key in _page_words():
        return ""
    return key


@cache
def _page_number_pattern() -> re.Pattern[str]:
    """Return the pattern of a line that begins or ends with a page number.

    A running head may have the number before or after it, or be nothing but the number.
    """
    of = one_of(all_words("pages", "of"))
    pattern = rf"""
        \W*+
        (?:
            (\d{{1,4}}) \b .*
          | .*? \b (\d{{1,4}}) (?: \s* (?: {of} | / ) \s* \d{{1,4}} )?
        )
        \W*+ $
    """
    return re.compile(pattern, re.VERBOSE)


@cache
def _page_words() -> frozenset[str]:
    """Return the words that may be beside a page's number: "page", "page of", "of"."""
    pages = all_words("pages", "page")
    ofs = all_words("pages", "of")
    words = {*pages, *ofs}
    for page in pages:
        words.update(f"{page} {of}" for of in ofs)
    return frozenset(words)
