"""Days of the week, and dates that name their month.

Dates in digits alone have a module of their own.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import partial

from narrator.language.tables import Language, one_of
from narrator.verbalize.rules import numeric_dates
from narrator.verbalize.rules.date_words import Date, date_words, month_and_year, word_before
from narrator.verbalize.rules.rule import DIGIT, INNER_DOT, Match, Rule, to
from narrator.verbalize.rules.years import YEAR


def rules(language: Language) -> Iterator[Rule]:
    """Yield the rules for dates: whole dates before their parts."""
    if not language.dates:
        return
    yield from _weekdays(language)
    yield from numeric_dates.rules(language)
    yield from _named_months(language)


def _weekdays(language: Language) -> Iterator[Rule]:
    """Yield the rules for Mon., Tue-Thu and Fri (5/2).

    Abbreviations that are also words, such as "Sun", are read only before a date.
    """
    dates = language.dates
    names: Mapping[str, str] = dates.get("weekday_abbreviations", {})
    ambiguous = [name for name in names if name.lower() in dates["ambiguous"]]
    day, sure = one_of(names), one_of(names.keys() - set(ambiguous))
    start = r"(?<![\w.-])"
    yield Rule(rf"{start}({day})\.?\s?[-–]\s?({day})\b\.?(?!-)", _days_span, ("-–",))
    month = one_of(_month_numbers(language))
    named_date = rf"(?:[0-9]{{1,2}}\.?\s{_optional(dates.get('year_links'))})?{month}\b"
    dated = rf"{start}({day})(?:\.|(?=[\s,]))(?=,?\s(?:{named_date}|\([0-9]))"
    alone = rf"{start}({sure})(?:\.(?=[\s,])|(?=,?\s[0-9]))"
    yield Rule(f"{dated}|{alone}", _weekday, (DIGIT + INNER_DOT,))


def _days_span(match: Match, language: Language) -> str:
    names = language.dates["weekday_abbreviations"]
    return f"{names[match[1]]} {language.numbers['to']} {names[match[2]]}"


def _weekday(match: Match, language: Language) -> str:
    name: str = language.dates["weekday_abbreviations"][match[1] or match[2]]
    return name


def _optional(words: list[str] | None) -> str:
    """Return a pattern for one of some words and a space, or nothing."""
    if not words:
        return ""
    return rf"(?:{one_of(words)}\s)?"


def _named_months(language: Language) -> Iterator[Rule]:
    """Yield the rules for July 4, 4 July and 4-6 July, with or without the year, and July 1776."""
    dates = language.dates
    names = one_of(_month_numbers(language))
    marks = one_of(language.numbers["ordinal_marks"])
    # Dec. 31-Jan. 2
    span = rf"(?i)(?<=[0-9])(?:{marks})?\s?[-–—]\s?(?={names}\.?\s[0-9])"
    yield Rule(span, to, (DIGIT, "-–—"))
    of_year = _optional(dates.get("year_links"))
    dot = rf"(?:\.(?=,?[\s-]{{1,2}}{of_year}[0-9]))?"
    month = rf"(?<!\w)(?P<month>{names})"
    day = rf"(?P<day>[0-9]{{1,2}})(?:{marks})?"
    days = rf"{day}(?:\s?[-–]\s?(?P<until>[0-9]{{1,2}})(?:{marks})?)?"
    year = rf"(?P<year>{YEAR})"
    then_year = rf"(?:(?P<gap>,?\s{of_year}|-){year}(?!\w|[.,]?[0-9]))?"
    month_first = rf"(?i){month}{dot}[\s-]{days}{then_year}(?![\w:/%]|[.,][0-9])"
    yield Rule(month_first, partial(_named_date, month_first=True), (DIGIT,))
    start = r"(?<![\w.,:/$£€-])"
    if dates["day_kind"] == "ordinal" and "article" in dates:
        # the rule says an article itself
        start += rf"(?:{dates['article']}\s)?"
    of = _optional(dates.get("month_links"))
    day_first = rf"(?i){start}{days}\.?[\s-]{of}{month}(?!\w){dot}{then_year}"
    yield Rule(day_first, partial(_named_date, month_first=False), (DIGIT,))
    month_year = rf"(?i){month}{dot},?\s{of_year}{year}(?![\w:/%]|[.,]?[0-9])"
    yield Rule(month_year, _month_year, (DIGIT,))


def _month_numbers(language: Language) -> dict[str, int]:
    """Return the numbers of months by their names and abbreviations."""
    dates = language.dates
    numbers: dict[str, int] = dates["months"] | dates["month_abbreviations"]
    return numbers


def _month_number(match: Match, language: Language) -> int:
    """Return the number of the month that a pattern found, in any case."""
    month = match["month"].lower()
    numbers = {name.lower(): number for name, number in _month_numbers(language).items()}
    return numbers[month]


def _named_date(match: Match, language: Language, *, month_first: bool) -> str:
    """Return the words for a date, or the text if it is no date."""
    ambiguous = match["month"] in language.dates["ambiguous"]
    if ambiguous and not match["year"]:
        return match[0]
    date = Date(
        month=_month_number(match, language),
        day=int(match["day"]),
        until=int(match["until"] or 0),
        year=match["year"] or "",
        month_first=month_first,
        word_before=word_before(match),
        year_link=(match["gap"] or "").strip(),
    )
    return date_words(date, language) or match[0]


def _month_year(match: Match, language: Language) -> str:
    return month_and_year(_month_number(match, language), match["year"], language)
