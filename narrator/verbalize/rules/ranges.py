"""Two numbers joined: ranges, scores, ratios."""

from __future__ import annotations

from collections.abc import Iterator

from narrator.language.tables import Language
from narrator.verbalize.agreement import FEMININE, NO_GENDER, noun_gender_after
from narrator.verbalize.numbers import is_one, number_words
from narrator.verbalize.rules.rule import Match, Rule, after_figure


def rules(language: Language) -> Iterator[Rule]:
    """Yield the rules for 5-10, 3:2 and 1:50,000."""
    number = language.number_pattern
    end = r"(?![\w/]|[-–:.,][0-9]|-\w)"
    span = rf"(?<![\w.,/:+–—-])({number})\s?[-–—]\s?({number}){end}"
    yield Rule(span, _range, (after_figure("-–—"),))
    score = rf"(?<![\w.,:/])({number}):({number})(?![\w:/]|[.,][0-9])"
    yield Rule(score, _score, (after_figure(":"),))


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


def _score(match: Match, language: Language) -> str:
    """Return a score or a ratio."""
    numbers = language.numbers
    first, second = number_words(match[1], language), number_words(match[2], language)
    if match[1] == match[2] != "0" and numbers.get("draw_without_against"):
        return f"{first} {second}"
    return f"{first} {numbers.get('against', numbers['to'])} {second}"
