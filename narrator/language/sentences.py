"""Splitting a paragraph into sentences by sentencex, with repairs.

sentencex (Rust) is the most exact splitter measured. What it misses falls into a few kinds:
abbreviations that end a sentence, sentences inside quotes and brackets, list items, note marks.
``boundary_repairs`` holds the tables for them. The text itself is never altered: joined, the
sentences are the text.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import pairwise

from narrator.language.boundary_repairs import repair
from narrator.language.tags import base_language

# the language that sentencex is given where the text's is not known
_UNKNOWN_LANGUAGE = "en"
_SURROGATES = dict.fromkeys(range(0xD800, 0xE000), "\ufffd")
# a list marker alone, or a letter that stands for a speaker in an interview, is not a sentence
_MARKER_ALONE = re.compile(
    r"""
    \s* [•⁃▪◦*-]? \s?
    \(? (?: [0-9]{1,3} | [A-Za-z] | [ivx]{1,5} | [IVX]{1,5} ) [.)]{1,2}
    \s*
    """,
    re.VERBOSE,
)
# a number or a letter, and the mark behind it
_MARKER = re.compile(r"(?:(?<=\s)|^)\(?([0-9]{1,3}|[a-z])([.)]{1,2})\s(?=\S)")
# straight quotes do not say where they open
_QUOTE = re.compile(r"“([^“”]{20,2000})”")
# characters; longer than nearly all paragraphs
_WINDOW = 8_000
# sentencex takes 0.2 ms for each mark of a Danish text. Where marks are denser than in prose it is
# given a language without that cost, in which a sentence does not begin with a small letter either.
_SLOW_LANGUAGES = {"da": "de"}
_CHARACTERS_A_MARK = 20
_MARK = re.compile("[.!?。।]")
# where a window may end
_WINDOW_ENDS = ("\n", ". ", "! ", "? ")


def split_sentences(text: str, language: str) -> list[str]:
    """Return the sentences in order, each with the white space after it.

    Args:
        text: A paragraph.
        language: Its language (BCP 47), empty where it is not known.
    """
    if not text:
        return []
    code = base_language(language)
    starts = _sentencex(text, code) | _starts_inside_quotes(text, code) | _list_items(text)
    starts = repair(text, starts, code)
    edges = sorted({0, len(text), *starts})
    parts = [text[start:end] for start, end in pairwise(edges)]
    return _join_markers(_join_wordless(parts))


@dataclass(frozen=True, slots=True)
class _Window:
    """A stretch of a text, and whether a sentence ends right before it."""

    start: int
    end: int
    after_sentence: bool


def _sentencex(text: str, code: str) -> set[int]:
    """Return where sentencex starts a sentence but the first; none where it loses characters."""
    from sentencex import segment

    plain = text.translate(_SURROGATES)
    starts: set[int] = set()
    for window in _windows(plain):
        if window.after_sentence:
            starts.add(window.start)
        stretch = plain[window.start : window.end]
        parts = segment(_language_for(stretch, code), stretch)
        found: set[int] = set()
        position = window.start
        for part in parts:
            found.add(position)
            position += len(part)
        if position == window.end:
            starts |= found - {window.start}
    return starts


def _language_for(text: str, code: str) -> str:
    """Return the language that sentencex is given for a text in a language."""
    quick = _SLOW_LANGUAGES.get(code)
    if quick and len(_MARK.findall(text)) * _CHARACTERS_A_MARK > len(text):
        return quick
    return code or _UNKNOWN_LANGUAGE


def _windows(text: str) -> Iterator[_Window]:
    """Yield windows of a bounded length: sentencex is quadratic in quotes that never close."""
    start = 0
    after_sentence = False
    while len(text) - start > _WINDOW:
        last_seam = -1
        for mark in _WINDOW_ENDS:
            last_seam = max(last_seam, text.rfind(mark, start + 1, start + _WINDOW))
        found = last_seam > 0
        end = start + _WINDOW
        if found:
            end = last_seam + 1
            while end < len(text) and text[end].isspace():
                end += 1
        yield _Window(start, end, after_sentence)
        start = end
        after_sentence = found
    yield _Window(start, len(text), after_sentence)


def _starts_inside_quotes(text: str, code: str) -> set[int]:
    """Return where sentences begin inside curly quotes, which sentencex keeps whole."""
    starts: set[int] = set()
    for quote in _QUOTE.finditer(text):
        for start in _sentencex(quote[1], code):
            starts.add(quote.start(1) + start)
    return starts


def _list_items(text: str) -> set[int]:
    """Return where the items of a list on one line begin: at markers that count up from one."""
    runs: list[list[re.Match[str]]] = [[]]
    for marker in _MARKER.finditer(text):
        if _continues(runs[-1], marker):
            runs[-1].append(marker)
        elif _rank(marker) == 1:
            runs.append([marker])
        else:
            runs.append([])
    starts: set[int] = set()
    for run in runs:
        if _is_list(run):
            starts.update(marker.start() for marker in run)
    return starts


def _continues(run: list[re.Match[str]], marker: re.Match[str]) -> bool:
    """Return whether a marker is the next one of a run."""
    if not run:
        return False
    last = run[-1]
    return marker[2] == last[2] and _rank(marker) == _rank(last) + 1


def _is_list(run: list[re.Match[str]]) -> bool:
    if len(run) == 2:  # "a." and "b." alone may be initials
        first = run[0]
        return first[1].isdigit() or ")" in first[2]
    return len(run) > 2


def _rank(marker: re.Match[str]) -> int:
    """Return a marker's position in its list, from 1."""
    if marker[1].isdigit():
        return int(marker[1])
    return ord(marker[1]) - ord("a") + 1


def _join_wordless(parts: Iterable[str]) -> list[str]:
    """Join parts without a letter or digit with the sentence before them."""
    joined: list[str] = []
    for part in parts:
        if joined and not any(map(str.isalnum, part)):
            joined[-1] += part
        else:
            joined.append(part)
    return joined


def _join_markers(parts: Iterable[str]) -> list[str]:
    """Join list markers with their items, and a marker at the end with the item before it."""
    joined: list[str] = []
    held = ""
    for part in parts:
        if _MARKER_ALONE.fullmatch(part):
            held += part
        else:
            joined.append(held + part)
            held = ""
    if held and joined:
        joined[-1] += held
    elif held:
        joined.append(held)
    return joined
