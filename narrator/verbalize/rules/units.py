"""Units of measurement, percent, and what looks like a unit but is none."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from narrator.language.tables import Language, one_of
from narrator.verbalize.agreement import Noun
from narrator.verbalize.numbers import (
    is_one,
    number_words,
    parse_number,
    written_magnitudes,
)
from narrator.verbalize.rules import degrees, rewrites, slashes
from narrator.verbalize.rules.attributive import describes_noun, plural_follows
from narrator.verbalize.rules.rule import (
    Match,
    Rule,
    after,
    after_figure,
    before,
    first_letters,
    to,
)

# characters before a mark in which a quotation may begin
_QUOTATION_WITHIN = 200
_APOSTROPHES = "'’"
_FOOT_MARKS = _APOSTROPHES + "′"
_MARKS_AFTER_NUMBER = _FOOT_MARKS + '"”″+-'
_SQUARE = "2²"
# a space, or decimals that touch the unit
_SPACE_OR_DECIMALS = (
    r"(?:\s|(?<=[.,][0-9])|(?<=[.,][0-9]{2})|(?<=[.,][0-9]{3}))"  # a look-behind has a fixed width
)


def rules(language: Language) -> Iterator[Rule]:
    """Yield the rules for measures: compound ones before single ones."""
    if not language.units:
        return
    yield from degrees.rules(language)
    yield from _measures(language)
    yield from rewrites.rules(language, "percent")
    if "or" in language.numbers:
        yield slashes.words()


def _measures(language: Language) -> Iterator[Rule]:
    """Yield the rules for 5 km, 5-10 km, 3 x 4 m, 10 million km², 5 kg/m3, 5/km and litres/day."""
    names = [
        *language.units["units"],
        *language.units.get("spaced", ()),
        *written_magnitudes(language),
    ]
    units = one_of(language.units["units"])
    mark = mark_pattern(language)
    number = language.number_pattern
    joint = rf"(?P<joint>\s?[-–—]\s?|\s{re.escape(language.units['by'])}\s)"
    first = rf"(?:(?P<first>{number}){joint})?"
    magnitude = rf"(?P<magnitude>\s{one_of(written_magnitudes(language))}\b)?"
    spaced = one_of(language.units.get("spaced", {}))
    spaced = rf"{_SPACE_OR_DECIMALS}(?P<spaced>{spaced})(?!\.?\s?[A-Z]\b)"
    unit = rf"(?P<hyphen>[\s-]?)(?P<unit>{units})|{spaced}"
    power = r"(?P<power>[23²³](?![0-9]))?"
    # the dot of an abbreviation, where no sentence ends
    dot = rf"(?:\.(?=\s[a-z(]|[,;:)]|\s{number}\s?{units}(?!\w)))?"
    per_units = one_of(language.units["per_units"])
    per = rf"\.?\s?/\s?{per_units}[2²3³]?(?!\w)"
    yield Rule(
        rf"(?<![\w.,/]){first}(?P<number>{number})(?P<plus>\+)?{magnitude}{_no_verb(language)}"
        rf"(?:(?P<mark>{mark})|(?:{unit})(?![^\W\d_²³]|'\w|\.[A-Z]){power}"
        rf"(?P<per>(?:{per}){{1,2}})?(?!\w){dot})",
        _measure,
        (after_figure(_MARKS_AFTER_NUMBER + first_letters(names)),),
    )
    yield Rule(rf"(?<![\w.,/])({number}){per}", _rate, (after_figure("./"), "/"))
    # "in kg/m³", but no "m/d"
    yield Rule(rf"(?<![\w.,/&-])({units})(?=/s\b|/\w\w|/\w[²³]){per}", _rate, ("/",))
    if "per_nouns" in language.units:
        yield Rule(rf"({language.units['per_nouns']}){per}", _rate, ("/",))


def mark_pattern(language: Language) -> str:
    """Return a pattern for the marks of feet and inches that touch their number."""
    units = language.units
    if "inch_sign" not in units:
        return "(?!)"
    sign, adjectives = units["inch_sign"], one_of(units["inch_adjectives"])
    return (
        rf"(?:''|[\"”″'’′](?!\w)|['′](?=[0-9]{{1,2}}(?:''|[\"”″]))"
        rf"|(?<=[0-9]){sign}(?![\w-])|\s?{sign}(?=\s{adjectives}))"
    )


def is_no_measure(match: Match, language: Language) -> bool:
    """Return whether the mark after a number closes a quotation, or is an apostrophe."""
    mark, units = match["mark"], language.units
    if mark in _APOSTROPHES:
        words = one_of([*units["inch_adjectives"], units["by"], language.numbers["to"]])
        feet_follow = rf"[0-9]|\s?{words}\b"
        second = before(match, 4).endswith(f"{units['by']} ")
        sure = second or re.match(feet_follow, after(match, 10))
        return not sure and not describes_noun(match, language, hyphenated=False)
    opening = "“" if mark == "”" else mark
    opened = rf"(?<![\w.,!?]){opening}(?=\S)[^{opening}{mark}]*"
    start = max(0, match.start() - _QUOTATION_WITHIN)
    text = re.sub(opened + mark, "", match.string[start : match.start("mark")])
    return re.search(rf"{opened}$", text) is not None


def _no_verb(language: Language) -> str:
    """Return a look-ahead that rejects a verb: "45 ha di bosco", but "la 500 ha 70 CV"."""
    units = language.units
    if "verbs" not in units:
        return ""
    return rf"(?!\s{one_of(units['verbs'])}\s(?!{units['measured_after']}\b))"


def _measure(match: Match, language: Language) -> str:
    """Return a number, or two joined, and its unit."""
    if match["mark"] and is_no_measure(match, language):
        return match[0]
    noun = unit_noun(match["mark"] or match["unit"] or match["spaced"], language)
    unit = _power(noun.form(one=_is_singular(match, language)), match["power"], language)
    unit += _per(match["per"] or "", language)
    number = number_words(match["number"], language, gender=noun.gender)
    if match["plus"]:
        number += f" {language.numbers['plus']}"
    words = f"{number}{match['magnitude'] or ''} {unit}"
    if after(match, 1).isdigit():
        words += " "
    if not match["first"]:
        return words
    joint = match["joint"] if match["joint"].strip().isalpha() else to(match, language)
    return number_words(match["first"], language) + joint + words


def unit_noun(symbol: str, language: Language) -> Noun:
    """Return the noun of a unit by its symbol or mark; some are units only after a space."""
    units: Mapping[str, list[str]] = language.units["units"]
    if symbol in units:
        return Noun(*units[symbol])
    other: Mapping[str, list[str]] = language.units.get("spaced", {})
    if symbol in other:
        return Noun(*other[symbol])
    return Noun(*language.units["feet" if symbol in _FOOT_MARKS else "inches"])


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
    words = match[1]
    if words[-1].isdigit():
        words = number_words(words, language)
    elif words in language.units["units"]:
        words = unit_noun(words, language).many
    return words + _per(match[0][len(match[1]) :], language)


def _per(written: str, language: Language) -> str:
    """Return " per meter per second" for "/m/s", with the powers that are written."""
    units = language.units
    words = ""
    for part in filter(None, re.split(r"\.?\s?/\s?", written)):
        unit = units["per_units"].get(part)
        name = unit or _power(units["per_units"][part[:-1]], part[-1], language)
        words += f" {units['per']} {name}"
    return words


def _power(unit: str, power: str | None, language: Language) -> str:
    """Return a unit, or the square or cubic one."""
    if not power:
        return unit
    form: str = language.units["square" if power in _SQUARE else "cubic"]
    return form.format(unit=unit)
