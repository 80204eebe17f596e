"""Letter-spaced words, as typists set headings: "C H A P T E R   O N E".

Letters with one blank between are a word, and wider gaps are between words. Where all gaps are
equally wide, only the number of a division can be told from its word: "P A R T I I".
"""

from __future__ import annotations

import re
from itertools import pairwise

from narrator.readers.plain.numbering import part_division

# letters that are spaced in a line, at least
_FEWEST_LETTERS = 4
_WIDE_GAP = re.compile(r"\s{2,}")
_SPACED = re.compile(r"(?<!\S)[^\W_](?:\s['’]?[^\W_]|\s['’])+(?:\s?[.,:;!?])*(?!\S)")


def close_letters(line: str) -> str:
    """Return a line with its letter-spaced words closed; any other line as it is."""
    words = _WIDE_GAP.split(line.strip())
    if not any(map(_SPACED.fullmatch, words)):
        return line
    letters = [token for token in line.split() if len(token) == 1 and token.isalpha()]
    if len(letters) < _FEWEST_LETTERS or _names_letters(letters):
        return line
    indent = line[: len(line) - len(line.lstrip())]
    return indent + " ".join(_SPACED.sub(_closed, word) for word in words)


def _closed(spaced: re.Match[str]) -> str:
    return part_division("".join(spaced[0].split()))


def _names_letters(letters: list[str]) -> bool:
    """Return whether letters make no words: "A B C D", "x x x x"."""
    return {ord(after) - ord(before) for before, after in pairwise(letters)} <= {0, 1}
