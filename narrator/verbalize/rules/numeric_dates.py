"""Dates in digits: 2006-08-05, 8/5/2006, 24.12. and 2003-05."""

from __future__ import annotations

from collections.abc import Iterator

from narrator.language.tables import Language
from narrator.verbalize.rules import slashes
from narrator.verbalize.rules.date_words import (
    LAST_MONTH,
    Date,
    date_words,
    month_and_year,
    word_before,
)
from narrator.verbalize.rules.rule import DIGIT, INNER_DOT, Match, Rule
from narrator.verbalize.rules.years import YEAR

_START = r"(?<![\w.,/-])"
_DAY = "([0-9]{1,2})"
# two digits up to these are a year of the 2000s, others one of the 1900s, as most texts mean them
_LAST_SHORT_YEAR_OF_2000S = 49


def rules(language: Language) -> Iterator[Rule]:
    """Yield the rules for dates in digits."""
    dates = language.dates
    if "slashed" in language.numbers:
        yield slashes.rule(language)
    if "day_and_month" in dates:
        # 24.12. in German, 24.12 in French
        dotted = rf"{_START}{dates['day_and_month']}(?![\w/-]|[.,][0-9])"
        yield Rule(dotted, _day_and_month, (DIGIT, "."))
    year_month = rf"{_START}({YEAR})-(0[1-9]|1[0-2])(?![\w/-]|[.,][0-9])"
    yield Rule(year_month, _year_and_month, (DIGIT, "-"))
    year_first = rf"{_START}({YEAR})([-/.]){_DAY}\2{_DAY}(?![\w/-])"
    yield Rule(year_first, _year_first, (DIGIT, f"-/{INNER_DOT}"))
    year = rf"({YEAR}|(?<=/)[0-9]{{2}})"
    year_last = rf"{_START}{_DAY}([-/.]){_DAY}\2{year}(?![\w/-]|\.[0-9])"
    yield Rule(year_last, _year_last, (DIGIT, f"-/{INNER_DOT}"))


def _day_and_month(match: Match, language: Language) -> str:
    date = Date(
        month=int(match[2]), day=int(match[1]), month_first=False, word_before=word_before(match)
    )
    return date_words(date, language) or match[0]


def _year_and_month(match: Match, language: Language) -> str:
    """Return the words for a month such as 2003-05, unless it may be a span of years."""
    year, month = match[1], match[2]
    may_be_span = int(month) > int(year) % 100 or year.endswith("99")
    if may_be_span:
        return match[0]
    return month_and_year(int(month), year, language)


def _year_first(match: Match, language: Language) -> str:
    date = Date(
        month=int(match[3]),
        day=int(match[4]),
        year=match[1],
        month_first=_month_comes_first(language),
    )
    return date_words(date, language) or match[0]


def _year_last(match: Match, language: Language) -> str:
    """Return the words for a date, read in the other order if only that gives a month."""
    first, second = int(match[1]), int(match[3])
    month_first_here = _month_comes_first(language)
    month_first = second > LAST_MONTH or (month_first_here and first <= LAST_MONTH)
    month, day = (first, second) if month_first else (second, first)
    date = Date(
        month=month,
        day=day,
        year=_four_digits(match[4]),
        month_first=month_first and month_first_here,
        word_before=word_before(match),
    )
    return date_words(date, language) or match[0]


def _month_comes_first(language: Language) -> bool:
    return bool(language.dates["order"] == "mdy")


def _four_digits(year: str) -> str:
    if len(year) == 4:
        return year
    if int(year) <= _LAST_SHORT_YEAR_OF_2000S:
        return "20" + year
    return "19" + year
