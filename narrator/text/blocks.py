"""Plain text into blocks: a block is a paragraph, a heading or a list item, on one line.

Text comes in three shapes: one block a line; blocks between blank lines; and the latter with its lines wrapped at a
fixed width. Which one it is, is judged for the whole text by whether its line breaks look like a wrapper's.
"""

from __future__ import annotations

from itertools import pairwise

# no wrapper in use breaks later than this, and hardly a paragraph of one line is shorter
_WIDEST_WRAP = 100
# what steers a terminal and is nothing to say
CONTROLS = dict.fromkeys([*range(32), *range(127, 160)], " ")
# share of line breaks that must be explained by a wrapper
_WRAPPED_SHARE = 0.8


def split_blocks(text: str) -> list[str]:
    """The blocks in order, white space collapsed. Lines without a letter or a digit only separate."""
    chunks = _chunks(text)
    if _is_wrapped(chunks):
        return [" ".join(chunk) for chunk in chunks]
    return [line for chunk in chunks for line in chunk]


def _chunks(text: str) -> list[list[str]]:
    """Runs of lines between blank ones."""
    chunks: list[list[str]] = [[]]
    for line in text.splitlines():
        line = " ".join(line.translate(CONTROLS).split())
        if any(map(str.isalnum, line)):
            chunks[-1].append(line)
        elif chunks[-1]:
            chunks.append([])
    return [chunk for chunk in chunks if chunk]


def _is_wrapped(chunks: list[list[str]]) -> bool:
    breaks = [pair for chunk in chunks for pair in pairwise(chunk)]
    if len(chunks) < 2 or not breaks:
        return False
    width = max(len(line) for line, _ in breaks)
    if width > _WIDEST_WRAP:
        return False
    # a wrapper breaks a line only where the next word would not have fitted
    full = sum(len(line) + 1 + len(after.split(" ", 1)[0]) > width * 0.9 for line, after in breaks)
    return full >= _WRAPPED_SHARE * len(breaks)
