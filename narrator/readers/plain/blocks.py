"""Plain text as blocks: a paragraph, a heading, a list item or a table's row, each on one line.

Text comes in three shapes: one block a line; blocks between blank lines; and the latter with lines
wrapped at a fixed width. Which one it is, is judged for the whole text, in ``wrapping``.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain

from narrator.readers.dehyphenation import LineJoiner
from narrator.readers.plain.chunks import Chunk, split_chunks
from narrator.readers.plain.source_lines import SourceLine
from narrator.readers.plain.wrapping import split_paragraphs, wrap_width

# lines of an underlined heading
_UNDERLINED_LINES = 2


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
    chunks = list(split_chunks(list(lines)))
    prose = [chunk.lines for chunk in chunks if chunk.fence is None]
    width = wrap_width(prose)
    joiner = LineJoiner(chain.from_iterable(prose))
    blocks: list[TextBlock] = []
    for chunk in chunks:
        if chunk.fence is None:
            blocks += _prose_blocks(chunk, width, joiner)
        else:
            blocks.append(_code_block(chunk, chunk.fence))
    return blocks


def _code_block(chunk: Chunk, language: str) -> TextBlock:
    words = " ".join([language, *chunk.lines]).split()
    text = " ".join(words)
    return TextBlock(text, chunk.lines, chunk.number, chunk.blanks_above, fence=language)


def _prose_blocks(chunk: Chunk, width: int, joiner: LineJoiner) -> Iterator[TextBlock]:
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
