"""Degrees of temperature, and of latitude and longitude."""

from __future__ import annotations

import re
from collections.abc import Iterator

from narrator.language.tables import Language, one_of
from narrator.verbalize.agreement import Noun
from narrator.verbalize.numbers import counted
from narrator.verbalize.rules.rule import Match, Rule, after_figure

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
    yield Rule(position, _position, (after_figure("°"),))
    signs = "°º"
    if _ORDINAL_SIGN in language.numbers["ordinal_marks"]:
        signs = signs.replace(_ORDINAL_SIGN, "")
    scale = rf"(?:\s?(?P<scale>{one_of(units['degree_scales'])})\b(?!\.[A-Z]))?"
    pattern = rf"(?<=[0-9])\s?[{signs}]{scale}(?=(?P<next>\w)?)"
    yield Rule(pattern, _degrees, (after_figure(signs),))


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


def _degrees(match: Match, language: Language) -> str:
    """Return the words for a degree sign and its scale."""
    units = language.units
    words = " " + Noun(*units["degrees"]).many
    if match["scale"]:
        words += " " + units["degree_scales"][match["scale"].upper()]
    if match["next"]:
        words += " "
    return words
