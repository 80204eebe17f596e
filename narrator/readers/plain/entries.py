"""The entries of a list of changes, a log or a diary: lines with a version or a date that go on.

What such a line looks like is free: "Version 2.1 - July 2020", "2.1.3 (2020-07-04)", "12 May 2020".
It is an entry because others with the same words have the next or the last version or date, and
because text stands below each.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from narrator.readers.plain.asides import is_date
from narrator.readers.plain.blocks import TextBlock
from narrator.readers.plain.shapes import BRIEF_FORMS, BULLET, BlockShape

_DATE = re.compile(r"\b\d{4}-\d\d-\d\d\b")
# with what follows at once: "7.88.1-10+deb12u5"
_VERSION = re.compile(r"(?<![\w.])v?\d+(?:\.\d+){1,3}[\w.+~-]*")
_YEAR = re.compile(r"\b(?:19|20)\d\d\b")
_AROUND_DATE = " ()[]/,:-–—"
_NUMBER = re.compile(r"\d+")
# entries that make a list, and the characters of text below each, on average
_FEWEST_ENTRIES = 3
_LEAST_TEXT = 20
# characters and words of an entry's line, at most
_LONGEST, _MOST_WORDS = 100, 9
# share of entries that go on from the one before, in one direction
_ORDERED_SHARE = 0.8


@dataclass(frozen=True, slots=True)
class _Entry:
    """A line with a version or a date.

    Attributes:
        place: Its place among the blocks.
        words: What stands before the version or date, case folded.
        value: The numbers of the version or the date.
        dated: Whether it has a date and no version.
    """

    place: int
    words: str
    value: tuple[int, ...]
    dated: bool = False


def find_entries(blocks: Sequence[TextBlock]) -> set[int]:
    """Return the places of the entries of lists of changes, logs and diaries."""
    lists: defaultdict[str, list[_Entry]] = defaultdict(list)
    for entry in _read_entries(blocks):
        lists[entry.words].append(entry)
    places: set[int] = set()
    for entries in lists.values():
        is_list = _go_on(entries) or _are_days(entries, blocks)
        if is_list and _have_text(entries, blocks):
            places.update(entry.place for entry in entries)
    return places


def _read_entries(blocks: Sequence[TextBlock]) -> Iterator[_Entry]:
    for place, block in enumerate(blocks):
        text = block.text
        if block.fence is not None or not _may_be_entry(text):
            continue
        date = _DATE.search(text)
        version = _VERSION.search(text)
        if is_date(text) and not date:
            yield _Entry(place, "", tuple(map(int, _YEAR.findall(text))), dated=True)
        elif version and (date or not _begins_sentence(text, version)):
            yield _entry(place, text, version)
        elif date and date.start() == 0:
            yield _entry(place, text, date, dated=True)


def _may_be_entry(text: str) -> bool:
    """Return whether a text is a line with a number, and neither an item nor a sentence."""
    if len(text) > _LONGEST or len(text.split()) > _MOST_WORDS or not _NUMBER.search(text):
        return False
    return not BULLET.match(text) and not text.endswith((".", ","))


def _begins_sentence(text: str, version: re.Match[str]) -> bool:
    """Return whether words follow a version at a text's start, and no date."""
    after = text[version.end() :]
    is_first = not text[: version.start()].strip()
    return is_first and after.strip() not in ("", ":") and not is_date(after.strip(_AROUND_DATE))


def _entry(place: int, text: str, stamp: re.Match[str], dated: bool = False) -> _Entry:
    words = re.sub(r"\W+", " ", text[: stamp.start()]).strip().casefold()
    numbers = tuple(map(int, _NUMBER.findall(stamp[0])))
    return _Entry(place, words, numbers, dated)


def _go_on(entries: Sequence[_Entry]) -> bool:
    """Return whether there are enough entries, and they rise or fall."""
    if len(entries) < _FEWEST_ENTRIES:
        return False
    rising = sum(first.value < second.value for first, second in pairwise(entries))
    falling = sum(first.value > second.value for first, second in pairwise(entries))
    steps = len(entries) - 1
    if entries[0].dated:
        steps = rising + falling  # several entries of one day
    return steps > 0 and max(rising, falling) >= _ORDERED_SHARE * steps


def _are_days(entries: Sequence[_Entry], blocks: Sequence[TextBlock]) -> bool:
    """Return whether entries are the days of a diary or a log, whatever the months are called.

    Unlike the dates below the headlines of a page, they stand below text, and no two are the same.
    """
    if len(entries) < _FEWEST_ENTRIES or not all(entry.dated for entry in entries):
        return False
    dates = {blocks[entry.place].text for entry in entries}
    above = [BlockShape(blocks[entry.place - 1]).form for entry in entries if entry.place]
    below_headlines = sum(form in BRIEF_FORMS for form in above[1:])
    return len(dates) == len(entries) and 4 * below_headlines <= len(entries)


def _have_text(entries: Sequence[_Entry], blocks: Sequence[TextBlock]) -> bool:
    """Return whether text stands below the entries: none is right below another, by and large."""
    ends = [entry.place for entry in entries[1:]] + [len(blocks)]
    characters: list[int] = []
    for entry, end in zip(entries, ends, strict=True):
        characters.append(sum(len(block.text) for block in blocks[entry.place + 1 : end]))
    empty = characters.count(0)
    return sum(characters) >= _LEAST_TEXT * len(entries) and 4 * empty <= len(entries)
