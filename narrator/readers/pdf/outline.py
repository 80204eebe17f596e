"""Headings by the document's outline: each bookmark is looked for among the blocks of its page.

Where few are found, the outline still counts if it goes through the pages in order and has titles
that people wrote: the text then has chapters, but no headings.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from operator import attrgetter

from narrator.readers.metadata import as_title, is_picture_name
from narrator.readers.pdf.blocks import Block
from narrator.readers.pdf.document import Bookmark
from narrator.readers.pdf.heading_blocks import Heading, comparison_key, is_number_label

# of bookmarks that must be found as blocks
_FOUND_SHARE = 0.5
# pages that bookmarks must lead to where their titles are not found
_FEWEST_PAGES = 2
# of their titles: those that may be names of files, and that must differ in more than numbers
_NAMES_SHARE = 0.2
_SAME_SHARE = 0.5
_NUMBER = re.compile(r"\d+|\b[ivxlc]+\b", re.I)
# blocks a bookmark's title may be spread over, as "Chapter 1" and its name
_SPREAD = 3
# characters; a longer block is no heading
_LONGEST_HEADING = 400
# letters and digits that a heading may have beyond twice those of its bookmark, or the other way
# round, for a number and a word like "Chapter"
_NUMBERING = 12
# letters and digits; a shorter title may end another one by chance
_FEWEST_LETTERS = 4


@dataclass(frozen=True, slots=True)
class _Match:
    """Blocks from ``start`` up to ``stop`` that are a bookmark's title.

    ``distance`` is that of their upper edge from where the bookmark leads to, in points.
    """

    start: int
    stop: int
    distance: float


def find_outlined_headings(blocks: Sequence[Block], bookmarks: Sequence[Bookmark]) -> list[Heading]:
    """Return the headings that a document's outline names, in order.

    There are none where the outline is not about the text: too few of its titles are found in it,
    and it does not lead through it.

    Args:
        blocks: The document's blocks in reading order.
        bookmarks: The entries of its outline, one at least.
    """
    finder = _BookmarkFinder(blocks)
    headings = list(map(finder.heading, bookmarks))
    found = sum(heading.stop > heading.start for heading in headings)
    if found < _FOUND_SHARE * len(bookmarks) and not _leads_through(bookmarks):
        return []
    headings.sort(key=attrgetter("start"))
    return _without_empty(headings, len(blocks))


def _leads_through(bookmarks: Sequence[Bookmark]) -> bool:
    """Return whether bookmarks lead to later and later pages, and are not named by a program.

    Programs give files' names, and equal names with numbers: "Page 1", "Page 2".
    """
    pages = [bookmark.page for bookmark in bookmarks]
    if pages != sorted(pages) or len(set(pages)) < _FEWEST_PAGES:
        return False
    titles = [bookmark.title for bookmark in bookmarks if not _is_division(bookmark.title)]
    names = sum(not as_title(title) or is_picture_name(title) for title in titles)
    wordings = {_NUMBER.sub("", title) for title in titles}
    return names <= _NAMES_SHARE * len(titles) and len(wordings) >= _SAME_SHARE * len(titles)


def _is_division(title: str) -> bool:
    """Return whether a title is a word like "Chapter" and its number."""
    return " " in title and is_number_label(title)


def _without_empty(headings: Sequence[Heading], block_count: int) -> list[Heading]:
    """Leave out bookmarks of nothing, such as a cover or an empty page."""
    end = Heading(block_count, block_count, "", 0)
    kept: list[Heading] = []
    for heading, following in pairwise([*headings, end]):
        has_blocks = heading.stop > heading.start
        has_text = following.start > heading.start
        has_subsections = following.level > heading.level
        if has_blocks or has_text or has_subsections:
            kept.append(heading)
    return kept


class _BookmarkFinder:
    """Finds the blocks that are bookmarks' titles."""

    def __init__(self, blocks: Sequence[Block]) -> None:
        self._blocks = blocks
        self._keys: list[str] = []  # of the blocks; long ones have none
        self._pages = [block.page for block in blocks]
        for block in blocks:
            is_short = len(block.text) < _LONGEST_HEADING
            self._keys.append(comparison_key(block.text) if is_short else "")

    def heading(self, bookmark: Bookmark) -> Heading:
        """Return a bookmark as a heading, in place of no block where its title is not found."""
        match = self._find(bookmark)
        if match is None:
            place = self._destination(bookmark)
            return Heading(place, place, bookmark.title, bookmark.level)
        text = bookmark.title
        is_one_block = match.stop == match.start + 1
        if is_one_block and self._keys[match.start] != comparison_key(text):
            text = self._blocks[match.start].text
        return Heading(match.start, match.stop, text, bookmark.level)

    def _find(self, bookmark: Bookmark) -> _Match | None:
        """Return the blocks that are a bookmark's title; of several those nearest to its place."""
        key = comparison_key(bookmark.title)
        if not key:
            return None
        matches: list[_Match] = []
        for index in self._on_page(bookmark.page):
            stop = self._match_stop(key, index)
            if stop is not None:
                matches.append(_Match(index, stop, self._distance(index, bookmark)))
        return min(matches, key=attrgetter("distance"), default=None)

    def _match_stop(self, title_key: str, start: int) -> int | None:
        """Return where the blocks from ``start`` on end that are a title together."""
        longest = 2 * len(title_key) + _NUMBERING
        together = ""
        for index in range(start, min(start + _SPREAD, len(self._blocks))):
            key = self._keys[index]
            together += key
            if not key or len(together) > longest:
                return None
            if _are_one_title(together, title_key):
                return index + 1
        return None

    def _distance(self, index: int, bookmark: Bookmark) -> float:
        if bookmark.top is None:
            return 0.0
        return abs(self._blocks[index].top - bookmark.top)

    def _destination(self, bookmark: Bookmark) -> int:
        """Return the index of the first block at or below the place that a bookmark leads to."""
        indices = self._on_page(bookmark.page)
        if bookmark.top is None:
            return indices.start
        for index in indices:
            if self._blocks[index].first.baseline <= bookmark.top:
                return index
        return indices.stop

    def _on_page(self, page: int) -> range:
        """Return the indices of the blocks that begin on a page."""
        return range(bisect_left(self._pages, page), bisect_right(self._pages, page))


def _are_one_title(key: str, other: str) -> bool:
    """Return whether two titles are the same but for a number or a word like "Chapter" before."""
    return key == other or _is_most_of(key, other) or _is_most_of(other, key)


def _is_most_of(part: str, whole: str) -> bool:
    if len(part) < _FEWEST_LETTERS or not whole.endswith(part):
        return False
    return 2 * len(part) + _NUMBERING >= len(whole)
