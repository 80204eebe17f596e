"""Units of measurement, degrees, percent, feet and inches."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import partial

from narrator.language.tables import FIGURE, Language, Rule, one_of
from narrator.verbalize.numbers import is_one, parse, say_number
from narrator.verbalize.rules.attributive import describes_noun, many_follow

_SQUARE = {"2": "square", "²": "square", "3": "cubic", "³": "cubic"}


def rules(language: Language) -> Iterator[Rule]:
    """Compound measures before single ones."""
    table = language.table("units")
    if not table:
        return
    yield from _hours(language)
    yield from _degrees(language)
    yield from _feet(language)
    yield from _million_of(language)
    yield from _measures(language)


def _measures(language: Language) -> Iterator[Rule]:
    table = language.table("units")
    units, spaced, per = table["units"], table.get("spaced", {}), table["per_units"]
    power = r"([23²³](?![0-9]))?"
    per_unit = rf"(?:\s?/\s?({one_of(per)})([2²3³])?(?!\w))?"
    magnitudes = [word for word in language.table("numbers", "magnitudes") if len(word) > 4]
    magnitude = rf"((?:\s{one_of(magnitudes)}\b)?)"
    number = language.number
    name = {**units, **spaced}
    # "45 ha di bosco", but "la 500 ha 70 CV"
    verb = rf"(?!\s{one_of(table['words'])}\s(?!d[ie]\b))" if "words" in table else ""
    # the dot of an abbreviation, where no sentence ends
    dot = r"(?:\.(?=\s[a-z(]|[,;:)]))?"

    def measure(m: re.Match[str]) -> str:
        whole, fraction = parse(m[3], language)
        one = is_one(whole) and not fraction and not m[1] and not m[4].strip()
        adjective = m["hyphen"] == "-" or describes_noun(m) or (not m["hyphen"] and many_follow(m))
        one = one or (language.code == "en" and adjective)
        names = name[m[6] or m[7]]
        unit = _unit(names, m[8], one, language)
        agree = names[2] if len(names) > 2 else "m"
        if m[9]:
            unit += f" {table['per']} {_power(per[m[9]], m[10], language)}"
        first = ""
        if m[1]:
            link = table["by"] if m[2] in "x×" else language.table("numbers")["to"]
            first = f"{say_number(m[1], language)} {link} "
        return f"{first}{say_number(m[3], language, agree=agree)}{m[4]} {unit}"

    def by(m: re.Match[str]) -> str:
        return f"{say_number(m[1], language)} {table['per']} {_power(per[m[2]], m[3], language)}"

    sides = rf"(?<=[0-9])(\s?{one_of(units)})\s?[x×]\s?(?=[0-9])"
    yield Rule(sides, lambda m: f"{m[1]} {table['by']} ", (FIGURE,))
    yield Rule(
        rf"(?<![\w.,/])(?:({number})\s?([-–—x×])\s?)?({number}){magnitude}{verb}(?:(?P<hyphen>[\s-]?)({one_of(units)})|(?:\s|(?<=[.,][0-9])|(?<=[.,][0-9]{{2}})|(?<=[.,][0-9]{{3}}))({one_of(spaced)}))(?![^\W\d_²³]|'\w){power}{per_unit}(?!\w){dot}",
        measure,
        (FIGURE,),
    )
    yield Rule(rf"(?<![\w.,/])({number})\s?/\s?({one_of(per)})([2²3³])?(?!\w)", by, (FIGURE, "/"))
    to = language.table("numbers")["to"]
    yield Rule(r"(?<=[0-9][%°])\s?[-–—]\s?(?=[0-9])", lambda _: f" {to} ", (FIGURE, "%°"))
    yield Rule(r"(?<=[0-9a-z])\s?%(?!\w)", lambda _: " " + table["percent"], ("%",))


def _unit(names: list[str], power: str | None, one: bool, language: Language) -> str:
    return _power(names[0] if one else names[1], power, language)


def _power(unit: str, power: str | None, language: Language) -> str:
    form: str = language.table("units")[_SQUARE[power]] if power else "{unit}"
    return form.format(unit=unit)


def _hours(language: Language) -> Iterator[Rule]:
    """1h 30m, where the m is no meter."""
    units = language.table("units", "units")
    hour, minute = units["h"], units["min"]

    def both(m: re.Match[str]) -> str:
        return f"{_counted(m[1], hour, language)} {_counted(m[2], minute, language)}"

    yield Rule(
        r"(?<![\w.,/:])([0-9]{1,3})\s?h\s?([0-9]{1,2})\s?m(?:in)?(?![\w/²³])", both, (FIGURE,)
    )


def _counted(figures: str, names: list[str], language: Language) -> str:
    number = say_number(figures, language, agree=names[2] if len(names) > 2 else "m")
    return f"{number} {names[0 if is_one(figures) else 1]}"


def _degrees(language: Language) -> Iterator[Rule]:
    table = language.table("units")
    scales = table["degree_scales"]

    minute, second = language.table("units", "units")["min"], language.table("units", "spaced")["s"]

    def position(m: re.Match[str]) -> str:
        parts = [(m[1], table["degrees"]), (m[2], minute), (m[3], second)]
        said = [
            f"{say_number(part, language)} {names[is_one(part) - 1]}"
            for part, names in parts
            if part
        ]
        return " ".join([*said, *([scales[m[4]]] if m[4] in scales else [])])

    def bare(m: re.Match[str]) -> str:
        figures, scale = (m[2], m[3]) if m[2] else (m[4], m[5])
        return f"{m['word'] or ''}{say_number(figures, language)} {table['degrees'][1]} {scales[scale]}"

    decimal = re.escape(language.table("numbers")["decimal"])
    yield Rule(
        rf"(?<![\w.,])([0-9]{{1,3}})°\s?([0-9]{{1,2}}(?:{decimal}[0-9]+)?)['′](?:\s?([0-9]{{1,2}}(?:{decimal}[0-9]+)?)(?:[\"″]|''))?(?:\s?([NSEWO])\b)?",
        position,
        (FIGURE, "°"),
    )
    if scaled := language.table("units").get("degrees_after"):
        # "-15C (5F)", "180C/350F", "it hit 80F", but no "Room 12C"
        told = rf"(?:(?<=\bminus\s)|(?<=[(/])|(?P<word>\b{one_of(scaled)}\s))"
        pair = r"(?=\s?[(/]\s?(?:minus\s)?[0-9]{1,3}[CF]\b)"
        pattern = rf"(?:{told}([0-9]{{1,3}})([CF])(?!\w)|(?<![\w.,])([0-9]{{1,3}})([CF]){pair})"
        yield Rule(pattern, bare, (FIGURE,))
    # º is also the mark of an ordinal
    signs = "°℃℉" if "º" in language.table("numbers")["ordinal_marks"] else "°º℃℉"

    def degrees(m: re.Match[str]) -> str:
        mark = (m[2] or {"℃": "C", "℉": "F"}.get(m[1], "")).upper()
        scale = f" {scales[mark]}" if mark else ""
        return f" {table['degrees'][1]}{scale}{' ' if m[3] else ''}"

    yield Rule(
        rf"(?<=[0-9])\s?([{signs}])(?:\s?({one_of(scales)})\b(?!\.[A-Z]))?(?=(\w)?)",
        degrees,
        (signs, FIGURE),
    )


def _feet(language: Language) -> Iterator[Rule]:
    """6 ft 2 in, 6'2", 12" — straight quotes only where they cannot be quotation marks."""
    units = language.table("units", "units")
    inches = language.table("units", "inches")
    if not inches:
        return
    inch, foot = inches["in"], units["ft"]

    def both(m: re.Match[str]) -> str:
        feet = foot[0] if m[1] == "1" else foot[1]
        small = inch[0] if m[2] == "1" else inch[1]
        return f"{say_number(m[1], language)} {feet} {say_number(m[2], language)} {small}"

    def sides(m: re.Match[str]) -> str:
        by = language.table("units")["by"]
        return f"{say_number(m[1], language)} {foot[1]} {by} {say_number(m[2], language)} {foot[1]}"

    yield Rule(r"(?<![\w.,/])([0-9]{1,3})['′]\s?[x×]\s?([0-9]{1,3})['′]", sides, (FIGURE, "'′"))

    def single(m: re.Match[str]) -> str:
        if m.string.count('"') % 2 == 0 and not m[2]:
            return m[0]
        return f"{say_number(m[1], language)} {inch[0] if m[1] == '1' else inch[1]}"

    number = language.number
    yield Rule(
        rf"(?<![\w.,/])([0-9]{{1,2}})\s?(?:ft\.?|['′])[\s,-]{{0,2}}({number})\s?(?:in\b\.?|\"|″|'')",
        both,
        (FIGURE,),
    )
    yield Rule(
        rf"(?<![\w.,/\"“])({number})(?:(?<=[0-9])\"|(″|(?<=[0-9])in(?![\w-]))|(?=\s?in\b(?=[.,;)]|$|\s(?:tall|long|wide|deep|high|thick)))\s?(in))(?!\w)",
        single,
        (FIGURE,),
    )


def _million_of(language: Language) -> Iterator[Rule]:
    """What "5m people" counts is not meters."""
    for mark, nouns in language.table("units", "million_of").items():
        word = language.table("numbers", "magnitudes")[mark]
        yield Rule(
            rf"(?<![\w.,])({language.number}){mark}(?=\s(?:[a-z]{{1,20}}\s)?{one_of(nouns)}\b)",
            partial(_count, word, language),
            (FIGURE,),
        )


def _count(word: str, language: Language, m: re.Match[str]) -> str:
    return f"{say_number(m[1], language)} {word}"
