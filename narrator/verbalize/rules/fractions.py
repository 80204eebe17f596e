"""Fractions with a slash."""

from __future__ import annotations

from narrator.language.tables import Language, one_of
from narrator.verbalize.agreement import FEMININE, NO_GENDER, noun_gender_after
from narrator.verbalize.numbers import cardinal, is_zero
from narrator.verbalize.ordinals import fraction_words
from narrator.verbalize.rules.attributive import describes_noun
from narrator.verbalize.rules.rule import Match, Rule, after_figure
from narrator.verbalize.rules.units import is_no_measure, mark_pattern, unit_noun


def rule(language: Language) -> Rule:
    """Return the rule for 1/2, 2 3/4 and 3/4 mile."""
    numbers = language.numbers
    unit = rf"(?-i:{one_of(language.units.get('units', {}))})(?!\w)"
    unit_mark = mark_pattern(language)
    mark = rf"(?:{one_of(numbers['ordinal_marks'])}s?)?"
    denominator = "[0-9]{1,2}|100|1000"
    if numbers.get("denominator_words", {}).get("over"):
        denominator += "|[0-9]{3,4}"
    fraction = rf"(?P<numerator>[0-9]{{1,2}})/(?P<denominator>{denominator}){mark}"
    whole = r"(?:(?P<whole>[0-9]{1,4})[\s-])?"
    end = rf"(?:(?![\w/]|[.,:][0-9])|(?=[\s-]?(?:{unit}|{unit_mark})))"
    then_unit = rf"(?:(?P<hyphen>[\s-]?)(?P<unit>{unit}|(?P<mark>{unit_mark}))(?:\.(?=\s[a-z]))?)?"
    pattern = rf"(?i)(?<![\w.,/:-]){whole}{fraction}{end}{then_unit}"
    return Rule(pattern, _fraction, (after_figure("/"),))


def _fraction(match: Match, language: Language) -> str:
    """Return the words for a fraction, a mixed number or a measure, or the text if it is none."""
    whole, numerator, denominator = match["whole"], match["numerator"], match["denominator"]
    if int(denominator) < 2 or is_zero(numerator):
        return match[0]
    adjective = describes_noun(match, language, hyphenated=match["hyphen"] == "-")
    is_half = (numerator, denominator) == ("1", "2")
    if is_half:
        words = _half(match, language)
    else:
        words = fraction_words(numerator, denominator, language, adjective=adjective)
    if whole:
        gender = language.numbers.get("mixed_gender", NO_GENDER)
        count = cardinal(whole, language, gender=gender)
        words = f"{count} {language.numbers['and']} {words}"
    if match["mark"] and is_no_measure(match, language):
        return words + match["mark"]
    if match["unit"]:
        joint = " " if whole or is_half else language.numbers.get("fraction_of", " ")
        words = f"{words}{joint}{_unit(match, language, adjective=adjective)}"
    return words


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


def _unit(match: Match, language: Language, *, adjective: bool) -> str:
    """Return the name of what a fraction measures: "3/4 mile", but "1 1/2 miles"."""
    noun = unit_noun(match["unit"], language)
    if adjective or not match["whole"]:
        return noun.one
    plural = language.numbers.get("mixed_fraction_is_plural", False)
    return noun.form(one=int(match["whole"]) <= 1 and not plural)
