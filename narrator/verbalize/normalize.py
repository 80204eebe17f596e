"""Text normalisation for speech: one ordered pass of small rules, before any engine.

Engines read words well, but not money, dates, units, abbreviations, addresses or marks of layout.
The rules in ``narrator.verbalize.rules`` turn these into words, with the tables of the language
(``language/data/<language>``). What engines say well is left alone: plain numbers, most acronyms,
ordinary words. In a language without tables only the markup is removed.

The pass is repeated until nothing changes, so that the result does not change if it is normalised
again. Rules do not find anything in their own words, so a second pass is quick.

Time goes into trying rules, not into applying them. So a text is tried only by the rules whose
characters it has (``Rule.needs``), and a rule is compiled when a text first needs it. The price is
that ``needs`` must be kept true to the pattern; a test proves it. What a text has is looked up once
for a family: a rule that reads what another has written stands in a later family.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import lru_cache
from itertools import accumulate, chain
from typing import NamedTuple

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
from narrator.verbalize.rules.rule import CAPITAL, DIGIT, INNER_DOT, KINDS, Match, Rule

# most texts need two passes, those with nested marks three or four
_MOST_PASSES = 8
_DIGIT = re.compile("[0-9]")
# what stands right after a figure, or after one and a space, where it may be another figure
_AFTER_FIGURE = re.compile(r"[0-9](?=\s?([^\s0-9]|(?<=\s)[0-9]))")
# of a rule
_MOST_NEEDS = 3
# a language has some 250 rules; compiling all of them takes longer than normalising a page
_compiled = lru_cache(maxsize=None)(re.compile)


class ReadyRule(NamedTuple):
    """A rule that is compiled and bound to a language."""

    pattern: re.Pattern[str]
    say: Callable[[Match], str]


def to_spoken(text: str, language: str) -> str:
    """Return a text as it is said aloud: words, and marks that shape the intonation.

    The result is empty if nothing of the text can be said.
    """
    rules = rules_of(base_language(language))
    last_change = len(rules.families)
    for _ in range(_MOST_PASSES):
        before = text
        text, last_change = _pass(text, rules, last_change)
        if text == before:
            break
    return text


def to_said(text: str, language: str) -> str:
    """Return the spoken form of a text as engines get it: heteronyms are spelt as they sound."""
    text = to_spoken(text, language)
    respellings = _respellings_of(base_language(language))
    return _applied(respellings.chosen(0, respellings.due(text)), text)


def _pass(text: str, rules: RuleSet, last_change: int) -> tuple[str, int]:
    """Return a text after each family of rules has been applied to it once.

    Args:
        text: The text.
        rules: The families.
        last_change: The last family that changed the text in the pass before, or their number. The
            families after it have seen the text as it is now, unless one before them changes it.

    Returns:
        The text, and the last family that changed it.
    """
    unchanged = text
    has_words = bool(rules.language.numbers)  # which are written in Latin letters
    text = " ".join(clean(text, for_latin_voice=has_words).split())
    due = rules.due(text)
    change = 0
    for place in range(len(rules.families)):
        if place > last_change and text == unchanged:
            break
        before = text
        text = _applied(rules.chosen(place, due), text)
        if text != before:
            due = rules.due(text)
            change = place
    return " ".join(text.split()), change


def _applied(rules: Iterable[ReadyRule], text: str) -> str:
    """Return a text after some rules have been applied to it."""
    for pattern, say in rules:
        text = pattern.sub(say, text)
    return text


class RuleSet:
    """A language's families of rules, and the choice of those that a text needs.

    Few rules can find anything in a text. Which ones depends on its characters, and on those that
    stand beside figures (``Rule.needs``). Each of these keys has a number with a bit for each need
    of each rule that it meets; a rule is due where all its bits are set.

    Attributes:
        families: The rules of each family, in the order in which they are applied.
        language: The language that they are for.
    """

    def __init__(self, families: Iterable[Iterable[Rule]], language: Language) -> None:
        self.families = tuple(map(tuple, families))
        self.language = language
        self._rules = list(chain(*self.families))
        self._met: dict[str, int] = defaultdict(int)
        self._always = 0
        for place, rule in enumerate(self._rules):
            for number, need in enumerate((*rule.needs, "", "", "")[:_MOST_NEEDS]):
                bit = 1 << (place + number * len(self._rules))
                self._always |= 0 if need else bit
                for key in need:
                    self._met[key] |= bit
        self._characters = frozenset(self._met) - KINDS
        self._starts = list(accumulate(map(len, self.families), initial=0))
        self._masks = [(1 << len(family)) - 1 for family in self.families]
        self._chosen = lru_cache(maxsize=4096)(self._choose)

    def due(self, text: str) -> int:
        """Return a number with a bit for each rule that may find something in a text."""
        held = self._characters.intersection(text)
        if _DIGIT.search(text):
            held |= {DIGIT, *("0" + beside for beside in _AFTER_FIGURE.findall(text))}
        after_first = text[1:]
        if after_first != after_first.lower():
            held |= {CAPITAL}
        if "." in text[:-1]:
            held |= {INNER_DOT}
        met = self._always
        for key in held:
            met |= self._met.get(key, 0)
        count = len(self._rules)
        return met & (met >> count) & (met >> 2 * count)

    def chosen(self, place: int, due: int) -> Sequence[ReadyRule]:
        """Return the rules of a family whose bits are set."""
        bits = due >> self._starts[place] & self._masks[place]
        return self._chosen(place, bits) if bits else ()

    def _choose(self, place: int, due: int) -> Sequence[ReadyRule]:
        numbered = enumerate(self.families[place])
        return [self._ready(rule) for number, rule in numbered if due >> number & 1]

    def _ready(self, rule: Rule) -> ReadyRule:
        def say(match: Match) -> str:
            return rule.say(match, self.language)

        return ReadyRule(_compiled(rule.pattern), say)


@lru_cache(maxsize=16)
def rules_of(code: str) -> RuleSet:
    """Return the rules of a language that has tables, or those for any other text."""
    language = load_language(code)
    if not language.numbers:
        parts = [rewrites.rules(language, part) for part in ("markup", "symbols", "layout")]
        return RuleSet(parts, language)
    return RuleSet(_families(language), language)


@lru_cache(maxsize=16)
def _respellings_of(code: str) -> RuleSet:
    language = load_language(code)
    others = heteronyms.rules(language, in_capitals=False)
    return RuleSet([[*others, *acronyms.respellings(language)]], language)


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
    yield rewrites.rules(language, "formulas")
    yield sums.rules(language)
    yield codes.rules(language)
    yield symbols.rules(language)
    yield money.rules(language)
    yield times.rules(language)
    yield acronyms.rules(language)
    yield rewrites.rules(language, "dates")
    yield dates.rules(language)
    yield years.rules(language)
    yield units.rules(language)
    yield quantities.rules(language)
    yield rewrites.rules(language, "symbols")
    yield heteronyms.rules(language, in_capitals=True)
    yield rewrites.rules(language, "layout")
