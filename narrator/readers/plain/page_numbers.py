"""The lines of a plain text that have a page's number.

A number that counts on may be a chapter's as well as a page's, form feed or not. Pages break where
they are full, chapters where a sentence ends: numbers are those of pages if enough of them stand
inside a sentence.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache
from itertools import chain

from narrator.language.tables import all_words, one_of
from narrator.readers.plain.asides import is_caption
from narrator.readers.plain.numbering import read_number
from narrator.readers.plain.source_lines import SourceLine

SENTENCE_ENDS = (".", "!", "?", ":", "”", '"', "’", "»", ")", "…")
# characters of a running head, at most
LONGEST_HEAD = 90
# lines of text on a page, at least
_PAGE_LINES = 8
# numbers that count on and are those of pages, at least
_FEWEST_NUMBERS = 3
# a page number follows the last one, or the last but one where left and right pages differ
_STEPS = (1, 2)
# share of page numbers that stand inside a sentence, at least
_INSIDE_SHARE = 0.25
_DIGITS = re.compile(r"\d+")
_HEAD_PUNCTUATION = " -–—|.[]()/"


def find_page_numbers(lines: Sequence[SourceLine]) -> set[int]:
    """Return the places of lines with page numbers: they count on, page after page."""
    chains = _PageNumberChains()
    for place, line in enumerate(lines):
        number = _page_number(line.text)
        if number is None:
            continue
        key = without_digits(line.text)
        if key and (read_number(line.text.strip()) or is_caption(line.text)):
            continue
        chains.add(place, key, number)
    places: set[int] = set()
    for numbered in chains.all():
        if _are_page_numbers(numbered, lines):
            places.update(numbered)
    return places


def _page_number(text: str) -> int | None:
    """Return the number that a short line begins or ends with, or None."""
    if len(text) > LONGEST_HEAD:
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
    """Return whether a chain is long enough, and stands inside sentences often enough."""
    if len(places) < _FEWEST_NUMBERS:
        return False
    inside = 0
    for place in places:
        if place > 0 and not lines[place - 1].text.endswith(SENTENCE_ENDS):
            inside += 1
    return inside >= _INSIDE_SHARE * len(places)


def without_digits(text: str) -> str:
    """Return what stands around the page number in a line, case folded.

    It is empty where that is nothing but "page", "of" or the like.
    """
    words = _DIGITS.sub(" ", text).split()
    key = " ".join(words).strip(_HEAD_PUNCTUATION).casefold()
    if key in _page_words():
        return ""
    return key


@cache
def _page_number_pattern() -> re.Pattern[str]:
    """Return the pattern of a line that begins or ends with a page number.

    A running head may have the number before or behind it, or be nothing but the number.
    """
    of = one_of(all_words("pages", "of"))
    pattern = rf"""
        \W*
        (?:
            (\d{{1,4}}) \b .*
          | .*? \b (\d{{1,4}}) (?: \s* (?: {of} | / ) \s* \d{{1,4}} )?
        )
        \W* $
    """
    return re.compile(pattern, re.VERBOSE)


@cache
def _page_words() -> frozenset[str]:
    """Return the words that may stand beside a page's number: "page", "page of", "of"."""
    pages = all_words("pages", "page")
    ofs = all_words("pages", "of")
    words = {*pages, *ofs}
    for page in pages:
        words.update(f"{page} {of}" for of in ofs)
    return frozenset(words)
