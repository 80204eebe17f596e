"""What a slash parts: numbers that are no fraction, such as a date or odds, and words."""

from __future__ import annotations

import re

from narrator.language.frequencies import zipf
from narrator.language.tables import Language, Table
from narrator.verbalize.numbers import number_words
from narrator.verbalize.rules.date_words import LAST_MONTH, Date, date_words
from narrator.verbalize.rules.rule import Match, Rule, after, after_figure, before

# characters around two numbers in which the words are looked for that decide their reading
_WORDS_WITHIN = 40
# words that are rarer than this (Zipf) may be parts of a path
_COMMON = 3.0


def words() -> Rule:
    """Return the rule for "run/walk" and "his/her"."""
    word = r"([^\W\d_]{2,20})"
    return Rule(rf"(?<![\w./@:'\"-]){word}/{word}(?![\w/@]|\.\w)", _words, ("/",))


def _words(match: Match, language: Language) -> str:
    """Return two common words joined by "or", or names by a comma."""
    first, second = match[1], match[2]
    if min(zipf(first, language.code), zipf(second, language.code)) < _COMMON:
        return match[0]
    in_path = {first.lower(), second.lower()} & {*language.numbers["path_words"]}
    if in_path or first.isupper() or second.isupper() or "=" in match.string:
        return match[0]
    joint = ", " if second[0].isupper() else f" {language.numbers['or']} "
    return first + joint + second


def rule(language: Language) -> Rule:
    """Return the rule for "BP of 120/80", "at 7/2" and "on 10/15"."""
    number = language.number_pattern
    pair = rf"(?<![\w.,:/])(?<![0-9][\s-])({number})/({number})(?![\w/]|[.,:]?[0-9]|-[0-9])"
    return Rule(pattern=pair, say=_pair, needs=(after_figure("/"),))


def _pair(match: Match, language: Language) -> str:
    """Return the first reading of the table that fits, or the text, which may be a fraction."""
    numbers = language.numbers
    if re.match(numbers["fraction_before"], after(match, _WORDS_WITHIN)):
        return match[0]
    for reading in numbers["slashed"]:
        if _fits(reading, match):
            return _said(reading["said"], match, language)
    return match[0]


def _fits(reading: Table, match: Match) -> bool:
    """Return whether the numbers and the words around them are those of a reading."""
    return bool(
        re.fullmatch(reading.get("numbers", ".*"), match[0])
        and re.search(f"(?:{reading.get('before', '')})$", before(match, _WORDS_WITHIN))
        and re.match(reading.get("after", ""), after(match, _WORDS_WITHIN))
    )


def _said(form: str, match: Match, language: Language) -> str:
    """Return the words for a date, or the form with both numbers.

    The form names the second ``{figures}`` where a unit follows it.
    """
    if form == "date":
        month_first = "month_first" in language.dates and int(match[1]) <= LAST_MONTH
        parts = match.groups() if month_first else match.groups()[::-1]
        month, day = map(int, parts)
        date = Date(month, day, month_first=month_first)
        return date_words(date, language) or match[0]
    first, second = number_words(match[1], language), number_words(match[2], language)
    return form.format(first=first, second=second, figures=match[2])
