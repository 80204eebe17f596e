"""Boilerplate between an article's sentences: bylines, times of publication, appeals to the reader.

Stamps and buttons are told by the kinds of their words (``stamps.py``), the rest by patterns; both
are in each language's ``boilerplate.toml``. Boilerplate at the front of a sentence is
cut off, because such a sentence is often the article's first; a sentence is left out only if all of
it is boilerplate. Too wide a pattern loses a sentence of the article, too narrow a one shows an
advertisement, so patterns ask for more than one word wherever a single word could begin a sentence.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from narrator.language.tables import ANY_LANGUAGE, language_table
from narrator.summary.stamps import StampWords, load_stamp_words

# in characters; a longer sentence belongs to the article, whatever it contains
_MAX_LINE_LENGTH = 400
# marks that may come before the beginning of a line
_LEADING_MARKS = r"\W{0,3}"
_MATCHES_NOTHING = "(?!)"


@dataclass(frozen=True, slots=True)
class InsidePattern:
    """A pattern that is searched anywhere in a line; ``word`` is part of whatever it matches."""

    word: str
    pattern: re.Pattern[str]


@dataclass(frozen=True, slots=True)
class Boilerplate:
    """The boilerplate patterns of one language.

    Attributes:
        prefix: What is cut off the front of a sentence.
        start: How a line begins that is boilerplate as a whole.
        inside: What a line contains that is boilerplate as a whole.
        stamp_words: The words of stamps and buttons.
    """

    prefix: re.Pattern[str]
    start: re.Pattern[str]
    inside: tuple[InsidePattern, ...]
    stamp_words: StampWords

    def strip(self, sentence: str) -> str:
        """Return the sentence without its prefixes; empty if the rest is boilerplate too."""
        if self.stamp_words.is_stamp_or_button(sentence):
            return ""
        end = self._prefix_end(sentence)
        while end > 0:
            sentence = sentence[end:]
            end = self._prefix_end(sentence)
        if self._is_boilerplate(sentence):
            return ""
        return sentence

    def _prefix_end(self, sentence: str) -> int:
        """Return how many characters at the front of a sentence are boilerplate."""
        prefix = self.prefix.match(sentence)
        if prefix and prefix.end() > 0:
            return prefix.end()
        return self.stamp_words.stamp_end(sentence)

    def _is_boilerplate(self, sentence: str) -> bool:
        """Return whether the whole sentence is boilerplate."""
        if len(sentence) > _MAX_LINE_LENGTH:
            return False
        if self.start.match(sentence) or self.stamp_words.is_stamp_or_button(sentence):
            return True
        lowered = sentence.lower()
        for inside in self.inside:
            if inside.word in lowered and inside.pattern.search(sentence):
                return True
        return False


@lru_cache(maxsize=4)
def load_boilerplate(code: str) -> Boilerplate:
    """Return the patterns of a language and those for any language."""
    prefixes: list[str] = []
    starts: list[str] = []
    inside: list[InsidePattern] = []
    for table in (
        language_table(ANY_LANGUAGE, "boilerplate"),
        language_table(code, "boilerplate"),
    ):
        prefixes += table.get("prefix", ())
        starts += table.get("start", ())
        for word, pattern in table.get("inside", {}).items():
            inside.append(InsidePattern(word, re.compile(pattern, re.IGNORECASE)))
    start = _LEADING_MARKS + _any_of(starts)
    return Boilerplate(
        re.compile(_any_of(prefixes), re.IGNORECASE),
        re.compile(start, re.IGNORECASE),
        tuple(inside),
        load_stamp_words(code),
    )


def _any_of(patterns: Iterable[str]) -> str:
    """Return a pattern that matches what one of the patterns does."""
    return f"(?:{'|'.join(patterns) or _MATCHES_NOTHING})"
