"""Roman numerals, told from words and initials by what stands before them."""

from __future__ import annotations

import re
from collections.abc import Iterator

from narrator.text.language import Language, Rule, one_of
from narrator.text.numbers import cardinal, ordinal

_VALUES = {"I": 1, "V": 5, "X": 10, "L": 50, "C": 100, "D": 500, "M": 1000}
_ROMAN = r"(?=[IVXLCDM])(?:M{0,3})(?:CM|CD|D?C{0,3})(?:XC|XL|L?X{0,3})(?:IX|IV|V?I{0,3})"
_NEEDS = frozenset("IVXLCM")


def value(roman: str) -> int:
    """What a well-formed numeral is worth."""
    values = [_VALUES[letter] for letter in roman]
    return sum(-one if one < after else one for one, after in zip(values, [*values[1:], 0], strict=True))


def rules(language: Language) -> Iterator[Rule]:
    """Heads that count before names, then what is unmistakable."""
    table = language.table("romans")
    if not table:
        return

    def counted(m: re.Match[str]) -> str:
        return m[1] + cardinal(str(value(m[2])), language)

    def more(m: re.Match[str]) -> str:
        return m[1] + m[2] + cardinal(str(value(m[3])), language)

    heads = one_of(table["heads"])
    end = r"(?![\w&.]*\w)(?!')"
    yield Rule(re.compile(rf"((?<!\w)(?i:{heads})(?:\s|-))({_ROMAN})(?![\w&]|\.\w)"), counted, _NEEDS)
    yield Rule(re.compile(rf"((?i:{heads})\s[\w ]{{1,30}}?)(,\s|\s?[–-]\s?|\s(?:{table.get('joiners', 'and|or|to')})\s)({_ROMAN})(?!\w)"), more, _NEEDS)
    del end
    yield from _names(language)


def _names(language: Language) -> Iterator[Rule]:
    table = language.table("romans")
    pronoun = one_of(table["pronoun_before"])
    name, ruler = one_of(table["names"]), one_of(table["rulers"])
    the = table.get("regnal", "the {ordinal}")

    def named(m: re.Match[str]) -> str:
        return m[1] + the.format(ordinal=ordinal(str(value(m[2])), language))

    surname = r"(?:\s(?:[A-Z]\.|[A-Z][\w'-]{1,20})){0,3}"
    roman = rf"((?!I(?!\w)){_ROMAN})(?![\w&]|\.\w)"
    first = rf"(I)(?![\w&'.-]\w|\s{pronoun}\b)"
    yield Rule(re.compile(rf"((?<!\w)(?:{ruler}\s[A-Z]\w{{1,20}}(?:\s[A-Z]\w{{1,20}})?|{name}{surname})\s){roman}"), named, _NEEDS)
    yield Rule(re.compile(rf"((?<!\w)(?:{ruler}\s[A-Z]\w{{1,20}}|{name})\s){first}"), named, _NEEDS)
    # "Final Fantasy VII": only letters that make no other abbreviation
    yield Rule(
        re.compile(r"((?<!\w)[A-Z]\w{1,20}\s)((?=[IVX]{2})X{0,3}(?:IX|IV|V?I{0,3}))(?!\w|\.\w)"),
        lambda m: m[1] + cardinal(str(value(m[2])), language), _NEEDS,
    )
