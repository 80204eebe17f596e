"""What is only written otherwise before numbers are read, such as "to" for the dash of a range."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import partial
from typing import Any

from narrator.language.tables import ANY_LANGUAGE, Language, language_table, one_of
from narrator.verbalize.rules.rule import Match, Rule

_PLACE = re.compile("<([a-z_.|]+)>")
_WORD = "[word]"


def rules(language: Language, part: str = "rewrite") -> Iterator[Rule]:
    """Yield the rules of ``data/any/rewrites.toml`` and of a language's own table.

    Those that name a table which the language does not have are left out. The part "first" comes
    before abbreviations are read.
    """
    tables = (language_table(ANY_LANGUAGE, "rewrites"), language.table("rewrites"))
    for table in tables:
        for entry in table.get(part, ()):
            try:
                find, put = _filled(entry["find"], language), _filled(entry["put"], language)
                words = _at(entry["lookup"], language) if "lookup" in entry else {}
            except KeyError:
                continue
            yield Rule(find, partial(_put, put, words), tuple(entry["needs"]))


def _put(put: str, words: Mapping[str, str], match: Match, _language: Language) -> str:
    """Return what is put for a match, with the word for its last group if it is looked up."""
    word = words.get(match[match.lastindex or 0], "")
    return match.expand(put).replace(_WORD, word)


def _filled(pattern: str, language: Language) -> str:
    """Return a pattern with the words of a language for the places in it."""

    def words(place: re.Match[str]) -> str:
        found = [_at(one, language) for one in place[1].split("|")]
        if isinstance(found[0], str):
            return found[0]
        return one_of([word for some in found for word in some])

    return _PLACE.sub(words, pattern)


def _at(place: str, language: Language) -> Any:
    """Return what a language has at a place in its tables such as "dates.months".

    Raises:
        KeyError: It has nothing there.
    """
    if place == "number":
        return language.number_pattern
    topic, *keys = place.split(".")
    found: Any = language.units if topic == "units" else language.table(topic)
    for key in keys:
        found = found[key]
    return found
