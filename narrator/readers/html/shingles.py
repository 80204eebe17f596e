"""Shingles: runs of words by which a page's blocks are found again in an extractor's text.

Two texts that share most of their shingles are the same text (Broder, "On the resemblance and
containment of documents", 1997). It holds where one of them lost a note's mark or a picture.
"""

from __future__ import annotations

import re
import unicodedata

from narrator.language.scripts import UNSPACED

# words of a shingle
SHINGLE_WORDS = 4
# three characters of a script without spaces count as a word
_WORD = re.compile(rf"[{UNSPACED}]{{1,3}}|[^\W{UNSPACED}]+")
# of a block's shingles; the rest are lost where a note's mark or a picture is within
_ENOUGH = 0.5

Words = tuple[str, ...]


def words_of(text: str) -> Words:
    """Return a text's words, without case and in their plain form."""
    # an extractor does not write superscripts as such
    plain = unicodedata.normalize("NFKC", text).casefold()
    return tuple(_WORD.findall(plain))


class Shingles:
    """All shingles of a text, and its shorter lines whole."""

    def __init__(self, text: str) -> None:
        self._known = set(_shingles(words_of(text)))
        for line in text.splitlines():
            words = words_of(line)
            if len(words) < SHINGLE_WORDS:
                self._known.add(words)

    def hold(self, words: Words) -> bool:
        """Return whether the text has most shingles of these words; of a few words, all of them."""
        if len(words) < SHINGLE_WORDS:
            return words in self._known
        shingles = _shingles(words)
        shared = sum(shingle in self._known for shingle in shingles)
        return shared >= _ENOUGH * len(shingles)


def _shingles(words: Words) -> list[Words]:
    starts = range(len(words) - SHINGLE_WORDS + 1)
    return [words[start : start + SHINGLE_WORDS] for start in starts]
