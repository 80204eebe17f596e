"""The user's pronunciation dictionary: how to say names that the engine says wrong.

It is a TOML file of words, or of several words together, and what is said instead:

    Zelenskiy = "zeh-LEN-skee"
    "St. Ives" = "saint eyevz"
    Reading = { say = "Redding", case = true }
    Qatar = { phonemes = "k'at@r" }

``say`` is ordinary spelling, ``phonemes`` is what espeak-ng reads between ``[[`` and ``]]``. With
``case`` an entry is for this spelling only, else for the word in upper and lower case; it is never
for a part of a longer word. Words are words: there are no patterns in them.

The file beside a source may be somebody else's, unpacked or downloaded with the text. So it is
read as any hostile file is, and whoever uses it says so (``dictionaries_beside``).
"""

from __future__ import annotations

import os
import re
import tomllib
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from narrator.errors import DictionaryError, os_reason
from narrator.sources import is_url

FILE_NAME = "pronounce.toml"
# the mnemonics espeak-ng knows are ASCII without brackets
_PHONEMES = re.compile(r"[!-Z\\^-~ ]{1,200}")
_PHONEME_OPENING, _PHONEME_CLOSING = "[[", "]]"
_KEYS = {"say", "phonemes", "case"}
_LINE_OF_TOML_ERROR = re.compile(r"line (\d+)")
# 40,000 words; Python reads that in two seconds
_MAX_BYTES = 1 << 20
# A key of many names, in which "a.b" are two. An entry has two at most, and tomllib takes quadratic
# time and memory.
_LONG_KEY = re.compile(r"\.(?:[ \t]*+[\w\"'-]*+[ \t]*+\.){8}")
# a string, closed or not, whose dots are no key's
_STRING = re.compile(r"\"(?:[^\"\\\n]|\\.)*+\"?|'[^'\n]*+'?")
_TOO_DEEP = "too many brackets within brackets"
# characters of a word in a message
_LONGEST_WORD = 60


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


def find_pronunciations(beside: Iterable[Path], given: str | Path | None) -> Pronunciations:
    """Return the entries that apply to sources.

    The dictionary given overrides those beside the sources, and these the one in the user's
    configuration folder.

    Args:
        beside: Those beside the sources; see ``dictionaries_beside``.
        given: The one that the user names.

    Raises:
        DictionaryError: One of them cannot be read, or the one given does not exist.
    """
    return merge(*map(load, dictionary_paths(beside, given)))


def dictionary_paths(beside: Iterable[Path], given: str | Path | None) -> list[Path]:
    """Return the dictionaries that apply to sources, those that override others last.

    Args:
        beside: Those beside the sources; see ``dictionaries_beside``.
        given: The one that the user names.
    """
    named = Path(given) if given else None
    return list(filter(None, (_dictionary_of_user(), *beside, named)))


def dictionaries_beside(sources: Iterable[str], given: str | Path | None) -> list[Path]:
    """Return the dictionaries beside sources, each once; those that the user has named are none."""
    beside: dict[str, Path] = {}
    for source in sources:
        path = _dictionary_beside(source, given)
        if path is not None:
            beside.setdefault(os.path.realpath(path), path)
    return list(beside.values())


def _dictionary_beside(source: str, given: str | Path | None) -> Path | None:
    """Return the dictionary beside a source, if there is one that is not the user's anyway.

    A URL has none: no file of this machine lies beside it. That of standard input lies in the
    current folder.
    """
    if is_url(source):
        return None
    beside = Path(source).parent / FILE_NAME
    if not os.path.isfile(beside):
        return None
    for own in (_dictionary_of_user(), given):
        if own and os.path.exists(own) and os.path.samefile(own, beside):
            return None
    return beside


def _dictionary_of_user() -> Path | None:
    """Return the dictionary in the user's configuration folder, if there is one."""
    import platformdirs

    path = Path(platformdirs.user_config_dir("narrate", appauthor=False), FILE_NAME)
    return path if os.path.isfile(path) else None


def load(path: Path) -> Pronunciations:
    """Return the entries of a dictionary's file.

    Raises:
        DictionaryError: The file cannot be read, or a line is wrong; it says which and why.
    """
    try:
        with open(path, "rb") as file:
            data = file.read(_MAX_BYTES + 1)
        text = data.decode("utf-8-sig")
    except OSError as error:
        raise DictionaryError(str(path), os_reason(error)) from error
    except UnicodeDecodeError as error:
        raise DictionaryError(str(path), "it is not UTF-8 text") from error
    if len(data) > _MAX_BYTES:
        raise DictionaryError(str(path), f"it is larger than {_MAX_BYTES // 1024**2} MiB")
    return parse(text, str(path))


def parse(text: str, source: str) -> Pronunciations:
    """Return the entries of a dictionary's text; ``source`` is named in errors.

    Raises:
        DictionaryError: A line is wrong; it says which and why.
    """
    _check_keys(text, source)
    try:
        table = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise DictionaryError(source, _toml_reason(error, text)) from error
    except RecursionError as error:
        raise DictionaryError(source, _TOO_DEEP) from error
    except ValueError as error:  # a number of more digits than Python converts
        raise DictionaryError(source, "a number in it is too long") from error
    entries = []
    for word, value in table.items():
        try:
            entries.append(_entry(word, value))
        except ValueError as error:
            line = _line_number(text, word)
            raise DictionaryError(source, f"line {line}: {error}") from error
    return Pronunciations(tuple(entries))


def _check_keys(text: str, source: str) -> None:
    """Check that no key has more names than any could have.

    Raises:
        DictionaryError: One has; it says in which line.
    """
    for number, line in enumerate(text.splitlines(), 1):
        bare, _, _comment = _STRING.sub('""', line).partition("#")
        if _LONG_KEY.search(bare):
            raise DictionaryError(source, f"line {number}: a key has too many names")


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
    shown = word[:_LONGEST_WORD]
    if not any(map(str.isalnum, word)):
        raise ValueError(f"{shown!r} holds no letter")
    if isinstance(value, str):
        value = {"say": value}
    if not _is_entry_table(value):
        raise ValueError(
            f"{shown!r} must be a text, or a table with say or phonemes, and case if wanted"
        )
    case = value.get("case", False)
    if not isinstance(case, bool):
        raise ValueError(f"case of {shown!r} must be true or false")
    if "phonemes" in value:
        return Entry(word, _phonemes(shown, value["phonemes"]), case)
    return Entry(word, _spelling(shown, value["say"]), case)


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
