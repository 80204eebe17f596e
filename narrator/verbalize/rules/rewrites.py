"""What is written or said otherwise wherever a pattern finds it: rules that are only a table."""

from __future__ import annotations

import html
import re
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from functools import partial
from typing import Any

from narrator.language.numerals import ROMAN, from_roman
from narrator.language.tables import ANY_LANGUAGE, Language, Table, language_table, one_of
from narrator.verbalize.agreement import FEMININE
from narrator.verbalize.numbers import (
    number_words,
    pair_words,
    roman_words,
    spell_digits,
    two_digit_words,
    year_words,
)
from narrator.verbalize.readable import clean
from narrator.verbalize.rules.date_words import month_name
from narrator.verbalize.rules.rule import DIGIT, Match, Rule, after_figure, first_letters
from narrator.verbalize.rules.sums import formula_words
from narrator.verbalize.rules.tokens import figure_words, spelt_characters, token_words

_PLACE = re.compile("<([a-z_.|]+)>")
_SAID = re.compile(r"\[([1-9])\]")

# returns the words for what is written
_WordsOf = Callable[[str, Language], str]


def rules(language: Language, part: str = "rewrite") -> Iterator[Rule]:
    """Yield the rules of a part of ``data/any/rewrites.toml`` and of a language's own table.

    Those that name what the language does not have in its tables are left out, and those that are
    for languages without what this one has.
    """
    for code in (ANY_LANGUAGE, language.code):
        for entry in language_table(code, "rewrites").get(part, ()):
            if _has(entry.get("unless", ""), language):
                continue
            try:
                yield _rule(entry, language)
            except KeyError:
                continue


def _rule(entry: Table, language: Language) -> Rule:
    """Return the rule of an entry.

    Raises:
        KeyError: It names a table which the language does not have.
    """
    if "lookup" in entry:
        words_of = _looked_up(_at(entry["lookup"], language))
    else:
        words_of = _WORDS[entry.get("say", "written")]
    put = partial(_put, _SAID.split(_filled(entry["put"], language)), words_of)
    needs = tuple(_needed(need, language) for need in entry["needs"])
    return Rule(_filled(entry["find"], language), put, needs)


def _put(pieces: Sequence[str], words_of: _WordsOf, match: Match, language: Language) -> str:
    """Return what is put for a match: templates, and between them groups that are said."""
    words = ""
    for place, piece in enumerate(pieces):
        if place % 2:
            words += words_of(match[int(piece)], language)
        else:
            words += match.expand(piece) if "\\" in piece else piece
    return words


def _looked_up(table: Mapping[str, str]) -> _WordsOf:
    return lambda written, _language: table.get(written, "")


def _of_each_number(words_of: _WordsOf) -> _WordsOf:
    """Return a function that says the numbers of a text by another, with pauses at marks."""

    def words(written: str, language: Language) -> str:
        pause = language.numbers.get("numbered_dash", ",") + " "
        written = re.sub("[-:]", pause, written)
        return re.sub("[0-9]+", lambda number: words_of(number[0], language), written)

    return words


# what an entry may say for groups of its match
_WORDS: Mapping[str, _WordsOf] = {
    "written": lambda written, _language: written,
    "characters": spelt_characters,
    "code": token_words,
    "digits": _of_each_number(spell_digits),
    "entity": lambda written, _language: clean(html.unescape(written)),
    "formula": formula_words,
    "figures": _of_each_number(figure_words),
    "month": lambda number, language: month_name(int(number), language),
    "multiple": partial(number_words, gender=FEMININE),
    "number": number_words,
    "pairs": _of_each_number(pair_words),
    "roman": roman_words,
    "roman year": lambda numeral, language: year_words(str(from_roman(numeral)), language),
    "title": lambda written, _language: written.capitalize(),
    "two digits": two_digit_words,
    "year": year_words,
}


def _filled(pattern: str, language: Language) -> str:
    """Return a pattern with the words of a language for the places in it."""

    def words(place: re.Match[str]) -> str:
        found = [_at(one, language) for one in place[1].split("|")]
        if isinstance(found[0], str):
            return found[0]
        return one_of([word for some in found for word in some])

    return _PLACE.sub(words, pattern)


def _needed(need: str, language: Language) -> Collection[str]:
    """Return the characters of a need: for a place in it, the first letters of the words there."""

    def letters(place: re.Match[str]) -> str:
        found = _at(place[1], language)
        return found if isinstance(found, str) else first_letters(found)

    characters = _PLACE.sub(letters, need)
    is_beside = need.startswith(DIGIT) and len(need) > 1
    return after_figure(characters[1:]) if is_beside else characters


def _has(place: str, language: Language) -> bool:
    topic, _, key = place.partition(".")
    return key in language.table(topic)


def _at(place: str, language: Language) -> Any:
    """Return what a language, or else any, has at a place in its tables such as "dates.months".

    Raises:
        KeyError: It has nothing there.
    """
    if place == "number":
        return language.number_pattern
    if place == "roman":
        return ROMAN
    topic, *keys = place.split(".")
    found: Any = language.units if topic == "units" else language.table(topic)
    found = found or language_table(ANY_LANGUAGE, topic)
    for key in keys:
        found = found[key]
    return found
