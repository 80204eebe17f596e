"""Lines into running text: words that were hyphenated at line ends are put together again."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from narrator.language.scripts import HAN_AND_KANA, WIDE_SIGNS
from narrator.readers.pdf.lines import TextLine
from narrator.readers.pdf.repair import repair_characters
from narrator.readers.plain.hyphens import after_suspended_hyphen

_SOFT_HYPHEN = "\u00ad"
_HYPHENS = ("-", "\u2010", _SOFT_HYPHEN)
# what joins two lines without a space if letters or digits are on both sides
_JOINERS = "-—–/"
_LETTER = r"[^\W\d_]"
# characters; what is longer is no word
_LONGEST_WORD = 80
_HYPHENATED_HEAD = re.compile(
    rf"""
    ( {_LETTER}+ (?: [-’'] {_LETTER}+ )* )
    [-\u2010\u00ad] $
    """,
    re.X,
)
_TAIL = re.compile(rf"{_LETTER}+")
_WORD = re.compile(rf"{_LETTER}+(?:[-\u2010]{_LETTER}+)*")
# of scripts without spaces
_WIDE = re.compile(f"[{HAN_AND_KANA}{WIDE_SIGNS}]")
# of lines that end in a hyphen: where programs hyphenate, one in thirty to one in ten, else one in
# a hundred
_HYPHENATED_SHARE = 0.02


class Dehyphenator:
    """Joins lines by what the document itself shows of its words; it needs no dictionary.

    A word that is hyphenated at a line's end loses its hyphen if it stands elsewhere without one.
    It also does if the document hyphenates words at line ends and has this one nowhere else with a
    hyphen.
    """

    def __init__(self, lines: Iterable[TextLine]) -> None:
        """Learn the words of all lines of a document."""
        self._known_words: set[str] = set()
        line_count = 0
        hyphen_count = 0
        for line in lines:
            words = _WORD.findall(repair_characters(line.text).casefold())
            line_count += 1
            if line.text.endswith(_HYPHENS):
                hyphen_count += 1
                words = words[:-1]
            self._known_words.update(words)
        self._hyphenates = hyphen_count > _HYPHENATED_SHARE * line_count

    def join(self, lines: Sequence[TextLine]) -> str:
        """Return the lines of a paragraph as one text, its characters repaired."""
        text = ""
        for line in lines:
            text = self._join_two(text, line.text) if text else line.text
        return repair_characters(text)

    def _join_two(self, before: str, after: str) -> str:
        if before.endswith(_SOFT_HYPHEN):
            return before[:-1] + after
        head = None
        if before.endswith(_HYPHENS):
            head = _HYPHENATED_HEAD.search(before[-_LONGEST_WORD:])
        tail = _TAIL.match(after)
        if head and tail:
            return self._join_hyphenated(before, after, head[1], tail[0])
        if _join_without_space(before, after):
            return before + after
        return f"{before} {after}"

    def _join_hyphenated(self, before: str, after: str, head: str, tail: str) -> str:
        """Join two lines with a hyphen between the head and the tail of what may be one word."""
        head = repair_characters(head)
        tail = repair_characters(tail)
        if self._is_one_word(head, tail):
            return before[:-1] + after
        if tail in after_suspended_hyphen():
            return f"{before} {after}"
        return before + after

    def _is_one_word(self, head: str, tail: str) -> bool:
        """Return whether the hyphen between two parts is there only because the line ends."""
        if "-" in head or not tail[0].islower():
            return False
        head = head.casefold()
        tail = tail.casefold()
        if head + tail in self._known_words:
            return True
        if not self._hyphenates or tail in after_suspended_hyphen():
            return False
        return f"{head}-{tail}" not in self._known_words


def _join_without_space(before: str, after: str) -> bool:
    """Return whether lines are joined without a space for what they end and begin with."""
    if _WIDE.match(before[-1]) and _WIDE.match(after[0]):
        return True
    if before[-1] not in _JOINERS or len(before) == 1:
        return False
    return before[-2].isalnum() and after[0].isalnum()
