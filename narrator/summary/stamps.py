"""Stamps and buttons: lines that say when, by whom and how often, or what can be pressed.

Examples are "By Anna Berg, 3 May 2024, 14:05 GMT", "5 min read" and "Share on Facebook | 12
comments". They are told by their words: each is a figure, a month or a day of the week, a name, or
in one of the lists of ``boilerplate.toml``. A sentence has other words as well, so how a site puts
its stamps need not be foreseen. Titles In Such Letters go the same way.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import Enum, auto

from narrator.language.tables import ANY_LANGUAGE, language_table

# in words; a longer line is not looked at
_MAX_LINE = 20
# in characters; a stamp at the front of a sentence ends before this
_MAX_STAMP = 120
# the dates of a page are in its own language or in that of the program that made it
_PROGRAMS_LANGUAGE = "en"
_WORD = re.compile(
    r"""
    \d+ (?: [.,:/-]\d+ )* [^\W\d_]{0,2} (?!\w)   # a number, also one with a unit: "1.2k", "5pm"
    | [ap]\.m\b
    | [^\W_]+ (?: ['’-][^\W_]+ )*
    """,
    re.VERBOSE | re.IGNORECASE,
)
_CLOCK = re.compile(
    r"""
    (?: [01]?\d | 2[0-3] ) : [0-5]\d (?: :[0-5]\d )? (?: [ap]m )?   # 14:05, 2:05pm
    | \d{1,2} (?: [.:]\d\d )? [ap]m                                 # 2.05pm
    | \d{1,2} (?P<mark>[./-]) \d{1,2} (?P=mark) (?: \d\d ){1,2}     # 3.5.2024
    | \d{4} - \d\d - \d\d                                           # 2024-05-03
    """,
    re.VERBOSE | re.IGNORECASE,
)


class WordKind(Enum):
    """What a word is in a stamp or on a button."""

    CLOCK = auto()  # a time of day, or a date in figures
    NUMBER = auto()
    DAY = auto()  # a month or a day of the week
    STAMP = auto()  # "updated"
    BUTTON = auto()  # "share"
    LINK = auto()  # "on"
    NAME = auto()  # any other word with a capital
    OTHER = auto()


# what a stamp at the front of a sentence is made of
_STAMP_KINDS = {
    WordKind.CLOCK,
    WordKind.NUMBER,
    WordKind.DAY,
    WordKind.STAMP,
    WordKind.LINK,
}


@dataclass(frozen=True, slots=True)
class StampWords:
    """The words of a language's stamps and buttons.

    Attributes:
        days: Months and days of the week, as they are written.
        listed: The kinds of other words, in lower case; abbreviations of time zones in capitals.
    """

    days: frozenset[str]
    listed: dict[str, WordKind]

    def is_stamp_or_button(self, line: str) -> bool:
        """Return whether a line is nothing else; a line in capitals only if it has a date."""
        kinds: list[WordKind] = []
        small: set[WordKind] = set()
        for word in _WORD.finditer(line):
            kind = self._kind(word[0])
            if kind is WordKind.OTHER or len(kinds) == _MAX_LINE:
                return False
            kinds.append(kind)
            if word[0].islower():
                small.add(kind)
        if WordKind.NAME not in kinds:
            return bool(kinds)
        # among names, "boats leave" is no button and "boats last" no stamp, but for a date
        if _has_date(kinds):
            return WordKind.BUTTON not in small
        return small <= {WordKind.LINK} and not line.isupper()

    def stamp_end(self, sentence: str) -> int:
        """Return how many characters at the front of a sentence are a stamp.

        The sentence begins with a capital after it, and after no comma.
        """
        kinds: list[WordKind] = []
        end = 0
        for match in _WORD.finditer(sentence, 0, _MAX_STAMP):
            kind = self._kind(match[0])
            if kind in _STAMP_KINDS and not _is_capitalised_link(match[0], kind):
                kinds.append(kind)
                end = match.end()
                continue
            between = sentence[end : match.start()]
            if not match[0][0].isupper() or "," in between or not _is_stamp(kinds):
                return 0
            return match.start() - _count_opening_marks(between)
        return 0

    def _kind(self, word: str) -> WordKind:
        """Return what a word is."""
        if _CLOCK.fullmatch(word):
            return WordKind.CLOCK
        if word[0].isdigit():
            return WordKind.NUMBER
        if word in self.days or (word.isupper() and word.capitalize() in self.days):
            return WordKind.DAY
        listed = self.listed.get(word) or self.listed.get(word.lower())
        if listed:
            return listed
        return WordKind.NAME if word[0].isupper() else WordKind.OTHER


def load_stamp_words(code: str) -> StampWords:
    """Return the words of a language and those of any."""
    days = {*_day_names(code), *_day_names(_PROGRAMS_LANGUAGE)}
    listed: dict[str, WordKind] = {}
    for folder in (ANY_LANGUAGE, code):
        table = language_table(folder, "boilerplate")
        for key, kind in (
            ("links", WordKind.LINK),
            ("buttons", WordKind.BUTTON),
            ("stamps", WordKind.STAMP),
        ):
            listed |= dict.fromkeys(table.get(key, ()), kind)
    return StampWords(frozenset(days), listed)


def _day_names(code: str) -> Iterator[str]:
    """Yield the names of months and days of the week, and their abbreviations."""
    table = language_table(code, "dates")
    for key in ("months", "month_abbreviations", "weekday_abbreviations"):
        yield from table.get(key, ())
    for name in table.get("weekday_abbreviations", {}).values():
        yield name
        yield name.capitalize()


def _is_capitalised_link(word: str, kind: WordKind) -> bool:
    """Return whether a word such as "The" may begin the sentence after a stamp."""
    return kind is WordKind.LINK and word[0].isupper()


def _has_date(kinds: Sequence[WordKind]) -> bool:
    """Return whether there is a time of day or a date."""
    return WordKind.CLOCK in kinds or {WordKind.DAY, WordKind.NUMBER} <= set(kinds)


def _is_stamp(kinds: Sequence[WordKind]) -> bool:
    """Return whether words are a stamp: a time of day, a date with its year or an announced one."""
    if not kinds or WordKind.LINK in (kinds[0], kinds[-1]):
        return False
    if WordKind.CLOCK in kinds:
        return True
    numbers_needed = 1 if kinds[0] is WordKind.STAMP else 2
    return WordKind.DAY in kinds and kinds.count(WordKind.NUMBER) >= numbers_needed


def _count_opening_marks(between: str) -> int:
    """Return the number of opening quotation marks and brackets at the end of a text."""
    return len(between) - len(between.rstrip("\"'“‘«„("))
