"""Citations, which are not read: (Smith et al., 2019), and superscript numbers after a word."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from narrator.language.tables import ANY_LANGUAGE, Language, language_table
from narrator.verbalize.rules.rule import DIGIT, Match, Rule, fixed

_NAME = r"[A-Z][\w'-]{1,30}"
_SUPERSCRIPTS = "⁰¹²³⁴⁵⁶⁷⁸⁹"


def rules() -> Iterator[Rule]:
    """Yield the rules for (Smith et al., 2019; Jones & Lee 2020, p. 4) and note marks."""
    source = _source_pattern()
    yield Rule(rf"\s?\({source}(?:;\s{source}){{0,8}}\)", _source, ("(", DIGIT))
    after_word_or_mark = r"(?:(?<=[^\W\d_⁰¹²³⁴-⁹]{3})|(?<=[.,;:!?)\"”']))"
    number = rf"(?<![{_SUPERSCRIPTS}]){after_word_or_mark}[{_SUPERSCRIPTS}]{{1,3}}"
    yield Rule(rf"{number}(?![\w{_SUPERSCRIPTS}⁺⁻])", fixed(""), (_SUPERSCRIPTS,))


def _source_pattern() -> str:
    """Return a pattern for the authors, the year and the pages of one source."""
    table = language_table(ANY_LANGUAGE, "citations")
    opening = rf"(?:{'|'.join(table['openings'])})?"
    joined = rf"(?:,?\s(?:{'|'.join(table['and'])})\s{_NAME}|,\s{_NAME}){{0,5}}"
    authors = rf"{_NAME}{joined}(?:,?\s{table['others']}\.?)?"
    year = r",?\s(?:19|20)[0-9]{2}[a-z]?"
    pages = rf"(?:,\s{table['page']}\.\s?[0-9]{{1,4}}(?:[–-][0-9]{{1,4}})?)?"
    return opening + authors + year + pages


def _source(match: Match, _language: Language) -> str:
    """Drop a source, but keep a place and a year, as in "(London 2012)"."""
    if _telltale().search(match[0]):
        return ""
    return match[0]


@cache
def _telltale() -> re.Pattern[str]:
    return re.compile("|".join(language_table(ANY_LANGUAGE, "citations")["telltales"]))
