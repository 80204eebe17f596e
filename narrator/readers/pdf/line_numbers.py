"""Line numbers beside the text, as manuscripts, laws and poems have them: no part of the text.

They stand below one another and count up by equal steps over equal distances. Numbers that count
the rows of a table or the items of a list have no text beside them that runs on from line to line.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain, pairwise

from narrator.article import Skipped
from narrator.readers.pdf.lines import PageBody, TextLine, group_rows, make_line
from narrator.readers.pdf.words import Word

# in points, by which the edges of a column of numbers, left or right, may differ
_OUT_OF_LINE = 3.0
# in ems, between a number and its line at the least
_GAP_EMS = 0.7
_MOST_DIGITS = 5
# numbers in a column; of those that count every fifth line or so, fewer
_FEWEST_NUMBERS = 5
_FEWEST_SPARSE_NUMBERS = 3
_SPARSE_STEP = 5
# columns of a page that a number is looked for in
_COLUMNS_TRIED = 8
# of the steps from one number to the next, and of a step's height, by which steps may differ
_EVEN_SHARE = 0.75
_UNEVEN_SHARE = 0.2
# of the lines beside the numbers, that begin amid a sentence
_RUNNING_SHARE = 0.25
# words a line beside them
_FEWEST_WORDS = 4


@dataclass(frozen=True, slots=True)
class _Number:
    """A number at the beginning or the end of a row.

    Attributes:
        value: The number.
        word: The word that it is.
        line: The line that it begins or ends, or is.
        beside: The words beside it.
    """

    value: int
    word: Word
    line: TextLine
    beside: list[str]

    def is_in_line_with(self, other: _Number) -> bool:
        """Return whether both have their left or their right edges in common."""
        left = abs(self.word.left - other.word.left)
        right = abs(self.word.right - other.word.right)
        return min(left, right) <= _OUT_OF_LINE


_Column = list[_Number]


def remove_line_numbers(pages: list[list[TextLine]]) -> PageBody:
    """Leave out the numbers that count the lines of pages."""
    candidates = list(map(_columns_of_numbers, pages))
    found = list(filter(_counts_lines, chain.from_iterable(candidates)))
    if not found:
        return PageBody(pages, [])
    examples = [column[0] for column in found]
    kept: list[list[TextLine]] = []
    removed = 0
    for page, columns in zip(pages, candidates, strict=True):
        numbers: _Column = []
        for column in columns:
            if _counts_up(column) and any(map(column[0].is_in_line_with, examples)):
                numbers += column
        removed += len(numbers)
        kept.append(list(_without_numbers(page, numbers)))
    return PageBody(kept, [Skipped("line number", removed, removed)])


def _columns_of_numbers(page: Sequence[TextLine]) -> list[_Column]:
    """Return the numbers at the ends of a page's rows, from the top down, by their columns."""
    if not any(_is_number(line.words[0]) or _is_number(line.words[-1]) for line in page):
        return []
    columns: list[_Column] = []
    for row in group_rows(page):
        for number in _numbers_of(row):
            for column in columns[-_COLUMNS_TRIED:]:
                if number.is_in_line_with(column[-1]):
                    column.append(number)
                    break
            else:
                columns.append([number])
    return columns


def _numbers_of(row: Sequence[TextLine]) -> Iterator[_Number]:
    """Yield the numbers that begin and end a row and are set apart from its text."""
    words: list[Word] = []
    for line in row:
        words += line.words
    if len(words) < 2:
        return
    texts = [word.text for word in words]
    first, second = words[0], words[1]
    if _is_number(first) and second.left - first.right > _GAP_EMS * second.size:
        yield _Number(int(first.text), first, row[0], texts[1:])
    before, last = words[-2], words[-1]
    if _is_number(last) and last.left - before.right > _GAP_EMS * before.size:
        yield _Number(int(last.text), last, row[-1], texts[:-1])


def _is_number(word: Word) -> bool:
    text = word.text
    return len(text) <= _MOST_DIGITS and text.isascii() and text.isdecimal()


def _counts_lines(column: Sequence[_Number]) -> bool:
    """Return whether a page's column of numbers counts lines of running text."""
    if len(column) < _FEWEST_SPARSE_NUMBERS or not _counts_up(column):
        return False
    step = column[1].value - column[0].value
    fewest = _FEWEST_SPARSE_NUMBERS if step >= _SPARSE_STEP else _FEWEST_NUMBERS
    if len(column) < fewest:
        return False
    if sum(len(number.beside) for number in column) < _FEWEST_WORDS * len(column):
        return False
    if step >= _SPARSE_STEP:
        return True
    running = sum(number.beside[0][0].islower() for number in column)
    return running >= _RUNNING_SHARE * len(column)


def _counts_up(column: Sequence[_Number]) -> bool:
    """Return whether numbers rise by equal steps over equal distances, or there is but one."""
    rises: list[int] = []
    falls: list[float] = []
    for above, below in pairwise(column):
        rises.append(below.value - above.value)
        falls.append(above.word.baseline - below.word.baseline)
    if not rises:
        return True
    step = max(set(rises), key=rises.count)
    if step <= 0:
        return False
    usual = sorted(falls)[len(falls) // 2]
    even = 0
    for rise, fall in zip(rises, falls, strict=True):
        even += rise == step and abs(fall - usual) <= _UNEVEN_SHARE * usual
    return even >= _EVEN_SHARE * len(rises)


def _without_numbers(page: Iterable[TextLine], numbers: _Column) -> Iterator[TextLine]:
    """Yield a page's lines without the numbers that they are, begin or end with."""
    removed = defaultdict[int, list[Word]](list)
    for number in numbers:
        removed[id(number.line)].append(number.word)
    for line in page:
        if id(line) not in removed:
            yield line
            continue
        words = [word for word in line.words if word not in removed[id(line)]]
        if words:
            yield make_line(words)
