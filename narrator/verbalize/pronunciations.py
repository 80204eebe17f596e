"""The user's pronunciation dictionary: how to say names that the engine says wrong.

It is a TOML file of words, or of several words together, and what is said instead:

    Zelenskiy = "zeh-LEN-skee"
    "St. Ives" = "saint eyevz"
    Reading = { say = "Redding", case = true }
    Qatar = { phonemes = "k'at@r" }

``say`` is ordinary spelling, ``phonemes`` is what espeak-ng reads between ``[[`` and ``]]``. With
``case`` an entry is for this spelling only, else for the word in upper and lower case; it is never
for a part of a longer word.
"""

from __future__ import annotations

import os
import re
import tomllib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from narrator.errors import DictionaryError, os_reason

FILE_NAME = "pronounce.toml"
# the mnemonics espeak-ng knows are ASCII without brackets
_PHONEMES = re.compile(r"[!-Z\\^-~ ]{1,200}")
_PHONEME_OPENING, _PHONEME_CLOSING = "[[", "]]"
_KEYS = {"say", "phonemes", "case"}
_LINE_OF_TOML_ERROR = re.compile(r"line (\d+)")


@dataclass(frozen=True, slots=True)
class Entry:
    """A word and what is said for it.

    Attributes:
        word: The word, or words, as written.
        spoken: What the engine gets: a spelling, or phonemes in brackets.
        case: Whether only this very spelling is meant.
    """

    word: str
    spoken: str
    case: bool = False

    @property
    def key(self) -> tuple[str, bool]:
        """The key by which entries for the same word are equal."""
        if self.case:
            return self.word, True
        return self.word.casefold(), False

    @property
    def phonemes(self) -> str:
        """The phonemes in what is said; empty where it is a spelling."""
        if not self.spoken.startswith(_PHONEME_OPENING):
            return ""
        return self.spoken.removeprefix(_PHONEME_OPENING).removesuffix(_PHONEME_CLOSING)


@dataclass(frozen=True, slots=True)
class Pronunciations:
    """A dictionary's entries, in the order of the file."""

    entries: tuple[Entry, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.entries)

    def divided(
        self, says_phonemes: Callable[[str], bool]
    ) -> tuple[Pronunciations, Pronunciations]:
        """Return the entries that an engine can say, and those whose phonemes it cannot."""
        sayable: list[Entry] = []
        unsayable: list[Entry] = []
        for entry in self.entries:
            can_say = not entry.phonemes or says_phonemes(entry.phonemes)
            (sayable if can_say else unsayable).append(entry)
        return Pronunciations(tuple(sayable)), Pronunciations(tuple(unsayable))


def find_pronunciations(source: str, given: str | Path | None) -> Pronunciations:
    """Return the entries that apply to a source.

    The dictionary given overrides the one beside the source, and that the one in the user's
    configuration folder.

    Raises:
        DictionaryError: One of them cannot be read, or the one given does not exist.
    """
    import platformdirs

    of_user = Path(platformdirs.user_config_dir("narrate", appauthor=False), FILE_NAME)
    beside_source = Path(source).parent / FILE_NAME
    paths = [path for path in (of_user, beside_source) if os.path.isfile(path)]
    if given:
        paths.append(Path(given))
    return merge(*map(load, paths))


def load(path: Path) -> Pronunciations:
    """Return the entries of a dictionary's file.

    Raises:
        DictionaryError: The file cannot be read, or a line is wrong; it says which and why.
    """
    try:
        text = path.read_bytes().decode("utf-8-sig")
    except OSError as error:
        raise DictionaryError(str(path), os_reason(error)) from error
    except UnicodeDecodeError as error:
        raise DictionaryError(str(path), "it is not UTF-8 text") from error
    return parse(text, str(path))


def parse(text: str, source: str) -> Pronunciations:
    """Return the entries of a dictionary's text; ``source`` is named in errors.

    Raises:
        DictionaryError: A line is wrong; it says which and why.
    """
    try:
        table = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise DictionaryError(source, _toml_reason(error, text)) from error
    entries = []
    for word, value in table.items():
        try:
            entries.append(_entry(word, value))
        except ValueError as error:
            line = _line_number(text, word)
            raise DictionaryError(source, f"line {line}: {error}") from error
    return Pronunciations(tuple(entries))


def merge(*dictionaries: Pronunciations) -> Pronunciations:
    """Return several dictionaries as one; of two entries for a word the later is kept."""
    merged: dict[tuple[str, bool], Entry] = {}
    for dictionary in dictionaries:
        for entry in dictionary.entries:
            merged[entry.key] = entry
    return Pronunciations(tuple(merged.values()))


def _entry(word: str, value: Any) -> Entry:
    """Return the entry for a word and its value in the file.

    Raises:
        ValueError: The word or the value cannot be used; it says why.
    """
    if not any(map(str.isalnum, word)):
        raise ValueError(f"{word!r} holds no letter")
    if isinstance(value, str):
        value = {"say": value}
    if not _is_entry_table(value):
        raise ValueError(
            f"{word!r} must be a text, or a table with say or phonemes, and case if wanted"
        )
    case = value.get("case", False)
    if not isinstance(case, bool):
        raise ValueError(f"case of {word!r} must be true or false")
    if "phonemes" in value:
        return Entry(word, _phonemes(word, value["phonemes"]), case)
    return Entry(word, _spelling(word, value["say"]), case)


def _is_entry_table(value: Any) -> bool:
    """Return whether a value is a table of known keys with either a spelling or phonemes."""
    if not isinstance(value, Mapping) or not value.keys() <= _KEYS:
        return False
    return ("say" in value) != ("phonemes" in value)


def _spelling(word: str, say: Any) -> str:
    """Return the spelling that is said for a word, or raise ValueError."""
    if not isinstance(say, str) or not any(map(str.isalnum, say)):
        raise ValueError(f"what is said for {word!r} must be a text with letters")
    if _PHONEME_OPENING in say or not say.isprintable():
        raise ValueError(
            f'what is said for {word!r} must be plain text; give phonemes as phonemes = "…"'
        )
    return say.strip()


def _phonemes(word: str, phonemes: Any) -> str:
    """Return a word's phonemes in espeak-ng's brackets, or raise ValueError."""
    if not isinstance(phonemes, str) or not _PHONEMES.fullmatch(phonemes) or not phonemes.strip():
        raise ValueError(
            f"phonemes of {word!r} must be espeak-ng's ASCII mnemonics without brackets"
        )
    return f"{_PHONEME_OPENING}{phonemes.strip()}{_PHONEME_CLOSING}"


def _line_number(text: str, word: str) -> int:
    """Return the number of an entry's line, or 1 if its word is written in another way there."""
    for number, line in enumerate(text.splitlines(), 1):
        if line.strip().strip("[\"'").startswith(word):
            return number
    return 1


def _toml_reason(error: tomllib.TOMLDecodeError, text: str) -> str:
    """Return tomllib's message after the number of its line: "line 2: invalid value".

    Its messages end in "(at line 3, column 5)" or "(at end of document)".
    """
    reason, _, place = str(error).partition(" (at ")
    number = max(1, len(text.splitlines()))
    line = _LINE_OF_TOML_ERROR.search(place)
    if line:
        number = int(line[1])
    return f"line {number}: {reason[0].lower()}{reason[1:]}"


def possible_dictionaries(source: str, given: str | Path | None) -> list[Path]:
    """Return the files that are dictionaries of a source, if they are there."""
    import platformdirs

    of_user = Path(platformdirs.user_config_dir("narrate", appauthor=False), FILE_NAME)
    paths = [of_user, Path(source).parent / FILE_NAME]
    if given:
        paths.append(Path(given))
    return paths
