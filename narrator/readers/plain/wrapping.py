"""Whether a text's lines are wrapped, at which width, and which lines of a chunk are one paragraph.

It is judged by what looks like prose, and each chunk of that has one vote as large as it is: so neither a table nor
contents, verse or an address can outvote the text around them. Verse in a wrapped text is joined like its prose, for a
reader who runs lines together is understood, and one who stops is not.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Sequence
from itertools import accumulate, pairwise

from narrator.readers.plain.asides import is_by_line

# no wrapper in use breaks later or earlier than this, and hardly a paragraph of one line is as short as the former
WIDEST, _NARROWEST = 100, 24
# share of a chunk's line breaks that a wrapper must explain, for a heading may be stuck to it; verse reaches a third
_EXPLAINED = 0.65
# share of all prose that must be wrapped at the same width
_WRAPPED = 0.5
# a wrapper fills its lines at least to this share: the width is known from the longest line only
_FULL = 0.9
# a line that ends before this share of the width, while the rest of its chunk is full, is a heading stuck to a paragraph
_SHORT_LINE = 0.7
# lines that all stay below this share of the width are a list or an address; verse is wider
_LIST_LINE = 0.5
# lines of a title with its by-line, and a date below
_TITLE_LINES = 3
# share of characters that are figures or signs, in prose at most; in tables and sums it is more
_SIGNS = 0.25
_BULLET = re.compile(r"\s*(?:[-–—*+•·▪◦●○‣⁃]|\(?(?:\d{1,3}|[a-z])[.)])\s+\S")
# blanks that are no space between words or sentences
_GAP = re.compile(r"(?<=[^\s.!?:…”\"])\s{2,}(?=\S)")
_WIDE_GAP = re.compile(r"(?<=\S)\s{3,}(?=\S)")
_LEADERS = re.compile(r"(?<!\.)(?<!\.\s)(?:\.\s?){4,}\s*\w{1,6}$")
_SIGN = re.compile(r"[\d!-/:-@[-`{-~]")
_ROMAN = re.compile(r"\s*[IVXLC]{1,7}\.\s+\S")
# wider than what justification puts between words
_JUSTIFIED_GAP = 3


def is_row(line: str) -> bool:
    """Whether a line has columns: by tabs or bars."""
    line = line.strip()
    return "\t" in line or line.count("|") > 1


def wrap_width(chunks: Sequence[Sequence[str]]) -> int:
    """The width in characters that most prose of a text is wrapped at; 0 if there is no such width.

    ``chunks`` are the text's lines between blank ones.
    """
    if len(chunks) < 2:
        return 0
    weights = [0] * (WIDEST + 2)  # what each width explains more than the one before
    all_prose = unbroken = broken = 0
    for chunk in chunks:
        unbroken += sum(len(line) for line in chunk if len(line) > WIDEST)
        breaks = [
            pair for pair in pairwise(chunk) if not _stands_alone(pair[1]) and not is_row(pair[0])
        ]
        if not breaks:
            continue
        least, most = _widths(breaks)
        if least <= WIDEST and not _is_prose(chunk):
            continue
        broken += sum(len(line) for line, _ in breaks)
        all_prose += len(breaks)
        if max(least, _NARROWEST) <= min(most, WIDEST):
            weights[max(least, _NARROWEST)] += len(breaks)
            weights[min(most, WIDEST) + 1] -= len(breaks)
    explained = list(accumulate(weights))
    best = max(explained)
    if not best or best < _WRAPPED * all_prose or broken < unbroken:
        return 0
    return len(explained) - 1 - explained[::-1].index(best)


def _widths(breaks: Sequence[tuple[str, str]]) -> tuple[int, int]:
    """The least and the greatest width at which a wrapper would have broken a chunk's lines where they are broken.

    It breaks a line only where the next word would not have fitted.
    """
    lengths = sorted(len(line) for line, _ in breaks)
    reach = sorted(_reach(*pair) for pair in breaks)
    least = lengths[-1 - len(lengths) // 50]  # a few lines of one long word each may stand out
    return least, math.ceil(reach[int((1 - _EXPLAINED) * len(reach))] / _FULL) - 1


def _reach(line: str, after: str) -> int:
    """How long a line would be with the next one's first word."""
    return len(line) + 1 + len(after.split(None, 1)[0])


def _is_prose(chunk: Sequence[str]) -> bool:
    """Whether a chunk is mostly letters, and has no columns."""
    signs = sum(len(_SIGN.findall(line)) for line in chunk)
    return signs <= _SIGNS * sum(map(len, chunk)) and not any(_columns(chunk))


def _columns(chunk: Sequence[str]) -> list[bool]:
    """Which lines of a chunk have columns, whether drawn by marks or by blanks; of contents all have."""
    lengths = [len(line) for line in chunk[:-1]]
    if not any(
        "  " in line or "\t" in line or _LEADERS.search(line) or _ROMAN.match(line) or is_row(line)
        for line in chunk
    ):
        return [False] * len(chunk)
    flush = len(lengths) > 1 and max(lengths) - min(lengths) < 2  # justified text has gaps too
    found = [is_row(line) or _is_aligned(line, _JUSTIFIED_GAP if flush else 1) for line in chunk]
    entries = sum(
        bool(_WIDE_GAP.search(line) or _LEADERS.search(line) or _ROMAN.match(line))
        for line in chunk
    )
    return [True] * len(chunk) if len(chunk) > 1 and 2 * entries > len(chunk) else found


def _is_aligned(line: str, justified: int = 1) -> bool:
    """Whether blanks part a line into three columns or more; gaps up to ``justified`` blanks alone do not count."""
    gaps = [len(gap) for gap in _GAP.findall(line.lstrip())]
    return len(gaps) > 1 and max(gaps) > justified


def _stands_alone(line: str) -> bool:
    return is_row(line) or bool(_BULLET.match(line))


def paragraphs(chunk: Sequence[str], width: int) -> Iterator[list[str]]:
    """A chunk's lines as the paragraphs, list items and rows they are, in a text wrapped at ``width`` characters."""
    if max(map(len, chunk)) < width * _LIST_LINE:
        yield from ([line] for line in chunk)
        return
    if 1 < len(chunk) <= _TITLE_LINES and len(chunk[0]) < width and is_by_line(chunk[1].strip()):
        yield from ([line] for line in chunk)
        return
    run: list[str] = []
    headings, columns = _leading_headings(chunk, width), _columns(chunk)
    for place, line in enumerate(chunk):
        if run and (
            _stands_alone(line) or columns[place] or columns[place - 1] or place <= headings
        ):
            yield run
            run = []
        run.append(line)
    yield run


def _leading_headings(chunk: Sequence[str], width: int) -> int:
    """How many short lines stand above a paragraph whose lines are full."""
    full = [_reach(*pair) > width * _FULL for pair in pairwise(chunk)]
    count = full.index(True) if True in full else 0
    short = all(len(line) < width * _SHORT_LINE for line in chunk[:count])
    return count if short and all(full[count:]) else 0
