"""How a text is written: its first character, and which of its words are in capitals."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

from narrator.language.tables import all_words

_OPENING_QUOTES = "“\"‘'«„"


def first_character(text: str) -> str:
    """Return the name of the kind of character that a text begins with."""
    first = text[0]
    if first.isalpha():
        return _letter_case(first)
    if first.isdigit():
        return "digit"
    if first in _OPENING_QUOTES:
        return "quote"
    if first in "([{":
        return "bracket"
    return "sign"


def _letter_case(letter: str) -> str:
    if letter.isupper():
        return "capital"
    if letter.islower():
        return "small"
    return "caseless"


def is_in_capitals(text: str) -> bool:
    """Return whether a text has capitals, and no small letters.

    An acronym among letters that have no case makes no text in capitals.
    """
    return text.isupper() and _is_cased(text)


def _is_cased(text: str) -> bool:
    """Return whether most letters of a text have a case."""
    if text.isascii():
        return True
    letters = list(filter(str.isalpha, text))
    cased = sum(letter.lower() != letter.upper() for letter in letters)
    return 2 * cased > len(letters)


def capitalisation(words: Sequence[str]) -> str:
    """Return how words are written: in capitals, as in a title, as in a sentence and so on."""
    letters = "".join(words)
    if not letters:
        return "none"
    if is_in_capitals(letters):
        return "capitals" if len(letters) > 3 else "few capitals"
    if not _is_cased(letters):
        return "caseless"
    return _mixed_capitalisation(words)


def _mixed_capitalisation(words: Sequence[str]) -> str:
    """Return how words with small letters are written; little words of titles do not count."""
    counted = [word for word in words if word.lower() not in _small_words()] or words
    capitalised = sum(not word[0].islower() for word in counted)
    if capitalised == len(counted) == 1:
        return "one word"
    if capitalised == len(counted):
        return "title"
    if capitalised * 2 > len(counted) > 2:
        return "mostly capitalised"
    if words[0][0].isupper():
        return "sentence"
    return "small"


@cache
def _small_words() -> frozenset[str]:
    """Return the words that titles do not capitalise, in any language."""
    return frozenset(all_words("headings", "small"))
