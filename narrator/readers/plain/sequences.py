"""Numbered blocks that count on from one another, as chapters and list items do."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from narrator.readers.plain.numbering import read_number
from narrator.readers.plain.shapes import BlockShape

# how a numbered block follows the one before: at once, with text between, or with little between
LIST, SPACED, CLOSE = "list", "spaced", "close"
# characters between two numbers, from which on they are spaced; about two lines
_SPACE = 150
# blocks whose characters are added up for that
_SPACE_BLOCKS = 20


def number_sequences(places: Iterable[int], shapes: Sequence[BlockShape]) -> dict[int, str]:
    """Return which numbered blocks count on from one another, and how they follow.

    Args:
        places: The places of the blocks that may be numbered, in order.
        shapes: The shapes of all blocks of the text.

    Returns:
        ``LIST``, ``SPACED`` or ``CLOSE`` by the block's place. Blocks whose number counts on from
        none, and none from theirs, are left out.
    """
    sequences: dict[int, str] = {}
    last: dict[str, tuple[int, int]] = {}  # place and value of the last number of each series
    for place in places:
        number = read_number(shapes[place].text)
        if number is None:
            continue
        value = number.value
        before, value_before = last.get(number.series, (place, value))
        if value == value_before + 1:
            spacing = _spacing(before, place, shapes)
            sequences[place] = spacing
            if sequences.get(before) != SPACED:
                sequences[before] = spacing
        if value:
            last[number.series] = place, value
    return sequences


def _spacing(before: int, place: int, shapes: Sequence[BlockShape]) -> str:
    """Return how two numbered blocks follow one another."""
    if place == before + 1:
        return LIST
    between = shapes[before + 1 : min(place, before + _SPACE_BLOCKS)]
    if sum(shape.length for shape in between) > _SPACE:
        return SPACED
    return CLOSE
