"""Splitting long sentences into pieces that every engine can speak."""

from __future__ import annotations

import re

# characters in the longest piece
_LIMIT = 600
# where a reader would pause, the better places first; a cut comes after the mark and its space
_CUTS = (
    re.compile(r"[;:]['\"”’)]?\s|\s[—–]\s|—"),
    re.compile(r",['\"”’)]?\s"),
    re.compile(r"\s"),
)
# a piece shorter than this share of the limit sounds cut off
_SHORTEST_SHARE = 0.4


def split_long(sentence: str, limit: int = _LIMIT) -> list[str]:
    """Return a sentence in pieces of at most ``limit`` characters; joined, they are the sentence.

    Cuts come after clause marks, else after commas, else after white space, else anywhere.
    """
    pieces = []
    start = 0
    while len(sentence) - start > limit:
        end = _cut(sentence, start, start + limit)
        pieces.append(sentence[start:end])
        start = end
    pieces.append(sentence[start:])
    return pieces


def _cut(sentence: str, start: int, limit: int) -> int:
    """Return the end of a piece: the last place of the best kind that is not too near its start."""
    earliest = start + int((limit - start) * _SHORTEST_SHARE)
    for pattern in _CUTS:
        places = list(pattern.finditer(sentence, earliest, limit))
        if places:
            return places[-1].end()
    return limit
