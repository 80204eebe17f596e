"""Splitting a paragraph into sentences, and into the items of a list.

``boundaries`` finds where sentences begin. The text itself is never altered: joined, the sentences
are the text.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from itertools import pairwise

from narrator.language.boundaries import find_boundaries
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
    if not text:
        return []
    code = base_language(language)
    starts = find_boundaries(text, code) | _list_items(text)
    edges = sorted({0, len(text), *starts})
    parts = [text[start:end] for start, end in pairwise(edges)]
    return _join(parts)


def _list_items(text: str) -> set[int]:
    """Return where the items of a list on one line begin: at markers that count up from one."""
    runs: list[list[re.Match[str]]] = [[]]
    for marker in _MARKER.finditer(text):
        if not _continues(runs[-1], marker):
            runs.append([])
        if _continues(runs[-1], marker):
            runs[-1].append(marker)
    starts: set[int] = set()
    for run in runs:
        if len(run) > 1:
            starts.update(marker.start() for marker in run)
    return starts


def _continues(run: list[re.Match[str]], marker: re.Match[str]) -> bool:
    """Return whether a marker is the next one of a run; the first is not inside a sentence."""
    rank = int(marker["number"] or ord(marker["letter"]) - ord("a") + 1)
    fits = run[-1]["mark"] == marker["mark"] if run else marker["inside"] is None
    return fits and rank == len(run) + 1


def _join(parts: Iterable[str]) -> list[str]:
    """Join list markers with their items, and parts without a letter or digit with the last one."""
    joined: list[str] = []
    held = ""
    for part in parts:
        held += part
        if _MARKER_ALONE.fullmatch(part):
            continue
        if joined and not any(map(str.isalnum, held)):
            joined[-1] += held
        else:
            joined.append(held)
        held = ""
    if held and joined:
        joined[-1] += held
    elif held:
        joined.append(held)
    return joined
