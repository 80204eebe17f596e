"""Dates and days of the week."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from narrator.language.tables import FIGURE, INNER_DOT, Language, Rule, one_of
from narrator.verbalize.numbers import cardinal, ordinal, year
from narrator.verbalize.rules.years import YEAR


@dataclass(frozen=True, slots=True)
class _Date:
    """A date as it is written. ``after`` is the word before it, ``link`` what joins the year to it."""

    month: int
    day: int
    until: int | None = None
    year: str = ""
    month_first: bool = True
    after: str = ""
    link: str = ""


def rules(language: Language) -> Iterator[Rule]:
    """The whole date before its parts."""
    if not language.table("dates"):
        return
    yield from _weekdays(language)
    yield from _numeric(language)
    yield from _named(language)


def _weekdays(language: Language) -> Iterator[Rule]:
    """Mon., Tue-Thu, Fri (5/2): short days before what shows that they are days."""
    names = language.table("dates", "weekday_abbreviations")
    if not names:
        return
    words = {word for word in names if word.lower() in language.table("dates")["ambiguous"]}
    day, sure = one_of(names), one_of(names.keys() - words)
    month = one_of(
        [*language.table("dates", "months"), *language.table("dates", "month_abbreviations")]
    )
    to = language.table("numbers")["to"]
    start = r"(?<![\w.-])"
    yield Rule(
        rf"{start}({day})\.?\s?[-–]\s?({day})\b\.?(?!-)",
        lambda m: f"{names[m[1]]} {to} {names[m[2]]}",
        ("-–",),
    )
    dated = rf"{start}({day})(?:\.|(?=[\s,]))(?=,?\s(?:(?:[0-9]{{1,2}}\.?\s(?:de\s)?)?{month}\b|\([0-9]))"
    alone = rf"{start}({sure})(?:\.(?=[\s,])|(?=,?\s[0-9]))"
    yield Rule(f"{dated}|{alone}", lambda m: names[m[1] or m[2]], (FIGURE + INNER_DOT,))


def _numeric(language: Language) -> Iterator[Rule]:
    """2006-08-05 and 8/5/2006."""
    month_first_here = language.table("dates")["order"] == "mdy"

    def iso(m: re.Match[str]) -> str:
        month, day = int(m[3]), int(m[4])
        return _say(_Date(month, day, year=m[1], month_first=month_first_here), language) or m[0]

    def local(m: re.Match[str]) -> str:
        first, second = int(m[1]), int(m[3])
        month_first = second > 12 or (month_first_here and first <= 12)
        month, day = (first, second) if month_first else (second, first)
        date = _Date(
            month,
            day,
            year=_century(m[4]),
            month_first=month_first and month_first_here,
            after=_before(m),
        )
        return _say(date, language) or m[0]

    def year_month(m: re.Match[str]) -> str:
        """2003-05 is a month where it cannot be a span of years."""
        ahead = int(m[2]) > int(m[1]) % 100 or m[1].endswith("99")
        return m[0] if ahead else _month_year(int(m[2]), m[1], language)

    guard = r"(?<![\w.,/-])"
    day = r"([0-9]{1,2})"
    named = one_of(set(language.table("dates", "weekday_abbreviations").values()))
    yield Rule(
        rf"\b({named},?\s\(?){day}/{day}(?![\w/])",
        lambda m: m[1] + (_say(_Date(int(m[2]), int(m[3])), language) or f"{m[2]}/{m[3]}"),
        (FIGURE, "/"),
    )
    if dotted := language.table("dates").get("day_and_month"):
        # 24.12. in German, 24.12 in French
        yield Rule(
            rf"{guard}{dotted}(?![\w/-]|[.,][0-9])",
            lambda m: (
                _say(_Date(int(m[2]), int(m[1]), month_first=False, after=_before(m)), language)
                or m[0]
            ),
            (FIGURE, "."),
        )
    yield Rule(rf"{guard}({YEAR})-(0[1-9]|1[0-2])(?![\w/-]|[.,][0-9])", year_month, (FIGURE, "-"))
    yield Rule(rf"{guard}({YEAR})([-/.]){day}\2{day}(?![\w/-])", iso, (FIGURE, "-/."))
    yield Rule(
        rf"{guard}{day}([-/.]){day}\2({YEAR}|(?<=/)[0-9]{{2}})(?![\w/-]|\.[0-9])",
        local,
        (FIGURE, "-/."),
    )


def _named(language: Language) -> Iterator[Rule]:
    """July 4, 4 July, 4-6 July, each with or without the year, and July 1776."""
    table = language.table("dates")
    names = {**table["months"], **table["month_abbreviations"]}
    numbers = {name.lower(): value for name, value in names.items()}

    def dated(m: re.Match[str]) -> str:
        found = m.groupdict()
        name, gap = m["month"], found["gap"] or ""
        if name in table["ambiguous"] and not found["year"]:
            return m[0]
        link = "," if "," in gap else "del" if "del" in gap else ""
        until = int(found["until"]) if found["until"] else None
        first = m.start("month") == m.start()
        date = _Date(
            numbers[name.lower()],
            int(m["day"]),
            until,
            found["year"] or "",
            first,
            _before(m),
            link,
        )
        return _say(date, language) or m[0]

    def month_year(m: re.Match[str]) -> str:
        return _month_year(numbers[m["month"].lower()], m["year"], language)

    # Dec. 31-Jan. 2
    to = language.table("numbers")["to"]
    span = rf"(?i)(?<=[0-9])(?:st|nd|rd|th)?\s?[-–—]\s?(?={one_of(names)}\.?\s[0-9])"
    yield Rule(span, lambda _: f" {to} ", (FIGURE, "-–—"))
    month = rf"(?<!\w)(?P<month>{one_of(names)})"
    dot = r"(?:\.(?=,?[\s-]{1,2}(?:del?\s)?[0-9]))?"
    mark = one_of(language.table("numbers")["ordinal_marks"])
    day = rf"(?P<day>[0-9]{{1,2}})(?:{mark})?(?:\s?[-–]\s?(?P<until>[0-9]{{1,2}})(?:{mark})?)?"
    link = table["day_month_link"]
    of = rf"(?:{link}\s)?" if link else ""
    of_year = rf"(?:{link}l?\s)?" if link else ""
    then = rf"(?:(?P<gap>,?\s{of_year}|-)(?P<year>{YEAR})(?!\w|[.,]?[0-9]))?"
    the = (
        rf"(?:{table.get('article', 'the')}\s)?"
        if table["day_kind"] == "ordinal" and "article" in table
        else ""
    )
    start = r"(?<![\w.,:/$£€-])"
    yield Rule(rf"(?i){month}{dot}[\s-]{day}{then}(?![\w:/%]|[.,][0-9])", dated, (FIGURE,))
    yield Rule(rf"(?i){start}{the}{day}\.?[\s-]{of}{month}(?!\w){dot}{then}", dated, (FIGURE,))
    yield Rule(
        rf"(?i){month}{dot},?\s{of_year}(?P<year>{YEAR})(?![\w:/%]|[.,]?[0-9])",
        month_year,
        (FIGURE,),
    )


def _century(figures: str) -> str:
    """A year of two figures belongs to the century that holds most writing about it."""
    if len(figures) == 4:
        return figures
    return ("20" if int(figures) < 50 else "19") + figures


def _before(m: re.Match[str]) -> str:
    """The word before, in small letters."""
    words = m.string[max(0, m.start() - 12) : m.start()].split()
    return words[-1].lower() if words else ""


def _month(number: int, language: Language) -> str:
    return next(
        name for name, value in language.table("dates", "months").items() if value == number
    )


def _month_year(month: int, figures: str, language: Language) -> str:
    form: str = language.table("dates").get("month_year", "{month} {year}")
    return form.format(month=_month(month, language), year=year(figures, language))


def _say(date: _Date, language: Language) -> str | None:
    """A date's words, or None when there is no such day."""
    if not (1 <= date.month <= 12 and 1 <= date.day <= 31 and (date.until or 1) <= 31):
        return None
    table = language.table("dates")
    words = _day(date.day, date.after, language)
    if date.until:
        words += f" {language.table('numbers')['to']} {_day(date.until, date.after, language)}"
    form = table["month_day"] if date.month_first else table["day_month"]
    said: str = form.format(day=words, month=_month(date.month, language))
    if date.year:
        comma = "," if date.link == "," else ""
        joined: str = table.get(f"with_year_{date.link}", table["with_year"])
        said = joined.format(date=said + comma, year=year(date.year, language))
    return said


def _day(day: int, before: str, language: Language) -> str:
    kind = language.table("dates")["day_kind"]
    if kind == "ordinal":
        endings = language.table("numbers", "ordinal_endings")
        return ordinal(str(day), language) + (
            endings.get(before, endings["default"]) if endings else ""
        )
    if kind == "first" and day == 1:
        return ordinal("1", language)
    return cardinal(str(day), language)
