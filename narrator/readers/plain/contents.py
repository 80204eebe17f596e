"""Where a text's contents stand: a heading that says so, the lines below it, and where they end.

What they list are headings further down. A line belongs to them if it ends in a page's number, is numbered, is a heading
again further down, or stands in one chunk with such a line. They end where their lines begin anew: at the first chapter.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from narrator.language.tables import all_words
from narrator.readers.plain.blocks import Block
from narrator.readers.plain.numbering import NUMBER, depth, is_label, value
from narrator.readers.plain.shapes import BRIEF, LONG, Shape

# leaders or blanks, and a page's number
_PAGE = re.compile(r"(?:\s*(?:\.\s?){2,}|\s)\s*(?:\d{1,4}|[ivxlc]{1,6})$")
# entries that make contents
_FEWEST = 2


@dataclass(frozen=True, slots=True)
class Contents:
    """The place of their heading, that of the first block behind them, and those of the headings that they list."""

    start: int
    end: int
    chapters: frozenset[int]


def find_contents(blocks: Sequence[Block]) -> Contents | None:
    """The contents of a text, which has them once at most; None if it has none, or something else under that name."""
    for start, block in enumerate(blocks[:-1]):
        if len(block.text) < LONG and is_contents_title(block.text):
            return _entries(blocks, start)
    return None


@cache
def _titles() -> frozenset[str]:
    return frozenset(title.casefold() for title in all_words("matter", "contents"))


def is_contents_title(text: str) -> bool:
    """Whether a heading is that of contents."""
    return text.strip(" .:—–-_*=[]").casefold() in _titles()


def _entries(blocks: Sequence[Block], start: int) -> Contents | None:
    keys = [_key(block.text) for block in blocks]
    last = {key: place for place, key in enumerate(keys)}
    spaced = blocks[start + 1].above > 0 or (start > 0 and blocks[start].above > 0)

    def is_entry(place: int) -> bool:
        return place < len(blocks) and _is_entry(blocks[place], last[keys[place]] > place)

    seen: set[str] = set()
    numbers: set[tuple[str, int]] = set()
    parts = False
    for end in range(start + 1, len(blocks)):
        text, key, number = blocks[end].text, keys[end], _number(blocks[end].text)
        parts = parts or depth(text) < 0
        begins_anew = (
            key in seen
            or (number in numbers and not parts)
            or (number[1] == 1 and bool(seen) and is_label(text))
        )
        above = end > start + 1 and not blocks[end].above
        below = end + 1 < len(blocks) and not blocks[end + 1].above and is_entry(end + 1)
        if begins_anew or not (is_entry(end) or (spaced and len(text) < LONG and (above or below))):
            listed = {
                key: place
                for place, key in reversed(list(enumerate(keys)))
                if place >= end and key in seen
            }
            places = {*listed.values(), *([end] if begins_anew else [])}
            chapters = frozenset(
                place for place in places if Shape(blocks[place]).form in BRIEF | {"sentence"}
            )
            return Contents(start, end, chapters) if len(seen) >= _FEWEST else None
        seen.add(key)
        numbers |= {number} if number[1] else set()
    return None


def _is_entry(block: Block, comes_again: bool) -> bool:
    if len(block.text) >= LONG:
        return False
    if comes_again or _PAGE.search(block.text):
        return True
    return bool(NUMBER.match(block.text)) and Shape(block).form not in ("sentences", "speech")


def _key(text: str) -> str:
    """What an entry and its chapter's heading have in common: the text without number and page; of a label, all of it."""
    text = _PAGE.sub("", text)
    number = NUMBER.match(text)
    name = text[number.end() :] if number else text
    return re.sub(r"\W+", " ", name if any(map(str.isalnum, name)) else text).strip().casefold()


def _number(text: str) -> tuple[str, int]:
    """The kind of an entry's number, and what it counts; 0 where it has none."""
    number = NUMBER.match(text)
    return (str(number.lastgroup), value(number)) if number else ("", 0)
