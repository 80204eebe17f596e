"""Symbols that are said as words, and marks of layout that are left after all other rules."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from narrator.language.tables import ANY_LANGUAGE, Language, language_table, one_of
from narrator.verbalize.agreement import FEMININE, noun_gender_after
from narrator.verbalize.rules.rule import DIGIT, Match, Rule, before, expanded, fixed, listed

# characters before a sign in which a word of the same meaning is looked for
_SAID_WITHIN = 20
_LAYOUT = "<>\\^*~{}_©®←↔"


def in_context(language: Language) -> Iterator[Rule]:
    """Yield the rules for signs that mean something by what stands beside them: "I ♥ tea"."""
    for pattern in language.table("symbols").get("patterns", ()):
        yield Rule(pattern["written"], expanded(pattern["said"]), tuple(pattern["needs"]))


def expand(language: Language) -> Iterator[Rule]:
    """Yield the rules for signs before a number; they come before the rules for numbers."""
    symbols = language.table("symbols")
    if not symbols:
        return
    if language.numbers.get("ordinal_degree"):
        # "il 3° piano" is no temperature
        ordinal = r"(?<![\w.,])([0-9]{1,3})°(?=\s[^\W\d_]{3})"
        yield Rule(ordinal, _ordinal_degree, ("°", DIGIT))
    signs = symbols["before_number"]
    sign = rf"(?<![\w<>=+)])({one_of(signs)})\s?(?=[$£€¥]?\.?[0-9])"
    yield Rule(sign, _sign, ("".join(signs), DIGIT))


def _ordinal_degree(match: Match, language: Language) -> str:
    """Return a number with the mark of an ordinal where a noun follows its degree sign."""
    numbers = language.numbers
    gender = noun_gender_after(match, language)
    if not gender:
        return match[0]
    marks = numbers["feminine_marks" if gender == FEMININE else "ordinal_marks"]
    return f"{match[1]}{marks[0]}"


def _sign(match: Match, language: Language) -> str:
    """Return the word for a sign, or nothing if the text has just said it: "about ~5"."""
    symbols = language.table("symbols")
    word = symbols["before_number"][match[1]]
    same = symbols.get("said_already", {}).get(word, ())
    if before(match, _SAID_WITHIN).rstrip().endswith(tuple(same)):
        return ""
    return f"{word} "


def rules(language: Language) -> Iterator[Rule]:
    """Yield the rules for the symbols that are left once numbers are words."""
    symbols: Mapping[str, str] = language.table("symbols").get("between_words", {})
    if symbols:
        words = listed({symbol: f" {word} " for symbol, word in symbols.items()})
        needs = ("".join(symbols),)
        symbol = one_of(symbols)
        yield Rule(rf"\s?({symbol})(?=\s|$|\w)\s?", words, needs)
        yield Rule(rf"({symbol})", words, needs)
    yield Rule(r"\s?\|\s?", fixed(", "), ("|",))
    yield layout()


def layout() -> Rule:
    """Return the rule for marks of layout, and for signs without a word in the language."""
    marks = _LAYOUT + language_table(ANY_LANGUAGE, "characters")["signs"]
    return Rule(f"[{re.escape(marks)}]+", fixed(" "), (marks,))
