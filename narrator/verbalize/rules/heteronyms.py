"""Heteronyms: words said in two ways, spelt as their neighbours say they are meant.

Engines choose a reading by rules of their own. A word is spelt otherwise only where they go wrong.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping

from narrator.language.tables import Language, Table, one_of
from narrator.verbalize.rules.rule import Match, Rule, after, before

# how far neighbours are looked for; marks are neighbours too
_NEAR = 60
_TOKEN = re.compile(r"[^\W\d_]+(?:['-][^\W\d_]+)*|[.,;:!?()\"“”—–]")
_PLURAL = re.compile(r"[^\W_]{2}[^s']s$")

# Words by where they stand: a heteronym stands "after" one and "before" another, adverbs passed
# over; "second" is the last but one before it, "right_after" what is directly before it.
Neighbours = Mapping[str, set[str]]


def in_capitals(language: Language) -> Iterator[Rule]:
    """Yield the rule for words that are acronyms where they are meant so: US, IT."""
    words: Mapping[str, Table] = language.table("heteronyms").get("words", {})
    yield from _rule([word for word in words if word.isupper()])


def respellings(language: Language) -> Iterator[Rule]:
    """Yield the rule for the others, which are spelt only for the engine."""
    words: Mapping[str, Table] = language.table("heteronyms").get("words", {})
    small = [word for word in words if not word.isupper()]
    yield from _rule([*small, *map(str.capitalize, filter(str.islower, small))])


def _rule(forms: Collection[str]) -> Iterator[Rule]:
    if forms:
        yield Rule(rf"(?<![\w'./$:-]){one_of(forms)}(?![\w'/-]|\.\w)", _spelling)


def _spelling(match: Match, language: Language) -> str:
    """Return the spelling of the first reading that the neighbours ask for, else the word."""
    table = language.table("heteronyms")
    groups = table["groups"]
    written = match[0]
    neighbours = _neighbours(match, table["adverbs"])
    if written.istitle() and neighbours["right_after"].isdisjoint(groups["OPENINGS"]):
        return written  # a name
    words = table["words"]
    readings = words.get(written) or words[written.lower()]
    for reading, spelling in readings.items():
        if _is_meant(table["readings"][reading], neighbours, groups):
            return str(spelling.capitalize() if written.istitle() else spelling)
    return written


def _neighbours(match: Match, adverbs: Collection[str]) -> Neighbours:
    earlier = ["^", "^", *_TOKEN.findall(before(match, _NEAR))]
    later = [*_TOKEN.findall(after(match, _NEAR)), "$"]
    near = set(map(str.lower, earlier + later))
    right_after = earlier[-1]
    while earlier[-1].lower() in adverbs or earlier[-1].endswith("ly"):
        earlier.pop()
    return {
        "near": near,
        "right_after": _kinds(right_after),
        "after": _kinds(earlier[-1]),
        "second": _kinds(earlier[-2]),
        "before": _kinds(later[0]),
    }


def _kinds(word: str) -> set[str]:
    """Return a word as it is and in small letters, and its kinds."""
    kinds = {word, word.lower()}
    if _PLURAL.search(word):
        kinds.add("PLURAL")
    if word.isupper() and len(word) > 1:
        kinds.add("CAPITALS")
    return kinds


def _is_meant(reading: Table, neighbours: Neighbours, groups: Table) -> bool:
    """Return whether one of a reading's conditions holds, and none of those against it."""
    against = reading.get("unless", ())
    if any(_holds(condition, neighbours, groups) for condition in against):
        return False
    return any(_holds(condition, neighbours, groups) for condition in reading["when"])


def _holds(condition: Table, neighbours: Neighbours, groups: Table) -> bool:
    for place, names in condition.items():
        words = {word for name in names for word in groups.get(name, [name])}
        if words.isdisjoint(neighbours[place]):
            return False
    return True
