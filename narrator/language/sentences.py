"""Splitting a paragraph into sentences, and into the items of a list.

``boundaries`` finds where sentences begin. The text itself is never altered: joined, the sentences
are the text.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from itertools import pairwise

from narrator.language.boundaries import find_boundaries
from narrator.language.characters import has_word
from narrator.language.tags import base_language

# a list marker alone, or a letter that stands for a speaker in an interview, is not a sentence
_MARKER_ALONE = re.compile(
    r"""
    \s*+ (?: [•⁃▪◦*-] \s? )?+
    (?:
        \(? (?: [0-9]{1,4}(?:\.[0-9]{1,3}){0,4} | [A-Za-z] | [ivx]{1,5} | [IVX]{1,5} ) [.)]{1,2}
      | [A-Z]\w{1,11} \.? \s [0-9]{1,3}(?:\.[0-9]{1,3}){0,2} \.  # "Figure 1.", "Fig. 2."
    )?
    \s*
    """,
    re.VERBOSE,
)
# a number or a letter, and the mark behind it
_MARKER = re.compile(
    r"""
    (?: ^ | (?<=[^,;]\s) )
    (?: (?<=[^.!?:;\n]\s) (?P<inside>) )?  # inside a sentence
    \(? (?: (?P<number> [0-9]{1,3} ) | (?P<letter> [a-z] ) ) (?P<mark> [.)]{1,2} )
    \s (?=\S)
    """,
    re.VERBOSE,
)


def split_sentences(text: str, language: str) -> list[str]:
    """Return the sentences in order, each with the white space after it.

    Args:
        text: A paragraph.
        language: Its language (BCP 47), empty where it is not known.
    """
    starts = find_boundaries(text, base_language(language)) | _list_items(text)
    edges = sorted({0, len(text), *starts})
    return _join(text[start:end] for start, end in pairwise(edges))


def _list_items(text: str) -> set[int]:
    """Return where the items of a list on one line begin: at markers that count up from one."""
    starts: set[int] = set()
    last: re.Match[str] | None = None
    for marker in _MARKER.finditer(text):
        rank = _rank(marker)
        if last and rank == _rank(last) + 1 and marker["mark"] == last["mark"]:
            starts |= {last.start(), marker.start()}
        elif rank > 1 or marker["inside"] is not None:
            continue
        last = marker
    return starts


def _rank(marker: re.Match[str]) -> int:
    """Return which item of a list a marker stands before."""
    return int(marker["number"] or ord(marker["letter"]) - ord("a") + 1)


def _join(parts: Iterable[str]) -> list[str]:
    """Join list markers with their items, and parts without a letter or digit with the last one."""
    joined: list[str] = []
    is_marker = False
    for part in parts:
        if joined and (is_marker or not has_word(part)):
            joined[-1] += part
        else:
            joined.append(part)
        is_marker = _MARKER_ALONE.fullmatch(part) is not None
    return joined
