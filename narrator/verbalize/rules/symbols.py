"""Symbols said as words, what cites a source, and the last of what only lays out a page."""

from __future__ import annotations

import re
from collections.abc import Iterator

from narrator.language.tables import FIGURE, Language, Rule, Table, one_of
from narrator.verbalize.numbers import gender

_NAME = r"[A-Z][\w'-]{1,30}"
_SUPERSCRIPTS = "⁰¹²³⁴⁵⁶⁷⁸⁹"


def citations() -> Iterator[Rule]:
    """(Smith et al., 2019; Jones & Lee 2020, p. 4), and small raised figures after a word."""
    authors = rf"{_NAME}(?:,?\s(?:&|and)\s{_NAME}|,\s{_NAME}){{0,5}}(?:,?\set\sal\.?)?"
    one = rf"(?:see\s|e\.g\.,?\s|cf\.\s)?{authors},?\s(?:19|20)[0-9]{{2}}[a-z]?"
    one += r"(?:,\spp?\.\s?[0-9]{1,4}(?:[–-][0-9]{1,4})?)?"
    source = re.compile(r"\bet\sal|&|\sand\s|;|\spp?\.|\((?:see|e\.g|cf)\b")
    # "(London 2012)" and "(Barcelona, 2004)" are no sources
    yield Rule(
        rf"\s?\({one}(?:;\s{one}){{0,8}}\)",
        lambda m: "" if source.search(m[0]) else m[0],
        ("(", FIGURE),
    )
    yield Rule(
        rf"(?<![{_SUPERSCRIPTS}])(?:(?<=[^\W\d_]{{3}})|(?<=[.,;:!?)\"”']))[{_SUPERSCRIPTS}]{{1,3}}(?![\w{_SUPERSCRIPTS}])",
        lambda _: "",
        (_SUPERSCRIPTS,),
    )


def expand(language: Language) -> Iterator[Rule]:
    """Signs before a number, and fraction characters as figures; before the numbers themselves are said."""
    table = language.table("symbols")
    if not table:
        return
    fractions, before = table["fractions"], table["before_number"]
    numbers = language.table("numbers")
    if numbers.get("ordinal_degree"):
        # "il 3° piano" is no temperature
        yield Rule(
            r"(?<![\w.,])([0-9]{1,3})°(?=\s[^\W\d_]{3})",
            lambda m: (
                m[1] + _ordinal_mark(gender(m.string[m.end() : m.end() + 40], language), numbers)
            ),
            ("°", FIGURE),
        )
    said = {word: tuple(before_it) for word, before_it in table.get("said_already", {}).items()}

    def sign(m: re.Match[str]) -> str:
        word: str = before[m[1]]
        if word in said and m.string[max(0, m.start() - 20) : m.start()].rstrip().endswith(
            said[word]
        ):
            return ""
        return word + " "

    signs = "".join(fractions)
    yield Rule(
        rf"(?<=[0-9])[\s-]?({one_of(fractions)})", lambda m: " " + fractions[m[1]], (signs, FIGURE)
    )
    yield Rule(one_of(fractions), lambda m: fractions[m[0]], (signs,))
    yield Rule(
        rf"(?<![\w<>=+)])({one_of(before)})\s?(?=[$£€¥]?\.?[0-9])",
        sign,
        ("".join(before), FIGURE + signs),
    )


def _ordinal_mark(noun: str, numbers: Table) -> str:
    marks: list[str] = numbers["feminine_marks"] if noun == "f" else numbers["ordinal_marks"]
    return marks[0] if noun else "°"


def rules(language: Language) -> Iterator[Rule]:
    """What is left, once numbers are words."""
    table = language.table("symbols")
    between = table.get("between_words", {})
    if between:
        yield Rule(
            rf"\s?({one_of(between)})(?=\s|$|\w)\s?",
            lambda m: f" {between[m[1]]} ",
            ("".join(between),),
        )
        yield Rule(rf"({one_of(between)})", lambda m: f" {between[m[1]]} ", ("".join(between),))
    yield Rule(r"\s?\|\s?", lambda _: ", ", ("|",))
    yield Rule(r"[<>\\^*~{}_©®™]+", lambda _: " ", ("<>\\^*~{}_©®™",))
