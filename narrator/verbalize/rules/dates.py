"""Days of the week, and dates that name their month.

Dates in digits alone have a module of their own.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import partial

from narrator.language.tables import Language, one_of
from narrator.verbalize.rules import slashes
from narrator.verbalize.rules.date_words import (
    Date,
    date_words,
    month_and_year,
    month_name,
    word_before,
)
from narrator.verbalize.rules.rule import (
    CAPITAL,
    DIGIT,
    INNER_DOT,
    Match,
    Rule,
    after_figure,
    first_letters,
    stop_at_end,
    to,
)
from narrator.verbalize.rules.years import YEAR

_START = r"(?<![\w.-])"


def rules(language: Language) -> Iterator[Rule]:
    """Yield the rules for dates: whole dates before their parts."""
    if not language.dates:
        return
    yield from _short_names(language)
    if "slashed" in language.numbers:
        yield slashes.rule(language)
    yield from _named_months(language)


def _short_names(language: Language) -> Iterator[Rule]:
    """Yield the rules for Mon., Jan.-Mar., Tue/Thu, "in Nov" and Fri (5/2).

    Short names that are also words, such as "Sun", are read only before a figure, in a row of names
    and after such words as "on".
    """
    dates = language.dates
    days: dict[str, str] = dates.get("weekday_abbreviations", {})
    months = {short: month_name(n, language) for short, n in dates["month_abbreviations"].items()}
    yield from _rows(days, language)
    yield from _rows(months, language)
    names = months | days
    ambiguous = dates["ambiguous"]
    sure = [name for name in days if name.lower() not in ambiguous]
    sure += [name for name in months if name[0].isupper() and name not in ambiguous]
    short = one_of(names)
    optional_day = rf"(?:[0-9]{{1,2}}\.?\s{_optional(dates.get('year_links'))})?"
    named_date = rf"(?:{optional_day}(?i:{one_of(language.months)})\b|\(\d+[/.]\d\d?\b)"
    alone = (
        rf"{_START}(?:{one_of(sure)}(?:\.(?!\w)|(?=,?\s[0-9]))"
        rf"|{one_of(days)}(?:\.|(?=[\s,]))(?=,?\s{named_date}))"
    )
    if "short_name_after" in dates:
        words = "|".join(rf"(?<=\b{word}[\s-])" for word in dates["short_name_after"])
        after_word = rf"(?:{words})(?:{one_of(sure)}\b\.?|{short}\.)(?!\s[A-Z])"
        alone += rf"|{after_word}|{_START}{short}\.(?=\s[0-9])"
    first_letters = "".join({name[0] for name in names})
    needs = (DIGIT + INNER_DOT + CAPITAL, first_letters)
    yield Rule(rf"(?={short}\b)(?:{alone})", partial(_full_names, names), needs)


def _rows(names: Mapping[str, str], language: Language) -> Iterator[Rule]:
    """Yield the rules for Mon-Fri, Tue/Thu, "Jan. and Feb."; names in full may be among them."""
    full = partial(_full_names, names)
    short, any_name = one_of(names), one_of({*names, *names.values()})
    dashed = rf"{_START}{any_name}(?:\.?\s?[-–—/]\s?{any_name})+\b\.?(?!-)"
    yield Rule(dashed, full, ("-–—/",))
    words = one_of(language.table("romans").get("joiners", ()))
    row = rf"{short}\.?(?:\s{words}\s{any_name}\b\.?)+|{any_name}\s{words}\s{short}\."
    yield Rule(rf"{_START}(?:{row})(?=.)", full, (INNER_DOT,))


def _full_names(names: Mapping[str, str], match: Match, language: Language) -> str:
    """Return names in full, with "to" for a dash and a comma for a slash between them."""
    joints = {"/": ", ", **dict.fromkeys("-–—", to(match, language))}
    words = re.split(r"\.?(\s?[-–—/]\s?|\s)|\.$", match[0])
    said = [names.get(word) or joints.get(word.strip(), word) for word in filter(None, words)]
    stop = stop_at_end(match) if match[0].endswith(".") else ""
    return "".join(said) + stop


def _optional(words: list[str] | None) -> str:
    """Return a pattern for one of some words and a space, or nothing."""
    if not words:
        return ""
    return rf"(?:{one_of(words)}\s)?"


def _named_months(language: Language) -> Iterator[Rule]:
    """Yield the rules for July 4, 4 July and 4-6 July, with or without the year, and July 1776."""
    dates = language.dates
    names = one_of(language.months)
    marks = one_of(language.numbers["ordinal_marks"])
    of_year = _optional(dates.get("year_links"))
    dot = rf"(?:\.(?=,?[\s-]{{1,2}}{of_year}[0-9]|\s[a-zà-ÿ]|[,;)]))?"
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
    words = [
        *language.months,
        *dates.get("month_links", ()),
        *language.numbers["ordinal_marks"],
    ]
    letters = first_letters(words)
    beside = after_figure(f"{letters}{letters.upper()}.-–")
    yield Rule(day_first, partial(_named_date, month_first=False), (beside,))
    month_year = rf"(?i){month}{dot},?\s{of_year}{year}(?![\w:/%]|[.,]?[0-9])"
    yield Rule(month_year, _month_year, (DIGIT,))


def _named_date(match: Match, language: Language, *, month_first: bool) -> str:
    """Return the words for a date, or the text if it is no date."""
    ambiguous = match["month"] in language.dates["ambiguous"]
    if ambiguous and not match["year"]:
        return match[0]
    date = Date(
        month=language.months[match["month"].lower()],
        day=int(match["day"]),
        until=int(match["until"] or 0),
        year=match["year"] or "",
        month_first=month_first,
        word_before=word_before(match),
        year_link=(match["gap"] or "").strip(),
    )
    return date_words(date, language) or match[0]


def _month_year(match: Match, language: Language) -> str:
    month = language.months[match["month"].lower()]
    return month_and_year(month, match["year"], language)
