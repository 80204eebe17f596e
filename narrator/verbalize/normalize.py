"""Text normalisation for speech: one ordered pass of small rules, before any engine.

Engines read words well, but not money, dates, units, abbreviations, addresses or marks of layout.
The rules in ``narrator.verbalize.rules`` turn these into words, with the tables of the language
(``language/data/<language>``). What engines say well is left alone: plain numbers, most acronyms,
ordinary words. In a language without tables only the markup is removed.

The pass is repeated until nothing changes, so that the result does not change if it is normalised
again. Rules do not find anything in their own words, so a second pass is quick.

Time goes into trying rules, not into applying them. So a text is tried only by the rules whose
characters it has (``Rule.needs``), and a rule is compiled when a text first needs it. The price is
that ``needs`` must be kept true to the pattern; a test proves it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from itertools import chain

from narrator.language.tables import Language, load_language
from narrator.language.tags import base_language
from narrator.verbalize.readable import clean
from narrator.verbalize.rules import (
    abbreviations,
    acronyms,
    citations,
    codes,
    dates,
    electronic,
    heteronyms,
    money,
    quantities,
    rewrites,
    romans,
    sums,
    symbols,
    times,
    units,
    years,
)
from narrator.verbalize.rules.rule import CAPITAL, DIGIT, INNER_DOT, KINDS, Rule

# most texts need two passes, those with nested marks three or four
_MOST_PASSES = 8
_TWO_STOPS = re.compile(r"(?<=[A-Z]\.)\.(?!\.)")
_SPACE_BEFORE_MARK = re.compile(r" (?=[,;:!?](?:\s|$)|\.(?:\s|$))")
_DIGIT = re.compile("[0-9]")
# a language has some 250 rules; compiling all of them takes longer than normalising a page
_compiled = lru_cache(maxsize=None)(re.compile)


def to_spoken(text: str, language: str) -> str:
    """Return a text as it is said aloud: words, and marks that shape the intonation.

    The result is empty if nothing of the text can be said.
    """
    rules = rules_of(base_language(language))
    for _ in range(_MOST_PASSES):
        before = text
        text = _pass(text, rules)
        if text == before:
            break
    return text


def to_said(text: str, language: str) -> str:
    """Return the spoken form of a text as engines get it: heteronyms are spelt as they sound."""
    text = to_spoken(text, language)
    respellings = _respellings_of(base_language(language))
    for rule in chain(*respellings.due(text)):
        text = _apply(rule, text, respellings.language)
    return text


def _pass(text: str, rules: RuleSet) -> str:
    """Return a text after each family of rules has been applied to it once."""
    has_words = bool(rules.language.numbers)  # which are written in Latin letters
    text = " ".join(clean(text, for_latin_voice=has_words).split())
    due = rules.due(text)
    for place in range(len(due)):
        before = text
        for rule in due[place]:
            text = _apply(rule, text, rules.language)
        if text != before:
            due = rules.due(text)
    text = _SPACE_BEFORE_MARK.sub("", " ".join(text.split()))
    if ".." in text:
        text = _TWO_STOPS.sub("", text)
    return text


def _apply(rule: Rule, text: str, language: Language) -> str:
    """Return a text with a rule's matches replaced."""
    pattern: re.Pattern[str] = _compiled(rule.pattern)
    return pattern.sub(lambda match: rule.say(match, language), text)


class RuleSet:
    """A language's families of rules, and the choice of those that a text needs.

    Few rules can find anything in a short text. Which ones depends only on its characters, so the
    choice is cached for all texts with the same ones.

    Attributes:
        families: The rules of each family, in the order in which they are applied.
        language: The language that they are for.
    """

    def __init__(self, families: Iterable[Iterable[Rule]], language: Language) -> None:
        self.families = tuple(map(tuple, families))
        self.language = language
        needs = [need for rule in chain(*self.families) for need in rule.needs]
        self._characters = frozenset("".join(needs)) - KINDS
        self._chosen = lru_cache(maxsize=4096)(self._choose)

    def due(self, text: str) -> Sequence[Sequence[Rule]]:
        """Return the rules of each family that may find something in a text."""
        held = self._characters.intersection(text)
        kinds = []
        if _DIGIT.search(text):
            kinds.append(DIGIT)
        after_first = text[1:]
        if after_first != after_first.lower():
            kinds.append(CAPITAL)
        if "." in text[:-1]:
            kinds.append(INNER_DOT)
        return self._chosen(held.union(kinds))

    def _choose(self, held: frozenset[str]) -> Sequence[Sequence[Rule]]:
        """Return the rules whose needs are met by the characters and kinds that a text holds."""
        chosen: list[list[Rule]] = []
        for family in self.families:
            chosen.append([rule for rule in family if _is_due(rule, held)])
        return chosen


def _is_due(rule: Rule, held: frozenset[str]) -> bool:
    return not any(need and held.isdisjoint(need) for need in rule.needs)


@lru_cache(maxsize=16)
def rules_of(code: str) -> RuleSet:
    """Return the rules of a language that has tables, or those for any other text."""
    language = load_language(code)
    if not language.numbers:
        parts = [rewrites.rules(language, part) for part in ("markup", "symbols")]
        return RuleSet(parts, language)
    return RuleSet(_families(language), language)


@lru_cache(maxsize=16)
def _respellings_of(code: str) -> RuleSet:
    language = load_language(code)
    return RuleSet([heteronyms.respellings(language)], language)


def _families(language: Language) -> Iterator[Iterable[Rule]]:
    """Yield the families in the order in which they are applied.

    The order matters: rules that need digits and marks come before those that turn them into words.
    """
    yield citations.rules(language)
    yield rewrites.rules(language, "markup")
    yield rewrites.rules(language, "signs")
    yield electronic.rules(language)
    yield rewrites.rules(language, "first")
    yield abbreviations.rules(language)
    yield romans.rules(language)
    yield rewrites.rules(language)
    yield sums.rules(language)
    yield codes.rules(language)
    yield symbols.rules(language)
    yield money.rules(language)
    yield times.rules(language)
    yield acronyms.rules(language)
    yield dates.rules(language)
    yield years.rules(language)
    yield units.rules(language)
    yield quantities.rules(language)
    yield rewrites.rules(language, "symbols")
    yield heteronyms.in_capitals(language)
