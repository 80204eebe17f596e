"""Degrees of temperature and of position."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from narrator.language.tables import Language, one_of
from narrator.verbalize.agreement import NO_GENDER, Noun
from narrator.verbalize.numbers import is_one, number_words
from narrator.verbalize.rules.rule import DIGIT, Match, Rule

# signs that are a degree and its scale in one
_SCALE_OF_SIGN = {"℃": "C", "℉": "F"}
# º is also the mark of an ordinal
_ORDINAL_SIGN = "º"


def rules(language: Language) -> Iterator[Rule]:
    """Return the rules for positions, temperatures without a sign, and degrees."""
    units = language.units
    decimal = re.escape(language.numbers["decimal"])
    part = rf"[0-9]{{1,2}}(?:{decimal}[0-9]+)?"
    minute = rf"(?P<minute>{part})['′]"
    second = rf"(?:\s?(?P<second>{part})(?:[\"″]|''))?"
    direction = r"(?:\s?(?P<direction>[NSEWO])\b)?"
    position = rf"(?<![\w.,])(?P<degree>[0-9]{{1,3}})°\s?{minute}{second}{direction}"
    yield Rule(position, _position, (DIGIT, "°"))
    if "degrees_after" in units:
        yield _temperature_without_sign(language)
    signs = "°º℃℉"
    if _ORDINAL_SIGN in language.numbers["ordinal_marks"]:
        signs = signs.replace(_ORDINAL_SIGN, "")
    scale = rf"(?:\s?(?P<scale>{one_of(units['degree_scales'])})\b(?!\.[A-Z]))?"
    pattern = rf"(?<=[0-9])\s?(?P<sign>[{signs}]){scale}(?=(?P<next>\w)?)"
    yield Rule(pattern, _degrees, (signs, DIGIT))


def _position(match: Match, language: Language) -> str:
    """Return degrees, minutes and seconds, and the direction where the language names it."""
    units = language.units
    words = _counted(match["degree"], units["degrees"], language)
    words += " " + _counted(match["minute"], units["units"]["min"], language)
    if match["second"]:
        words += " " + _counted(match["second"], units["spaced"]["s"], language)
    direction = units["degree_scales"].get(match["direction"])
    if direction:
        words = f"{words} {direction}"
    return words


def _counted(number: str, names: Sequence[str], language: Language) -> str:
    noun = Noun(*names)
    is_single = is_one(number)
    gender = noun.gender if is_single else NO_GENDER
    words = number_words(number, language, gender=gender)
    return f"{words} {noun.form(one=is_single)}"


def _temperature_without_sign(language: Language) -> Rule:
    """Return the rule for "-15C (5F)", "180C/350F", "it hit 80F", but no "Room 12C"."""
    minus = language.numbers["minus"]
    word = rf"(?P<word>\b{one_of(language.units['degrees_after'])}\s)"
    told = rf"(?:(?<=\b{minus}\s)|(?<=[(/])|{word})(?P<told>[0-9]{{1,3}})(?P<told_scale>[CF])(?!\w)"
    second = rf"(?=\s?[(/]\s?(?:{minus}\s)?[0-9]{{1,3}}[CF]\b)"
    first = rf"(?<![\w.,])(?P<first>[0-9]{{1,3}})(?P<first_scale>[CF]){second}"
    return Rule(f"(?:{told}|{first})", _temperature, (DIGIT,))


def _temperature(match: Match, language: Language) -> str:
    units = language.units
    number = match["told"] or match["first"]
    scale = units["degree_scales"][match["told_scale"] or match["first_scale"]]
    degrees = Noun(*units["degrees"]).many
    return f"{match['word'] or ''}{number_words(number, language)} {degrees} {scale}"


def _degrees(match: Match, language: Language) -> str:
    """Return the word for a sign of degrees, and its scale."""
    units = language.units
    words = " " + Noun(*units["degrees"]).many
    mark = match["scale"] or _SCALE_OF_SIGN.get(match["sign"], "")
    if mark:
        words += " " + units["degree_scales"][mark.upper()]
    if match["next"]:
        words += " "
    return words
