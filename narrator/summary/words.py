"""What the rankers know of a language: its words, their stems, and which of them say nothing.

Stop words and stemmers are sumy's. Its tokenizer is not used: that one wants data which pip does not install.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cache, lru_cache

from narrator.language.scripts import UNSPACED
from narrator.language.tables import language_table, tables_of
from narrator.language.tags import base_language

_WORD = re.compile(rf"[{UNSPACED}]+|[^\W_{UNSPACED}]+(?:['’][^\W_{UNSPACED}]+)*")
_FIRST_UNSPACED = UNSPACED[0]
# BCP 47's tags for no language and an unknown one are taken for the program's default language
_UNKNOWN = ("", "und", "zxx")
_DEFAULT = "en"
# words kept with their stems; more than a long book has
_MOST_STEMS = 200_000
# what is not written in small letters is stemmed by this one alone; sumy's others warn of it or leave it as it is
_CASELESS = "arabic"


def is_known(language: str) -> bool:
    """Whether sumy has stop words or a stemmer for a language."""
    profile = language_table(base(language), "profile")
    return "stop_words" in profile or "stemmer" in profile


def base(language: str) -> str:
    """The ISO 639-1 code of a BCP 47 tag or of one of sumy's names; the first part of anything else, in small letters."""
    code = base_language(language)
    if code in _UNKNOWN:
        return _DEFAULT
    return _codes_by_name().get(code, code)


@cache
def _codes_by_name() -> dict[str, str]:
    """Return the language codes by sumy's names of their stop words and stemmers."""
    codes: dict[str, str] = {}
    for code, profile in tables_of("profile").items():
        for key in ("stop_words", "stemmer"):
            if key in profile:
                codes[profile[key]] = code
    return codes


class Tokenizer:
    """The part of sumy's tokenizer that its documents use."""

    @staticmethod
    def to_words(text: str) -> tuple[str, ...]:
        """The words; of a script without spaces all pairs of neighbouring characters, which serve as well."""
        words = tuple(_WORD.findall(text))
        if text.isascii() or not any(word >= _FIRST_UNSPACED for word in words):
            return words
        return tuple(part for word in words for part in _pairs(word))


def _pairs(word: str) -> list[str]:
    if not re.match(f"[{UNSPACED}]", word) or len(word) < 3:
        return [word]
    return [word[at : at + 2] for at in range(len(word) - 1)]


@dataclass(frozen=True, slots=True)
class Words:
    """A language's stop words, in small letters, and its stemmer."""

    stop_words: frozenset[str]
    stemmer: Callable[[str], str]
    _stems: dict[str, str] = field(default_factory=dict)

    def stem(self, word: str) -> str:
        """The stem of a word; nothing is stemmed twice."""
        found = self._stems.get(word)
        if found is None:
            if len(self._stems) > _MOST_STEMS:
                self._stems.clear()
            found = self._stems[word] = self.stemmer(word.lower())
        return found


@lru_cache(maxsize=4)
def load_words(language: str) -> Words:
    """A language's words: without lists of its own all words count, as they stand."""
    from sumy.nlp.stemmers import Stemmer, null_stemmer
    from sumy.utils import get_stop_words

    profile = language_table(base(language), "profile")
    stop_list, stemmer_name = profile.get("stop_words", ""), profile.get("stemmer", "")
    stop_words: frozenset[str] = get_stop_words(stop_list) if stop_list else frozenset()
    if not stemmer_name:
        return Words(stop_words, null_stemmer)
    stemmer: Callable[[str], str] = Stemmer(stemmer_name)
    try:
        stemmer("a")
    except ValueError:  # those for Greek and Polish want a package that sumy does not bring
        return Words(stop_words, null_stemmer)

    def stem(word: str) -> str:
        return stemmer(word) if word.islower() or stemmer_name == _CASELESS else word

    return Words(frozenset(map(str.lower, stop_words)), stem)
