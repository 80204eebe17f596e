"""Numbers that belong to nothing else: multiples, scores, ranges and plain numbers.

Fractions and ordinals have modules of their own; this one puts them in order.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from narrator.language.tables import Language, one_of
from narrator.verbalize.agreement import FEMININE, NO_GENDER, noun_gender_after
from narrator.verbalize.numbers import (
    is_one,
    magnitude_gender,
    number_words,
    two_digit_words,
    written_magnitudes,
)
from narrator.verbalize.rules import fractions, ordinal_numbers, rewrites
from narrator.verbalize.rules.rule import DIGIT, Match, Rule, after_figure, word_before

# longer runs of digits are no amounts, and engines read them badly
_MOST_DIGITS_OF_AMOUNT = 12


def rules(language: Language) -> Iterator[Rule]:
    """Yield the rules: fixed phrases first, and joined numbers before single ones."""
    if not language.numbers:
        return
    yield fractions.rule(language)
    yield from rewrites.rules(language, "numbers")
    number = language.number_pattern
    span = rf"(?<![\w.,/:+–—-])({number})\s?[-–—]\s?({number})(?![\w/]|[-–:.,][0-9]|-\w)"
    yield Rule(span, _range, (after_figure("-–—"),))
    yield from ordinal_numbers.rules(language)
    # what the rules before have left
    alone = rf"(?<![\w.,:/])(?=[0-9]*[.,\s]?[0-9])({number})(?![\w/]|[.,:][0-9])"
    yield Rule(alone, _plain_number, (DIGIT,))


def _range(match: Match, language: Language) -> str:
    """Return the ends of a range; equal ones are two numbers side by side, 978-0 too."""
    first, last = match[1], number_words(match[2], language)
    is_code = len(first) > 2 and match[2] == "0"
    if is_code or first == match[2] != "0":
        return f"{number_words(first, language)} {last}"
    words = number_words(first, language, gender=_gender_of_first(match, language))
    return f"{words} {language.numbers['to']} {last}"


def _gender_of_first(match: Match, language: Language) -> str:
    """Return the gender that the first number of a range takes from the noun after it."""
    if not is_one(match[1]):
        return NO_GENDER
    gender = noun_gender_after(match, language)
    if gender != FEMININE and not language.numbers.get("range_agrees"):
        return NO_GENDER
    return gender


def _plain_number(match: Match, language: Language) -> str:
    """Return a number alone in words.

    Where the engine reads digits well, only grouped and decimal numbers and long runs are.
    """
    number = match[0]
    if language.numbers.get("all_words"):
        return number_words(number, language, gender=_counted_gender(match, language))
    if len(number) == 2 and number[0] == "0" != number[1]:
        return two_digit_words(number, language)
    amount = number == "0" or not number.startswith("0")
    if number.isdigit() and amount and len(number) <= _MOST_DIGITS_OF_AMOUNT:
        return number
    return number_words(number, language)


def _counted_gender(match: Match, language: Language) -> str:
    """Return the gender of what a number counts.

    A magnitude has its own. After a label a number counts nothing, as in "Absatz 1 Satz 2".
    """
    if _magnitude_after(language.code).match(match.string, match.end()):
        return magnitude_gender(language)
    labels = language.numbers.get("labels", ())
    if word_before(match) in labels:
        return NO_GENDER
    return noun_gender_after(match, language, one=is_one(match[0]))


@lru_cache(maxsize=16)
def _magnitude_after(code: str) -> re.Pattern[str]:
    """Return a pattern for a space and a magnitude in full."""
    return re.compile(rf"\s{one_of(written_magnitudes(Language(code)))}\b")
