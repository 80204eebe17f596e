"""The tables of the languages under ``data/<language>``, and patterns made from them.

A language is one folder, with a file for each topic that it has a table for. A table is read once,
when it is first needed.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from functools import cache, cached_property, lru_cache
from itertools import chain
from pathlib import Path
from typing import Any

import tomli

from narrator.language.tags import base_language

Table = Mapping[str, Any]

ANY_LANGUAGE = "any"
# the languages' folders, and that in which the program's packages are
DATA = Path(__file__).parent / "data"
_PACKAGES = Path(__file__).parents[2]
# characters by which the words of a pattern are grouped
_BEGINNING = 2
# groups of three digits: more make no number, and where a space parts them each begins one anew
_GROUPS = "{1,20}"
# numbers grouped by twos, as in India: 2,50,000
_GROUPED_BY_TWOS = "[0-9]{1,2}(?:,[0-9]{2}){1,4},[0-9]{3}(?![0-9])"


@dataclass(frozen=True)
class Language:
    """A language, whose tables are the files of its folder.

    It has rules of spoken form where one of them says how its numbers are read (``numbers``).
    """

    code: str

    def table(self, topic: str) -> Table:
        """Return the table of a topic; it is empty where the language has none."""
        return language_table(self.code, topic)

    @cached_property
    def numbers(self) -> Table:
        """How numbers are written and said."""
        return self.table("numbers")

    @cached_property
    def dates(self) -> Table:
        """The names of months and days, and how dates and years are said."""
        return self.table("dates")

    @cached_property
    def months(self) -> Mapping[str, int]:
        """The numbers of months by their names and abbreviations, in lower case."""
        names = {**self.dates.get("months", {}), **self.dates.get("month_abbreviations", {})}
        return {name.lower(): number for name, number in names.items()}

    @cached_property
    def times(self) -> Table:
        """How clock times are written and said."""
        return self.table("times")

    @cached_property
    def units(self) -> Table:
        """Units of measurement by their symbols; prefixes and bases are put together."""
        table = self.table("units")
        composed = {}
        for base, (prefixes, one, many, *gender) in table.get("composed", {}).items():
            for prefix in prefixes:
                name = table["prefixes"][prefix]
                composed[prefix + base] = [name + one, name + many, *gender]
        if not composed:
            return table
        return {**table, "units": {**composed, **table["units"]}}

    @cached_property
    def number_pattern(self) -> str:
        """A pattern without groups for a number, with grouped thousands and a fraction."""
        decimal = re.escape(self.numbers["decimal"])
        group = f"[{re.escape(self.numbers['group'])}]"
        whole = rf"[0-9]{{1,3}}(?:{group}[0-9]{{3}}){_GROUPS}(?![0-9])|[0-9]+"
        if self.numbers.get("two_digit_groups"):
            whole = f"{_GROUPED_BY_TWOS}|{whole}"
        return f"(?=[0-9{decimal}])(?:(?:{whole})(?:{decimal}[0-9]+)?|{decimal}[0-9]+)"


def one_of(words: Collection[str]) -> str:
    """Return a pattern without groups for any of some words, the longest first.

    It finds nothing where there are no words.
    """
    if not words:
        return "(?!)"
    # The regex engine tries one alternative after the other. Checking the first letter spares most
    # places all of them, and words of one beginning are one alternative.
    groups: dict[str, list[str]] = {}
    for word in sorted(words, key=len, reverse=True):
        groups.setdefault(word[:_BEGINNING], []).append(re.escape(word[_BEGINNING:]))
    alternatives: list[str] = []
    for beginning, ends in groups.items():
        alternatives.append(f"{re.escape(beginning)}(?:{'|'.join(ends)})")
    first_letters = re.escape("".join(sorted({word[0] for word in words})))
    return f"(?=[{first_letters}])(?:{'|'.join(alternatives)})"


@cache
def load_toml(package: str, path: str) -> Table:
    """Return a TOML file that ships with a package, read once.

    Args:
        package: The package's dotted name, such as ``narrator.summary``.
        path: The file's path inside the package, with forward slashes.

    Raises:
        FileNotFoundError: The package has no such file.
    """
    return _read(_PACKAGES.joinpath(*package.split("."), path))


def _read(file: Path) -> Table:
    return tomli.loads(file.read_text("utf-8"))


@cache
def _files() -> Mapping[tuple[str, str], Path]:
    """Return the files of all tables by language code and topic."""
    return {(file.parent.name, file.stem): file for file in DATA.glob("*/*.toml")}


@cache
def language_codes() -> tuple[str, ...]:
    """Return the codes of all languages that have a folder, in alphabetical order."""
    codes = {code for code, _topic in _files()}
    return tuple(sorted(codes - {ANY_LANGUAGE}))


@cache
def language_table(code: str, topic: str) -> Table:
    """Return a language's table of a topic: the file ``data/<code>/<topic>.toml``.

    ``code`` may be ``ANY_LANGUAGE`` for what holds in all of them. The table is empty where there
    is no such file.
    """
    file = _files().get((code, topic))
    return _read(file) if file else {}


@cache
def tables_of(topic: str) -> Mapping[str, Table]:
    """Return the tables of a topic by language code, ``ANY_LANGUAGE`` first.

    Languages without a table of the topic are left out.
    """
    codes = (ANY_LANGUAGE, *language_codes())
    return {code: table for code in codes if (table := language_table(code, topic))}


@cache
def all_words(topic: str, key: str) -> tuple[str, ...]:
    """Return the words that all languages list under a key of a topic, each once."""
    lists = [table.get(key, ()) for table in tables_of(topic).values()]
    return tuple(dict.fromkeys(chain(*lists)))


@cache
def language_names() -> Mapping[str, str]:
    """Return the English names of languages by their primary subtags."""
    profiles = tables_of("profile").items()
    return {**_names()["languages"], **{code: profile["name"] for code, profile in profiles}}


def language_name(tag: str) -> str:
    """Return the English name of a tag's language, or its subtag where it has none."""
    code = base_language(tag)
    return language_names().get(code, code)


def canonical_language(tag: str) -> str:
    """Return the primary subtag that voices use for a tag's language: ``cmn`` for ``zh-TW``."""
    base = base_language(tag)
    return str(_names()["canonical"].get(base, base))


def sample_sentence(tag: str) -> str:
    """Return a sentence in a tag's language for a voice to read; empty where there is none."""
    spoken = canonical_language(tag)
    for code, profile in tables_of("profile").items():
        if canonical_language(code) == spoken:
            return str(profile.get("sample", ""))
    return ""


def region_name(tag: str) -> str:
    """Return what a tag of a language and a region is called: ``British`` for ``en-GB``.

    It is empty for other tags, and where there is no such word.
    """
    region = tag.upper().partition("-")[2]
    return str(_names()["regions"].get(region, ""))


def _names() -> Table:
    return load_toml("narrator.language", "data/names.toml")


@lru_cache(maxsize=16)
def load_language(tag: str) -> Language:
    """Return the language of a tag; its tables are empty where they are not known."""
    return Language(base_language(tag))
