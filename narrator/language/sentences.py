"""Sentences of a paragraph: by sentencex, with repairs of our own.

sentencex (Rust) is the most exact splitter measured, and what it misses falls into a few kinds: abbreviations that end a
sentence, sentences inside quotes and brackets, list items, note marks. Those are tables (``data/sentences.toml``) of
boundaries to add and to take away. Nothing is ever altered: joined, the sentences are the text.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import chain, pairwise

from narrator.language.tables import load_toml, one_of
from narrator.language.tags import base_language

_SURROGATES = dict.fromkeys(range(0xD800, 0xE000), "\ufffd")
# a marker of a list alone is no sentence; a letter of an interview neither
_MARKER_ALONE = re.compile(
    r"\s*[•⁃▪◦*-]?\s?\(?(?:[0-9]{1,3}|[A-Za-z]|[ivx]{1,5}|[IVX]{1,5})[.)]{1,2}\s*"
)
_MARKER = re.compile(r"(?:(?<=\s)|^)\(?([0-9]{1,3}|[a-z])([.)]{1,2})\s(?=\S)")
# every white space but the last; no run of it is read twice
_GAP = re.compile(r"(?<!\s)\s++(?!\Z)")
# the gaps where a repair may add a boundary: not on one line between a letter, or a mark inside a sentence, and a word
_CANDIDATE = re.compile(
    r"(?<!\s)(?:(?<![^\W\d_])(?<![,;:])\s++|\s++(?![^\W_])|[^\S\n]*+\n\s*+)(?<=\s)(?!\Z)",
)
_QUOTE = re.compile(r"“([^“”]{20,2000})”")
# more characters than a paragraph has
_WINDOW = 8_000
# more characters than the end of a sentence that a repair looks at
_LOOK_BACK = 320


@dataclass(frozen=True, slots=True)
class _Repair:
    """What stands before and after a boundary that is added or taken away."""

    before: re.Pattern[str]
    after: re.Pattern[str]
    line_end: bool


def split_sentences(text: str, language: str) -> list[str]:
    """The sentences in order, with the white space after each: joined they are the text."""
    if not text:
        return []
    code = base_language(language)
    cuts = _sentencex(text, code)
    cuts |= _inside_quotes(text, code) | _list_items(text)
    cuts = _repaired(text, cuts, code)
    edges = sorted({0, len(text), *cuts})
    return _with_their_marks([text[start:end] for start, end in pairwise(edges)])


def _sentencex(text: str, code: str) -> set[int]:
    """Where sentencex begins a new sentence; none when it does not give the text back."""
    from sentencex import segment

    plain = text.translate(_SURROGATES)
    found: set[int] = set()
    for start, end, sentence_before in _windows(plain):
        parts = list(segment(code or "en", plain[start:end]))
        if sentence_before:
            found.add(start)
        if sum(map(len, parts)) == end - start:
            found |= _starts(parts, start)
    return found


def _windows(text: str) -> Iterator[tuple[int, int, bool]]:
    """Stretches of a bounded length, since sentencex is quadratic in quotes that never close."""
    start, sentence_before = 0, False
    while len(text) - start > _WINDOW:
        seams = [
            at
            for mark in ("\n", ". ", "! ", "? ")
            if (at := text.rfind(mark, start + 1, start + _WINDOW)) > 0
        ]
        end = max(seams) + 1 if seams else start + _WINDOW
        while seams and end < len(text) and text[end].isspace():
            end += 1
        yield start, end, sentence_before
        start, sentence_before = end, bool(seams)
    yield start, len(text), sentence_before


def _starts(parts: Iterable[str], offset: int = 0) -> set[int]:
    found, at = set(), offset
    for part in parts:
        found.add(at)
        at += len(part)
    return found - {offset}


def _inside_quotes(text: str, code: str) -> set[int]:
    """Sentences inside curly quotes, which sentencex keeps whole; straight ones do not say where they open."""
    return {start + m.start(1) for m in _QUOTE.finditer(text) for start in _sentencex(m[1], code)}


def _list_items(text: str) -> set[int]:
    """Before the items of a list on one line: markers that count up from one."""
    found: set[int] = set()
    run: list[re.Match[str]] = []
    for marker in chain(_MARKER.finditer(text), [None]):
        if run and marker and marker[2] == run[-1][2] and _rank(marker[1]) == _rank(run[-1][1]) + 1:
            run.append(marker)
            continue
        # "a." and "b." alone may be initials
        if len(run) > 2 or (len(run) == 2 and (run[0][1].isdigit() or ")" in run[0][2])):
            found |= {item.start() for item in run}
        run = [marker] if marker and _rank(marker[1]) == 1 else []
    return found


def _rank(marker: str) -> int:
    return int(marker) if marker.isdigit() else ord(marker) - ord("a") + 1


def _repaired(text: str, cuts: set[int], code: str) -> set[int]:
    adds, drops = _repairs(code)
    for m in _CANDIDATE.finditer(text):
        if any(_fits(text, m, repair) for repair in adds):
            cuts.add(m.end())
    gaps = {gap.end(): gap for gap in _GAP.finditer(text) if gap.end() in cuts}
    return {at for at in cuts if not _wrong(text, at, gaps.get(at), drops)}


def _wrong(text: str, at: int, gap: re.Match[str] | None, drops: Iterable[_Repair]) -> bool:
    if gap is None:
        # a Latin sentence does not end without a space: "example.Org"
        return text[at - 1] in ".!?…" and text[at].isalnum()
    return any(_fits(text, gap, repair) for repair in drops)


def _fits(text: str, gap: re.Match[str], repair: _Repair) -> bool:
    if not repair.after.match(text, gap.end()) or (repair.line_end and "\n" not in gap[0]):
        return False
    return bool(repair.before.search(text[max(0, gap.start() - _LOOK_BACK) : gap.start()]))


@lru_cache(maxsize=16)
def _repairs(code: str) -> tuple[list[_Repair], list[_Repair]]:
    table = load_toml("narrator.language", "data/sentences.toml")
    lists = {
        "{" + name + "}": one_of(table[name])
        for name in ("starters", "titles", "places", "after_times")
    }

    def pattern(text: str, end: str = "") -> re.Pattern[str]:
        for name, words in lists.items():
            text = text.replace(name, words + (r"\b" if name == "{starters}" else ""))
        return re.compile(text + end)

    def entries(kind: str) -> list[_Repair]:
        rows = [row for row in table[kind] if code in row.get("languages", [code])]
        return [
            _Repair(
                pattern(f"(?:{row['before']})", r"\Z"),
                pattern(row["after"]),
                row.get("line_end", False),
            )
            for row in rows
        ]

    return entries("cut"), entries("join")


def _with_their_marks(parts: list[str]) -> list[str]:
    """Markers of list items go with the item, and what holds no letter with the sentence before it."""
    joined: list[str] = []
    held = ""
    for part in _worded(parts):
        if _MARKER_ALONE.fullmatch(part):
            held += part
        else:
            joined.append(held + part)
            held = ""
    if held:
        joined = [*joined[:-1], joined[-1] + held] if joined else [held]
    return joined


def _worded(parts: Iterable[str]) -> list[str]:
    found: list[str] = []
    for part in parts:
        if found and not any(map(str.isalnum, part)):
            found[-1] += part
        else:
            found.append(part)
    return found
