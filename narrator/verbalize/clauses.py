"""Pieces of a sentence that no engine chokes on."""

from __future__ import annotations

import re

# where a reader would breathe, the better places first; each cut comes after the mark and its space
_CUTS = (
    re.compile(r"[;:]['\"”’)]?\s|\s[—–]\s|—"),
    re.compile(r",['\"”’)]?\s"),
    re.compile(r"\s"),
)
# a piece shorter than this share of the limit sounds chopped off
_SHORTEST_SHARE = 0.4


def split_long(sentence: str, limit: int = 600) -> list[str]:
    """Cut after clause marks, else commas, else white space, or anywhere when there is none. Joined, it is the sentence."""
    pieces = []
    start = 0
    while len(sentence) - start > limit:
        end = _cut(sentence, start, start + limit)
        pieces.append(sentence[start:end])
        start = end
    return [*pieces, sentence[start:]]


def _cut(sentence: str, start: int, limit: int) -> int:
    """The last place of the best kind, not too near the start."""
    earliest = start + int((limit - start) * _SHORTEST_SHARE)
    for pattern in _CUTS:
        places = [found.end() for found in pattern.finditer(sentence, earliest, limit)]
        if places:
            return places[-1]
    return limit
