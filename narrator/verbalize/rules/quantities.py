"""Numbers that belong to nothing else: fixed ones, magnitudes, multiples and plain numbers.

What joins numbers (fractions, sums, ranges) has modules of its own; this one puts them in order.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import lru_cache

from narrator.language.tables import Language, one_of
from narrator.verbalize.agreement import FEMININE, NO_GENDER, noun_gender_after
from narrator.verbalize.numbers import (
    is_one,
    magnitude_gender,
    number_words,
    written_magnitudes,
)
from narrator.verbalize.rules import fractions, ordinal_numbers, ranges
from narrator.verbalize.rules.rule import DIGIT, Match, Rule, before, listed

# longer runs of digits are no amounts, and engines read them badly
_MOST_DIGITS_OF_AMOUNT = 12
# characters before a number in which its label is looked for
_LABEL_WITHIN = 16


def rules(language: Language) -> Iterator[Rule]:
    """Yield the rules: fixed phrases first, and joined numbers before single ones."""
    if not language.numbers:
        return
    phrases: Mapping[str, str] = language.numbers.get("fixed", {})
    if phrases:
        # 24/7, 9/11
        fixed = rf"(?<![\w.,/-])({one_of(phrases)})(?![\w/-])"
        yield Rule(fixed, listed(phrases), (DIGIT,))
    if "plain_magnitudes" in language.numbers:
        yield _magnitudes(language)
    yield fractions.rule(language)
    if "times" in language.numbers:
        yield _multiples(language)
    yield from ranges.rules(language)
    yield from ordinal_numbers.rules(language)
    yield _plain_numbers(language)


def _magnitudes(language: Language) -> Rule:
    """Return the rule for 2.5bn, 3 Mio. and 2-3bn.

    A single letter is a magnitude only after a fraction or before what is counted: not "gate 4B".
    """
    magnitudes = language.numbers["plain_magnitudes"]
    letters = one_of([word for word in magnitudes if len(word) == 1])
    words = one_of([word for word in magnitudes if len(word) > 1])
    decimal = re.escape(language.numbers["decimal"])
    after_fraction = rf"(?:(?<={decimal}[0-9])|(?<={decimal}[0-9]{{2}}))"
    number = language.number_pattern
    low = rf"(?:(?P<low>{number})\s?[-–—]\s?)?"
    word = rf"\s?(?P<word>{words})(?!\w)"
    letter = rf"{after_fraction}\s?(?P<letter>{letters})(?!\w)"
    before_counted = rf"(?P<letter_before>{letters}){_counted_pattern(language)}"
    pattern = rf"(?<![\w.,]){low}(?P<number>{number})(?:{word}|{letter}|{before_counted})"
    return Rule(pattern, _number_with_magnitude, (DIGIT,))


def _counted_pattern(language: Language) -> str:
    """Return a look-ahead for a plural noun, which a number may count."""
    counted = language.numbers.get("counted")
    if not counted:
        return "(?!)"
    return rf"(?=\+?\s(?:{one_of(counted['plurals'])}|{counted['plural']})\b)"


def _number_with_magnitude(match: Match, language: Language) -> str:
    numbers = language.numbers
    sign = match["word"] or match["letter"] or match["letter_before"]
    words = f"{number_words(match['number'], language)} {numbers['plain_magnitudes'][sign]}"
    if not match["low"]:
        return words
    return f"{number_words(match['low'], language)} {numbers['to']} {words}"


def _multiples(language: Language) -> Rule:
    """Return the rule for 5x, as in "5x faster", and for 2.5x where the language asks for it."""
    fraction = ""
    if language.numbers.get("decimal_multiples"):
        fraction = rf"(?:{re.escape(language.numbers['decimal'])}[0-9]{{1,2}})?"
    pattern = rf"(?<![\w.,])([0-9]{{1,3}}{fraction})\s?[x×](?!\w|\s?[0-9])"
    return Rule(pattern, _multiple, (DIGIT,))


def _multiple(match: Match, language: Language) -> str:
    if match[0] == match.string:
        return match[0]
    return f"{number_words(match[1], language, gender=FEMININE)} {language.numbers['times']}"


def _plain_numbers(language: Language) -> Rule:
    """Return the rule for numbers alone.

    In languages where the engine reads digits well, only grouped and decimal numbers and long runs
    of digits are put into words.
    """
    pattern = rf"(?<![\w.,:/])(?=[0-9]*[.,\s]?[0-9])({language.number_pattern})(?![\w/]|[.,:][0-9])"
    return Rule(pattern, _plain_number, (DIGIT,))


def _plain_number(match: Match, language: Language) -> str:
    number = match[0]
    if language.numbers.get("all_words"):
        return number_words(number, language, gender=_counted_gender(match, language))
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
    last_word = before(match, _LABEL_WITHIN).rstrip().rsplit(" ", 1)[-1]
    if last_word in labels:
        return NO_GENDER
    return noun_gender_after(match, language, one=is_one(match[0]))


@lru_cache(maxsize=16)
def _magnitude_after(code: str) -> re.Pattern[str]:
    """Return a pattern for a space and a magnitude in full."""
    return re.compile(rf"\s{one_of(written_magnitudes(Language(code)))}\b")
