"""Writing into what is said: one ordered pass of small rules, before any engine.

An engine reads letters well and writing badly: money, dates, units, abbreviations, addresses and marks of layout are for
the eye. The rules are tables (``data/<language>``) applied by the families in ``narrator.text.rules``. What engines say
well is left alone: plain numbers, most acronyms, ordinary words. A language without tables only loses its markup.

The pass is repeated until nothing changes, which makes it idempotent: every rule replaces what it finds by words it does
not find again, so a second pass over words is short and the third is none.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from narrator.text.language import Language, Rule, load
from narrator.text.rules import (
    abbreviations,
    acronyms,
    codes,
    dates,
    electronic,
    markup,
    money,
    quantities,
    romans,
    symbols,
    times,
    units,
)

# a text needs two passes, nested marks three or four
_MOST_PASSES = 8
_SPACES = re.compile(r"\s+")
_TWO_STOPS = re.compile(r"(?<=[A-Z]\.)\.(?!\.)")
_SPACE_BEFORE = re.compile(r" (?=[,;:!?](?:\s|$)|\.(?:\s|$))")


# where nothing is known of the language, what is left of tags is dropped
_UNKNOWN = (*markup.rules(), Rule(re.compile("[<>]"), lambda _: " ", frozenset("<>")))


def to_spoken(text: str, language: str) -> str:
    """The text as it is said aloud: words, and marks that shape the voice. Empty when nothing of it can be said."""
    known = load(language)
    rules = _UNKNOWN if known is None else _rules(known.code)
    for _ in range(_MOST_PASSES):
        before, text = text, _pass(text, rules)
        if text == before:
            break
    return text


def _pass(text: str, rules: tuple[Rule, ...]) -> str:
    text = _SPACES.sub(" ", markup.clean(text)).strip()
    characters = set(text)
    for rule in rules:
        if not rule.needs or not rule.needs.isdisjoint(characters):
            text = rule.pattern.sub(rule.say, text)
    text = _SPACE_BEFORE.sub("", _SPACES.sub(" ", text)).strip()
    return _TWO_STOPS.sub("", text)


@lru_cache(maxsize=16)
def _rules(code: str) -> tuple[Rule, ...]:
    language = load(code)
    assert language is not None
    return tuple(_ordered(language))


def _ordered(language: Language) -> Iterator[Rule]:
    """The order is the meaning: what needs its figures and marks comes before what turns them into words."""
    yield from symbols.citations()
    yield from markup.rules()
    yield from electronic.rules(language)
    yield from abbreviations.rules(language)
    yield from romans.rules(language)
    yield from codes.rules(language)
    yield from symbols.expand(language)
    yield from money.rules(language)
    yield from times.rules(language)
    yield from acronyms.rules(language)
    yield from dates.rules(language)
    yield from units.rules(language)
    yield from quantities.rules(language)
    yield from symbols.rules(language)
