"""The lines of a plain text: what steers a terminal taken out, blank ones counted, columns drawn by runs of dashes, as
reStructuredText and pandoc write them, turned into tabs.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from narrator.language.characters import CONTROLS

_BUT_TABS = {code: blank for code, blank in CONTROLS.items() if code != 9}
# what mail puts before each line that it quotes
_QUOTED = re.compile(r"^(?:> ?)+(?!\S*>)")
_COLUMNS = re.compile(r"\s*[-=]{2,}(?:\s+[-=]{2,})+\s*$")
_COLUMN = re.compile(r"[-=]+")


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the source without its end's blanks, its number from 0 on, and how many blank lines stand above it."""

    text: str
    number: int
    above: int = 0


def read_lines(text: str) -> list[Line]:
    """All lines with something on them, drawn ones among them; cells of tables with drawn columns are parted by tabs."""
    lines: list[Line] = []
    above = 0
    for number, line in enumerate(text.splitlines()):
        line = _QUOTED.sub("", line.translate(_BUT_TABS)).rstrip()
        if line:
            lines.append(Line(line, number, above))
            above = 0
        else:
            above += 1
    return list(_with_tabs(lines))


def _with_tabs(lines: Sequence[Line]) -> Iterator[Line]:
    """The lines, with tabs between the cells of tables in place of the dashes that draw their columns."""
    start = 0
    for end in range(1, len(lines) + 1):
        if end == len(lines) or lines[end].above:
            yield from _tabbed(lines[start:end])
            start = end


def _tabbed(run: Sequence[Line]) -> Sequence[Line]:
    """A run of lines without blank ones between, as rows if all of them have the columns that one of them draws."""
    rule = next((line.text for line in run if _COLUMNS.match(line.text)), "")
    starts = [found.start() for found in _COLUMN.finditer(rule)][1:]
    rows = [line for line in run if not _COLUMNS.match(line.text)]
    if not rule or any(line.text[start - 1 : start].strip() for line in rows for start in starts):
        return run
    edges = [0, *starts, None]
    tabbed: list[Line] = []
    drawn = False  # whether a rule stands right above
    for line in run:
        if _COLUMNS.match(line.text):
            drawn = bool(tabbed)
            continue
        text = "\t".join(line.text[left:right].strip() for left, right in pairwise(edges))
        tabbed.append(replace(line, text=text, above=line.above if not tabbed else int(drawn)))
        drawn = False
    return tabbed
