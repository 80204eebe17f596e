"""Citations: (Smith et al., 2019) and superscript numbers are not read, verses of the Bible are."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from narrator.language.tables import ANY_LANGUAGE, Language, language_table, one_of
from narrator.verbalize.numbers import cardinal
from narrator.verbalize.rules.rule import CAPITAL, DIGIT, INNER_DOT, Match, Rule, fixed

_NAME = r"[A-Z][\w'-]{1,30}"
_SUPERSCRIPTS = "⁰¹²³⁴⁵⁶⁷⁸⁹"


def rules(language: Language) -> Iterator[Rule]:
    """Yield the rules for (Smith et al., 2019; Jones & Lee 2020, p. 4), note marks, 1 Cor. 13:4."""
    if "books" in language.numbers:
        yield _verses(language)
    source = _source_pattern()
    yield Rule(rf"\s?\({source}(?:;\s{source}){{0,8}}\)", _source, ("(", DIGIT))
    after_word_or_mark = r"(?:(?<=[^\W\d_⁰¹²³⁴-⁹]{3})|(?<=[.,;:!?)\"”']))"
    number = rf"(?<![{_SUPERSCRIPTS}]){after_word_or_mark}[{_SUPERSCRIPTS}]{{1,3}}"
    yield Rule(rf"{number}(?![\w{_SUPERSCRIPTS}⁺⁻])", fixed(""), (_SUPERSCRIPTS,))


def _verses(language: Language) -> Rule:
    """Return the rule for Matt. 5:3-6:4, Gen. 1-3 and 1 Cor. 13.

    A chapter without a verse needs an abbreviation or a book with a number before it.
    """
    numbers = language.numbers
    part = r"([0-9]{1,3})"
    mark = numbers.get("verse_mark", ":")
    verse = rf"(?:{mark}{part})"
    until = rf"(?:\s?[-–]\s?(?:{part}{mark})?{part})?"
    books = one_of(numbers["books"])
    pattern = (
        rf"\b(?:([1-3])\.?\s?|(?=\w+(?:\.|\s[0-9]+{mark})))({books})\.?\s{part}{verse}?{until}"
    )
    return Rule(
        rf"{pattern}(?![\w:]|[.,][0-9])", _verses_words, (DIGIT, f"{mark}{INNER_DOT}{CAPITAL}")
    )


def _verses_words(match: Match, language: Language) -> str:
    number, book, chapter, verse, *until = match.groups()
    words = [language.numbers["book_numbers"][int(number) - 1]] if number else []
    words.append(language.numbers["books"][book])
    words += [cardinal(part, language) for part in (chapter, verse) if part]
    if until[1]:
        words.append(language.numbers["to"])
        words += [cardinal(part, language) for part in until if part]
    return " ".join(words)


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
