"""Street addresses, states after places, and "St.", which is a saint or a street."""

from __future__ import annotations

import re
from collections.abc import Iterator

from narrator.language.tables import Language, Table, one_of
from narrator.verbalize.numbers import pair_words, spell_digits
from narrator.verbalize.rules.rule import (
    CAPITAL,
    CAPITAL_LETTER,
    DIGIT,
    INNER_DOT,
    Match,
    Rule,
    fixed,
    stop_at_end,
)


def rules(language: Language) -> Iterator[Rule]:
    """Yield the rules for addresses, states and saints, as far as a language has them."""
    table = language.table("abbreviations")
    if "streets" in table:
        yield _house(language)
    if "states" in table:
        yield _state(table)
    if "saint" in table:
        yield from _saint_or_street(table["saint"])


def _house(language: Language) -> Rule:
    """Return the rule for 221B Baker St. and 1600 Penn Ave. NW."""
    table = language.table("abbreviations")
    direction, street = one_of(table["directions"]), one_of(table["streets"])
    marks = "|".join(language.numbers["ordinal_marks"])
    name = rf"(?:{direction}|[A-Z][\w']{{1,20}}|[0-9]{{1,3}}(?:{marks}))"
    no_number = rf"(?<!\b{re.escape(table['no_house_after'])}\s)"
    house = rf"(?<![\w.,$/-]){no_number}(?P<house>[0-9]{{1,5}})(?P<door>[A-Z]?)\s"
    names = rf"(?P<name>{name}(?:\s{name}){{0,2}})\s"
    kind = rf"(?P<street>{street})(?!\w)"
    then_direction = rf"(?:\s(?P<direction>{direction})(?!\w))?"
    return Rule(f"{house}{names}{kind}{then_direction}", _address, (DIGIT, CAPITAL))


def _address(match: Match, language: Language) -> str:
    """Return an address in full words, with a full stop if its abbreviation ends the text."""
    table = language.table("abbreviations")
    directions = table["directions"]
    words = [pair_words(match["house"], language)]
    if match["door"]:
        words.append(match["door"])
    words += [directions.get(word, word) for word in match["name"].split()]
    words.append(table["streets"][match["street"]])
    if match["direction"]:
        words.append(directions[match["direction"]])
    address = " ".join(words)
    if match[0].endswith("."):
        address += stop_at_end(match)
    return address


def _state(table: Table) -> Rule:
    """Return the rule for Hull, MA 02045 and for Ann Lee, D-Mass."""
    before = rf"(?:(?<=\w,\s)|(?<=[(\s][{table['parties']}]-))"
    postal_code = r"((?:,?\s[0-9]{5}(?:-[0-9]{4})?)?)"
    after = r"(?=[,.;:)]|$|\s[a-z0-9(])(?!\w)"
    pattern = rf"{before}({one_of(table['states'])}){postal_code}{after}"
    return Rule(pattern, _state_words, (",-", CAPITAL))


def _state_words(match: Match, language: Language) -> str:
    state: str = language.table("abbreviations")["states"][match[1]]
    if not match[2]:
        return state
    postal_code = re.sub("[^0-9]", "", match[2])
    return f"{state}, {spell_digits(postal_code, language)}"


def _saint_or_street(words: Table) -> Iterator[Rule]:
    """Yield the rules for "St.".

    It is a saint before a capital, else a street: "on Elm St. in", "Elm St., Hull", "to the end of
    Elm St."
    """
    st = re.escape(words["abbreviation"])
    saint = fixed(words["saint"])
    before_capital = rf"(?=\s{CAPITAL_LETTER})"
    after_word = rf"{st}(?<=[a-z0-9]\s{st}){before_capital}(?!\s?$)"
    yield Rule(after_word, saint, (INNER_DOT, CAPITAL))
    yield Rule(rf"{st}(?<=\w\s{st})(?=,|;|\s[a-z(]|$)", _street, (".",))
    yield Rule(rf"{st}(?<![\w.]{st}){before_capital}", saint, (INNER_DOT, CAPITAL))


def _street(match: Match, language: Language) -> str:
    """Return the word for a street, with a full stop if it ends the text."""
    street: str = language.table("abbreviations")["saint"]["street"]
    return street + stop_at_end(match)
