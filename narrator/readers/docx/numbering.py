"""The numbers of lists, which a document does not hold but counts."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from narrator.language.numerals import LARGEST_ROMAN, to_roman
from narrator.readers.docx.names import attribute, child, children, number

# the deepest of Word's nine levels (ECMA-376 part 1, 17.9.3)
_DEEPEST = 8
_PLACE = re.compile(r"%([1-9])")


@dataclass(frozen=True, slots=True)
class _Level:
    format: str = "decimal"
    start: int = 1
    text: str = ""


class Numbering:
    """Counts the paragraphs of lists in reading order."""

    def __init__(self, root: Any | None = None) -> None:
        self._levels: dict[str, dict[int, _Level]] = {}
        self._abstract_of: dict[str, str] = {}
        self._starts: dict[str, dict[int, int]] = {}
        self._counts: dict[str, dict[int, int]] = {}
        self._begun: set[tuple[str, int]] = set()
        for name, node in children(root) if root is not None else ():
            if name == "w:abstractNum":
                self._levels[attribute(node, "abstractNumId")] = _levels(node)
            elif name == "w:num":
                self._read_list(attribute(node, "numId"), node)

    def label(self, list_id: str | None, depth: int) -> str | None:
        """The next number of a list at a depth from 0 on: empty for a bullet, None where there is no such list."""
        abstract = self._abstract_of.get(list_id or "")
        levels = self._levels.get(abstract or "")
        if list_id is None or abstract is None or levels is None:
            return None
        depth = min(depth, _DEEPEST)
        counts = self._counts.setdefault(abstract, {})
        level = levels.get(depth, _Level())
        own_start = self._starts[list_id].get(depth)
        if own_start is not None and (list_id, depth) not in self._begun:
            counts[depth] = own_start
        else:
            counts[depth] = counts.get(depth, level.start - 1) + 1
        self._begun.add((list_id, depth))
        for deeper in [known for known in counts if known > depth]:
            del counts[deeper]
        if level.format in {"none", ""}:
            return None
        return "" if level.format == "bullet" else _spelled(level, levels, counts, depth)

    def _read_list(self, list_id: str, node: Any) -> None:
        abstract = self._abstract_of[list_id] = attribute(child(node, "w:abstractNumId"), "val")
        starts = self._starts[list_id] = {}
        for name, override in children(node):
            depth = number(attribute(override, "ilvl"))
            if name != "w:lvlOverride" or depth is None:
                continue
            if (start := number(attribute(child(override, "w:startOverride"), "val"))) is not None:
                starts[depth] = start
            if (level := child(override, "w:lvl")) is not None and abstract in self._levels:
                own = self._abstract_of[list_id] = f"{abstract} of {list_id}"
                levels = self._levels.setdefault(own, dict(self._levels[abstract]))
                levels[depth] = _level(level)


def _levels(node: Any) -> dict[int, _Level]:
    found = {}
    for name, level in children(node):
        depth = number(attribute(level, "ilvl"))
        if name == "w:lvl" and depth is not None:
            found[depth] = _level(level)
    return found


def _level(node: Any) -> _Level:
    start = number(attribute(child(node, "w:start"), "val"))
    text = attribute(child(node, "w:lvlText"), "val")
    return _Level(
        attribute(child(node, "w:numFmt"), "val", "decimal"), 1 if start is None else start, text
    )


def _spelled(
    level: _Level, levels: Mapping[int, _Level], counts: Mapping[int, int], depth: int
) -> str:
    """A number as its level writes it, as ``2.3`` or ``Article 4``, without the brackets and full stops around it."""

    def count(match: re.Match[str]) -> str:
        place = int(match.group(1)) - 1
        known = levels.get(place, _Level())
        return written(counts.get(place, known.start), known.format)

    text = _PLACE.sub(count, level.text or f"%{depth + 1}")
    return text.strip().strip(".()[]:–-").strip()


def written(value: int, how: str) -> str:
    """A number in a numbering format of Word's (ECMA-376 part 1, 17.18.59); the rarer ones in digits."""
    if how in {"lowerLetter", "upperLetter"} and value > 0:
        # after z come aa, bb, cc
        letter = chr(ord("a") + (value - 1) % 26) * min((value - 1) // 26 + 1, 10)
        return letter if how == "lowerLetter" else letter.upper()
    if how in {"lowerRoman", "upperRoman"} and 0 < value <= LARGEST_ROMAN:
        roman = to_roman(value)
        return roman if how == "lowerRoman" else roman.upper()
    return f"{value:02}" if how == "decimalZero" else str(value)
