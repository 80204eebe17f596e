"""Plain text as blocks: a paragraph, a heading, a list item or a table's row, each on one line.

The lines are first split into chunks: runs without a blank or drawn line between them, and fenced
code. A drawn line right below a heading underlines it; any other line without a letter or a digit
only separates. Then each chunk is split into blocks, for text comes in three shapes: one block a
line; blocks between blank lines; and the latter with lines wrapped at a fixed width. Which shape a
text has is decided for the whole of it, in ``wrapping``.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain

from narrator.language.characters import has_word
from narrator.readers.dehyphenation import LineJoiner
from narrator.readers.plain.double_spacing import single_spaced
from narrator.readers.plain.lookalikes import is_contents_title
from narrator.readers.plain.source_lines import SourceLine
from narrator.readers.plain.wrapping import WIDEST, are_entries, split_paragraphs, wrap_width

# three characters or more that lines are drawn with, and nothing else
_DRAWN_LINE = re.compile(r"\s*([-=~_^*#+—─═])\1{2,}\s*$")
_FENCE = re.compile(r"\s{0,3}(```|~~~)\s*+([\w+#.-]*+)\s*+$")
# an underline is at least this share as long as its heading, of which at most the second number of
# characters counts
_UNDERLINE_SHARE = 0.6
_UNDERLINE_COMPARED = 60
# below wide letters it is up to twice as long as their number, and a little longer
_WIDE_LETTER, _UNDERLINE_SLACK = 2, 4
# lines of an underlined heading
_UNDERLINED_LINES = 2


@dataclass(frozen=True, slots=True)
class _Chunk:
    """Lines of the source without a blank line between them.

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


def _split_chunks(lines: Sequence[SourceLine]) -> Iterator[_Chunk]:
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
        if has_word(fence.language + "".join(code.lines)):
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


def _code_chunk(lines: Sequence[SourceLine], language: str) -> _Chunk:
    """Return fenced code as a chunk, blank lines included; the first line is the fence."""
    code: list[str] = []
    for line in lines[1:]:
        code += [""] * line.blanks_above
        code.append(line.text)
    return _Chunk(tuple(code), lines[0].number, lines[0].blanks_above, fence=language)


def _unfenced_chunks(lines: Iterable[SourceLine]) -> Iterator[_Chunk]:
    """Split lines at the blank and drawn ones between them."""
    run: list[SourceLine] = []
    blanks = 0  # blank and drawn lines since the last line with a word
    for line in lines:
        blanks += line.blanks_above
        if has_word(line.text):
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


def _chunk(run: Sequence[SourceLine], underline: str = "") -> _Chunk:
    lines = tuple(line.text for line in run)
    return _Chunk(lines, run[0].number, run[0].blanks_above, underline)


def _chunks_above(drawn: str, run: Sequence[SourceLine]) -> Iterator[_Chunk]:
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


@dataclass(frozen=True, slots=True)
class TextBlock:
    """A block of plain text.

    Attributes:
        text: The block on one line.
        lines: The lines of the source that it was made of.
        number: The first one's number in the source, from 0.
        blanks_above: Number of blank lines over the block.
        underline: The character that it is underlined with; empty if it is not.
        fence: The language of fenced code, which may be empty; None for everything else.
    """

    text: str
    lines: tuple[str, ...] = ()
    number: int = 0
    blanks_above: int = 1
    underline: str = ""
    fence: str | None = None


def split_blocks(lines: Iterable[SourceLine]) -> list[TextBlock]:
    """Return the blocks of a text in order, wrapped lines joined."""
    chunks = list(_split_chunks(single_spaced(list(lines))))
    prose = [chunk.lines for chunk in chunks if chunk.fence is None]
    width = wrap_width(prose)
    joiner = LineJoiner(chain.from_iterable(prose))
    blocks: list[TextBlock] = []
    in_contents = False
    for chunk in chunks:
        if chunk.fence is not None:
            blocks.append(_code_block(chunk, chunk.fence))
            continue
        above = blocks[-1].text if blocks else ""
        in_contents = in_contents or is_contents_title(above) or is_contents_title(chunk.lines[0])
        in_contents = in_contents and are_entries(chunk.lines, width)
        # the lines of a contents page are not joined, though it is part of a wrapped text
        blocks += _prose_blocks(chunk, 0 if in_contents else width, joiner)
    return blocks


def _code_block(chunk: _Chunk, language: str) -> TextBlock:
    words = " ".join([language, *chunk.lines]).split()
    text = " ".join(words)
    return TextBlock(text, chunk.lines, chunk.number, chunk.blanks_above, fence=language)


def _prose_blocks(chunk: _Chunk, width: int, joiner: LineJoiner) -> Iterator[TextBlock]:
    """Split a chunk into its blocks; the last one is underlined if the chunk is."""
    runs = list(_split_runs(chunk.lines, width))
    number = chunk.number
    blanks_above = chunk.blanks_above
    for run in runs:
        underline = ""
        if run is runs[-1] and len(run) <= _UNDERLINED_LINES:
            underline = chunk.underline
        yield TextBlock(joiner.join(run), tuple(run), number, blanks_above, underline)
        number += len(run)
        blanks_above = 0


def _split_runs(lines: Sequence[str], width: int) -> Iterator[Sequence[str]]:
    """Split a chunk into the lines of each block; ``width`` is 0 where lines are not wrapped."""
    if _is_bracketed(lines):
        yield lines
    elif width:
        yield from split_paragraphs(lines, width)
    else:
        for line in lines:
            yield [line]


def _is_bracketed(lines: Sequence[str]) -> bool:
    """Return whether one pair of square brackets holds all lines."""
    if not lines[0].lstrip().startswith("[") or not lines[-1].endswith("]"):
        return False
    return "".join(lines).count("[") == 1
