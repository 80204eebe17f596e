"""Degrees of temperature, and of latitude and longitude."""

from __future__ import annotations

import re
from collections.abc import Iterator

from narrator.language.tables import Language, one_of
from narrator.verbalize.agreement import Noun
from narrator.verbalize.numbers import counted, number_words
from narrator.verbalize.rules.rule import DIGIT, Match, Rule

# signs that are a degree and its scale in one
_SCALE_OF_SIGN = {"℃": "C", "℉": "F"}
# º is also the mark of an ordinal
_ORDINAL_SIGN = "º"


def rules(language: Language) -> Iterator[Rule]:
    """Yield the rules for positions, temperatures without a sign, and degrees."""
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
    words = [
        counted(match["degree"], Noun(*units["degrees"]), language),
        counted(match["minute"], Noun(*units["units"]["min"]), language),
    ]
    if match["second"]:
        words.append(counted(match["second"], Noun(*units["spaced"]["s"]), language))
    words.append(units["degree_scales"].get(match["direction"], ""))
    return " ".join(words).rstrip()


def _temperature_without_sign(language: Language) -> Rule:
    """Return the rule for "-15C (5F)", "180C/350F", "it hit 80F", but no "Room 12C"."""
    minus = language.numbers["minus"]
    word = rf"\b{one_of(language.units['degrees_after'])}\s"
    after_word_or_mark = rf"(?:(?<=\b{minus}\s)|(?<=[(/])|(?P<word>{word}))"
    then_second = rf"(?=\s?[(/]\s?(?:{minus}\s)?[0-9]{{1,3}}[CF]\b)"
    first_of_two = rf"(?<![\w.,])(?=[0-9]{{1,3}}[CF]{then_second})"
    temperature = r"(?P<number>[0-9]{1,3})(?P<scale>[CF])(?!\w)"
    return Rule(rf"(?:{after_word_or_mark}|{first_of_two}){temperature}", _temperature, (DIGIT,))


def _temperature(match: Match, language: Language) -> str:
    units = language.units
    degrees = Noun(*units["degrees"]).many
    scale = units["degree_scales"][match["scale"]]
    return f"{match['word'] or ''}{number_words(match['number'], language)} {degrees} {scale}"


def _degrees(match: Match, language: Language) -> str:
    """Return the words for a degree sign and its scale."""
    units = language.units
    words = " " + Noun(*units["degrees"]).many
    scale = match["scale"] or _SCALE_OF_SIGN.get(match["sign"])
    if scale:
        words += " " + units["degree_scales"][scale.upper()]
    if match["next"]:
        words += " "
    return words
