"""What stands between an article's sentences and is none of them: bylines, times of publication, appeals to the reader.

Rules are patterns in ``data/boilerplate.toml``. What is glued to the front of a sentence is cut off it, for the sentence
is often the article's first; only what is boilerplate as a whole is left out. A pattern too wide costs a sentence of the
summary, one too narrow shows an advertisement: they ask for more than one word wherever one could begin a sentence.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from narrator.language.tables import load_toml

# characters; what is longer is no line of a site's, whatever stands in it
_LONGEST_LINE = 400


@dataclass(frozen=True, slots=True)
class Boilerplate:
    """The patterns for one language."""

    prefix: re.Pattern[str]
    start: re.Pattern[str]
    inside: tuple[tuple[str, re.Pattern[str]], ...]

    def strip(self, sentence: str) -> str:
        """The sentence without what is glued to its front; empty when nothing of it is the article's."""
        while (glued := self.prefix.match(sentence)) and glued.end():
            sentence = sentence[glued.end() :]
        return "" if len(sentence) <= _LONGEST_LINE and self._is_line(sentence) else sentence

    def _is_line(self, sentence: str) -> bool:
        if self.start.match(sentence):
            return True
        lowered = sentence.lower()
        return any(word in lowered and pattern.search(sentence) for word, pattern in self.inside)


@lru_cache(maxsize=4)
def load_boilerplate(language: str) -> Boilerplate:
    """The patterns for a language's code, with those that fit any."""
    tables = load_toml("narrator.summary", "data/boilerplate.toml")

    chosen = [tables[code] for code in ("any", language) if code in tables]

    def pattern(kind: str, lead: str = "") -> re.Pattern[str]:
        return re.compile(
            f"{lead}(?:{'|'.join(row for table in chosen for row in table.get(kind, [])) or '(?!)'})",
            re.I,
        )

    inside = tuple(
        (word, re.compile(row, re.I)) for table in chosen for word, row in table["inside"].items()
    )
    return Boilerplate(pattern("prefix"), pattern("start", r"\W{0,3}"), inside)
