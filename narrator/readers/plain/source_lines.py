"""The lines of a plain text: controls removed, blank lines counted, drawn columns turned into tabs.

reStructuredText and pandoc draw a table's columns as runs of dashes above and below the rows. Such
rows get tabs between their cells, so that the rest of the reader knows one kind of row only.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from narrator.language.characters import CONTROLS
from narrator.readers.plain.letter_spacing import close_letters

_CONTROLS_BUT_TAB = CONTROLS | {ord("\t"): "\t"}
# what mail puts before each line that it quotes
_QUOTE_MARKS = re.compile(r"^(?:> ?)+(?!\S*>)")
# a line that draws two columns or more, and one of its columns
_COLUMN_RULE = re.compile(r"\s*[-=]{2,}(?:\s+[-=]{2,})+\s*$")
_COLUMN = re.compile(r"[-=]+")


@dataclass(frozen=True, slots=True)
class SourceLine:
    """A line of the source that is not blank.

    Attributes:
        text: Its characters, without white space at the end.
        number: The line's number in the source, from 0.
        blanks_above: Number of blank lines right above it.
    """

    text: str
    number: int
    blanks_above: int = 0


def read_lines(text: str) -> list[SourceLine]:
    """Return all lines of a text that are not blank, in order.

    Drawn lines are among them, except those that draw a table's columns.
    """
    lines: list[SourceLine] = []
    blanks = 0
    for number, source in enumerate(text.splitlines()):
        visible = source.translate(_CONTROLS_BUT_TAB)
        unquoted = _QUOTE_MARKS.sub("", visible).rstrip()
        if unquoted:
            lines.append(SourceLine(close_letters(unquoted), number, blanks))
            blanks = 0
        else:
            blanks += 1
    return _with_tabs(lines)


def _with_tabs(lines: Sequence[SourceLine]) -> list[SourceLine]:
    """Return the lines with tabs between the cells of tables whose columns are drawn."""
    tabbed: list[SourceLine] = []
    start = 0
    for end in range(1, len(lines) + 1):
        if end == len(lines) or lines[end].blanks_above:
            tabbed += _tabbed_chunk(lines[start:end])
            start = end
    return tabbed


def _tabbed_chunk(chunk: Sequence[SourceLine]) -> Sequence[SourceLine]:
    """Return a chunk, lines without a blank one between, as rows if all fit its drawn columns."""
    rules = list(filter(_draws_columns, chunk))
    if not rules:
        return chunk
    columns = [column.start() for column in _COLUMN.finditer(rules[0].text)]
    tabbed: list[SourceLine] = []
    below_rule = False
    for line in chunk:
        if _draws_columns(line):
            below_rule = bool(tabbed)
            continue
        reached = columns[: _reached(line.text, columns)]
        if not _fits(line.text, reached):
            return chunk
        # a rule counts as a blank line
        blanks = int(below_rule) if tabbed else line.blanks_above
        tabbed.append(replace(line, text=_row(line.text, reached), blanks_above=blanks))
        below_rule = False
    return tabbed


def _draws_columns(line: SourceLine) -> bool:
    return _COLUMN_RULE.match(line.text) is not None


def _reached(line: str, columns: Sequence[int]) -> int:
    """Return how many columns a line reaches; the next one, which is empty, counts as well."""
    return bisect_left(columns, len(line)) + 1


def _fits(line: str, columns: Sequence[int]) -> bool:
    """Return whether a line is blank right before each column but the first."""
    return not any(line[start - 1 : start].strip() for start in columns[1:])


def _row(line: str, columns: Sequence[int]) -> str:
    """Return the cells of a line, cut at its columns and joined by tabs."""
    edges = [0, *columns[1:], len(line)]
    cells = [line[left:right].strip() for left, right in pairwise(edges)]
    return "\t".join(cells)
