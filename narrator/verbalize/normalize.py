"""Writing into what is said: one ordered pass of small rules, before any engine.

An engine reads letters well and writing badly: money, dates, units, abbreviations, addresses and marks of layout are for
the eye. The rules are tables (``data/<language>``) applied by the families in ``narrator.verbalize.rules``. What engines say
well is left alone: plain numbers, most acronyms, ordinary words. A language without tables only loses its markup.

The pass is repeated until nothing changes, which makes it idempotent: every rule replaces what it finds by words it does
not find again, so a second pass over words is short and the third is none.

Cost is what is tried, not what is found: a text meets only the rules whose marks it holds (``Rule.needs``), and a rule is
compiled when a text first meets it. The price is that ``needs`` has to be kept true to the pattern; a test proves it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from functools import lru_cache

from narrator.language.tables import CAPITAL, FIGURE, INNER_DOT, Language, Rule, load_language
from narrator.verbalize.rules import (
    abbreviations,
    acronyms,
    codes,
    dates,
    electronic,
    markup,
    money,
    quantities,
    romans,
    sums,
    symbols,
    times,
    units,
    years,
)

# a text needs two passes, nested marks three or four
_MOST_PASSES = 8
_TWO_STOPS = re.compile(r"(?<=[A-Z]\.)\.(?!\.)")
_SPACE_BEFORE = re.compile(r" (?=[,;:!?](?:\s|$)|\.(?:\s|$))")
_FIGURE = re.compile("[0-9]")
# a language has some 150 rules, which cost more to compile than a page to read
_compiled = lru_cache(maxsize=None)(re.compile)
# a rule ready for use
Ready = tuple[re.Pattern[str], Callable[[re.Match[str]], str]]


def to_spoken(text: str, language: str) -> str:
    """The text as it is said aloud: words, and marks that shape the voice. Empty when nothing of it can be said."""
    known = load_language(language)
    rules = rules_of(known.code if known else "")
    for _ in range(_MOST_PASSES):
        before, text = text, _pass(text, rules)
        if text == before:
            break
    return text


def _pass(text: str, rules: Rules) -> str:
    text = " ".join(markup.clean(text).split())
    due = rules.due(text)
    for family in range(len(due)):
        before = text
        for pattern, say in due[family]:
            text = pattern.sub(say, text)
        if text != before:
            due = rules.due(text)
    text = _SPACE_BEFORE.sub("", " ".join(text.split()))
    return _TWO_STOPS.sub("", text) if ".." in text else text


class Rules:
    """A language's families of rules, and which of them a text needs.

    A short text costs what is tried on it, and few rules can find anything in it. Which can depends on its marks alone, so
    the choice is made once for all texts that have the same marks.
    """

    def __init__(self, families: Iterable[Iterable[Rule]]) -> None:
        self.families: tuple[tuple[Rule, ...], ...] = tuple(map(tuple, families))
        self._marks = frozenset(
            "".join(mark for family in self.families for rule in family for mark in rule.needs)
        ) - {
            FIGURE,
            CAPITAL,
            INNER_DOT,
        }
        self._chosen = lru_cache(maxsize=4096)(self._choose)

    def due(self, text: str) -> tuple[tuple[Ready, ...], ...]:
        """The rules of each family that may find something in the text."""
        after = text[1:]
        capital = after != after.lower()
        return self._chosen(
            self._marks.intersection(text),
            _FIGURE.search(text) is not None,
            capital,
            "." in text[:-1],
        )

    def _choose(
        self, marks: frozenset[str], figure: bool, capital: bool, inner_dot: bool
    ) -> tuple[tuple[Ready, ...], ...]:
        kinds = ((FIGURE, figure), (CAPITAL, capital), (INNER_DOT, inner_dot))
        held = marks.union(kind for kind, found in kinds if found)

        def due(rule: Rule) -> bool:
            return all(not need or not held.isdisjoint(need) for need in rule.needs)

        return tuple(
            tuple((_compiled(rule.pattern), rule.say) for rule in family if due(rule))
            for family in self.families
        )


@lru_cache(maxsize=16)
def rules_of(code: str) -> Rules:
    """The rules of a language that has tables; of no language, where the code is empty."""
    language = load_language(code)
    if language is None:
        # where nothing is known of the language, what is left of tags is dropped
        return Rules([(*markup.rules(), Rule("[<>]", lambda _: " ", ("<>",)))])
    return Rules(_ordered(language))


def _ordered(language: Language) -> Iterator[Iterable[Rule]]:
    """The order is the meaning: what needs its figures and marks comes before what turns them into words."""
    yield symbols.citations()
    yield markup.rules()
    yield electronic.rules(language)
    yield abbreviations.rules(language)
    yield romans.rules(language)
    yield codes.rules(language)
    yield symbols.expand(language)
    yield money.rules(language)
    yield times.rules(language)
    yield acronyms.rules(language)
    yield dates.rules(language)
    yield years.rules(language)
    yield sums.powers(language)
    yield units.rules(language)
    yield quantities.rules(language)
    yield symbols.rules(language)
