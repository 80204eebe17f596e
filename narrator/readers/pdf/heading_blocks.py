"""A heading and the blocks that it takes, and how headings' texts are compared."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache

from narrator.language.characters import title_key
from narrator.language.tables import one_of
from narrator.readers.plain.numbering import division_words

# the most words and lines that a heading has
MAX_WORDS = 25
MAX_LINES = 4
# of the body's size; the smallest headings of Word and LaTeX that are larger than it have 1.15 and
# 1.2
LARGER_SIZE = 1.1


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading in place of the blocks from ``start`` up to ``stop``, which may be none.

    Attributes:
        start: The index of its first block.
        stop: The index after its last block.
        text: Its text.
        level: Its depth from 1 on.
    """

    start: int
    stop: int
    text: str
    level: int


def blocks_of(headings: Iterable[Heading]) -> set[int]:
    """Return the indices of all blocks that headings take."""
    indices: set[int] = set()
    for heading in headings:
        indices.update(range(heading.start, heading.stop))
    return indices


def comparison_key(text: str) -> str:
    """Return the ``title_key`` of a heading without its spaces.

    Letter-spaced headings have spaces inside words, and a heading over several lines lacks them
    between words.
    """
    return title_key(text).replace(" ", "")


def is_number_label(text: str) -> bool:
    """Return whether a text is nothing but a division's number: "Chapter 1", "IV", "A."."""
    return _number_label().fullmatch(text) is not None


@cache
def _number_label() -> re.Pattern[str]:
    labels = one_of(division_words())
    return re.compile(rf"(?:{labels}\s+)?(?:\d{{1,3}}|[ivxlc]{{1,7}}|[A-Z])\W*", re.I)
