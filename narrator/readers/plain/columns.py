"""Lines with columns: rows of tables, and lists of contents.

Columns are drawn by tabs or bars, which is certain, or by blanks, which justified prose has too.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

# blanks that are no space between words or sentences
_GAP = re.compile(r"(?<=[^\s.!?:…”\"])\s{2,}(?=\S)")
_WIDE_GAP = re.compile(r"(?<=\S)\s{3,}(?=\S)")
# dots that lead to a page's number
_LEADERS = re.compile(r"(?<!\.)(?<!\.\s)(?:\.\s?){4,}\s*\w{1,6}$")
_ROMAN_NUMBER = re.compile(r"\s*[IVXLC]{1,7}\.\s+\S")
# blanks; justification puts no wider gap between words
_WIDEST_JUSTIFIED_GAP = 3
# the lines of a justified paragraph differ by less than this many characters in length
_RAGGED = 2


def is_row(line: str) -> bool:
    """Return whether a line has columns that are drawn by tabs or bars."""
    line = line.strip()
    return "\t" in line or line.count("|") > 1


def column_lines(chunk: Sequence[str]) -> list[bool]:
    """Return for each line of a chunk whether it has columns, drawn by marks or by blanks.

    Where most lines are entries of contents, all lines count.
    """
    if not any(map(_may_have_columns, chunk)):
        return [False] * len(chunk)
    entries = sum(map(_is_contents_entry, chunk))
    if len(chunk) > 1 and 2 * entries > len(chunk):
        return [True] * len(chunk)
    justified_gap = 1
    if _is_justified(chunk):
        justified_gap = _WIDEST_JUSTIFIED_GAP
    return [is_row(line) or _is_aligned(line, justified_gap) for line in chunk]


def _may_have_columns(line: str) -> bool:
    """Return whether a line has anything that columns or contents could be recognised by."""
    if "  " in line or "\t" in line or is_row(line):
        return True
    return _is_listed(line)


def _is_contents_entry(line: str) -> bool:
    return _WIDE_GAP.search(line) is not None or _is_listed(line)


def _is_listed(line: str) -> bool:
    """Return whether a line has leaders to a page's number, or begins with a Roman number."""
    return _LEADERS.search(line) is not None or _ROMAN_NUMBER.match(line) is not None


def _is_justified(chunk: Sequence[str]) -> bool:
    """Return whether all lines but the last one are equally long."""
    lengths = list(map(len, chunk[:-1]))
    return len(lengths) > 1 and max(lengths) - min(lengths) < _RAGGED


def _is_aligned(line: str, justified_gap: int) -> bool:
    """Return whether blanks part a line into three columns or more.

    At least one gap must be wider than ``justified_gap`` blanks.
    """
    gaps = list(map(len, _GAP.findall(line.lstrip())))
    return len(gaps) > 1 and max(gaps) > justified_gap
