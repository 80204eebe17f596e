"""Whether a text's lines are wrapped, at which width, and which lines make one paragraph.

The width is judged for the whole text by what looks like prose. Each chunk (lines without a blank
one between) has one vote, weighted by its size, so that tables, contents, verse or an address
cannot outvote the text around them. Verse in a wrapped text is joined like its prose: a voice that
runs lines together is understood, one that stops inside a sentence is not.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Sequence
from itertools import accumulate, pairwise

from narrator.readers.plain.asides import is_by_line
from narrator.readers.plain.columns import column_lines, is_row
from narrator.readers.plain.letter_case import is_in_capitals

# characters; no wrapper in use breaks later or earlier, and hardly a paragraph of one line is
# shorter than WIDEST
WIDEST, _NARROWEST = 100, 24
# share of a chunk's line breaks that a wrapper must explain, as a heading may be stuck to it;
# verse reaches a third
_EXPLAINED_SHARE = 0.65
# share of all line breaks in prose that one width must explain
_WRAPPED_SHARE = 0.5
# share of them that are inside sentences, at least; about five in six are
_OPEN_SHARE = 0.3
# of this many lines, one with a single long word is ignored
_LINES_PER_OUTLIER = 50
# share of the width that a wrapper fills at least: only the longest line shows the width
_FULL_LINE = 0.9
# a line below this share of the width above full ones is a heading stuck to a paragraph
_SHORT_LINE = 0.7
# where all lines stay below this share of the width, they are a list or an address; verse is wider
_LIST_LINE = 0.5
# lines of a title with its by-line, and a date below
_TITLE_LINES = 3
# share of digits and signs among the characters of prose, at most; tables and sums have more
_SIGN_SHARE = 0.25
_SIGN = re.compile(r"[\d!-/:-@[-`{-~]")
_STOPS = (".", "!", "?", "”", '"', "»", "。", "！", "？")
_ITEM_MARK = re.compile(r"\s*(?:[-–—*+•·▪◦●○‣⁃]|\(?(?:\d{1,3}|[a-z])[.)])\s+\S")


def wrap_width(chunks: Sequence[Sequence[str]]) -> int:
    """Return the width in characters at which most of a text's prose is wrapped.

    It is 0 if there is none. ``chunks`` are the text's lines between blank ones.
    """
    if len(chunks) < 2:
        return 0
    votes = _WidthVotes()
    for chunk in chunks:
        votes.add(chunk)
    return votes.winner()


class _WidthVotes:
    """The votes of a text's chunks for widths."""

    def __init__(self) -> None:
        # votes for each width, each as the difference to the width before
        self._differences = [0] * (WIDEST + 2)
        self._prose_breaks = 0
        self._open_breaks = 0  # of these, the ones that no sentence ends at
        # characters in lines too long to be wrapped, and in wrapped ones
        self._unwrapped = 0
        self._wrapped = 0

    def add(self, chunk: Sequence[str]) -> None:
        """Count a chunk's vote: for each width in its range, as many as it has line breaks."""
        for line in chunk:
            if len(line) > WIDEST:
                self._unwrapped += len(line)
        lengths: list[int] = []
        reaches: list[int] = []
        ended = 0
        for line, after in pairwise(chunk):
            if _may_be_wrapped(line, after):
                ended += line.endswith(_STOPS)
                lengths.append(len(line))
                reaches.append(_reach(line, after))
        breaks = len(lengths)
        if not breaks:
            return
        widths = _width_range(sorted(lengths), sorted(reaches))
        if widths.start <= WIDEST and not _is_prose(chunk):
            return
        self._wrapped += sum(lengths)
        self._prose_breaks += breaks
        self._open_breaks += breaks - ended
        start = max(widths.start, _NARROWEST)
        stop = min(widths.stop, WIDEST + 1)
        if start < stop:
            self._differences[start] += breaks
            self._differences[stop] -= breaks

    def winner(self) -> int:
        """Return the greatest width that has the most votes, 0 if they are too few."""
        votes = list(accumulate(self._differences))
        most = max(votes)
        if not most or most < _WRAPPED_SHARE * self._prose_breaks:
            return 0
        if self._wrapped < self._unwrapped or self._open_breaks < _OPEN_SHARE * self._prose_breaks:
            return 0
        return max(width for width, count in enumerate(votes) if count == most)


def _may_be_wrapped(line: str, after: str) -> bool:
    """Return whether the break between two lines could be a wrapper's."""
    return not _stands_alone(after) and not is_row(line)


def _width_range(lengths: Sequence[int], reaches: Sequence[int]) -> range:
    """Return the widths, in characters, that explain a chunk's line breaks.

    A wrapper breaks a line only where the next word would not have fitted.

    Args:
        lengths: The lengths of the broken lines, in ascending order.
        reaches: The lengths that they would have with the next line's first word, likewise.
    """
    longest = lengths[-1 - len(lengths) // _LINES_PER_OUTLIER]
    unexplained = int((1 - _EXPLAINED_SHARE) * len(reaches))
    return range(longest, math.ceil(reaches[unexplained] / _FULL_LINE))


def _reach(line: str, after: str) -> int:
    """Return the length that a line would have with the next one's first word."""
    first_word = after.split(None, 1)[0]
    return len(line) + 1 + len(first_word)


def fills_line(line: str, after: str, width: int) -> bool:
    """Return whether a line of a text of some width has no room for the next one's first word."""
    return _reach(line, after) > width * _FULL_LINE


def _is_prose(chunk: Sequence[str]) -> bool:
    """Return whether a chunk is mostly letters and has no columns."""
    text = "".join(chunk)
    signs = len(_SIGN.findall(text))
    return signs <= _SIGN_SHARE * len(text) and not any(column_lines(chunk))


def _stands_alone(line: str) -> bool:
    """Return whether a line is a row or begins a list item."""
    return is_row(line) or _ITEM_MARK.match(line) is not None


def split_paragraphs(chunk: Sequence[str], width: int) -> Iterator[list[str]]:
    """Split a chunk into the lines of each paragraph, list item and row.

    ``width`` is the number of characters at which the text is wrapped.
    """
    if _is_list(chunk, width) or _is_title_with_by_line(chunk, width):
        for line in chunk:
            yield [line]
        return
    headings = _leading_headings(chunk, width)
    has_columns = column_lines(chunk)
    run: list[str] = []
    for place, line in enumerate(chunk):
        is_apart = _stands_alone(line) or has_columns[place] or has_columns[place - 1]
        is_apart = is_apart or (place > 0 and _is_ended(chunk[place - 1], line, width))
        if run and (is_apart or place in headings):
            yield run
            run = []
        run.append(line)
    yield run


def _is_ended(line: str, after: str, width: int) -> bool:
    """Return whether a sentence ends a line that had room for the next one's first word."""
    return line.endswith(_STOPS) and not fills_line(line, after, width)


def are_entries(chunk: Sequence[str], width: int) -> bool:
    """Return whether most lines of a chunk end where the next word would have fitted.

    ``width`` is the number of characters at which the text is wrapped.
    """
    full = [fills_line(line, after, width) for line, after in pairwise(chunk)]
    return 2 * sum(full) <= len(full)


def _is_list(chunk: Sequence[str], width: int) -> bool:
    return max(map(len, chunk)) < width * _LIST_LINE


def _is_title_with_by_line(chunk: Sequence[str], width: int) -> bool:
    if not 1 < len(chunk) <= _TITLE_LINES:
        return False
    return len(chunk[0]) < width and is_by_line(chunk[1].strip())


def _leading_headings(chunk: Sequence[str], width: int) -> Sequence[int]:
    """Return where the headings end that are above a paragraph: after which lines of the chunk.

    A line by itself is one where it is short above full ones. Lines in capitals are one together.
    """
    count = _short_lines(chunk, width)
    in_capitals = _lines_in_capitals(chunk)
    if in_capitals <= count:
        return range(1, count + 1)
    count = _short_lines(chunk[in_capitals:], width)
    return range(in_capitals, in_capitals + count + 1)


def _lines_in_capitals(chunk: Sequence[str]) -> int:
    """Return how many lines in capitals are above others; 0 where all are."""
    count = 0
    while count < len(chunk) and is_in_capitals(chunk[count]):
        count += 1
    return count % len(chunk)


def _short_lines(chunk: Sequence[str], width: int) -> int:
    """Return how many short lines are above a paragraph whose lines are full."""
    full = [fills_line(line, after, width) for line, after in pairwise(chunk)]
    if True not in full:
        return 0
    count = full.index(True)
    if not all(full[count:]):
        return 0
    if any(len(line) >= width * _SHORT_LINE for line in chunk[:count]):
        return 0
    return count
