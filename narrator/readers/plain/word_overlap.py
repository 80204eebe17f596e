"""The words that a block shares with others: a heading names what comes below it."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

from narrator.language.tables import all_words
from narrator.readers.plain.blocks import TextBlock
from narrator.readers.plain.shapes import PARAGRAPH_LENGTH

# characters at a long block's beginning that are searched for words
_SEARCHED = 10 * PARAGRAPH_LENGTH
# letters that a word is compared by, so that most endings do not matter
_STEM_LENGTH = 6
# characters; shorter words return everywhere
_SHORTEST_WORD = 4
_PUNCTUATION = "“”\"‘'(.,:;"


class WordOverlap:
    """Compares the longer words of a text's blocks.

    Args:
        blocks: The blocks of the text.
    """

    def __init__(self, blocks: Sequence[TextBlock]) -> None:
        self._blocks = blocks
        self._stems: dict[int, frozenset[str]] = {}

    def has_words(self, place: int) -> bool:
        """Return whether the block at a place has words that can be compared."""
        return bool(self._stems_of(place))

    def share(self, place: int, *others: int) -> float:
        """Return the share, from 0 to 1, of a block's words that any of the others has too.

        Places outside the text count as blocks without words.

        Raises:
            ZeroDivisionError: The block has no words that can be compared.
        """
        stems = self._stems_of(place)
        elsewhere = frozenset[str]().union(*map(self._stems_of, others))
        return len(stems & elsewhere) / len(stems)

    def _stems_of(self, place: int) -> frozenset[str]:
        if not 0 <= place < len(self._blocks):
            return frozenset()
        if place not in self._stems:
            self._stems[place] = _stems(self._blocks[place].text[:_SEARCHED])
        return self._stems[place]


@cache
def common_verbs() -> frozenset[str]:
    """Return the words that sentences have and headings seldom, in any language."""
    return frozenset(all_words("headings", "verbs"))


def _stems(text: str) -> frozenset[str]:
    """Return the first letters of a text's longer words, without those of common verbs."""
    stems: set[str] = set()
    for word in text.lower().split():
        if len(word) >= _SHORTEST_WORD:
            stems.add(word.strip(_PUNCTUATION)[:_STEM_LENGTH])
    return frozenset(stems - common_verbs())
