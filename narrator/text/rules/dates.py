"""Dates, years, spans of years and decades."""

from __future__ import annotations

import re
from collections.abc import Iterator

from narrator.text.language import DIGITS, Language, Rule, one_of
from narrator.text.numbers import cardinal, ordinal, year

_YEAR = r"[12][0-9]{3}"


def rules(language: Language) -> Iterator[Rule]:
    """The whole date before its parts."""
    table = language.table("dates")
    if not table:
        return
    yield from _numeric(language)
    yield from _named(language)
    yield from _decades(language)
    yield from _years(language)


def _numeric(language: Language) -> Iterator[Rule]:
    """2006-08-05 and 8/5/2006."""

    def iso(m: re.Match[str]) -> str:
        return _say(m[1], m[3], m[4], language) or m[0]

    def local(m: re.Match[str]) -> str:
        first, second = m[1], m[3]
        month_first = language.table("dates")["order"] == "mdy" and int(first) <= 12
        if int(second) > 12:
            month_first = True
        month, day = (first, second) if month_first else (second, first)
        return _say(_century(m[4]), month, day, language, month_first=month_first) or m[0]

    guard = r"(?<![\w.,/-])"
    yield Rule(re.compile(rf"{guard}({_YEAR})([-/.])([0-9]{{1,2}})\2([0-9]{{1,2}})(?![\w/-])"), iso, DIGITS)
    yield Rule(
        re.compile(rf"{guard}([0-9]{{1,2}})([-/.])([0-9]{{1,2}})\2({_YEAR}|(?<=/)[0-9]{{2}})(?![\w/-]|\.[0-9])"),
        local,
        DIGITS,
    )


def _named(language: Language) -> Iterator[Rule]:
    """July 4, 4 July, 4-6 July, each with or without the year."""
    table = language.table("dates")
    names = {**table["months"], **table["month_abbreviations"]}
    dot = r"(?:\.(?=,?[\s-]{1,2}[0-9]))?"
    month = rf"(?<!\w)(?P<month>{one_of(names)})"
    numbers = {name.lower(): value for name, value in names.items()}
    mark = one_of(language.table("numbers")["ordinal_marks"])
    day = rf"(?P<day>[0-9]{{1,2}})(?:{mark})?"
    until = rf"(?:\s?[-–]\s?(?P<until>[0-9]{{1,2}})(?:{mark})?)?"
    link = table["day_month_link"]
    year_after = rf"(?:(?P<gap>,?\s|-)(?:(?:{link}l?)\s)?(?P<year>{_YEAR})(?![\w]|[.,]?[0-9]))?"

    def dated(m: re.Match[str]) -> str:
        name, found = m["month"], m.groupdict()
        if name in table["ambiguous"] and not found["year"]:
            return m[0]
        said = _say(
            found["year"],
            str(numbers[name.lower()]),
            found["day"],
            language,
            month_first=m.start("month") == m.start(),
            until=found.get("until"),
            the=bool(found.get("the")),
        )
        return m[0] if said is None else said

    def month_year(m: re.Match[str]) -> str:
        name = _month(str(numbers[m["month"].lower()]), language)
        if m["month"][0].islower():
            name = name.lower() if language.code == "en" else name
        return table.get("month_year", "{month} {year}").format(month=name, year=year(m["year"], language))

    yield Rule(re.compile(rf"(?i){month}{dot}[\s-]{day}{until}{year_after}(?![\w:/%]|[.,][0-9])"), dated, DIGITS)
    yield Rule(
        re.compile(
            rf"(?i)(?<![\w.,:/$£€-])(?P<the>{table.get('article', 'the')}\s)?{day}{until}\.?[\s-](?:{link}\s)?{month}(?!\w){dot}{year_after}"
        ),
        dated,
        DIGITS,
    )
    yield Rule(
        re.compile(rf"(?i){month}{dot}(?:,|\s{link}l?)?\s(?P<year>{_YEAR})(?![\w:/%]|[.,]?[0-9])"), month_year, DIGITS
    )


def _decades(language: Language) -> Iterator[Rule]:
    table = language.table("dates", "decades")
    if not table:
        return

    def decade(m: re.Match[str]) -> str:
        words: str = table[m[2]]
        if not m[1]:
            return words
        if m[2] == "00" and m[1][1] == "0":
            return cardinal(m[1] + "00", language) + "s"
        return f"{cardinal(m[1], language)} {words}"

    yield Rule(
        re.compile(r"(?<=[0-9]s)\s?[-–—]\s?(?='?[0-9]{2}(?:[0-9]{2})?'?s\b)"),
        lambda _: f" {language.table('numbers')['to']} ",
        DIGITS,
    )
    yield Rule(re.compile(r"(?<=\bmid)-(?='?[0-9])"), lambda _: " ", DIGITS)
    yield Rule(re.compile(r"(?<![\w.,$£€-])'?([12][0-9])?([0-9]0)'?s(?!\w)"), decade, DIGITS)


def _years(language: Language) -> Iterator[Rule]:
    table = language.table("dates")
    first, last = table["era_years"]
    to = language.table("numbers")["to"]

    def span(m: re.Match[str]) -> str:
        if not first <= int(m[1]) <= last or (len(m[2]) == 4 and int(m[2]) > last):
            return m[0]
        end = year(m[2], language) if len(m[2]) == 4 else _short_year(m[2], language)
        return f"{year(m[1], language)} {to} {end}"

    def single(m: re.Match[str]) -> str:
        return year(m[0], language) if first <= int(m[0]) <= last else m[0]

    yield Rule(re.compile(rf"(?<![\w.,/$£€-])({_YEAR})\s?[-–—/]\s?({_YEAR}|[0-9]{{2}})(?![\w/-]|[.,][0-9])"), span, DIGITS)
    if language.code != "en":
        return
    after = one_of(table["year_after"])
    yield Rule(re.compile(r"(?<![\w.,/$£€#-])[12][0-9]{3}(?![\w/]|[.,:][0-9]|-[0-9])"), single, DIGITS)
    yield Rule(
        re.compile(rf"(?i)\b({after})\s(10[0-9]{{2}})(?![\w/-]|[.,:][0-9])"),
        lambda m: f"{m[1]} {year(m[2], language)}",
        DIGITS,
    )


def _short_year(two: str, language: Language) -> str:
    if two[0] != "0":
        return cardinal(two, language)
    return f"{language.table('numbers').get('zero_digit', cardinal('0', language))} {cardinal(two[1], language)}"


def _century(figures: str) -> str:
    """A year of two figures belongs to the century that holds most writing about it."""
    if len(figures) == 4:
        return figures
    return ("20" if int(figures) < 50 else "19") + figures


def _month(number: str, language: Language) -> str:
    return next(name for name, value in language.table("dates", "months").items() if value == int(number))


def _say(
    year_figures: str | None,
    month: str,
    day: str,
    language: Language,
    *,
    month_first: bool = True,
    until: str | None = None,
    the: bool = False,
) -> str | None:
    """A date's words, or None when there is no such day."""
    if not 1 <= int(month) <= 12 or not 1 <= int(day) <= 31 or (until and int(until) > 31):
        return None
    table = language.table("dates")
    words = _day(day, language)
    if until:
        words += f" {language.table('numbers')['to']} {_day(until, language)}"
    form = table["month_day"] if month_first else table["day_month"]
    said: str = form.format(day=words, month=_month(month, language))
    if year_figures:
        said = table["with_year"].format(date=said, year=year(year_figures, language))
    return said


def _day(day: str, language: Language) -> str:
    kind = language.table("dates")["day_kind"]
    figures = str(int(day))
    if kind == "ordinal" or (kind == "first" and figures == "1"):
        return ordinal(figures, language)
    return cardinal(figures, language)
