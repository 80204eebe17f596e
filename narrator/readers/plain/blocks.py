"""Plain text into blocks: a block is a paragraph, a heading, a list item or a table's row, on one line.

Text comes in three shapes: one block a line; blocks between blank lines; and the latter with its lines wrapped at a
fixed width. Which one it is, is judged for the whole text, in ``wrapping``.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from narrator.readers.plain.hyphens import mender
from narrator.readers.plain.source_lines import Line
from narrator.readers.plain.wrapping import WIDEST, paragraphs, wrap_width

# what drawn lines are made of; three or more, and nothing else
_RULE = re.compile(r"\s*([-=~_^*#+—─═])\1{2,}\s*$")
_FENCE = re.compile(r"\s{0,3}(```|~~~)\s*([\w+#.-]*)\s*$")


@dataclass(frozen=True, slots=True)
class Block:
    """A block on one line, the lines it was, and the first one's number.

    ``above`` is how many blank lines stood over it; ``rule`` the character it is underlined with, if it is; ``fence`` is
    the language of fenced code, which may be empty, and None for all else.
    """

    text: str
    lines: tuple[str, ...] = ()
    number: int = 0
    above: int = 1
    rule: str = ""
    fence: str | None = None


@dataclass(frozen=True, slots=True)
class _Chunk:
    """Lines without a blank one between."""

    lines: list[str]
    number: int
    above: int
    rule: str = ""
    fence: str | None = None


def split_blocks(lines: Iterable[Line]) -> list[Block]:
    """The blocks in order, wrapped lines joined. Lines without a letter or a digit only separate, or underline."""
    chunks = list(_fenced_and_not(list(lines)))
    prose = [chunk for chunk in chunks if chunk.fence is None]
    width, mend = (
        wrap_width([chunk.lines for chunk in prose]),
        mender(line for chunk in prose for line in chunk.lines),
    )
    blocks: list[Block] = []
    for chunk in chunks:
        if chunk.fence is not None:
            code = " ".join(" ".join([chunk.fence, *chunk.lines]).split())
            blocks.append(
                Block(code, tuple(chunk.lines), chunk.number, chunk.above, fence=chunk.fence)
            )
            continue
        runs = list(_runs(chunk.lines, width))
        number, above = chunk.number, chunk.above
        for run in runs:
            rule = chunk.rule if run is runs[-1] and len(run) < 3 else ""
            blocks.append(Block(mend(run), tuple(run), number, above, rule))
            number, above = number + len(run), 0
    return blocks


def _runs(lines: list[str], width: int) -> Iterator[list[str]]:
    """The lines of each block of a chunk; what one pair of brackets holds is one."""
    if (
        lines[0].lstrip().startswith("[")
        and lines[-1].endswith("]")
        and "".join(lines).count("[") == 1
    ):
        yield lines
    elif width:
        yield from paragraphs(lines, width)
    else:
        yield from ([line] for line in lines)


def _fenced_and_not(lines: Sequence[Line]) -> Iterator[_Chunk]:
    """Chunks; lines between two fences are one, a fence without a second one is a drawn line."""
    fences = [
        (place, fence) for place, line in enumerate(lines) if (fence := _FENCE.match(line.text))
    ]
    ends = {
        mark: [place for place, fence in fences if fence[1] == mark and not fence[2]]
        for mark in ("```", "~~~")
    }
    done = 0
    for place, fence in fences:
        after = bisect_right(ends[fence[1]], place)
        if place < done or after == len(ends[fence[1]]):
            continue
        end = ends[fence[1]][after]
        yield from _chunks(lines[done:place])
        code = [text for line in lines[place + 1 : end] for text in (*[""] * line.above, line.text)]
        if any(map(str.isalnum, fence[2] + "".join(code))):
            yield _Chunk(code, lines[place].number, lines[place].above, fence=fence[2])
        done = end + 1
    yield from _chunks(lines[done:])


def _chunks(lines: Iterable[Line]) -> Iterator[_Chunk]:
    """Runs of lines between blank or drawn ones."""
    run: list[Line] = []
    above = 0  # blank and drawn lines since the last word
    for line in lines:
        above += line.above
        if any(map(str.isalnum, line.text)):
            if run and above:
                yield _chunk(run)
                run = []
            run.append(Line(line.text, line.number, above))
            above = 0
            continue
        if run and not above:
            yield from _underlined(run, line.text)
            run = []
        above += 1
    if run:
        yield _chunk(run)


def _chunk(run: Sequence[Line], rule: str = "") -> _Chunk:
    return _Chunk([line.text for line in run], run[0].number, run[0].above, rule)


def _underlined(run: list[Line], drawn: str) -> Iterator[_Chunk]:
    """A run of lines above a drawn one: a heading of one or two lines if it is as long as they are."""
    last, length = run[-1].text.strip(), len(drawn.strip())
    rule = _RULE.match(drawn)
    # below wide letters it is up to twice as long as their number
    if (
        not rule
        or not min(len(last), 60) * 0.6 <= length <= 2 * len(last) + 4
        or len(last) > WIDEST
    ):
        yield _chunk(run)
        return
    if len(run) > 1 and last.endswith("."):
        yield _chunk(run)
        return
    lines = 2 if len(run) == 2 and len(last) < len(run[0].text.strip()) <= length else 1
    if run[:-lines]:
        yield _chunk(run[:-lines])
    yield _chunk(run[-lines:], rule[1])
