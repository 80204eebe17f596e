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
from collections.abc import Callable, Iterable, Iterator
from functools import lru_cache
from typing import NamedTuple

from narrator.language.tables import Language, load_language
from narrator.verbalize.readable import clean
from narrator.verbalize.rules import (
    abbreviations,
    acronyms,
    citations,
    codes,
    dates,
    electronic,
    heteronyms,
    markup,
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
from narrator.verbalize.rules.rule import CAPITAL, DIGIT, INNER_DOT, KINDS, Match, Rule

# most texts need two passes, those with nested marks three or four
_MOST_PASSES = 8
_TWO_STOPS = re.compile(r"(?<=[A-Z]\.)\.(?!\.)")
_SPACE_BEFORE_MARK = re.compile(r" (?=[,;:!?](?:\s|$)|\.(?:\s|$))")
_DIGIT = re.compile("[0-9]")
# a language has some 150 rules; compiling all of them takes longer than normalising a page
_compiled = lru_cache(maxsize=None)(re.compile)


class ReadyRule(NamedTuple):
    """A rule that is compiled and bound to a language."""

    pattern: re.Pattern[str]
    say: Callable[[Match], str]


# the rules of each family, in order
ReadyFamilies = tuple[tuple[ReadyRule, ...], ...]


def to_spoken(text: str, language: str) -> str:
    """Return a text as it is said aloud: words, and marks that shape the intonation.

    The result is empty if nothing of the text can be said.
    """
    known = load_language(language)
    rules = rules_of(known.code if known else "")
    for _ in range(_MOST_PASSES):
        before = text
        text = _pass(text, rules)
        if text == before:
            break
    return text


def to_said(text: str, language: str) -> str:
    """Return the spoken form of a text as engines get it: heteronyms are spelt as they sound."""
    text = to_spoken(text, language)
    known = load_language(language)
    if known is None:
        return text
    for family in _respellings_of(known.code).due(text):
        for pattern, say in family:
            text = pattern.sub(say, text)
    return text


def _pass(text: str, rules: RuleSet) -> str:
    """Return a text after each family of rules has been applied to it once."""
    text = " ".join(clean(text, for_latin_voice=rules.has_words).split())
    due = rules.due(text)
    for family in range(len(due)):
        before = text
        for pattern, say in due[family]:
            text = pattern.sub(say, text)
        if text != before:
            due = rules.due(text)
    text = _SPACE_BEFORE_MARK.sub("", " ".join(text.split()))
    if ".." in text:
        text = _TWO_STOPS.sub("", text)
    return text


class RuleSet:
    """A language's families of rules, and the choice of those that a text needs.

    Few rules can find anything in a short text. Which ones depends only on its characters, so the
    choice is cached for all texts with the same ones.

    Attributes:
        families: The rules of each family, in the order in which they are applied.
        has_words: Whether the language has tables of words; all those are written in Latin letters.
    """

    def __init__(self, families: Iterable[Iterable[Rule]], language: Language) -> None:
        self.families = tuple(map(tuple, families))
        self.has_words = bool(language.code)
        self._language = language
        characters: set[str] = set()
        for family in self.families:
            for rule in family:
                characters.update(*rule.needs)
        self._characters = frozenset(characters - KINDS)
        self._chosen = lru_cache(maxsize=4096)(self._choose)

    def due(self, text: str) -> ReadyFamilies:
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

    def _choose(self, held: frozenset[str]) -> ReadyFamilies:
        """Return the rules whose needs are met by the characters and kinds that a text holds."""
        chosen = []
        for family in self.families:
            due = [rule for rule in family if _is_due(rule, held)]
            chosen.append(tuple(map(self._ready, due)))
        return tuple(chosen)

    def _ready(self, rule: Rule) -> ReadyRule:
        def say(match: Match) -> str:
            return rule.say(match, self._language)

        return ReadyRule(_compiled(rule.pattern), say)


def _is_due(rule: Rule, held: frozenset[str]) -> bool:
    return not any(need and held.isdisjoint(need) for need in rule.needs)


@lru_cache(maxsize=16)
def rules_of(code: str) -> RuleSet:
    """Return the rules of a language that has tables, or those for any other text."""
    language = load_language(code)
    if language is None:
        return RuleSet([markup.rules(), [symbols.layout()]], Language(""))
    return RuleSet(_families(language), language)


@lru_cache(maxsize=16)
def _respellings_of(code: str) -> RuleSet:
    language = Language(code)
    return RuleSet([heteronyms.respellings(language)], language)


def _families(language: Language) -> Iterator[Iterable[Rule]]:
    """Yield the families in the order in which they are applied.

    The order matters: rules that need digits and marks come before those that turn them into words.
    """
    yield citations.rules(language)
    yield markup.rules()
    yield symbols.in_context(language)
    yield electronic.rules(language)
    yield rewrites.rules(language, "first")
    yield abbreviations.rules(language)
    yield romans.rules(language)
    yield rewrites.rules(language)
    yield sums.rules(language)
    yield codes.rules(language)
    yield symbols.expand(language)
    yield money.rules(language)
    yield times.rules(language)
    yield acronyms.rules(language)
    yield dates.rules(language)
    yield years.rules(language)
    yield units.rules(language)
    yield quantities.rules(language)
    yield symbols.rules(language)
    yield heteronyms.in_capitals(language)
