"""The numbers of lists, which a Word file does not hold: they are counted while it is read.

A paragraph names a list (``w:num``). Lists refer to a definition of nine levels
(``w:abstractNum``), and lists of the same definition count on together. A list may change
where a level starts, or have its own levels (ECMA-376 part 1, 17.9).
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from narrator.language.numerals import LARGEST_ROMAN, to_roman
from narrator.readers.docx.names import Element, attribute, child, children, parse_number, value_of

# the deepest of Word's nine levels, counted from 0 (ECMA-376 part 1, 17.9.3)
_DEEPEST = 8
# where the number of a level, counted from 1, is placed in a level's text: "%1.%2"
_PLACEHOLDER = re.compile(r"%([1-9])")
# what surrounds a number and is not spoken with it
_AROUND_NUMBER = ".()[]:–-"
_LETTERS = 26
# characters of what a level writes for its number: nine levels with their numbers and a word
_LONGEST_TEXT = 100
# characters of the number itself: nine levels of three digits, their full stops and a word
_LONGEST_LABEL = 60
# Word repeats a letter for each further 26 items; more letters than this help nobody
_MOST_LETTERS = 10


@dataclass(frozen=True, slots=True)
class _Level:
    """How a level of a list is numbered.

    Attributes:
        number_format: Word's name for it, such as ``decimal``, ``bullet`` or ``none``.
        start: The first number.
        text: What is written, with placeholders for numbers.
    """

    number_format: str = "decimal"
    start: int = 1
    text: str = ""


_Levels = dict[int, _Level]


@dataclass(slots=True)
class _List:
    """A list that paragraphs refer to.

    Attributes:
        definition: The id of the levels it uses and counts with.
        starts: Where its levels start, by depth from 0, if not where the definition says.
        begun: The depths at which it has numbered a paragraph.
    """

    definition: str
    starts: dict[int, int] = field(default_factory=dict)
    begun: set[int] = field(default_factory=set)


class Numbering:
    """Numbers the paragraphs of lists in reading order."""

    def __init__(self, root: Element | None = None) -> None:
        """Read the root of ``word/numbering.xml``; None for a document without lists."""
        self._levels: dict[str, _Levels] = {}
        self._lists: dict[str, _List] = {}
        self._counts: dict[str, dict[int, int]] = {}
        for name, node in children(root):
            if name == "w:abstractNum":
                self._levels[attribute(node, "abstractNumId")] = _read_levels(node)
            elif name == "w:num":
                self._read_list(node)

    def next_label(self, list_id: str | None, depth: int) -> str | None:
        """Count a paragraph of a list and return its number as it is written.

        Args:
            list_id: The list; None for a paragraph outside lists.
            depth: The paragraph's level, from 0.

        Returns:
            The number, empty for a bullet; None where there is no such list or it has no numbers.
        """
        if list_id is None or list_id not in self._lists:
            return None
        numbered = self._lists[list_id]
        levels = self._levels.get(numbered.definition)
        if levels is None:
            return None
        depth = min(depth, _DEEPEST)
        level = levels.get(depth, _Level())
        counts = self._count(numbered, depth, level)
        if level.number_format in {"none", ""}:
            return None
        if level.number_format == "bullet":
            return ""
        return _label(levels, counts, depth)

    def _count(self, numbered: _List, depth: int, level: _Level) -> Mapping[int, int]:
        """Count one paragraph at a depth; return the latest number at every depth."""
        counts = self._counts.setdefault(numbered.definition, {})
        if depth in numbered.starts and depth not in numbered.begun:
            counts[depth] = numbered.starts[depth]
        else:
            counts[depth] = counts.get(depth, level.start - 1) + 1
        numbered.begun.add(depth)
        # deeper levels start anew
        for deeper in [other for other in counts if other > depth]:
            del counts[deeper]
        return counts

    def _read_list(self, node: Element) -> None:
        """Read a ``w:num`` with its changes to the definition it uses."""
        list_id = attribute(node, "numId")
        base = value_of(node, "w:abstractNumId")
        numbered = _List(base)
        for name, override in children(node):
            depth = parse_number(attribute(override, "ilvl"))
            if name != "w:lvlOverride" or depth is None:
                continue
            start = parse_number(value_of(override, "w:startOverride"))
            if start is not None:
                numbered.starts[depth] = start
            level = child(override, "w:lvl")
            if level is not None and base in self._levels:
                # its own levels are counted separately
                numbered.definition = f"{base} of {list_id}"
                own = self._levels.setdefault(numbered.definition, dict(self._levels[base]))
                own[depth] = _read_level(level)
        self._lists[list_id] = numbered


def _read_levels(node: Element) -> _Levels:
    """Return the levels of a definition by their depths from 0."""
    levels: _Levels = {}
    for name, level in children(node):
        depth = parse_number(attribute(level, "ilvl"))
        if name == "w:lvl" and depth is not None:
            levels[depth] = _read_level(level)
    return levels


def _read_level(node: Element) -> _Level:
    """Return what a ``w:lvl`` says."""
    number_format = attribute(child(node, "w:numFmt"), "val", "decimal")
    start = parse_number(value_of(node, "w:start"))
    text = value_of(node, "w:lvlText")[:_LONGEST_TEXT]
    if start is None:
        start = 1
    return _Level(number_format, start, text)


def _label(levels: Mapping[int, _Level], counts: Mapping[int, int], depth: int) -> str:
    """Return a number as its level writes it: ``2.3`` or ``Article 4``.

    Brackets and full stops around it are left out.
    """

    def number(placeholder: re.Match[str]) -> str:
        place = int(placeholder[1]) - 1
        level = levels.get(place, _Level())
        return format_number(counts.get(place, level.start), level.number_format)

    text = levels.get(depth, _Level()).text or f"%{depth + 1}"
    label = _PLACEHOLDER.sub(number, text)[:_LONGEST_LABEL]
    return label.strip().strip(_AROUND_NUMBER).strip()


def format_number(value: int, number_format: str) -> str:
    """Return a number in one of Word's formats (ECMA-376 part 1, 17.18.59).

    The rarer formats are written in digits.
    """
    if number_format in {"lowerLetter", "upperLetter"} and value > 0:
        text = _letters(value)
    elif number_format in {"lowerRoman", "upperRoman"} and 0 < value <= LARGEST_ROMAN:
        text = to_roman(value)
    elif number_format == "decimalZero":
        return f"{value:02}"
    else:
        return str(value)
    if number_format.startswith("upper"):
        return text.upper()
    return text


def _letters(value: int) -> str:
    """Return a number from 1 as Word's letters: after z come aa, bb and so on."""
    round_, index = divmod(value - 1, _LETTERS)
    letter = chr(ord("a") + index)
    return letter * min(round_ + 1, _MOST_LETTERS)
