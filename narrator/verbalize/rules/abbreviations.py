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
    CAPITAL,
    CAPITAL_LETTER,
    DIGIT,
    INNER_DOT,
    Match,
    Rule,
    Say,
    guarded,
)

_START = r"(?<![\w.&/-])"
_END = r"(?!\w|-[0-9])"
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
    """

    part: str
    before: str = _START
    after: str = _END
    needs: tuple[str, ...] = ()


class _Reading(NamedTuple):
    """The abbreviations of a context with their full words."""

    context: _Context
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
    readings = [_Reading(context, _words_of(context, table)) for context in _contexts()]
    say = partial(_full_word, readings)
    yield from _searched(readings, say, dotted=True)
    yield Rule(rf"(?<![^\W\d_.]){_DOTTED}(?![^\W\d_])", say, (".",))
    yield from _searched(readings, say, dotted=False)


def _searched(readings: Sequence[_Reading], say: Say, *, dotted: bool) -> Iterator[Rule]:
    """Yield the rules for words that are no single word with a dot: "et al.", "Dr"."""
    for context, words in readings:
        looked_up = "(?!)" if context.part == "endings" else _DOTTED
        rest = [w for w in words if w.endswith(".") == dotted and not re.fullmatch(looked_up, w)]
        for need, some in guarded(rest):
            if not dotted or context.after.startswith("(?="):  # the dot cannot end a text
                need = need.replace(".", INNER_DOT)
            pattern = f"{context.before}{one_of(some)}{context.after}"
            yield Rule(pattern, say, (need, *context.needs))


def _contexts() -> Iterator[_Context]:
    """Yield the contexts, the surest first."""
    particles = language_table(ANY_LANGUAGE, "names")["particles"]
    opening = rf"(?:[\"“(]|{'|'.join(particles)})?"
    yield _Context("titles", _START, rf"(?=\s{opening}{CAPITAL_LETTER})", (CAPITAL,))
    yield _Context("bare_titles", _START, rf"(?=\s{CAPITAL_LETTER}\w*[a-z.])", (CAPITAL,))
    yield _Context("after_name", r"(?<=[\w,.)]\s)", _END, (CAPITAL,))
    figure = r"\s?(?:#\s?|\()?[0-9]"
    yield _Context("before_number", after=rf"(?={figure}|\s(?:[IVXLC]+|[ivxl]+)\b)")
    # "No. I am late" is a word
    roman = rf"(?={figure}|\s(?!I\b)[IVXLC]+\b)"
    yield _Context("before_figure", _START, roman, (DIGIT + "IVXLC",))
    yield _Context("after_number", r"(?:(?<=[0-9]\s)|(?<=[0-9]))", _END, (DIGIT,))
    yield _Context("between_names", r"(?<=\w\s)", rf"(?=\s{CAPITAL_LETTER})", (CAPITAL,))
    yield _Context("prefixes", _START, f"(?={CAPITAL_LETTER})", (CAPITAL,))
    yield _Context("endings", r"(?<=[^\W\d_]{2})")
    yield _Context("without_number", r"(?<![\w.-])(?<![0-9]\s)")
    yield _Context("anywhere", r"(?<![\w.])")


def _words_of(context: _Context, table: Table) -> Mapping[str, str]:
    """Return the words of a context, as given and with a capital, which may be an initial."""
    words: Mapping[str, str] = table.get(context.part, {})
    if context.part == "between_names":
        return words
    both: dict[str, str] = {}
    for word, full in words.items():
        both[word[0].upper() + word[1:]] = full[0].upper() + full[1:]
    return both | dict(words)


def _full_word(readings: Sequence[_Reading], match: Match, _language: Language) -> str:
    """Return the full word, with a full stop where the abbreviation's dot ended the sentence."""
    text, word = match.string, match[0]
    for context, words in readings:
        if word in words and _stands_in(context, match):
            full = words[word] + (" " if text[match.end() :][:1].isdigit() else "")
            ends_text = word.endswith(".") and not text[match.end() :].strip(_CLOSING_MARKS)
            return full + "." if ends_text and not full.endswith(".") else full
    return word


def _stands_in(context: _Context, match: Match) -> bool:
    """Return whether a match stands in a context."""
    text = match.string
    stands_after = re.compile(context.before).match(text, match.start())
    return bool(stands_after and re.compile(context.after).match(text, match.end()))
