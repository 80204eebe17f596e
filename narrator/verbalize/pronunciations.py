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
from collections.abc import Callable, Iterable
from itertools import chain, filterfalse
from pathlib import Path
from typing import Any, NamedTuple

import tomli

from narrator.errors import DictionaryError, os_reason
from narrator.language.characters import has_word
from narrator.sources import is_url

FILE_NAME = "pronounce.toml"
# the mnemonics espeak-ng knows are ASCII without brackets
_PHONEMES = r" *[!-Z\\^-~][!-Z\\^-~ ]{0,199}"
_PHONEME_OPENING, _PHONEME_CLOSING = "[[", "]]"
# 40,000 words
_MAX_BYTES = 1 << 20
# In a key of many names, "a.b" are two, and parsing it takes quadratic time and memory. Words with
# dots, and what is said for them, have fewer.
_MOST_DOTS_OF_LINE = 50
# characters of a word in a message
_LONGEST_WORD = 60


class Entry(NamedTuple):
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
        return (self.word if self.case else self.word.casefold()), self.case

    @property
    def phonemes(self) -> str:
        """The phonemes in what is said; empty where it is a spelling."""
        _, _, phonemes = self.spoken.partition(_PHONEME_OPENING)
        return phonemes.removesuffix(_PHONEME_CLOSING)


# a dictionary's entries, in the order of the file
Pronunciations = tuple[Entry, ...]


def divide(
    entries: Pronunciations, says_phonemes: Callable[[str], bool]
) -> tuple[Pronunciations, Pronunciations]:
    """Return the entries that an engine can say, and those whose phonemes it cannot."""
    phonemes = filter(None, {entry.phonemes for entry in entries})
    unknown = set(filterfalse(says_phonemes, phonemes))
    sayable = tuple(entry for entry in entries if entry.phonemes not in unknown)
    return sayable, tuple(entry for entry in entries if entry.phonemes in unknown)


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
    """Return the dictionaries beside sources, each once; those that the user has named are none.

    A URL has none: no file of this machine lies beside it. That of standard input lies in the
    current folder.
    """
    named = set(map(os.path.realpath, dictionary_paths([], given)))
    beside: dict[str, Path] = {}
    for source in sources:
        path = Path(source).parent / FILE_NAME
        place = os.path.realpath(path)
        if not is_url(source) and os.path.isfile(path) and place not in named:
            beside.setdefault(place, path)
    return list(beside.values())


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
        table = tomli.loads(text)
    except tomli.TOMLDecodeError as error:
        reason = f"line {error.lineno}: {error.msg[0].lower()}{error.msg[1:]}"
        raise DictionaryError(source, reason) from error
    except RecursionError as error:
        raise DictionaryError(source, "too many brackets within brackets") from error
    except ValueError as error:  # a number of more digits than Python converts
        raise DictionaryError(source, "a number in it is too long") from error
    entries = []
    for word, value in table.items():
        try:
            entries.append(_entry(word, value))
        except ValueError as error:
            line = _line_number(text, word)
            raise DictionaryError(source, f"line {line}: {error}") from error
    return tuple(entries)


def _check_keys(text: str, source: str) -> None:
    """Check that no key has more names than any could have.

    Raises:
        DictionaryError: One has; it says in which line.
    """
    for number, line in enumerate(text.splitlines(), 1):
        if line.count(".") > _MOST_DOTS_OF_LINE and not line.lstrip().startswith("#"):
            raise DictionaryError(source, f"line {number}: a key has too many names")


def merge(*dictionaries: Pronunciations) -> Pronunciations:
    """Return several dictionaries as one; of two entries for a word the later is kept."""
    merged = {entry.key: entry for entry in chain(*dictionaries)}
    return tuple(merged.values())


def _entry(word: str, value: Any) -> Entry:
    """Return the entry for a word and its value in the file.

    Raises:
        ValueError: The word or the value cannot be used; it says why.
    """
    shown = word[:_LONGEST_WORD]
    if not has_word(word):
        raise ValueError(f"{shown!r} holds no letter")
    table = value if isinstance(value, dict) else {"say": value}
    case = table.pop("case", False)
    match case, *table.items():
        case bool(), ("say", str(say)) if _is_plain(say):
            return Entry(word, say.strip(), case)
        case bool(), ("phonemes", str(say)) if re.fullmatch(_PHONEMES, say):
            return Entry(word, f"{_PHONEME_OPENING}{say.strip()}{_PHONEME_CLOSING}", case)
        case bool(), ("say", str()):
            needed = 'plain text with letters; give phonemes as phonemes = "…"'
            raise ValueError(f"what is said for {shown!r} must be {needed}")
        case bool(), ("phonemes", str()):
            needed = "espeak-ng's ASCII mnemonics without brackets"
            raise ValueError(f"phonemes of {shown!r} must be {needed}")
        case _:
            needed = "a text, or a table with say or phonemes, and case = true or false if wanted"
            raise ValueError(f"{shown!r} must be {needed}")


def _is_plain(say: str) -> bool:
    """Return whether a text is a spelling with letters, and no phonemes."""
    return has_word(say) and say.isprintable() and _PHONEME_OPENING not in say


def _line_number(text: str, word: str) -> int:
    """Return the number of an entry's line, or 1 if its word is written in another way there."""
    lines = enumerate(text.splitlines(), 1)
    return next((n for n, line in lines if line.strip(" \t[\"'").startswith(word)), 1)
