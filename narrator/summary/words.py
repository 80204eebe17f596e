"""Words, stems and stop words, by language.

Stop words and stemmers are sumy's; a language's ``profile.toml`` names them. sumy's tokenizer is
not used, because it needs data that pip does not install.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cache, lru_cache

from narrator.language.scripts import UNSPACED
from narrator.language.tables import language_table, tables_of
from narrator.language.tags import base_language

_LETTERS = rf"[^\W_{UNSPACED}]+"
_WORD = re.compile(rf"[{UNSPACED}]+|{_LETTERS}(?:['’]{_LETTERS})*")
_UNSPACED_RUN = re.compile(f"[{UNSPACED}]")
_FIRST_UNSPACED = UNSPACED[0]
# no tag, and BCP 47's tags for "undetermined" and "no language", mean the default language
_UNDETERMINED = ("", "und", "zxx")
_DEFAULT_CODE = "en"
# entries in a language's cache of stems; a long book has fewer different words
_MAX_CACHED_STEMS = 200_000


def language_code(language: str) -> str:
    """Return the ISO 639-1 code of a BCP 47 tag or of one of sumy's language names.

    Of anything else it is the first part, in lower case.
    """
    code = base_language(language)
    if code in _UNDETERMINED:
        return _DEFAULT_CODE
    return _codes_by_sumy_name().get(code, code)


@cache
def _codes_by_sumy_name() -> dict[str, str]:
    """Return the language codes by sumy's names of their stop words and stemmers."""
    codes: dict[str, str] = {}
    for code, profile in tables_of("profile").items():
        for key in ("stop_words", "stemmer"):
            if key in profile:
                codes[profile[key]] = code
    return codes


def has_stop_words_or_stemmer(language: str) -> bool:
    """Return whether sumy has stop words or a stemmer for a language."""
    profile = language_table(language_code(language), "profile")
    return "stop_words" in profile or "stemmer" in profile


class Tokenizer:
    """The part of sumy's tokenizer interface that its documents use."""

    @staticmethod
    def to_words(text: str) -> tuple[str, ...]:
        """Return the words of a text.

        In a script without spaces they are all pairs of neighbouring characters (character
        bigrams), which rank sentences about as well as words.
        """
        words = tuple(_WORD.findall(text))
        if text.isascii() or max(words, default="") < _FIRST_UNSPACED:
            return words
        parts: list[str] = []
        for word in words:
            parts += _bigrams(word)
        return tuple(parts)


def _bigrams(word: str) -> list[str]:
    """Return the character bigrams of a run without spaces; any other word as it is."""
    if len(word) < 3 or not _UNSPACED_RUN.match(word):
        return [word]
    return [word[start : start + 2] for start in range(len(word) - 1)]


@dataclass(frozen=True, slots=True)
class LanguageWords:
    """A language's stop words, in lower case, and its stemmer, which takes words in lower case."""

    stop_words: frozenset[str]
    stemmer: Callable[[str], str]
    _stems: dict[str, str] = field(default_factory=dict)

    def stem(self, word: str) -> str:
        """Return the stem of a word in any case; stems are cached."""
        stem = self._stems.get(word)
        if stem is None:
            if len(self._stems) > _MAX_CACHED_STEMS:
                self._stems.clear()
            stem = self.stemmer(word.lower())
            self._stems[word] = stem
        return stem


@lru_cache(maxsize=4)
def load_words(language: str) -> LanguageWords:
    """Return a language's stop words and stemmer.

    A language for which sumy has none has no stop words, and its words are their own stems.
    """
    from narrator.summary.sumy_parts import get_stop_words, null_stemmer

    profile = language_table(language_code(language), "profile")
    stop_words: frozenset[str] = frozenset()
    if "stop_words" in profile:
        stop_words = get_stop_words(profile["stop_words"])
    stemmer = _load_stemmer(profile.get("stemmer", ""), profile.get("stems_caseless", False))
    if stemmer is None:
        return LanguageWords(stop_words, null_stemmer)
    return LanguageWords(frozenset(map(str.lower, stop_words)), stemmer)


def _load_stemmer(name: str, stems_caseless: bool) -> Callable[[str], str] | None:
    """Return sumy's stemmer of a name, or None where there is none or it cannot be used.

    Unless ``stems_caseless``, words that have no lower case are left as they are.
    """
    from narrator.summary.sumy_parts import Stemmer

    if not name:
        return None
    stemmer: Callable[[str], str] = Stemmer(name)
    try:
        stemmer("a")
    except ValueError:  # the stemmers for Greek and Polish need a package that sumy does not bring
        return None
    if stems_caseless:
        return stemmer

    def stem(word: str) -> str:
        return stemmer(word) if word.islower() else word

    return stem
