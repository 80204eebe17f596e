"""What the rules know of a language: the tables under ``data/<language>``, and the patterns made from them.

A language is supported when it has a folder. Tables are read once and only when a text asks for them.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass
from functools import cache, cached_property, lru_cache
from importlib.resources import files
from typing import Any

from narrator.language.tags import base_language

Table = Mapping[str, Any]

_CODE = re.compile("[a-z]{2,3}")


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
    """A language whose spoken form has rules; its tables are the files of its folder."""

    code: str

    def table(self, name: str, part: str = "") -> Table:
        """Return a file's table, or one of its parts; empty where the language has none."""
        table = language_table(self.code, name)
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
    return (
        f"(?=[{first}])(?:"
        + "|".join(re.escape(word) for word in sorted(words, key=len, reverse=True))
        + ")"
    )


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


ANY_LANGUAGE = "any"


@cache
def load_toml(package: str, path: str) -> Table:
    """Return a TOML file that ships with a package, read once.

    Args:
        package: The package's dotted name, such as ``narrator.summary``.
        path: The file's path inside the package, with forward slashes.

    Raises:
        FileNotFoundError: The package has no such file.
    """
    return tomllib.loads(files(package).joinpath(path).read_text("utf-8"))


@cache
def language_codes() -> tuple[str, ...]:
    """Return the codes of all languages that have a folder, in alphabetical order."""
    codes: list[str] = []
    for folder in files("narrator.language").joinpath("data").iterdir():
        if _CODE.fullmatch(folder.name) and folder.name != ANY_LANGUAGE:
            codes.append(folder.name)
    return tuple(sorted(codes))


@cache
def language_table(code: str, topic: str) -> Table:
    """Return what one language says of a topic: the file ``data/<code>/<topic>.toml``.

    ``code`` may be ``ANY_LANGUAGE`` for what holds in all of them. The table is empty where there
    is no such file.
    """
    try:
        return load_toml("narrator.language", f"data/{code}/{topic}.toml")
    except FileNotFoundError:
        return {}


@cache
def tables_of(topic: str) -> Mapping[str, Table]:
    """Return the tables of a topic by language code, ``ANY_LANGUAGE`` first.

    Languages without a table of the topic are left out.
    """
    tables: dict[str, Table] = {}
    for code in (ANY_LANGUAGE, *language_codes()):
        table = language_table(code, topic)
        if table:
            tables[code] = table
    return tables


@cache
def all_words(topic: str, key: str) -> tuple[str, ...]:
    """Return the words that all languages list under a key of a topic, each once."""
    words: list[str] = []
    for table in tables_of(topic).values():
        words += table.get(key, ())
    return tuple(dict.fromkeys(words))


@lru_cache(maxsize=16)
def load_language(tag: str) -> Language | None:
    """Return the tables of a tag's language, or None where its spoken form has no rules.

    A language has rules when its folder says how its numbers are read (``numbers.toml``).
    """
    code = base_language(tag)
    if code not in language_codes() or not language_table(code, "numbers"):
        return None
    return Language(code)


def markup_table() -> Table:
    """Return what marks up texts of any language."""
    return load_toml("narrator.language", "data/markup.toml")


def heading_table() -> Table:
    """Return what headings in texts of any language are told by."""
    return load_toml("narrator.language", "data/headings.toml")
