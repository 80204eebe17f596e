"""Fractions with a slash."""

from __future__ import annotations

from collections.abc import Mapping

from narrator.language.tables import Language, one_of
from narrator.verbalize.agreement import FEMININE, Noun, noun_gender_after
from narrator.verbalize.numbers import cardinal, is_zero
from narrator.verbalize.ordinals import fraction_words
from narrator.verbalize.rules.rule import DIGIT, Match, Rule

# "20/20" is perfect sight
_PERFECT_SIGHT = "20"


def rule(language: Language) -> Rule:
    """Return the rule for 1/2, 2 3/4 and 3/4 mile."""
    numbers = language.numbers
    units = one_of(language.units.get("units", {}))
    unit = rf"(?-i:{units})(?!\w)"
    mark = rf"(?:{one_of(numbers['ordinal_marks'])}s?)?"
    denominator = "[0-9]{1,2}|100|1000"
    if numbers.get("denominator_words", {}).get("over"):
        denominator += "|[0-9]{3,4}"
    fraction = rf"(?P<numerator>[0-9]{{1,2}})/(?P<denominator>{denominator}){mark}"
    whole = r"(?:(?P<whole>[0-9]{1,4})[\s-])?"
    end = rf"(?:(?![\w/]|[.,:][0-9])|(?=\s?{unit}))"
    then_unit = rf"(?:\s?(?P<unit>{unit})(?:\.(?=\s[a-z]))?)?"
    pattern = rf"(?i)(?<![\w.,/:-]){whole}{fraction}{end}{then_unit}"
    return Rule(pattern, _fraction, (DIGIT, "/"))


def _fraction(match: Match, language: Language) -> str:
    """Return the words for a fraction, a mixed number or a measure, or the text if it is none."""
    whole, numerator, denominator = match["whole"], match["numerator"], match["denominator"]
    if int(denominator) < 2 or is_zero(numerator):
        return match[0]
    if not whole and _is_pair(numerator, denominator, language):
        return f"{cardinal(numerator, language)} {cardinal(denominator, language)}"
    if (numerator, denominator) == ("1", "2"):
        words = _half(match, language)
    else:
        words = fraction_words(numerator, denominator, language)
    if whole:
        words = f"{cardinal(whole, language)} {language.numbers['and']} {words}"
    if match["unit"]:
        words = f"{words} {_unit(match, language)}"
    return words


def _is_pair(first: str, second: str, language: Language) -> bool:
    """Return whether two numbers are said instead of a fraction, as in 60/40 and 20/20."""
    if not language.numbers.get("pairs_make_hundred"):
        return False
    return int(first) + int(second) == 100 or first == _PERFECT_SIGHT


def _half(match: Match, language: Language) -> str:
    """Return the words for a half: alone, after a whole number, or before what is halved."""
    numbers = language.numbers
    alone = fraction_words("1", "2", language)
    if match["whole"]:
        return str(numbers["half"])
    gender = noun_gender_after(match, language)
    if not match["unit"] and not gender:
        return alone
    feminine = gender == FEMININE and not match["unit"]
    form = "half_before_feminine" if feminine else "half_before_noun"
    return str(numbers.get(form, alone))


def _unit(match: Match, language: Language) -> str:
    """Return the name of what a fraction measures: "3/4 mile", but "1 1/2 miles"."""
    units: Mapping[str, list[str]] = language.units["units"]
    noun = Noun(*units[match["unit"]])
    if not match["whole"]:
        return noun.one
    plural = language.numbers.get("mixed_fraction_is_plural", False)
    return noun.form(one=int(match["whole"]) <= 1 and not plural)
