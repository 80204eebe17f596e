"""Words into lines in reading order: columns are found by the left edges that many lines share.

A gutter must have running text on both sides, so that tables and lists, whose cells are short, are read row by row. What
crosses it, such as a title over both columns, cuts the columns into bands that are read one after the other.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from statistics import fmean

from narrator.readers.pdf.characters import Word

# in ems. Justified lines have wider spaces, and are put together again when no gutter is found between their parts
_WIDEST_SPACE = 1.0
# in ems: raised marks stand up to half an em above their line, the next line at least 0.9 below
_SAME_LINE = 0.5
# rows on either side of a gutter, and words a row: tables of words have two or three
_COLUMN_ROWS = 3
_COLUMN_WORDS = 3.2
_GUTTER_ROWS = 8
# edges looked at: pages have one to three columns, whose items and quotes are indented
_EDGES_TRIED = 8
_MOST_COLUMNS = 4
# a first letter this many times as large as the word after it is an ornament
_DROP_CAP = 1.8
_CLOSING = ".,;:!?)]»”’"
# in ems; a space is 0.2 at the least
_TIGHT = 0.12


@dataclass(frozen=True, slots=True)
class Line:
    """Words on one baseline. ``size`` and ``base`` are those of most of its characters."""

    words: tuple[Word, ...]
    left: float
    right: float
    base: float
    size: float
    bold: bool
    fixed: bool

    @property
    def text(self) -> str:
        """Its words as they stand."""
        return "".join(word.text if word.glued else f" {word.text}" for word in self.words).strip()


def make_line(words: Sequence[Word]) -> Line:
    """A line of words from left to right."""
    size, base = words[0].size, words[0].base
    if any(word.size != size or word.base != base for word in words):
        shares = Counter[tuple[float, float]]()
        for word in words:
            shares[word.size, word.base] += len(word.text)
        size, base = max(shares, key=shares.__getitem__)
    bold = all(word.bold for word in words)
    fixed = all(word.fixed for word in words)
    return Line(
        tuple(words),
        min(word.left for word in words),
        max(word.right for word in words),
        base,
        size,
        bold,
        fixed,
    )


def runs(words: Iterable[Word]) -> list[Line]:
    """Words that follow one another in the file and on the page."""
    found: list[list[Word]] = []
    for word in words:
        if found and _is_drop_cap(found[-1], word):
            cap = found[-1].pop()
            word = word._replace(text=cap.text + word.text)
            found[-1].append(word)
        elif found and _goes_on(found[-1][-1], word):
            # pdfium sees a space where a raised mark ends
            is_tight = (
                word.text[0] in _CLOSING and word.left - found[-1][-1].right < _TIGHT * word.size
            )
            found[-1].append(word._replace(glued=True) if is_tight else word)
        else:
            found.append([word])
    return [make_line(run) for run in found]


def rows(lines: Iterable[Line]) -> list[list[Line]]:
    """Lines of one height together, from the top down and from left to right."""
    found: list[list[Line]] = []
    for line in sorted(lines, key=lambda line: (-line.base, line.left)):
        if found and found[-1][0].base - line.base < _SAME_LINE * min(line.size, found[-1][0].size):
            found[-1].append(line)
        else:
            found.append([line])
    return [sorted(row, key=lambda line: line.left) for row in found]


def columns(lines: Sequence[Line], depth: int = 0) -> Iterator[list[Line]]:
    """The lines of a page by column in reading order, what stands side by side in one put together."""
    gutter = _gutter(lines) if depth < _MOST_COLUMNS else None
    if gutter is None:
        if lines:
            yield [_together(row) for row in rows(lines)]
        return
    plain: list[Line] = []
    for band, is_split in _bands(lines, gutter):
        if not is_split:
            plain += band
            continue
        yield from columns(plain, _MOST_COLUMNS)
        plain = []
        yield from columns([line for line in band if line.right <= gutter], depth + 1)
        yield from columns([line for line in band if line.left >= gutter], depth + 1)
    yield from columns(plain, _MOST_COLUMNS)


def _goes_on(before: Word, word: Word) -> bool:
    size = max(before.size, word.size)
    if abs(before.base - word.base) > _SAME_LINE * size:
        return False
    return word.glued or -0.3 * size <= word.left - before.right <= _WIDEST_SPACE * size


def _is_drop_cap(run: list[Word], word: Word) -> bool:
    cap = run[-1]
    return (
        len(run) == 1
        and len(cap.text) == 1
        and cap.text.isupper()
        and cap.size > _DROP_CAP * word.size
        and cap.base < word.base < cap.base + cap.size
        and word.text[0].isalpha()
        and 0 <= word.left - cap.right + word.size <= 2 * word.size
    )


def _together(row: list[Line]) -> Line:
    return row[0] if len(row) == 1 else make_line([word for line in row for word in line.words])


def _gutter(lines: Sequence[Line]) -> float | None:
    """Where the second of the columns begins, if there are any."""
    edges = Counter(round(line.left / 2) for line in lines)
    candidates = [
        edge * 2 - 3.0 for edge, count in edges.most_common(_EDGES_TRIED) if count >= _COLUMN_ROWS
    ]
    best, most = None, _GUTTER_ROWS - 1
    for gutter in sorted(candidates):
        split = sum(len(rows(band)) for band, is_split in _bands(lines, gutter) if is_split)
        if split > most:
            best, most = gutter, split
    return best


def _bands(lines: Sequence[Line], gutter: float) -> Iterator[tuple[list[Line], bool]]:
    """The lines from the top down, cut at those that cross the gutter, and whether the gutter parts them."""
    band: list[Line] = []
    for row in rows(lines):
        if not any(line.left < gutter < line.right for line in row):
            band += row
            continue
        if band:
            yield band, _is_split(band, gutter)
        yield row, False
        band = []
    if band:
        yield band, _is_split(band, gutter)


def _is_split(band: list[Line], gutter: float) -> bool:
    """Whether running text stands on both sides of the gutter, at the same height."""
    sides = (
        [line for line in band if line.right <= gutter],
        [line for line in band if line.left >= gutter],
    )
    if any(
        len(side) < _COLUMN_ROWS or fmean(len(line.words) for line in side) < _COLUMN_WORDS
        for side in sides
    ):
        return False
    low = max(min(line.base for line in side) for side in sides)
    return low < min(max(line.base for line in side) for side in sides)
