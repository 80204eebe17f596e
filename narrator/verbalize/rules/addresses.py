"""Street addresses; states after places, and "St.", which is a saint or a street."""

from __future__ import annotations

from collections.abc import Iterator

from narrator.language.tables import Language, one_of
from narrator.verbalize.numbers import pair_words
from narrator.verbalize.rules import rewrites
from narrator.verbalize.rules.rule import CAPITAL, DIGIT, Match, Rule, stop_at_end


def rules(language: Language) -> Iterator[Rule]:
    """Yield the rules for addresses, as far as a language has them."""
    if "streets" in language.table("abbreviations"):
        yield _house(language)
    yield from rewrites.rules(language, "places")


def _house(language: Language) -> Rule:
    """Return the rule for 221B Baker St. and 1600 Penn Ave. NW."""
    table = language.table("abbreviations")
    direction, street = one_of(table["directions"]), one_of(table["streets"])
    marks = "|".join(language.numbers["ordinal_marks"])
    name = rf"(?:{direction}|[A-Z][\w']{{1,20}}|[0-9]{{1,3}}(?:{marks}))"
    no_number = rf"(?<!\b{table['no_house_after']}\s)"
    house = rf"(?<![\w.,$/-]){no_number}(?P<house>[0-9]{{1,5}})(?P<door>[A-Z]?)\s"
    names = rf"(?P<name>{name}(?:\s{name}){{0,2}})\s"
    kind = rf"(?P<street>{street})(?!\w)"
    then_direction = rf"(?:\s(?P<direction>{direction})(?!\w))?"
    return Rule(f"{house}{names}{kind}{then_direction}", _address, (DIGIT, CAPITAL))


def _address(match: Match, language: Language) -> str:
    """Return an address in full words, with a full stop if its abbreviation ends the text."""
    table = language.table("abbreviations")
    directions = table["directions"]
    words = [
        pair_words(match["house"], language),
        match["door"],
        *(directions.get(word, word) for word in match["name"].split()),
        table["streets"][match["street"]],
        directions.get(match["direction"]),
    ]
    address = " ".join(filter(None, words))
    if match[0].endswith("."):
        address += stop_at_end(match)
    return address
