"""Abbreviations, by what is written around them: titles before names, "No." before a number.

Saints, streets and states are in ``addresses``, because they share abbreviations.
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
# what may come between a word and the end of its sentence
_CLOSING_MARKS = " \"”')»"


@dataclass(frozen=True, slots=True)
class _Context:
    """The place in which the abbreviations of one part of the table are read.

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


def rules(language: Language) -> Iterator[Rule]:
    """Yield the rules for abbreviations.

    Addresses come first, since some abbreviations mean something else in them; abbreviations that
    are read anywhere come last.
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
    """Return the contexts of titles: before a name, perhaps with a particle such as "van"."""
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
    """Yield rules for the abbreviations of each context.

    Those with a mark, mostly a dot, have a rule that texts without the mark are not tried by.
    """
    for context in contexts:
        words = _with_capitals(table.get(context.part, {}))
        for need, some in guarded(words):
            if context.after.startswith("(?="):  # they cannot end a text
                need = need.replace(".", INNER_DOT)
            pattern = f"{context.before}({one_of(some)}){context.after}"
            yield Rule(pattern, partial(_full_word, words), (need, *context.needs))


def _with_capitals(words: Mapping[str, str]) -> Mapping[str, str]:
    """Return abbreviations and their full words, both as given and with a capital."""
    both: dict[str, str] = {}
    for word, full in words.items():
        both[word[0].upper() + word[1:]] = full[0].upper() + full[1:]
    return both | dict(words)


def _full_word(words: Mapping[str, str], match: Match, _language: Language) -> str:
    """Return the full word, with a full stop where the abbreviation's dot ended the sentence."""
    full = words[match[1]]
    ends_text = not match.string[match.end() :].strip(_CLOSING_MARKS)
    if ends_text and match[1].endswith(".") and not full.endswith("."):
        return full + "."
    return full
