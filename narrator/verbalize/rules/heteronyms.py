"""Heteronyms: words said in two ways, spelt as their neighbours say they are meant.

Engines choose a reading by rules of their own. A word is spelt otherwise only where they go wrong.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import partial

from narrator.language.tables import Language, Table, one_of
from narrator.verbalize.rules.rule import Match, Rule, after, before

# how far neighbours are looked for; marks are neighbours too
_NEAR = 60
_TOKEN = re.compile(r"[^\W\d_]+(?:['-][^\W\d_]+)*|[.,;:!?()\"“”—–]")
_PLURAL = re.compile(r"[^\W_]{2}[^s']s$")

# Words by where they stand: a heteronym stands "after" one and "before" another, adverbs passed
# over; "second" is the last but one before it, "right_after" what is directly before it. Each place
# has its word, its kinds and the names of the table's groups that hold it.
Neighbours = Mapping[str, set[str]]


def rules(language: Language, *, in_capitals: bool) -> Iterator[Rule]:
    """Yield the rule for acronyms that are words (US, IT), or for all other heteronyms.

    The others are spelt only for the engine.
    """
    words = language.table("heteronyms").get("words", {})
    forms = [word for word in words if word.isupper() == in_capitals]
    forms += [word.capitalize() for word in forms if word.islower()]
    if forms:
        yield Rule(rf"(?<![\w'./$:-]){one_of(forms)}(?![\w'/-]|\.\w)", _spelling)


def _spelling(match: Match, language: Language) -> str:
    """Return the spelling of the first reading that the neighbours ask for, else the word."""
    table = language.table("heteronyms")
    written = match[0]
    neighbours = _neighbours(match, table)
    if written.istitle() and "OPENINGS" not in neighbours["right_after"]:
        return written  # a name
    words = table["words"]
    readings = words.get(written) or words[written.lower()]
    for reading, spelling in readings.items():
        if _is_meant(table["readings"][reading], neighbours):
            return str(spelling.capitalize() if written.istitle() else spelling)
    return written


def _neighbours(match: Match, table: Table) -> Neighbours:
    earlier = ["^", "^", *_TOKEN.findall(before(match, _NEAR))]
    later = [*_TOKEN.findall(after(match, _NEAR)), "$"]
    near = set(map(str.lower, earlier + later))
    right_after = earlier[-1]
    while earlier[-1].lower() in table["adverbs"] or earlier[-1].endswith("ly"):
        earlier.pop()
    places = {
        "near": near,
        "right_after": _kinds(right_after),
        "after": _kinds(earlier[-1]),
        "second": _kinds(earlier[-2]),
        "before": _kinds(later[0]),
    }
    for kinds in places.values():
        kinds.update([name for name, group in table["groups"].items() if kinds & {*group}])
    return places


def _kinds(word: str) -> set[str]:
    """Return a word as it is and in small letters, and its kinds."""
    kinds = {word, word.lower()}
    if _PLURAL.search(word):
        kinds.add("PLURAL")
    if word.isupper() and len(word) > 1:
        kinds.add("CAPITALS")
    return kinds


def _is_meant(reading: Table, neighbours: Neighbours) -> bool:
    """Return whether one of a reading's conditions holds, and none of those against it."""
    holds = partial(_holds, neighbours)
    return any(map(holds, reading["when"])) and not any(map(holds, reading.get("unless", ())))


def _holds(neighbours: Neighbours, condition: Table) -> bool:
    return all(neighbours[place] & {*words} for place, words in condition.items())
