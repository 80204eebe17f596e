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

    ``needs`` are characters of which a text must hold at least one for the pattern to be tried; empty is no condition.
    It keeps the cost of a plain sentence near zero. Patterns must be linear: what begins one must not be able to begin
    again inside what it has read, so runs are guarded by a look-behind or bounded in length.
    """

    pattern: re.Pattern[str]
    say: Callable[[re.Match[str]], str]
    needs: frozenset[str] = frozenset()


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


@lru_cache(maxsize=1)
def heading_table() -> Table:
    """What headings in texts of any language are told by."""
    return tomllib.loads(files("narrator.text").joinpath("data", "headings.toml").read_text("utf-8"))
