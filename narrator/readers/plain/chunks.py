"""The lines of a plain text in chunks: runs without a blank or drawn line between, and fenced code.

A drawn line right below a heading underlines it, and goes into the chunk's record. Any other line
without a letter or a digit only separates.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from narrator.readers.plain.source_lines import SourceLine
from narrator.readers.plain.wrapping import WIDEST

# three characters or more that lines are drawn with, and nothing else
_DRAWN_LINE = re.compile(r"\s*([-=~_^*#+—─═])\1{2,}\s*$")
_FENCE = re.compile(r"\s{0,3}(```|~~~)\s*([\w+#.-]*)\s*$")
# an underline is at least this share as long as its heading; of long headings only so many
# characters are compared
_UNDERLINE_SHARE = 0.6
_UNDERLINE_COMPARED = 60
# below wide letters it is up to twice as long as their number, and a little longer
_WIDE_LETTER, _UNDERLINE_SLACK = 2, 4


@dataclass(frozen=True, slots=True)
class Chunk:
    """Lines of the source that stand together.

    Attributes:
        lines: Their texts.
        number: The first line's number in the source, from 0.
        blanks_above: Number of blank and drawn lines above the first one.
        underline: The character that the last lines are underlined with; empty if they are not.
        fence: The language of fenced code, which may be empty; None for everything else.
    """

    lines: tuple[str, ...]
    number: int
    blanks_above: int
    underline: str = ""
    fence: str | None = None


@dataclass(frozen=True, slots=True)
class _Fence:
    """A line that may begin or end fenced code."""

    place: int
    mark: str
    language: str


def split_chunks(lines: Sequence[SourceLine]) -> Iterator[Chunk]:
    """Split the lines of a text into chunks, in order.

    Lines between two fences are one chunk; a fence without a second one is a drawn line.
    """
    fences = list(_find_fences(lines))
    closing = _closing_places(fences)
    done = 0
    for fence in fences:
        ends = closing[fence.mark]
        following = bisect_right(ends, fence.place)
        if fence.place < done or following == len(ends):
            continue
        end = ends[following]
        yield from _unfenced_chunks(lines[done : fence.place])
        code = _code_chunk(lines[fence.place : end], fence.language)
        if any(map(str.isalnum, fence.language + "".join(code.lines))):
            yield code
        done = end + 1
    yield from _unfenced_chunks(lines[done:])


def _find_fences(lines: Sequence[SourceLine]) -> Iterator[_Fence]:
    for place, line in enumerate(lines):
        fence = _FENCE.match(line.text)
        if fence:
            yield _Fence(place, fence[1], fence[2])


def _closing_places(fences: Sequence[_Fence]) -> Mapping[str, list[int]]:
    """Return the places of the fences of each mark that may end code: those without a language."""
    places: defaultdict[str, list[int]] = defaultdict(list)
    for fence in fences:
        if not fence.language:
            places[fence.mark].append(fence.place)
    return places


def _code_chunk(lines: Sequence[SourceLine], language: str) -> Chunk:
    """Return fenced code as a chunk, blank lines included; the first line is the fence."""
    code: list[str] = []
    for line in lines[1:]:
        code += [""] * line.blanks_above
        code.append(line.text)
    return Chunk(tuple(code), lines[0].number, lines[0].blanks_above, fence=language)


def _unfenced_chunks(lines: Iterable[SourceLine]) -> Iterator[Chunk]:
    """Split lines where a blank or a drawn one stands between."""
    run: list[SourceLine] = []
    blanks = 0  # blank and drawn lines since the last line with a word
    for line in lines:
        blanks += line.blanks_above
        if any(map(str.isalnum, line.text)):
            if run and blanks:
                yield _chunk(run)
                run = []
            run.append(SourceLine(line.text, line.number, blanks))
            blanks = 0
            continue
        if run and not blanks:
            yield from _chunks_above(line.text, run)
            run = []
        blanks += 1
    if run:
        yield _chunk(run)


def _chunk(run: Sequence[SourceLine], underline: str = "") -> Chunk:
    lines = tuple(line.text for line in run)
    return Chunk(lines, run[0].number, run[0].blanks_above, underline)


def _chunks_above(drawn: str, run: Sequence[SourceLine]) -> Iterator[Chunk]:
    """Return the chunks of a run of lines above a drawn one, which may underline the last lines."""
    mark = _DRAWN_LINE.match(drawn)
    count = _underlined_lines(run, len(drawn.strip()))
    if not mark or not count:
        yield _chunk(run)
        return
    if run[:-count]:
        yield _chunk(run[:-count])
    yield _chunk(run[-count:], mark[1])


def _underlined_lines(run: Sequence[SourceLine], length: int) -> int:
    """Return how many lines at the end of a run a drawn line of some length underlines: 0 to 2."""
    last = run[-1].text.strip()
    least = _UNDERLINE_SHARE * min(len(last), _UNDERLINE_COMPARED)
    most = _WIDE_LETTER * len(last) + _UNDERLINE_SLACK
    if not least <= length <= most or len(last) > WIDEST:
        return 0
    if len(run) > 1 and last.endswith("."):
        return 0
    if len(run) == 2 and len(last) < len(run[0].text.strip()) <= length:
        return 2
    return 1
