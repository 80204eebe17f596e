"""Lines into running text: words that were hyphenated at line ends are made whole again.

There is no dictionary: only the text itself can tell a hyphen of its author from one of the
typesetter. Where the joined word is found elsewhere in the text, the hyphen goes. Otherwise it
stays, because "wellknown" for "well-known" is worse to hear than "light-house" for "lighthouse";
but in a text whose program hyphenates words, most such hyphens are the program's.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import cache, cached_property

from narrator.language.scripts import HAN_AND_KANA, WIDE_SIGNS
from narrator.language.tables import all_words

SOFT_HYPHEN = "\u00ad"
_HYPHENS = ("-", "\u2010", SOFT_HYPHEN)
# what joins two lines without a space if letters or digits are on both sides
_JOINERS = "-—–/"
_LETTER = r"[^\W\d_]"
# characters; what is longer is no word, and is not looked at
_LONGEST_WORD = 80
_HYPHENATED_START = re.compile(
    rf"""
    ( {_LETTER}+ (?: [-’'] {_LETTER}+ )* )
    [-\u2010] $
    """,
    re.VERBOSE,
)
_HYPHENATED_END = re.compile(rf"{_LETTER}+")
_WORD = re.compile(rf"{_LETTER}+(?:[-\u2010]{_LETTER}+)*")
# of scripts without spaces
_WIDE = re.compile(f"[{HAN_AND_KANA}{WIDE_SIGNS}]")
# of lines that end in a hyphen: where programs hyphenate, one in thirty to one in ten, else one in
# a hundred
_HYPHENATED_SHARE = 0.02


class LineJoiner:
    """Joins lines into paragraphs, with the words of one text as its dictionary.

    The words are collected when the first hyphenated word is met, since most texts have none.

    Args:
        lines: All lines of the text.
        is_typeset: Whether the lines are those of a printed page, whose program may hyphenate any
            word and break lines after a dash or a slash.
    """

    def __init__(self, lines: Iterable[str], is_typeset: bool = False) -> None:
        self._lines = list(lines)
        self._is_typeset = is_typeset

    def join(self, lines: Sequence[str]) -> str:
        """Return several lines as one, with single spaces."""
        text = ""
        for line in lines:
            line = " ".join(line.split())
            if text and line:
                text = self._join_two(text, line)
            else:
                text += line
        return text

    def _join_two(self, before: str, after: str) -> str:
        if before.endswith(SOFT_HYPHEN):
            return before[:-1] + after
        start = _HYPHENATED_START.search(before[-_LONGEST_WORD:])
        end = _HYPHENATED_END.match(after)
        if start and end:
            if self._is_one_word(start[1], end[0]):
                return before[:-1] + after
            if end[0] in after_suspended_hyphen():
                return f"{before} {after}"
            return before + after
        if self._is_typeset and _join_without_space(before, after):
            return before + after
        return f"{before} {after}"

    def _is_one_word(self, start: str, end: str) -> bool:
        """Return whether the hyphen between two parts is there only because the line ends."""
        if "-" in start or not end[0].islower():
            return False
        start = start.casefold()
        end = end.casefold()
        if start + end in self._words:
            return True
        if not self._hyphenates or end in after_suspended_hyphen():
            return False
        return f"{start}-{end}" not in self._words

    @cached_property
    def _words(self) -> set[str]:
        """The whole words of the text, case folded; a compound with hyphens is one word."""
        known: set[str] = set()
        for line in self._lines:
            words = _WORD.findall(line.casefold())
            if line.endswith(_HYPHENS):
                words = words[:-1]
            known.update(words)
        return known

    @cached_property
    def _hyphenates(self) -> bool:
        """Whether many lines end in a hyphen, as where a program hyphenates words."""
        hyphenated = sum(line.endswith(_HYPHENS) for line in self._lines)
        return self._is_typeset and hyphenated > _HYPHENATED_SHARE * len(self._lines)


@cache
def after_suspended_hyphen() -> frozenset[str]:
    """Return the words that follow a suspended hyphen ("pre- and post-war") in any language.

    They end no compound. They are in small letters.
    """
    return frozenset(all_words("profile", "after_suspended_hyphen"))


def _join_without_space(before: str, after: str) -> bool:
    """Return whether lines are joined without a space because of what they end and begin with."""
    if _WIDE.match(before[-1]) and _WIDE.match(after[0]):
        return True
    if before[-1] not in _JOINERS or len(before) == 1:
        return False
    return before[-2].isalnum() and after[0].isalnum()
