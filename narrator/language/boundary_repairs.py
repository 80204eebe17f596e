"""Repairs of sentence boundaries: adding those a splitter missed, removing those it got wrong.

A boundary is the white space between two sentences. The tables are ``data/any/sentences.toml`` for
texts of every language and ``data/<code>/sentences.toml`` for those of one.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache

from narrator.language.tables import ANY_LANGUAGE, Table, all_words, language_table, one_of

_TOPIC = "sentences"
# every white space but the last; no run of it is read twice
_GAP = re.compile(r"(?<!\s)\s++(?!\Z)")
# the white space that a repair may make a boundary
_CANDIDATE = re.compile(
    r"""
    (?<!\s)
    (?:
        (?<![^\W\d_]) (?<![,;:]) \s++   # not behind a letter, or a mark inside a sentence,
      | \s++ (?![^\W_])                 # except before what is no word,
      | [^\S\n]*+ \n \s*+               # or at a line's end
    )
    (?<=\s) (?!\Z)
    """,
    re.VERBOSE,
)
# characters; more than the end of a sentence that a repair looks at, unless its row says otherwise
_LOOK_BACK = 40
_SENTENCE_MARKS = ".!?…"
# a list of words in a table's patterns: {starters}
_LIST = re.compile(r"\{([a-z_]+)\}")


@dataclass(frozen=True, slots=True)
class _Repair:
    """A kind of boundary.

    Attributes:
        before: Matches the end of the text before it.
        after: Matches the start of the text after it.
        line_end: Whether its white space must contain a line break.
        look_back: Characters that are searched for what is before; more than it can have.
    """

    before: re.Pattern[str]
    after: re.Pattern[str]
    line_end: bool
    look_back: int

    def fits(self, text: str, gap: re.Match[str]) -> bool:
        """Return whether white space in a text is such a boundary."""
        if not self.after.match(text, gap.end()):
            return False
        if self.line_end and "\n" not in gap[0]:
            return False
        earliest = max(0, gap.start() - self.look_back)
        return bool(self.before.search(text[earliest : gap.start()]))


@dataclass(frozen=True, slots=True)
class _Repairs:
    """The boundaries to add, and those to remove afterwards."""

    cuts: Sequence[_Repair]
    joins: Sequence[_Repair]


def repair(text: str, starts: set[int], code: str) -> set[int]:
    """Return the starts of sentences with the missing ones added and the wrong ones removed.

    Args:
        text: A paragraph.
        starts: The positions in the text where a splitter has sentences start.
        code: The code of the text's language, empty where it is not known.
    """
    repairs = _load_repairs(code)
    added = set(starts)
    for gap in _CANDIDATE.finditer(text):
        if any(cut.fits(text, gap) for cut in repairs.cuts):
            added.add(gap.end())
    gaps = {gap.end(): gap for gap in _GAP.finditer(text) if gap.end() in added}
    kept: set[int] = set()
    for start in added:
        gap_before = gaps.get(start)
        if gap_before is None:
            wrong = _is_inside_a_name(text, start)
        else:
            wrong = any(join.fits(text, gap_before) for join in repairs.joins)
        if not wrong:
            kept.add(start)
    return kept


def _is_inside_a_name(text: str, start: int) -> bool:
    """Return whether a boundary without white space is inside a name, as in "example.Org".

    No sentence in Latin letters ends so.
    """
    return text[start - 1] in _SENTENCE_MARKS and text[start].isalnum()


@lru_cache(maxsize=16)
def _load_repairs(code: str) -> _Repairs:
    """Return the repairs for texts of one language."""
    tables = (language_table(ANY_LANGUAGE, _TOPIC), language_table(code, _TOPIC))
    cuts: list[_Repair] = []
    joins: list[_Repair] = []
    for table in tables:
        cuts += _compile(table.get("cut", ()))
        joins += _compile(table.get("join", ()))
    return _Repairs(cuts, joins)


def _compile(rows: Iterable[Table]) -> list[_Repair]:
    repairs: list[_Repair] = []
    for row in rows:
        before = re.compile(rf"(?:{_with_words(row['before'])})\Z")
        after = re.compile(_with_words(row["after"]))
        look_back = row.get("look_back", _LOOK_BACK)
        repairs.append(_Repair(before, after, row.get("line_end", False), look_back))
    return repairs


def _with_words(pattern: str) -> str:
    """Return a pattern with each name of a list replaced by the words of all languages."""
    return _LIST.sub(lambda name: one_of(all_words(_TOPIC, name[1])), pattern)
