"""Pieces of a sentence that no engine chokes on."""

from __future__ import annotations


def split_long(sentence: str, limit: int = 600) -> list[str]:
    """Cut at white space, or anywhere when there is none."""
    pieces = []
    while len(sentence) > limit:
        at = sentence.rfind(" ", 1, limit) + 1 or limit
        pieces.append(sentence[:at])
        sentence = sentence[at:]
    return [*pieces, sentence]
