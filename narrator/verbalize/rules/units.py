"""Units of measurement, percent, and what looks like a unit but is none."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import partial

from narrator.language.tables import Language, one_of
from narrator.verbalize.agreement import Noun
from narrator.verbalize.numbers import (
    counted,
    is_one,
    number_words,
    parse_number,
    written_magnitudes,
)
from narrator.verbalize.rules import degrees, feet
from narrator.verbalize.rules.attributive import describes_noun, plural_follows
from narrator.verbalize.rules.rule import DIGIT, Match, Rule, first_group_and, fixed, to

_SQUARE = "2²"
_CUBIC = "3³"
# the dot of an abbreviation, where no sentence ends
_ABBREVIATION_DOT = r"(?:\.(?=\s[a-z(]|[,;:)]))?"
# a space, or decimals that touch the unit
_SPACE_OR_DECIMALS = (
    r"(?:\s|(?<=[.,][0-9])|(?<=[.,][0-9]{2})|(?<=[.,][0-9]{3}))"  # a look-behind has a fixed width
)


def rules(language: Language) -> Iterator[Rule]:
    """Yield the rules for measures: compound ones before single ones."""
    if not language.units:
        return
    yield _hours_and_minutes()
    yield from degrees.rules(language)
    yield from feet.rules(language)
    yield from _millions_counted(language)
    yield from _measures(language)
    yield from _percent(language)


def _hours_and_minutes() -> Rule:
    """Return the rule for 1h 30m, where the m is no meter."""
    pattern = r"(?<![\w.,/:])([0-9]{1,3})\s?h\s?([0-9]{1,2})\s?m(?:in)?(?![\w/²³])"
    return Rule(pattern, _hours_and_minutes_words, (DIGIT,))


def _hours_and_minutes_words(match: Match, language: Language) -> str:
    units = language.units["units"]
    hours = counted(match[1], Noun(*units["h"]), language)
    return f"{hours} {counted(match[2], Noun(*units['min']), language)}"


def _millions_counted(language: Language) -> Iterator[Rule]:
    """Yield the rules for "5m people", who are not measured in meters."""
    number = language.number_pattern
    for mark, nouns in language.units.get("million_of", {}).items():
        magnitude = language.numbers["magnitudes"][mark]
        before_noun = rf"(?=\s(?:[a-z]{{1,20}}\s)?{one_of(nouns)}\b)"
        pattern = rf"(?<![\w.,])({number}){mark}{before_noun}"
        yield Rule(pattern, partial(_number_and_magnitude, magnitude), (DIGIT,))


def _number_and_magnitude(magnitude: str, match: Match, language: Language) -> str:
    return f"{number_words(match[1], language)} {magnitude}"


def _measures(language: Language) -> Iterator[Rule]:
    """Yield the rules for 5 km, 5-10 km, 3 x 4 m, 10 million km², 5 kg/m3 and 5/km."""
    units = one_of(language.units["units"])
    per_units = one_of(language.units["per_units"])
    by = first_group_and(f" {language.units['by']} ")
    yield Rule(rf"(?<=[0-9])(\s?{units})\s?[x×]\s?(?=[0-9])", by, (DIGIT,))
    number = language.number_pattern
    first = rf"(?:(?P<first>{number})\s?(?P<link>[-–—x×])\s?)?"
    magnitude = rf"(?P<magnitude>\s{one_of(written_magnitudes(language))}\b)?"
    spaced = one_of(language.units.get("spaced", {}))
    unit = rf"(?P<hyphen>[\s-]?)(?P<unit>{units})|{_SPACE_OR_DECIMALS}(?P<spaced>{spaced})"
    power = r"(?P<power>[23²³](?![0-9]))?"
    per_power = r"(?P<per_power>[2²3³])?"
    per = rf"(?:\s?/\s?(?P<per>{per_units}){per_power}(?!\w))?"
    yield Rule(
        rf"(?<![\w.,/]){first}(?P<number>{number}){magnitude}{_no_verb(language)}"
        rf"(?:{unit})(?![^\W\d_²³]|'\w){power}{per}(?!\w){_ABBREVIATION_DOT}",
        _measure,
        (DIGIT,),
    )
    rate = rf"(?<![\w.,/])(?P<number>{number})\s?/\s?(?P<per>{per_units}){per_power}(?!\w)"
    yield Rule(rate, _rate, (DIGIT, "/"))


def _no_verb(language: Language) -> str:
    """Return a look-ahead that rejects a verb: "45 ha di bosco", but "la 500 ha 70 CV"."""
    units = language.units
    if "verbs" not in units:
        return ""
    return rf"(?!\s{one_of(units['verbs'])}\s(?!{units['measured_after']}\b))"


def _measure(match: Match, language: Language) -> str:
    """Return a number, or two joined, and its unit."""
    noun = _measured(match, language)
    unit = _power(noun.form(one=_is_singular(match, language)), match["power"], language)
    if match["per"]:
        unit += f" {_per_unit(match, language)}"
    number = number_words(match["number"], language, gender=noun.gender)
    words = f"{number}{match['magnitude'] or ''} {unit}"
    if not match["first"]:
        return words
    joined_by = language.units["by"] if match["link"] in "x×" else language.numbers["to"]
    return f"{number_words(match['first'], language)} {joined_by} {words}"


def _measured(match: Match, language: Language) -> Noun:
    """Return the noun of a unit; some symbols are units only after a space."""
    units: Mapping[str, list[str]] = language.units["units"]
    spaced: Mapping[str, list[str]] = language.units.get("spaced", {})
    symbol = match["unit"] or match["spaced"]
    if symbol in spaced:
        return Noun(*spaced[symbol])
    return Noun(*units[symbol])


def _is_singular(match: Match, language: Language) -> bool:
    """Return whether a measure is of one, or describes a noun: a five kilometer run."""
    whole, fraction = parse_number(match["number"], language)
    is_single_number = not (fraction or match["first"] or match["magnitude"])
    if is_one(whole) and is_single_number:
        return True
    if describes_noun(match, language, hyphenated=match["hyphen"] == "-"):
        return True
    return not match["hyphen"] and plural_follows(match, language)


def _rate(match: Match, language: Language) -> str:
    return f"{number_words(match['number'], language)} {_per_unit(match, language)}"


def _per_unit(match: Match, language: Language) -> str:
    units = language.units
    unit = units["per_units"][match["per"]]
    return f"{units['per']} {_power(unit, match['per_power'], language)}"


def _power(unit: str, power: str | None, language: Language) -> str:
    """Return a unit, or the square or cubic one."""
    if not power:
        return unit
    form: str = language.units["square" if power in _SQUARE else "cubic"]
    return form.format(unit=unit)


def _percent(language: Language) -> Iterator[Rule]:
    """Yield the rules for 5%, 5-10% and 5°-10°."""
    percent = fixed(f" {language.units['percent']}")
    yield Rule(r"(?<=[0-9][%°])\s?[-–—]\s?(?=[0-9])", to, (DIGIT, "%°"))
    yield Rule(r"(?<=[0-9a-z])\s?%(?!\w)", percent, ("%",))
