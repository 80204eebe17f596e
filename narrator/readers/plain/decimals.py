"""Headings with numbers of several parts: 2, 2.1, 2.1.1, which rise through the text.

Such numbers are an outline by themselves, however short the text below each heading is: in a
standard or a contract it may be "Not applicable.". The contents page has the same numbers, but
nothing below them.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from narrator.readers.plain.numbering import DECIMAL, DOT, read_number
from narrator.readers.plain.shapes import BRIEF_FORMS, BlockShape

# headings that make an outline, and the share of them that have text below, at least
_FEWEST, _TEXT_SHARE = 4, 0.5
_NUMBER_ENDS = ".) "

_Parts = tuple[int, ...]


def find_outlined(shapes: Sequence[BlockShape]) -> set[int]:
    """Return the places of the headings that such numbers count, in any part of a text."""
    outlined: set[int] = set()
    for chain in _chains(shapes):
        with_text = sum(not _is_numbered(place + 1, shapes) for place in chain)
        if len(chain) >= _FEWEST and with_text >= _TEXT_SHARE * len(chain):
            outlined.update(chain)
    return outlined


def _chains(shapes: Sequence[BlockShape]) -> Iterator[list[int]]:
    """Yield the places of numbers that rise, with those of the single numbers above them."""
    chain: list[int] = []
    last: _Parts = ()
    singles: dict[int, int] = {}  # since the last number of several parts
    for place, shape in enumerate(shapes):
        parts = _parts(shape)
        if len(parts) == 1:
            singles[parts[0]] = place
        if len(parts) < 2:
            continue
        if chain and not _goes_on(last, parts):
            yield chain
            chain = []
        above = singles.get(parts[0])
        if above is not None and parts[1] == 1:
            chain.append(above)
        chain.append(place)
        last = parts
        singles = {}
    yield chain


def _goes_on(last: _Parts, parts: _Parts) -> bool:
    return last < parts and parts[0] - last[0] <= 1


def _is_numbered(place: int, shapes: Sequence[BlockShape]) -> bool:
    """Return whether a block has such a number, or there is none at a place."""
    return place >= len(shapes) or len(_parts(shapes[place])) > 1


def _parts(shape: BlockShape) -> _Parts:
    """Return the parts of the number of a block that could be a heading; none of any other."""
    if shape.form not in BRIEF_FORMS:
        return ()
    number = read_number(shape.text)
    if number is None or number.style not in (DECIMAL, DOT) or number.stands_alone:
        return ()
    return tuple(map(int, number.text.rstrip(_NUMBER_ENDS).split(".")))
