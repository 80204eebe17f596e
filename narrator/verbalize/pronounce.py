"""The user's pronunciation dictionary, applied around the rules.

What the dictionary says goes to the engine as it stands: it comes before the rules of
``verbalize.normalize``, and they do not touch it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import lru_cache

from narrator.verbalize.pronunciations import Pronunciations

# While the rules run, placeholders stand for the dictionary's words: an entry's number, written in
# an alphabet that no rule and hardly a text knows. It is Deseret, which has capitals, since rules
# ask whether a name begins with one. The first letter is one past the digits.
_UPPER_ZERO = 0x10400
_LOWER_ZERO = 0x10428
_BASE = 16
_PLACEHOLDERS = re.compile("[\U00010400-\U0001044f]+")


def pronounce(text: str, pronunciations: Pronunciations, spoken: Callable[[str], str]) -> str:
    """Return the spoken form of a text, with the dictionary's words as it says them.

    ``spoken`` is the rules, such as ``to_spoken`` of a language. While they run, placeholders stand
    for the words, so the rules neither change nor miss them, and nothing but the dictionary can put
    brackets before the engine.
    """
    if not pronunciations:
        return spoken(text)
    text = _PLACEHOLDERS.sub("", text)
    index = _index(pronunciations)
    entries = pronunciations.entries

    def to_placeholder(match: re.Match[str]) -> str:
        number = index.number_of(match[0])
        if number is None:
            return match[0]
        return _placeholder(number, capital=match[0][0].isupper())

    def to_spoken_form(match: re.Match[str]) -> str:
        number = _number_in(match[0])
        if number >= len(entries):
            return ""
        return entries[number].spoken

    marked = index.pattern.sub(to_placeholder, text)
    return _PLACEHOLDERS.sub(to_spoken_form, spoken(marked))


@dataclass(frozen=True, slots=True)
class _Index:
    """The words of a dictionary, to be found in a text.

    Attributes:
        pattern: Matches whole words in any case, the longest first.
        exact: Numbers of the entries for one very spelling, by word.
        folded: Numbers of all others, by word in folded case.
    """

    pattern: re.Pattern[str]
    exact: Mapping[str, int]
    folded: Mapping[str, int]

    def number_of(self, word: str) -> int | None:
        """Return the number of a word's entry, or None where it has none in this spelling."""
        if word in self.exact:
            return self.exact[word]
        return self.folded.get(word.casefold())


@lru_cache(maxsize=4)
def _index(pronunciations: Pronunciations) -> _Index:
    exact: dict[str, int] = {}
    folded: dict[str, int] = {}
    for number, entry in enumerate(pronunciations.entries):
        if entry.case:
            exact[entry.word] = number
        else:
            folded[entry.word.casefold()] = number
    words = {entry.word for entry in pronunciations.entries}
    longest_first = sorted(words, key=len, reverse=True)
    alternatives = "|".join(map(re.escape, longest_first))
    pattern = re.compile(rf"(?i)(?<!\w)(?:{alternatives})(?!\w)")
    return _Index(pattern, exact, folded)


def _placeholder(number: int, *, capital: bool) -> str:
    """Return a number as a word of Deseret letters, with or without a capital."""
    digits = [number % _BASE]
    while number := number // _BASE:
        digits.append(number % _BASE)
    zero = _UPPER_ZERO if capital else _LOWER_ZERO
    word = [chr(_LOWER_ZERO + digit) for digit in reversed(digits)]
    return chr(zero + _BASE) + "".join(word)


def _number_in(placeholder: str) -> int:
    """Return the number that a placeholder spells after its first letter."""
    number = 0
    for letter in placeholder[1:]:
        number = number * _BASE + ord(letter) - _LOWER_ZERO
    return number
