"""The contents page of a text: a heading that says so, the entries below it, and where they end.

The entries are headings further down. A line is an entry if it ends in a page's number, is
numbered, is a heading again further down, or is in one chunk with such a line. The page ends
where its lines begin anew: at the first chapter.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from itertools import pairwise

from narrator.language.characters import title_key
from narrator.language.tables import all_words, one_of
from narrator.readers.plain.blocks import TextBlock
from narrator.readers.plain.lookalikes import is_contents_title
from narrator.readers.plain.numbering import (
    DECIMAL,
    NUMBER_PUNCTUATION,
    is_label,
    is_part,
    read_number,
)
from narrator.readers.plain.shapes import BRIEF_FORMS, BULLET, PARAGRAPH_LENGTH, BlockShape

# leaders or blanks, and a page's number
_PAGE_NUMBER = re.compile(
    r"""
    (?:
        (?<![.\s]) \s*+ (?:\.\s?){2,}+ \s*+     # dots that lead to it, from the first one on,
      | (?<!\s) \s++                            # or blanks
    )
    (?: \d{1,4} | [ivxlc]{1,6} ) $
    """,
    re.VERBOSE,
)
# entries that make a contents page
_FEWEST_ENTRIES = 2
# without a heading
_FEWEST_UNTITLED = 4
# in which part of the blocks it begins, and the share of its entries with text below them
_FRONT_SHARE = 1 / 3
_APART_SHARE = 0.6
_CHAPTER_FORMS = BRIEF_FORMS | {"sentence"}


@dataclass(frozen=True, slots=True)
class ContentsPage:
    """Where a contents page is.

    Attributes:
        start: The place of its heading, or of its first entry where it has none.
        end: The place of the first block after it.
        chapters: The places of the headings that it lists.
        is_titled: Whether it has a heading.
    """

    start: int
    end: int
    chapters: frozenset[int]
    is_titled: bool = True


def find_contents(blocks: Sequence[TextBlock]) -> ContentsPage | None:
    """Return the contents page of a text, which has one at most.

    Returns None if it has none, or something else under that title.
    """
    for start, block in enumerate(blocks[:-1]):
        if len(block.text) < PARAGRAPH_LENGTH and is_contents_title(block.text):
            return _EntryScanner(blocks, start).scan()
    return _find_untitled(blocks)


def _find_untitled(blocks: Sequence[TextBlock]) -> ContentsPage | None:
    """Return the first list of short lines that come again below, in order and with text between.

    The lines of a refrain come again as well, but right below one another.
    """
    titles = list(map(_short_title, blocks))
    following = _next_places(titles)
    place = 0
    last_start = int(len(blocks) * _FRONT_SHARE)
    while place <= last_start and place < len(blocks):
        end = place
        while end < len(blocks) and following[end]:
            end += 1
        chapters = following[place:end]
        is_list = len(chapters) >= _FEWEST_UNTITLED and min(chapters) >= end
        if is_list and _are_apart(chapters) and _have_text_below(chapters, blocks):
            return ContentsPage(place, end, frozenset(chapters), is_titled=False)
        place = end + 1
    return None


def _short_title(block: TextBlock) -> str:
    """Return what an entry and its chapter's heading have in common; empty for a paragraph."""
    if len(block.text) >= PARAGRAPH_LENGTH:
        return ""
    return _entry_title(block.text)


def _next_places(titles: Sequence[str]) -> list[int]:
    """Return where each title comes again next; 0 where it does not."""
    following = [0] * len(titles)
    seen: dict[str, int] = {}
    for place in range(len(titles) - 1, -1, -1):
        if titles[place]:
            following[place] = seen.get(titles[place], 0)
            seen[titles[place]] = place
    return following


def _are_apart(places: Sequence[int]) -> bool:
    """Return whether places rise, most of them with something between."""
    steps = [after - before for before, after in pairwise(places)]
    apart = sum(step > 1 for step in steps)
    return min(steps) > 0 and apart >= _APART_SHARE * len(steps)


class _EntryScanner:
    """Reads the entries of a contents page, up to the first other block.

    Args:
        blocks: All blocks of the text.
        start: The place of the page's heading.
    """

    def __init__(self, blocks: Sequence[TextBlock], start: int) -> None:
        self._blocks = blocks
        self._start = start
        self._titles: list[str] = []
        self._last_places: dict[str, int] = {}
        for place, block in enumerate(blocks):
            title = _entry_title(block.text)
            self._titles.append(title)
            self._last_places[title] = place
        # whether blank lines tell entries from other text
        is_set_apart = start > 0 and blocks[start].blanks_above > 0
        self._is_spaced = blocks[start + 1].blanks_above > 0 or is_set_apart
        # of the entries so far
        self._seen_titles: set[str] = set()
        self._seen_numbers: set[tuple[str, int]] = set()
        self._has_parts = False

    def scan(self) -> ContentsPage | None:
        """Return the page; None if its entries are too few or the text ends with them."""
        for place in range(self._start + 1, len(self._blocks)):
            self._has_parts = self._has_parts or is_part(self._blocks[place].text)
            begins_anew = self._begins_anew(place)
            if begins_anew or not self._continues(place):
                return self._page(place, begins_anew)
            self._note_entry(place)
        return None

    def _note_entry(self, place: int) -> None:
        self._seen_titles.add(self._titles[place])
        style, value = _number_of(self._blocks[place].text)
        if value:
            self._seen_numbers.add((style, value))

    def _begins_anew(self, place: int) -> bool:
        """Return whether a block is the first chapter: its title or number was an entry's."""
        text = self._blocks[place].text
        if self._titles[place] in self._seen_titles:
            return read_number(text) is None or _number_of(text) in self._seen_numbers
        number = _number_of(text)
        # chapters may be counted anew in each part
        if number in self._seen_numbers and not self._has_parts:
            return True
        is_first = number[1] == 1
        return is_first and bool(self._seen_titles) and is_label(text)

    def _continues(self, place: int) -> bool:
        """Return whether a block is an entry, or is in one chunk with one."""
        if self._is_entry(place):
            return True
        if not self._is_spaced or len(self._blocks[place].text) >= PARAGRAPH_LENGTH:
            return False
        if place > self._start + 1 and not self._blocks[place].blanks_above:
            return True
        below = place + 1
        return self._is_entry(below) and not self._blocks[below].blanks_above

    def _is_entry(self, place: int) -> bool:
        if place >= len(self._blocks):
            return False
        block = self._blocks[place]
        if len(block.text) >= PARAGRAPH_LENGTH:
            return False
        comes_again = self._last_places[self._titles[place]] > place
        if comes_again or _PAGE_NUMBER.search(block.text):
            return True
        follows_item = place > self._start + 1 and BULLET.match(self._blocks[place - 1].text)
        if BULLET.match(block.text) and (follows_item or place == self._start + 1):
            return True
        if read_number(block.text) is None:
            return False
        return BlockShape(block).form not in ("sentences", "speech")

    def _page(self, end: int, begins_anew: bool) -> ContentsPage | None:
        if len(self._seen_titles) < _FEWEST_ENTRIES:
            return None
        first_places: dict[str, int] = {}
        for place in range(end, len(self._titles)):
            title = self._titles[place]
            if title in self._seen_titles:
                first_places.setdefault(title, place)
        places = set(first_places.values())
        if begins_anew:
            places.add(end)
        chapters = [p for p in places if BlockShape(self._blocks[p]).form in _CHAPTER_FORMS]
        return ContentsPage(self._start, end, frozenset(chapters))


def _have_text_below(places: Sequence[int], blocks: Sequence[TextBlock]) -> bool:
    """Return whether prose follows most places, where an item of a list has the next item."""
    count = 0
    for place in places:
        if place + 1 == len(blocks):
            continue
        below = blocks[place + 1].text
        count += BULLET.match(below) is None and read_number(below) is None
    return count >= _APART_SHARE * len(places)


def _entry_title(text: str) -> str:
    """Return what an entry and its chapter's heading have in common.

    That is the text without number and page; all of it, if it is a number and nothing else.
    """
    bullet = BULLET.match(text)
    if bullet:
        text = text[bullet.end() :]
    text = _page_word().sub("", _PAGE_NUMBER.sub("", text))
    number = read_number(text)
    if number is not None and not number.stands_alone:
        text = number.rest
    return title_key(text)


@cache
def _page_word() -> re.Pattern[str]:
    """Return the pattern of what may stand between an entry and its page: ", p."."""
    return re.compile(rf"(?<=\W){one_of(all_words('pages', 'page'))}\.?$", re.I)


def _number_of(text: str) -> tuple[str, int]:
    """Return the series of an entry's number and its value; 0 where it has none.

    The series is how the number is written, and what stands before its last part: "2." in "2.1".
    """
    number = read_number(text)
    if number is None:
        return "", 0
    above = number.text.rstrip(NUMBER_PUNCTUATION).rpartition(".")[0]
    return f"{number.style} {above if number.style == DECIMAL else ''}", number.value
