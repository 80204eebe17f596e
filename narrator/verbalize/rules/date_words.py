"""The words for a date."""

from __future__ import annotations

import re
from dataclasses import dataclass

from narrator.language.tables import Language
from narrator.verbalize.numbers import cardinal, year_words
from narrator.verbalize.ordinals import ordinal
from narrator.verbalize.rules.rule import Match, before

LAST_MONTH = 12
_LAST_DAY = 31
# characters before a date in which the word before it is looked for
_WORD_WITHIN = 24
# a day and what joins it to the next one
_EARLIER_DAY = re.compile(r"(?<![0-9.])[0-9]{1,2}\.\s\w+\s$")


@dataclass(frozen=True, slots=True)
class Date:
    """A date as it is written.

    Attributes:
        month: Its number, which should be 1 to 12.
        day: The day of the month, or the first of several.
        until: The last of several days, or 0.
        year: Its four digits, or empty.
        month_first: Whether the month is said before the day.
        word_before: The word before the date, in lower case; an ordinal's ending depends on it.
        year_link: What joins the year to the day: a comma, a word, or nothing.
    """

    month: int
    day: int
    until: int = 0
    year: str = ""
    month_first: bool = True
    word_before: str = ""
    year_link: str = ""

    @property
    def is_possible(self) -> bool:
        """Whether some month has such days."""
        day_exists = 1 <= self.day <= _LAST_DAY and self.until <= _LAST_DAY
        return day_exists and 1 <= self.month <= LAST_MONTH


def word_before(match: Match) -> str:
    """Return the word before a match in lower case, or nothing; "24. and" is passed over."""
    words = _EARLIER_DAY.sub("", before(match, _WORD_WITHIN)).lower().split()
    return words[-1] if words else ""


def date_words(date: Date, language: Language) -> str | None:
    """Return the words for a date, or None if no month has such a day."""
    if not date.is_possible:
        return None
    dates = language.dates
    days = _day_words(date.day, date.word_before, language)
    if date.until:
        last_day = _day_words(date.until, date.word_before, language)
        days = f"{days} {language.numbers['to']} {last_day}"
    form: str = dates["month_day" if date.month_first else "day_month"]
    words = form.format(day=days, month=month_name(date.month, language))
    if not date.year:
        return words
    if date.year_link.startswith(","):
        words += ","
    linked_forms = dates.get("linked_year", {})
    form = linked_forms.get(date.year_link, dates["with_year"])
    return form.format(date=words, year=year_words(date.year, language))


def _day_words(day: int, word_before: str, language: Language) -> str:
    """Return a day as an ordinal or a number: some languages use ordinals for the first only."""
    kind = language.dates["day_kind"]
    if kind == "ordinal":
        endings = language.numbers.get("ordinal_endings", {"default": ""})
        ending = endings.get(word_before, endings["default"])
        return f"{ordinal(str(day), language)}{ending}"
    if kind == "first" and day == 1:
        return ordinal("1", language)
    return cardinal(str(day), language)


def month_name(number: int, language: Language) -> str:
    """Return the name of a month by its number."""
    months: dict[str, int] = language.dates["months"]
    return next(name for name, value in months.items() if value == number)


def month_and_year(month: int, year: str, language: Language) -> str:
    """Return the words for a month of a year."""
    form: str = language.dates.get("month_year", "{month} {year}")
    return form.format(month=month_name(month, language), year=year_words(year, language))
