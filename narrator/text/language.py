"""What the rules know of a language: the tables under ``data/<language>``, and the patterns made from them.

A language is supported when it has a folder. Tables are read once and only when a text asks for them.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from functools import cached_property, lru_cache
from importlib.resources import files
from typing import Any

Table = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Rule:
    """Replace what ``pattern`` finds by what ``say`` makes of it.

    ``needs`` are marks without which the pattern can find nothing: of each of its strings a text must hold one character,
    where "0" stands for any figure and "A" for any capital letter; an empty string is no condition. It keeps the cost of a
    plain sentence near zero. Patterns must be linear: what begins one must not be able to begin again inside what it has
    read, so runs are guarded by a look-behind or bounded in length.
    """

    pattern: re.Pattern[str]
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
        group, decimal = f"[{re.escape(numbers['group'])}]", re.escape(numbers["decimal"])
        return (
            rf"(?:[0-9]{{1,3}}(?:{group}[0-9]{{3}})+(?![0-9])(?:{decimal}[0-9]+)?"
            rf"|[0-9]+(?:{decimal}[0-9]+)?|{decimal}[0-9]+)"
        )


def one_of(words: Collection[str]) -> str:
    """A pattern without groups for any of the words, the longest first; one that finds nothing where there are none."""
    if not words:
        return "(?!)"
    return "(?:" + "|".join(re.escape(word) for word in sorted(words, key=len, reverse=True)) + ")"


def marks_of(words: Collection[str]) -> str:
    """What a rule for these words needs: one mark, figure or capital of each; empty where a word has none of them."""
    marks = [_telling(word) for word in words]
    return "" if "" in marks else "".join(sorted(set(marks)))


def _telling(word: str) -> str:
    """The rarest kind of character in a word, as a rule's ``needs`` has it."""
    mark = next((character for character in word if not character.isalnum() and character != " "), "")
    figure = "0" if any(character in DIGITS for character in word) else ""
    return mark or figure or ("A" if word != word.lower() else "")


@lru_cache(maxsize=16)
def load(code: str) -> Language | None:
    """The language of a tag such as ``en-gb``, or None where there are no tables for it."""
    base = code.lower().replace("_", "-").partition("-")[0]
    if not re.fullmatch("[a-z]{2,3}", base):
        return None
    folder = files("narrator.text").joinpath("data", base)
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
    return tomllib.loads(files("narrator.text").joinpath("data", "markup.toml").read_text("utf-8"))
