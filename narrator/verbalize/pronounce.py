"""The reader's own dictionary: how to say names that the engine says wrong.

A TOML file of whole words, or several words, and what is said instead:

    Zelenskiy = "zeh-LEN-skee"
    "St. Ives" = "saint eyevz"
    Reading = { say = "Redding", case = true }
    Qatar = { phonemes = "k'at@r" }

``say`` is ordinary spelling, ``phonemes`` is what espeak-ng reads between ``[[`` and ``]]``, ``case`` asks for the word
exactly as it is written. An entry finds its word in any case otherwise, never a part of a longer word. What the dictionary
says goes to the engine as it stands: it comes before the rules of ``verbalize.normalize``, and they do not touch it.
"""

from __future__ import annotations

import os
import re
import tomllib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from narrator.errors import DictionaryError, os_reason

FILE_NAME = "pronounce.toml"
# the mnemonics espeak-ng knows are ASCII without brackets
_PHONEMES = re.compile(r"[!-Z\\^-~ ]{1,200}")
_KEYS = {"say", "phonemes", "case"}
# Two alphabets that no rule and hardly a text knows stand for words while the rules run: Deseret, with capitals, since
# rules ask whether a name begins with one.
_DIGITS_UPPER, _DIGITS_LOWER = 0x10400, 0x10428
_BASE = 16
_STAND_INS = re.compile("[\U00010400-\U0001044f]+")


@dataclass(frozen=True, slots=True)
class Entry:
    """A word and what is said for it."""

    word: str
    spoken: str
    case: bool = False


@dataclass(frozen=True, slots=True)
class Pronunciations:
    """A dictionary's entries, in the order of the file."""

    entries: tuple[Entry, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.entries)

    def without_phonemes(self) -> Pronunciations:
        """For an engine that would read them out."""
        return Pronunciations(
            tuple(entry for entry in self.entries if not entry.spoken.startswith("[["))
        )


def find_pronunciations(source: str, given: str | Path | None) -> Pronunciations:
    """The dictionary given, over the one beside the source, over the one in the user's config folder.

    Raises:
        DictionaryError: one of them cannot be read, or the one given is not there.
    """
    import platformdirs

    found = [
        Path(platformdirs.user_config_dir("narrate", appauthor=False), FILE_NAME),
        Path(source).parent / FILE_NAME,
    ]
    return merge(
        *(load(path) for path in found if os.path.isfile(path)),
        *([load(Path(given))] if given else []),
    )


def load(path: Path) -> Pronunciations:
    """Read a dictionary, or say which line is wrong and why."""
    try:
        text = path.read_bytes().decode("utf-8-sig")
    except OSError as error:
        raise DictionaryError(str(path), os_reason(error)) from error
    except UnicodeDecodeError as error:
        raise DictionaryError(str(path), "it is not UTF-8 text") from error
    return parse(text, str(path))


def parse(text: str, source: str) -> Pronunciations:
    """A dictionary's entries from its text; ``source`` is named in errors."""
    try:
        table = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise DictionaryError(source, _toml_reason(error, text)) from error
    entries = []
    for word, value in table.items():
        try:
            entries.append(_entry(word, value))
        except ValueError as error:
            raise DictionaryError(source, f"line {_line(text, word)}: {error}") from error
    return Pronunciations(tuple(entries))


def merge(*dictionaries: Pronunciations) -> Pronunciations:
    """Several dictionaries as one; of two entries for a word the later counts."""
    found = {
        (entry.word if entry.case else entry.word.casefold(), entry.case): entry
        for d in dictionaries
        for entry in d.entries
    }
    return Pronunciations(tuple(found.values()))


def pronounce(text: str, pronunciations: Pronunciations, spoken: Callable[[str], str]) -> str:
    """The spoken form of a text, with the dictionary's words as it says them.

    ``spoken`` is the rules, such as ``to_spoken`` of a language. While they run, other letters stand in for the words, so
    the rules neither change nor miss them, and nothing but the dictionary can put brackets before the engine.
    """
    if not pronunciations:
        return spoken(text)
    text = _STAND_INS.sub("", text)
    exact, folded = _index(pronunciations)
    entries = pronunciations.entries

    def stand_in(m: re.Match[str]) -> str:
        index = exact.get(m[0], folded.get(m[0].casefold()))
        return m[0] if index is None else _stand_in(index, capital=m[0][0].isupper())

    marked = _pattern(pronunciations).sub(stand_in, text)

    def say(m: re.Match[str]) -> str:
        index = _number(m[0])
        return entries[index].spoken if index < len(entries) else ""

    return _STAND_INS.sub(say, spoken(marked))


def _entry(word: str, value: Any) -> Entry:
    if not any(map(str.isalnum, word)):
        raise ValueError(f"{word!r} holds no letter")
    if isinstance(value, str):
        value = {"say": value}
    if (
        not isinstance(value, Mapping)
        or not value.keys() <= _KEYS
        or ("say" in value) == ("phonemes" in value)
    ):
        raise ValueError(
            f"{word!r} must be a text, or a table with say or phonemes, and case if wanted"
        )
    case = value.get("case", False)
    if not isinstance(case, bool):
        raise ValueError(f"case of {word!r} must be true or false")
    return Entry(
        word,
        _phonemes(word, value["phonemes"]) if "phonemes" in value else _say(word, value["say"]),
        case,
    )


def _say(word: str, say: Any) -> str:
    if not isinstance(say, str) or not any(map(str.isalnum, say)):
        raise ValueError(f"what is said for {word!r} must be a text with letters")
    if "[[" in say or not say.isprintable():
        raise ValueError(
            f'what is said for {word!r} must be plain text; give phonemes as phonemes = "…"'
        )
    return say.strip()


def _phonemes(word: str, phonemes: Any) -> str:
    if not isinstance(phonemes, str) or not _PHONEMES.fullmatch(phonemes) or not phonemes.strip():
        raise ValueError(
            f"phonemes of {word!r} must be espeak-ng's ASCII mnemonics without brackets"
        )
    return f"[[{phonemes.strip()}]]"


@lru_cache(maxsize=4)
def _index(pronunciations: Pronunciations) -> tuple[dict[str, int], dict[str, int]]:
    exact = {entry.word: index for index, entry in enumerate(pronunciations.entries) if entry.case}
    folded = {
        entry.word.casefold(): index
        for index, entry in enumerate(pronunciations.entries)
        if not entry.case
    }
    return exact, folded


@lru_cache(maxsize=4)
def _pattern(pronunciations: Pronunciations) -> re.Pattern[str]:
    """Whole words, the longest first."""
    words = sorted({entry.word for entry in pronunciations.entries}, key=len, reverse=True)
    return re.compile(rf"(?i)(?<!\w)(?:{'|'.join(map(re.escape, words))})(?!\w)")


def _stand_in(index: int, *, capital: bool) -> str:
    """A word of letters that spells a number, with a capital or not."""
    figures = [index % _BASE]
    while index := index // _BASE:
        figures.append(index % _BASE)
    word = "".join(chr(_DIGITS_LOWER + figure) for figure in reversed(figures))
    return (chr(_DIGITS_UPPER + _BASE) if capital else chr(_DIGITS_LOWER + _BASE)) + word


def _number(word: str) -> int:
    index = 0
    for letter in word[1:]:
        index = index * _BASE + ord(letter) - _DIGITS_LOWER
    return index


def _line(text: str, word: str) -> int:
    """Where an entry stands; the first line when it is written in a way of its own."""
    for number, line in enumerate(text.splitlines(), 1):
        if line.strip().strip("[\"'").startswith(word):
            return number
    return 1


def _toml_reason(error: tomllib.TOMLDecodeError, text: str) -> str:
    """Tomllib says "… (at line 3, column 5)", or "(at end of document)"."""
    message = str(error)
    what, _, where = message.partition(" (at ")
    line = re.search(r"line (\d+)", where)
    number = line[1] if line else str(len(text.splitlines()) or 1)
    return f"line {number}: {what[0].lower()}{what[1:]}"
