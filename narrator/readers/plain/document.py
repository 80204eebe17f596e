"""A text as a row of block shapes: which blocks may be headings, and what is around each.

Only short blocks are candidates. The longer ones are paragraphs, and most of a text's characters,
so that leaving them out early is also what keeps the classifier fast.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from itertools import accumulate

from narrator.readers.plain.blocks import TextBlock
from narrator.readers.plain.lookalikes import looks_like
from narrator.readers.plain.numbering import COUNTED, DIVISION, ROMAN, is_label, read_number
from narrator.readers.plain.shapes import BRIEF_FORMS, BlockShape

_NEVER_HEADINGS = frozenset(("long", "aside", "row", "comma", "item", "code", "speech"))
# the form and the ending of a block before the first or after the last one
EDGE = "edge"
# brief blocks in a row are counted up to this number
_LONGEST_RUN = 10
# how a numbered block follows the one before: at once, with text between, or with little between
LIST, SPACED, CLOSE = "list", "spaced", "close"
# characters between two numbers, from which on they are spaced; about two lines
_SPACE = 150
# times that a word counts on at least, to be the name of divisions that no language lists
_FEWEST_COUNTED = 3
# blocks whose characters are added up for that
_SPACE_BLOCKS = 20


class TextDocument:
    """The blocks of one text with their shapes.

    Attributes:
        blocks: The blocks in order.
        shapes: Their shapes, in the same order.
        sequences: How numbered blocks count on from one another, by place.
        candidates: The places of the blocks that may be headings, in order.
    """

    def __init__(self, blocks: Sequence[TextBlock]) -> None:
        self.blocks = blocks
        self.shapes = list(map(BlockShape, blocks))
        brief: list[int] = []
        short: list[int] = []
        for place, shape in enumerate(self.shapes):
            if shape.form in BRIEF_FORMS:
                brief.append(place)
            if shape.form not in _NEVER_HEADINGS:
                short.append(place)
        are_brief = [shape.form in BRIEF_FORMS for shape in self.shapes]
        self._brief_before = _runs_before(are_brief)
        self._brief_after = _runs_before(reversed(are_brief))
        self.sequences = _number_sequences(short, self.shapes)
        self.candidates = [place for place in short if self._is_candidate(place)]
        lengths = [shape.length for shape in self.shapes]
        self._characters_before = list(accumulate(lengths, initial=0))
        # the text's edges end a stretch of text as brief blocks do
        self._stretch_ends = [-1, *brief, len(blocks)]

    def _is_candidate(self, place: int) -> bool:
        """Return whether a short block may be a heading."""
        sequence = self.sequences.get(place)
        if sequence == LIST or self._is_in_list(place) or self._is_in_code(place):
            return False
        is_last = place == len(self.blocks) - 1
        if is_last and not self.blocks[place].underline:
            return False  # a heading is above something
        # a number alone that counts on from none is a page's, a date's or a clock's
        has_letters = any(map(str.isalpha, self.shapes[place].text))
        return has_letters or sequence is not None

    def _is_in_list(self, place: int) -> bool:
        """Return whether the block right above or below, whatever its length, counts on."""
        number = read_number(self.shapes[place].text)
        if number is None:
            return False
        for other, step in ((place - 1, -1), (place + 1, 1)):
            if not 0 <= other < len(self.shapes):
                continue
            neighbour = read_number(self.shapes[other].text)
            if neighbour is None or neighbour.series != number.series:
                continue
            if neighbour.value == number.value + step:
                return True
        return False

    def _is_in_code(self, place: int) -> bool:
        """Return whether a block looks like code, and the one right above or below does, too."""
        if not looks_like("code", self.shapes[place].text):
            return False
        around = self.shapes[max(0, place - 1) : place + 2]
        return sum(looks_like("code", shape.text) for shape in around) > 1

    def form(self, place: int) -> str:
        """Return the form of a block; ``EDGE`` for a place outside the text."""
        if 0 <= place < len(self.shapes):
            return self.shapes[place].form
        return EDGE

    def ending(self, place: int) -> str:
        """Return the ending of a block; ``EDGE`` for a place outside the text."""
        if 0 <= place < len(self.shapes):
            return self.shapes[place].ending
        return EDGE

    def is_brief(self, place: int) -> bool:
        """Return whether there is a block at a place, with the form of a heading."""
        return self.form(place) in BRIEF_FORMS

    def is_in_sequence(self, place: int) -> bool:
        """Return whether the number of a block, or alone above it, counts on through the text."""
        if self.sequences.get(place) == SPACED:
            return True
        above = place - 1
        return self.sequences.get(above) == SPACED and is_label(self.shapes[above].text)

    def numbered_divisions(self) -> Iterator[int]:
        """Return the places of parts and chapters that say so and count on through the text.

        They are headings, whatever the classifier finds.
        """
        counted: defaultdict[str, list[int]] = defaultdict(list)
        for place, sequence in self.sequences.items():
            shape = self.shapes[place]
            if sequence != SPACED or not (self.is_brief(place) or shape.form == "sentence"):
                continue
            number = read_number(shape.text)
            if number is None:
                continue
            is_lone_roman = number.style == ROMAN and number.stands_alone
            if number.style == DIVISION or is_lone_roman:
                yield place
            elif number.style in (COUNTED, ROMAN):
                counted[number.series].append(place)
        for places in counted.values():
            if len(places) >= _FEWEST_COUNTED:
                yield from places

    def brief_before(self, place: int) -> int:
        """Return how many brief blocks are in a row right before a block, 10 at most."""
        return self._brief_before[place]

    def brief_after(self, place: int) -> int:
        """Return how many brief blocks are in a row right after a block, 10 at most."""
        return self._brief_after[-1 - place]

    def characters_after(self, place: int) -> int:
        """Return the characters between a block and the next brief one."""
        end = self._stretch_ends[bisect_right(self._stretch_ends, place)]
        return self._characters_before[end] - self._characters_before[place + 1]

    def characters_before(self, place: int) -> int:
        """Return the characters between the last brief block before a block and the block."""
        start = self._stretch_ends[bisect_left(self._stretch_ends, place) - 1]
        return self._characters_before[place] - self._characters_before[start + 1]


def _runs_before(are_brief: Iterable[bool]) -> list[int]:
    """Return how many brief blocks are in a row right before each block, 10 at most."""
    runs: list[int] = []
    count = 0
    for is_brief in are_brief:
        runs.append(count)
        count += 1
        if not is_brief:
            count = 0
    return [min(run, _LONGEST_RUN) for run in runs]


def _number_sequences(places: Iterable[int], shapes: Sequence[BlockShape]) -> dict[int, str]:
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
