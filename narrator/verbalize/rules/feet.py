"""Feet and inches."""

from __future__ import annotations

from collections.abc import Iterator

from narrator.language.tables import Language, one_of
from narrator.verbalize.agreement import Noun
from narrator.verbalize.numbers import counted, number_words
from narrator.verbalize.rules.rule import DIGIT, Match, Rule


def rules(language: Language) -> Iterator[Rule]:
    """Yield the rules for 6' x 8', 6 ft 2 in, 6'2" and 12", where they have words for inches.

    A straight quote means inches only where it cannot be a quotation mark.
    """
    units = language.units
    if "inches" not in units:
        return
    number = language.number_pattern
    sides = r"(?<![\w.,/])([0-9]{1,3})['′]\s?[x×]\s?([0-9]{1,3})['′]"
    yield Rule(sides, _sides, (DIGIT, "'′"))
    foot_sign, inch_sign = units["foot_sign"], units["inch_sign"]
    foot = rf"(?:{foot_sign}\.?|['′])"
    inch = rf"(?:{inch_sign}\b\.?|\"|″|'')"
    both = rf"(?<![\w.,/])([0-9]{{1,2}})\s?{foot}[\s,-]{{0,2}}({number})\s?{inch}"
    yield Rule(both, _feet_and_inches, (DIGIT,))
    quote = r"(?<=[0-9])\""
    adjectives = one_of(units["inch_adjectives"])
    sure = rf"″|(?<=[0-9]){inch_sign}(?![\w-])|\s?{inch_sign}(?=\s{adjectives})"
    inches = rf"(?<![\w.,/\"“])({number})(?:{quote}|({sure}))(?!\w)"
    yield Rule(inches, _inches, (DIGIT,))


def _sides(match: Match, language: Language) -> str:
    feet = Noun(*language.units["units"]["ft"]).many
    length, width = number_words(match[1], language), number_words(match[2], language)
    return f"{length} {feet} {language.units['by']} {width} {feet}"


def _feet_and_inches(match: Match, language: Language) -> str:
    feet = counted(match[1], Noun(*language.units["units"]["ft"]), language)
    return f"{feet} {_inch_words(match[2], language)}"


def _inches(match: Match, language: Language) -> str:
    """Return the words for inches, or the text where a straight quote may be a quotation mark."""
    in_quotation = match.string.count('"') % 2 == 0
    if in_quotation and not match[2]:
        return match[0]
    return _inch_words(match[1], language)


def _inch_words(number: str, language: Language) -> str:
    return counted(number, Noun(*language.units["inches"]["in"]), language)
