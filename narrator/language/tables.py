"""What the rules know of a language: the tables under ``data/<language>``, and the patterns made from them.

A language is supported when it has a folder. Tables are read once and only when a text asks for them.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property, lru_cache
from importlib.resources import files
from typing import Any

Table = Mapping[str, Any]


# what a rule's needs call kinds of characters
FIGURE, CAPITAL, INNER_DOT = "0", "A", "a"


@dataclass(frozen=True, slots=True)
class Rule:
    """Replace what the expression ``pattern`` finds by what ``say`` makes of it. It is compiled when a text first needs it.

    ``needs`` are marks without which the pattern can find nothing: of each of its strings a text must hold one character,
    where FIGURE stands for any figure, CAPITAL for any capital letter that is not the text's first, and INNER_DOT for any
    dot that is not its last; an empty string is no condition. It keeps the cost of a plain sentence near zero.

    Patterns must be linear: what begins one must not be able to begin again inside what it has read, so runs are guarded
    by a look-behind or bounded in length.
    """

    pattern: str
    say: Callable[[re.Match[str]], str]
    needs: tuple[str, ...] = ()


DIGITS = frozenset("0123456789")


@dataclass(frozen=True)
class Language:
    """One language's tables, by file name."""

    code: str
    tables: Mapping[str, Table]

    def table(self, name: str, part: str = "") -> Table:
        """A file's table, or one of its parts; empty where the language has none."""
        table = self.tables.get(name, {})
        return table.get(part, {}) if part else table

    @cached_property
    def number(self) -> str:
        """A pattern without groups for a number, with grouped thousands and a fraction."""
        numbers = self.table("numbers")
        # 2,50,000
        indian = "[0-9]{1,2}(?:,[0-9]{2}){1,4},[0-9]{3}(?![0-9])|" if self.code == "en" else ""
        group, decimal = f"[{re.escape(numbers['group'])}]", re.escape(numbers["decimal"])
        return (
            rf"(?=[0-9{decimal}])(?:{indian}[0-9]{{1,3}}(?:{group}[0-9]{{3}})+(?![0-9])(?:{decimal}[0-9]+)?"
            rf"|[0-9]+(?:{decimal}[0-9]+)?|{decimal}[0-9]+)"
        )


def one_of(words: Collection[str]) -> str:
    """A pattern without groups for any of the words, the longest first; one that finds nothing where there are none."""
    if not words:
        return "(?!)"
    # the first letters once, for where no word begins: an engine of expressions tries each word in turn
    first = "".join(sorted({re.escape(word[0]) for word in words}))
    return f"(?=[{first}])(?:" + "|".join(re.escape(word) for word in sorted(words, key=len, reverse=True)) + ")"


# first letters that are worth a look before a rule for a few words of letters is tried
_FEW_LETTERS = 2


def by_marks(words: Collection[str]) -> Iterator[tuple[str, list[str]]]:
    """The words that have a mark, those with capitals inside, and the rest, each with what a rule for them needs."""
    marks = {word: "".join(re.findall(r"[^\w ]", word)[:1]) for word in words}
    capitals = [word for word in words if not marks[word] and word[1:] != word[1:].lower()]
    rest = [word for word in words if not marks[word] and word not in capitals]
    if marked := [word for word in words if marks[word]]:
        yield "".join(sorted({marks[word] for word in marked})), marked
    if capitals:
        yield CAPITAL, capitals
    if rest:
        first = {word[0] for word in rest}
        yield "".join(sorted(first)) if len(first) <= _FEW_LETTERS else "", rest


@lru_cache(maxsize=16)
def load_language(code: str) -> Language | None:
    """The language of a tag such as ``en-gb``, or None where there are no tables for it."""
    base = code.lower().replace("_", "-").partition("-")[0]
    if not re.fullmatch("[a-z]{2,3}", base):
        return None
    folder = files("narrator.language").joinpath("data", base)
    if not folder.is_dir():
        return None
    tables = {
        file.name.removesuffix(".toml"): tomllib.loads(file.read_text("utf-8"))
        for file in folder.iterdir()
        if file.name.endswith(".toml")
    }
    return Language(base, tables)


@lru_cache(maxsize=1)
def markup_table() -> Table:
    """What marks up texts of any language."""
    return tomllib.loads(files("narrator.language").joinpath("data", "markup.toml").read_text("utf-8"))


@lru_cache(maxsize=1)
def heading_table() -> Table:
    """What headings in texts of any language are told by."""
    return tomllib.loads(files("narrator.language").joinpath("data", "headings.toml").read_text("utf-8"))
