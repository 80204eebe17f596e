"""Pages that are read from the right: mirrored, so that all later steps read from the left.

pdfium has the characters of a line in the order in which they are read.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Sequence
from itertools import groupby

from narrator.readers.pdf.words import Word

# of Unicode's blocks, the lowest and the highest that are written from right to left, in between
# them much that is not
_LOWEST, _HIGHEST = 0x0590, 0xFEFC
_RIGHT_TO_LEFT = ("R", "AL")


def read_from_the_left(words: Sequence[Word]) -> Sequence[Word]:
    """Return a page's words, mirrored where most of their letters are read from the right."""
    foreign = [word for word in words if _LOWEST <= ord(word.text[0]) <= _HIGHEST]
    from_right = sum(len(word.text) for word in foreign if _is_from_right(word))
    if not from_right or 2 * from_right < sum(len(word.text) for word in words):
        return words
    return list(_mirrored(words))


def _is_from_right(word: Word) -> bool:
    """Return whether a word is read from the right."""
    if not any(_LOWEST <= ord(letter) <= _HIGHEST for letter in word.text):
        return False
    return any(unicodedata.bidirectional(letter) in _RIGHT_TO_LEFT for letter in word.text)


def _mirrored(words: Sequence[Word]) -> Iterator[Word]:
    """Yield words mirrored; those among them that are read from the left keep their order."""
    for _, run in groupby(words, key=_line_and_direction):
        group = list(run)
        if _is_from_right(group[0]):
            for word in group:
                yield word._replace(left=-word.right, right=-word.left)
            continue
        shift = -max(word.right for word in group) - min(word.left for word in group)
        for word in group:
            yield word._replace(left=word.left + shift, right=word.right + shift)


def _line_and_direction(word: Word) -> tuple[float, bool]:
    return word.baseline, _is_from_right(word)
