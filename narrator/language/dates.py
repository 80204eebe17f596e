"""Dates as sources write them, in ISO 8601: as much of one as is stated beyond doubt.

The year comes alone where day and month may be the other way round (03/04/2024), where there is no
such day, and where there is more than one. Names of months are those of the text's language and of
English, in which programs write dates.
"""

from __future__ import annotations

import re
from datetime import date

from narrator.language.tables import load_language

# what is looked at
_LONGEST_DATE = 80
_PROGRAMS_LANGUAGE = "en"
_MONTHS = 12
_YEAR = r"(?P<year>[12]\d{3})"
# 2024-03-01T10:00, 2024/3, 2024年3月1日
_YEAR_FIRST = re.compile(
    rf"{_YEAR}(?:\s*[-/.年]\s*(?P<month>\d\d?)(?:\s*[-/.月]\s*(?P<day>\d\d?))?(?!\d))?(?!\d)",
    re.A,
)
# 20240301, and D:20240301 in a PDF
_RUN_TOGETHER = re.compile(rf"(?:D:)?{_YEAR}(?P<month>\d\d)(?P<day>\d\d)(?:\D|\d{{6}}|\Z)", re.A)
# 01.03.2024
_DAY_FIRST = re.compile(
    rf"(?P<day>\d\d?)(?P<mark>[-/.])\s?(?P<month>\d\d?)(?P=mark)\s?{_YEAR}(?!\d)", re.A
)
_TIME_OF_DAY = re.compile(r"\d\d?:\d\d(?::\d\d)?")
_WORD = re.compile(r"\w+")
_DAY_NUMBER = re.compile(r"\b([0-9]{1,2})[^\W\d]{0,2}\b")  # with the ending of an ordinal: 1st
_WHOLE_YEAR = re.compile(r"\b[12][0-9]{3}\b")


def iso_date(text: str, language: str) -> str:
    """Return a date in ISO 8601: a day, a month or a year; empty where none is stated.

    Args:
        text: A date as it is written.
        language: The language of the text, a BCP 47 tag, or empty.
    """
    text = text.strip()[:_LONGEST_DATE]
    for pattern in (_RUN_TOGETHER, _YEAR_FIRST):
        found = pattern.match(text)
        if found:
            return _iso(**found.groupdict())
    found = _DAY_FIRST.match(text)
    if found:
        return _iso_day_first(found)
    return _iso_by_words(text, language)


def _iso(year: str, month: str | None = None, day: str | None = None) -> str:
    """Return a date as far as it exists."""
    if month is None or not 1 <= int(month) <= _MONTHS:
        return year
    if day is None:
        return f"{year}-{int(month):02}"
    try:
        return date(int(year), int(month), int(day)).isoformat()
    except ValueError:
        return year


def _iso_day_first(found: re.Match[str]) -> str:
    """Return a date of three numbers; its year where two of them could each be the month."""
    day, month, year = found["day"], found["month"], found["year"]
    if found["mark"] == "." or int(day) > _MONTHS or day == month:
        return _iso(year, month, day)
    if int(month) > _MONTHS:
        return _iso(year, day, month)
    return year


def _iso_by_words(text: str, language: str) -> str:
    """Return a date whose month is a word: 1 March 2024, March 1st, 2024."""
    text = _TIME_OF_DAY.sub(" ", text.lower())
    years: set[str] = set(_WHOLE_YEAR.findall(text))
    if len(years) != 1:
        return ""
    names = {**load_language(_PROGRAMS_LANGUAGE).months, **load_language(language).months}
    months = [str(names[word]) for word in _WORD.findall(text) if word in names]
    days = _DAY_NUMBER.findall(text)
    if len(months) != 1 or len(days) > 1:
        return years.pop()
    return _iso(years.pop(), *months, *days)
