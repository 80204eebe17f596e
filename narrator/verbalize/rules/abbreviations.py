"""Abbreviations by what stands around them: titles before names, numbers after "No.".

Saints, streets and states have a module of their own, for they share abbreviations.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import partial

from narrator.language.tables import ANY_LANGUAGE, Language, Table, language_table, one_of
from narrator.verbalize.rules import addresses
from narrator.verbalize.rules.rule import (
    CAPITAL,
    CAPITAL_LETTER,
    DIGIT,
    INNER_DOT,
    Match,
    Rule,
    fixed,
    guarded,
)

_START = r"(?<![\w.&-])"
_END = r"(?!\w)"
# what may stand between a word and the end of its sentence
_CLOSING_MARKS = " \"”')»"


@dataclass(frozen=True, slots=True)
class _Context:
    """Where the abbreviations of one part of the table stand.

    Attributes:
        part: The part's key.
        before: A pattern for what precedes, a look-behind.
        after: A pattern for what follows, a look-ahead.
        needs: What a text must hold for the context, as in ``Rule.needs``.
    """

    part: str
    before: str
    after: str
    needs: tuple[str, ...] = ()

    def needs_more_text(self) -> bool:
        """Return whether something must follow, so that an abbreviation cannot end a text."""
        return self.after.startswith("(?=")


def rules(language: Language) -> Iterator[Rule]:
    """Return the rules for abbreviations.

    Addresses come first, for they hold what means something else elsewhere; what may stand
    anywhere comes last.
    """
    table = language.table("abbreviations")
    if not table:
        return
    yield from addresses.rules(language)
    yield from _in_context(_titles(), table)
    yield from _in_context(_BEFORE_NUMBER, table)
    if "number_without_dot" in table:
        # "at No 10", but "No 10 people came"
        word = table["number_without_dot"]
        pattern = rf"(?<=[a-z]\s)({word})(?=\s[0-9]{{1,4}}(?!\w))"
        yield Rule(pattern, fixed(table["number"]), (DIGIT, CAPITAL))
    yield from _in_context(_OTHERS, table)


def _titles() -> tuple[_Context, ...]:
    """Return where titles stand: before a name, perhaps with a small word such as "van"."""
    particles = language_table(ANY_LANGUAGE, "names")["particles"]
    opening = rf"(?:[\"“(]|{'|'.join(particles)})?"
    return (
        _Context("titles", _START, rf"(?=\s{opening}{CAPITAL_LETTER})", (CAPITAL,)),
        _Context("bare_titles", _START, rf"(?=\s{CAPITAL_LETTER}\w*[a-z.])", (CAPITAL,)),
        _Context("after_name", r"(?<=[\w,.)]\s)", _END, (CAPITAL,)),
    )


_BEFORE_NUMBER = (
    _Context("before_number", _START, r"(?=\s?(?:#\s?)?[0-9]|\s(?:[IVXLC]+|[ivxl]+)\b)"),
)
_OTHERS = (
    _Context("after_number", r"(?<=[0-9]\s)", _END, (DIGIT,)),
    _Context("after_number", r"(?<=[0-9])", _END, (DIGIT,)),
    _Context("between_names", r"(?<=\w\s)", rf"(?=\s{CAPITAL_LETTER})", (CAPITAL,)),
    _Context("prefixes", _START, rf"(?={CAPITAL_LETTER})", (CAPITAL,)),
    _Context("endings", r"(?<=[^\W\d_]{2})", _END),
    _Context("anywhere", r"(?<![\w.])", _END),
)


def _in_context(contexts: tuple[_Context, ...], table: Table) -> Iterator[Rule]:
    """Return rules for the abbreviations of each context, split by their marks.

    Most have a dot, and a text without one is spared them.
    """
    for context in contexts:
        words = _with_capitals(table.get(context.part, {}))
        for need, some in guarded(words):
            if context.needs_more_text():
                need = need.replace(".", INNER_DOT)
            pattern = f"{context.before}({one_of(some)}){context.after}"
            yield Rule(pattern, partial(_full_word, words), (need, *context.needs))


def _with_capitals(words: Mapping[str, str]) -> Mapping[str, str]:
    """Return abbreviations and their full words, also as they begin a sentence."""
    capitalised = {_capitalise(word): _capitalise(full) for word, full in words.items()}
    return capitalised | dict(words)


def _capitalise(word: str) -> str:
    return word[0].upper() + word[1:]


def _full_word(words: Mapping[str, str], match: Match, _language: Language) -> str:
    """Return the full word, with a full stop where the abbreviation's dot ended the sentence."""
    abbreviation = match[1]
    full = words[abbreviation]
    has_stop = abbreviation.endswith(".") and not full.endswith(".")
    if has_stop and not match.string[match.end() :].strip(_CLOSING_MARKS):
        return full + "."
    return full
