"""Abbreviations, by what is written around them: titles before names, "No." before a number.

Saints, streets and states are in ``addresses``, because they share abbreviations.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import partial
from typing import NamedTuple

from narrator.language.tables import ANY_LANGUAGE, Language, Table, language_table, one_of
from narrator.verbalize.rules import addresses
from narrator.verbalize.rules.rule import (
    CAPITAL_LETTER,
    INNER_DOT,
    Match,
    Rule,
    Say,
    guarded,
)

# a word, or letters, with dots
_DOTTED = r"[^\W\d_]\w{0,12}(?:\.[^\W\d_]{1,3}){0,3}\."
# what may come between a word and the end of its sentence
_CLOSING_MARKS = " \"”')»"


class _Context(NamedTuple):
    """The place in which the abbreviations of one part of the table are read.

    Attributes:
        part: The part's key.
        before: A pattern for what precedes, a look-behind.
        after: A pattern for what follows, a look-ahead.
        needs: What a text must hold for the context, as in ``Rule.needs``.
        words: The part's abbreviations with their full words.
    """

    part: str
    before: str
    after: str
    needs: Sequence[str]
    words: Mapping[str, str]


def rules(language: Language) -> Iterator[Rule]:
    """Yield the rules for abbreviations.

    Addresses come first, since some abbreviations mean something else in them. Words with a dot,
    which are most, are looked up wherever one stands; others are searched for.
    """
    table = language.table("abbreviations")
    if not table:
        return
    yield from addresses.rules(language)
    contexts = list(_contexts(table))
    say = partial(_full_word, contexts)
    yield from _searched(contexts, say, dotted=True)
    yield Rule(rf"(?<![^\W\d_.]){_DOTTED}(?![^\W\d_])", say, (".",))
    yield from _searched(contexts, say, dotted=False)


def _searched(contexts: Sequence[_Context], say: Say, *, dotted: bool) -> Iterator[Rule]:
    """Yield the rules for words that are no single word with a dot: "et al.", "Dr"."""
    for context in contexts:
        looked_up = "(?!)" if context.part == "endings" else _DOTTED
        rest = [
            w for w in context.words if w.endswith(".") == dotted and not re.fullmatch(looked_up, w)
        ]
        for need, some in guarded(rest):
            if not dotted or context.after.startswith("(?="):  # the dot cannot end a text
                need = need.replace(".", INNER_DOT)
            pattern = f"{context.before}{one_of(some)}{context.after}"
            yield Rule(pattern, say, (need, *context.needs))


def _contexts(table: Table) -> Iterator[_Context]:
    """Yield the contexts, the surest first."""
    particles = "|".join(language_table(ANY_LANGUAGE, "names")["particles"])
    for place in language_table(ANY_LANGUAGE, "abbreviations")["contexts"]:
        after = place["after"].replace("<capital>", CAPITAL_LETTER)
        after = after.replace("<particles>", particles)
        words = table.get(place["part"], {})
        if place["capitals"]:
            words = _with_capitals(words)
        yield _Context(place["part"], place["before"], after, place["needs"], words)


def _with_capitals(words: Mapping[str, str]) -> Mapping[str, str]:
    """Return words as they are given, and with a capital, unless that makes initials: "d.J."."""
    both = {
        word[0].upper() + word[1:]: full[0].upper() + full[1:]
        for word, full in words.items()
        if not word[1:].isupper()
    }
    return both | dict(words)


def _full_word(contexts: Sequence[_Context], match: Match, _language: Language) -> str:
    """Return the full word, with a full stop where the abbreviation's dot ended the sentence."""
    word = match[0]
    rest = match.string[match.end() :]
    for context in contexts:
        if word in context.words and _stands_in(context, match):
            full = context.words[word] + (" " if rest[:1].isdigit() else "")
            ends_text = word.endswith(".") and not rest.strip(_CLOSING_MARKS)
            return full.removesuffix(".") + "." if ends_text else full
    return word


def _stands_in(context: _Context, match: Match) -> bool:
    """Return whether a match stands in a context."""
    text = match.string
    stands_after = re.compile(context.before).match(text, match.start())
    return bool(stands_after and re.compile(context.after).match(text, match.end()))
