"""Words that were broken at line ends, made whole again when lines are joined.

There is no dictionary: only the text itself can tell a hyphen of its author from one of the
typesetter. Where the joined word stands elsewhere in the text, the hyphen goes; otherwise it stays,
because "wellknown" for "well-known" is worse to hear than "light-house" for "lighthouse".
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import cache

from narrator.language.tables import all_words

SOFT_HYPHEN = "\u00ad"
_WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")
_BROKEN_START = re.compile(r"([^\W\d_]+)-$")
_BROKEN_END = re.compile(r"[^\W\d_]+")
# characters at a line's end that are searched for a broken word; a longer one is no word
_LONGEST_WORD = 60


@dataclass(frozen=True, slots=True)
class BrokenWord:
    """The letters on both sides of a hyphen at a line's end."""

    start: str
    end: str

    @property
    def joined(self) -> str:
        """The word without its hyphen, case folded."""
        return (self.start + self.end).casefold()


@cache
def after_suspended_hyphen() -> frozenset[str]:
    """Return the words that follow a suspended hyphen ("pre- and post-war") in any language.

    They end no compound. They are in small letters.
    """
    return frozenset(all_words("profile", "after_suspended_hyphen"))


def words_in(lines: Iterable[str]) -> frozenset[str]:
    """Return the words of some lines, case folded; a compound with hyphens is one word."""
    words: set[str] = set()
    for line in lines:
        words.update(map(str.casefold, _WORD.findall(line)))
    return frozenset(words)


def find_broken_word(line: str, next_line: str) -> BrokenWord | None:
    """Return the word that a hyphen at the end of a line breaks, or None where there is none."""
    if not line.endswith("-"):
        return None
    start = _BROKEN_START.search(line[-_LONGEST_WORD:])
    end = _BROKEN_END.match(next_line)
    if start is None or end is None:
        return None
    return BrokenWord(start[1], end[0])


def is_one_word(broken: BrokenWord, words: frozenset[str]) -> bool:
    """Return whether a broken word goes on in small letters and is among the text's words."""
    return broken.end[0].islower() and broken.joined in words


def before_next_line(line: str, next_line: str, is_one: Callable[[BrokenWord], bool]) -> str:
    """Return a line as it continues into the next one: with a space, a hyphen, or neither.

    Args:
        line: A line without white space at its end.
        next_line: The line after it, without white space at its start.
        is_one: Returns whether a broken word is written without a hyphen. It is not asked about
            words after a suspended hyphen, which keep hyphen and space.
    """
    if line.endswith(SOFT_HYPHEN):
        return line[:-1]
    broken = find_broken_word(line, next_line)
    if broken is None or broken.end.casefold() in after_suspended_hyphen():
        return f"{line} "
    if is_one(broken):
        return line[:-1]
    return line


class LineJoiner:
    """Joins lines into paragraphs, with the words of one text as its dictionary.

    The words are collected when the first broken word is met, since most texts have none.

    Args:
        lines: All lines of the text.
    """

    def __init__(self, lines: Iterable[str]) -> None:
        self._lines = list(lines)
        self._words: frozenset[str] | None = None

    def join(self, lines: Sequence[str]) -> str:
        """Return several lines as one, with single spaces."""
        joined: list[str] = []
        for line in lines:
            line = " ".join(line.split())
            if joined:
                joined[-1] = before_next_line(joined[-1], line, self._is_one_word)
            joined.append(line)
        return "".join(joined)

    def _is_one_word(self, broken: BrokenWord) -> bool:
        if self._words is None:
            self._words = words_in(self._lines)
        return is_one_word(broken, self._words)
