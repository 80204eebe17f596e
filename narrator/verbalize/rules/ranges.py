"""Two or three numbers joined: ranges, scores, verses of the Bible, and dimensions."""

from __future__ import annotations

import re
from collections.abc import Iterator

from narrator.language.tables import Language, one_of
from narrator.verbalize.agreement import FEMININE, NO_GENDER, noun_gender_after
from narrator.verbalize.numbers import cardinal, is_one, number_words
from narrator.verbalize.rules.rule import DIGIT, Match, Rule, first_group_and


def rules(language: Language) -> Iterator[Rule]:
    """Yield the rules for 5-10, 1st-3rd, 3:16-18, 3:2 and 3 x 4."""
    numbers = language.numbers
    number = language.number_pattern
    end = r"(?![\w/]|[-–:.,][0-9]|-\w)"
    span = rf"(?<![\w.,/:+–—-])({number})\s?[-–—]\s?({number}){end}"
    yield Rule(span, _range, (DIGIT, "-–—"))
    mark = one_of(numbers["ordinal_marks"])
    then_to = first_group_and(f" {numbers['to']} ")
    ordinals = rf"(?<=[0-9])({mark})\s?[–-]\s?(?=[0-9]{{1,4}}{mark}\b)"
    yield Rule(ordinals, then_to, (DIGIT, "-–"))
    part = "([0-9]{1,3})"
    verses = rf"(?<![\w.,:/]){part}:{part}\s?[-–]\s?{part}(?![\w:/]|[.,][0-9])"
    yield Rule(verses, _verses, (DIGIT, ":"))
    part = rf"[0-9]{{1,4}}(?:{re.escape(numbers['decimal'])}[0-9]{{1,2}})?"
    score = rf"(?<![\w.,:/])({part}):({part})(?![\w:/]|[.,][0-9])"
    yield Rule(score, _score, (DIGIT, ":"))
    sides = rf"(?<![\w.,])({number})\s?x\s?({number})(?![\w])"
    yield Rule(sides, _sides, (DIGIT, "x"))


def _range(match: Match, language: Language) -> str:
    """Return the ends of a range; equal ones are two numbers side by side."""
    first, last = match[1], number_words(match[2], language)
    if first == match[2] != "0":
        return f"{last} {last}"
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


def _verses(match: Match, language: Language) -> str:
    chapter, first, last = (cardinal(part, language) for part in match.groups())
    return f"{chapter} {first} {language.numbers['to']} {last}"


def _score(match: Match, language: Language) -> str:
    """Return a score or a ratio."""
    numbers = language.numbers
    first, second = number_words(match[1], language), number_words(match[2], language)
    if match[1] == match[2] != "0" and numbers.get("draw_without_against"):
        return f"{first} {second}"
    return f"{first} {numbers.get('against', numbers['to'])} {second}"


def _sides(match: Match, language: Language) -> str:
    first, second = number_words(match[1], language), number_words(match[2], language)
    return f"{first} {language.numbers['by']} {second}"
