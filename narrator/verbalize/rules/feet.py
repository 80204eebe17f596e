"""Feet and inches."""

from __future__ import annotations

from collections.abc import Iterator

from narrator.language.tables import Language
from narrator.verbalize.agreement import Noun
from narrator.verbalize.numbers import number_words
from narrator.verbalize.rules.rule import DIGIT, Match, Rule


def rules(language: Language) -> Iterator[Rule]:
    """Return the rules for 6 ft 2 in, 6'2" and 12".

    A straight quote is a sign of inches only where it cannot be a quotation mark.
    """
    if "inches" not in language.units:
        return
    number = language.number_pattern
    sides = r"(?<![\w.,/])([0-9]{1,3})['′]\s?[x×]\s?([0-9]{1,3})['′]"
    yield Rule(sides, _sides, (DIGIT, "'′"))
    foot = r"(?:ft\.?|['′])"
    inch = r"(?:in\b\.?|\"|″|'')"
    both = rf"(?<![\w.,/])([0-9]{{1,2}})\s?{foot}[\s,-]{{0,2}}({number})\s?{inch}"
    yield Rule(both, _feet_and_inches, (DIGIT,))
    yield Rule(rf"(?<![\w.,/\"“])({number})(?:{_inch_mark(language)})(?!\w)", _inches, (DIGIT,))


def _inch_mark(language: Language) -> str:
    """Return a pattern for a mark of inches; its groups are what cannot be a quotation mark."""
    quote = r"(?<=[0-9])\""
    sure = r"(″|(?<=[0-9])in(?![\w-]))"
    adjectives = "|".join(language.units["inch_adjectives"])
    word = rf"(?=\s?in\b(?=[.,;)]|$|\s(?:{adjectives})))\s?(in)"
    return f"{quote}|{sure}|{word}"


def _sides(match: Match, language: Language) -> str:
    by, feet = language.units["by"], _foot(language).many
    length, width = number_words(match[1], language), number_words(match[2], language)
    return f"{length} {feet} {by} {width} {feet}"


def _feet_and_inches(match: Match, language: Language) -> str:
    feet = _counted(match[1], _foot(language), language)
    return f"{feet} {_counted(match[2], _inch(language), language)}"


def _inches(match: Match, language: Language) -> str:
    """Return inches; after a word "in" alone, an even number of quotes is no sign of them."""
    quotation_marks = match.string.count('"') % 2 == 0
    if quotation_marks and not match[2]:
        return match[0]
    return _counted(match[1], _inch(language), language)


def _counted(number: str, noun: Noun, language: Language) -> str:
    return f"{number_words(number, language)} {noun.form(one=number == '1')}"


def _foot(language: Language) -> Noun:
    return Noun(*language.units["units"]["ft"])


def _inch(language: Language) -> Noun:
    return Noun(*language.units["inches"]["in"])
