"""What speaks for a block being a heading, and against: named cues of the block itself and of its neighbours.

A cue is a plain name such as ``end full stop``; how much each counts is data, in ``data/heading_weights.toml``. Only
short blocks are asked: the longer ones are paragraphs, and most of a text's characters. Cues are told one by one and not
in pairs: pairs did better on the texts they were fitted to, and no better on others.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import accumulate

from narrator.language.tables import heading_table, one_of
from narrator.readers.plain.blocks import Block
from narrator.readers.plain.numbering import NUMBER, is_label, sequences
from narrator.readers.plain.shapes import BRIEF, LONG, Shape, case, start

_RULED_OUT = frozenset(("long", "aside", "row", "comma", "item", "code", "speech"))
_EDGE = "edge"
_TABLE = heading_table()
_LOOK = {name: re.compile(pattern, re.I) for name, pattern in _TABLE["looks"].items()}
_LOOK["question"] = re.compile(rf"{one_of(_TABLE['questions'])}\b.*\?$", re.I)
_LOOK["usual name"] = re.compile(rf"{one_of(_TABLE['usual'])}\W*$", re.I)
_VERBS, _OPENERS = frozenset(_TABLE["verbs"]), frozenset(_TABLE["openers"])
# what a heading stands before
_TEXT = frozenset(("long", "sentences", "sentence"))


def bucket(value: float, bounds: Sequence[float]) -> str:
    """The first bound that the value does not pass, as a name."""
    return next((f"≤{bound:g}" for bound in bounds if value <= bound), f">{bounds[-1]:g}")


def is_usual_name(text: str) -> bool:
    """Whether a section of any text could have this heading: "Introduction"."""
    return bool(_LOOK["usual name"].match(text))


def _key(text: str) -> str:
    """What is the same in a heading and in its line in the contents."""
    number = NUMBER.match(text)
    return (text[number.end() :] if number else text).strip(" .:)-–—").casefold()


class Document:
    """The shapes of a text's blocks, and the cues of those that may be headings."""

    def __init__(self, blocks: Sequence[Block]) -> None:
        self.blocks = blocks
        self.shapes = [Shape(block) for block in blocks]
        short = [index for index, shape in enumerate(self.shapes) if shape.form not in _RULED_OUT]
        self.sequence = sequences(
            ((index, self.shapes[index].text) for index in short), [s.length for s in self.shapes]
        )
        short = [index for index in short if self.sequence.get(index) != "list"]
        # a number alone counts on, or is a page's, a date's or a clock's
        self.candidates = [
            i for i in short if i in self.sequence or any(map(str.isalpha, self.shapes[i].text))
        ]
        if self.candidates and self.candidates[-1] == len(blocks) - 1 and not blocks[-1].rule:
            self.candidates.pop()  # nothing comes after it
        keys = [_key(self.shapes[index].text) for index in self.candidates]
        self._repeated, self._first = (
            Counter(keys),
            dict(zip(reversed(keys), reversed(self.candidates), strict=True)),
        )
        gaps = sorted(block.above for block in blocks)
        self._gap = gaps[len(gaps) // 2] if gaps else 0
        traits = Counter(trait for index in self.candidates for trait in self._traits(index))
        self._common_traits = {trait for trait, count in traits.items() if count > 2}
        forms = Counter(shape.form for shape in self.shapes)
        self._shares = (
            f"shorts {bucket(forms['short'] / max(1, len(blocks)), (0.1, 0.2, 0.35, 0.5))}",
            f"longs {bucket(forms['long'] / max(1, len(blocks)), (0.1, 0.3, 0.5, 0.8))}",
        )
        self._stems: dict[int, frozenset[str]] = {}
        self._sums = list(accumulate((shape.length for shape in self.shapes), initial=0))
        brief = (place for place, shape in enumerate(self.shapes) if shape.form in BRIEF)
        self._brief = [-1, *brief, len(blocks)]  # the text's edges end a stretch as well

    @property
    def divisions(self) -> Iterator[int]:
        """Parts and chapters that say so and count on through the text: these are headings whatever else speaks."""
        for index, place in self.sequence.items():
            shape = self.shapes[index]
            number = NUMBER.match(shape.text)
            named = number and (number["word"] or (number["roman"] and is_label(shape.text)))
            if place == "spaced" and named and shape.form in BRIEF | {"sentence"}:
                yield index

    def cues(self, index: int) -> Iterator[str]:
        """The names of all cues of a block."""
        yield from self._shares
        yield from self._own(index)
        yield from self._numbered(index)
        yield from self._around(index)
        yield from self._runs(index)
        yield from self._layout(index)
        yield from self._echo(index)

    def form(self, index: int) -> str:
        """The form of a block, there or not."""
        return self.shapes[index].form if 0 <= index < len(self.shapes) else _EDGE

    def counts_on(self, index: int) -> bool:
        """Whether a block's number, or the one alone above it, counts on from another's."""
        below = self.sequence.get(index - 1) == "spaced" and is_label(self.shapes[index - 1].text)
        return below or self.sequence.get(index) == "spaced"

    def _end(self, index: int) -> str:
        return self.shapes[index].end if 0 <= index < len(self.shapes) else _EDGE

    def _traits(self, index: int) -> Iterator[str]:
        """Marks of headings so plain that where some have them, those without are none."""
        shape = self.shapes[index]
        if shape.block.rule:
            yield "underlined"
        if shape.form not in BRIEF:
            return
        if self.counts_on(index):
            yield "counting on"
        if len(shape.text) > 4 and shape.text.isupper():
            yield "capitals"
        number = NUMBER.match(shape.text)
        if number and number.lastgroup not in ("roman", "letter") and self.form(index + 1) in _TEXT:
            yield f"numbered {number.lastgroup}"

    def _own(self, index: int) -> Iterator[str]:
        shape = self.shapes[index]
        text, words = shape.text, shape.words
        lower = [word.lower() for word in words]
        yield f"size {bucket(shape.length, (4, 12, 25, 40, 60, 80, 110))}"
        yield f"words {bucket(len(words), (0, 1, 2, 3, 5, 8, 12, 16))}"
        yield f"end {shape.end}"
        yield f"start {start(text)}"
        yield f"form {shape.form}"
        yield f"case {case(words)}"
        yield f"verbs {bucket(sum(word in _VERBS for word in lower), (0, 1, 2))}"
        if lower and lower[0] in _OPENERS:
            yield "starts like a sentence"
        yield from (f"looks like {name}" for name, pattern in _LOOK.items() if pattern.match(text))
        if "," in text:
            yield "comma inside"
        if ":" in text[:-1]:
            yield "colon inside"
        key = _key(text)
        if self._repeated[key] > 1:
            yield f"repeated {bucket(self._repeated[key], (2, 4))}"
            yield f"repeated {'first' if self._first[key] == index else 'again'}"
        if shape.block.rule:
            yield "underlined"

    def _numbered(self, index: int) -> Iterator[str]:
        text = self.shapes[index].text
        number = NUMBER.match(text)
        if number:
            yield f"number {number.lastgroup}"
            yield f"number {number.lastgroup} {self.sequence.get(index, 'out of sequence')}"
            rest = text[number.end() :].strip(" .:)-–—")
            if not rest:
                yield "number alone"
            elif _LOOK["usual name"].match(rest):
                yield "looks like usual name"
        # a title is set in a way of its own
        missing = self._common_traits.difference(self._traits(index)) if index else ()
        yield from (f"not {trait} among such" for trait in missing)

    def _around(self, index: int) -> Iterator[str]:
        for name, place in (
            ("before", -1),
            ("after", 1),
            ("second before", -2),
            ("second after", 2),
        ):
            yield f"{name} {self.form(index + place)}"
        yield f"before ends {self._end(index - 1)}"
        yield f"after ends {self._end(index + 1)}"
        first = self.shapes[index].text.split(None, 1)[0]
        if index + 1 < len(self.shapes):
            yield f"after starts {start(self.shapes[index + 1].text)}"
            if self.shapes[index + 1].text.startswith(f"{first} "):
                yield "next has the same first word"
        if index and self.shapes[index - 1].text.startswith(f"{first} "):
            yield "last has the same first word"
        if index < 3:
            yield f"place {index}"
        left = len(self.blocks) - index - 1
        if left < 4:
            yield f"left {left}"
        elif left < len(self.blocks) * 0.1:
            yield "near the end"

    def _runs(self, index: int) -> Iterator[str]:
        """How many brief blocks stand together, what introduces them, and how much text is around."""
        back = self._count(index, -1)
        forth = self._count(index, 1)
        yield (
            f"run {back}-{forth}"
            if back + forth < 4
            else f"run {bucket(back, (0, 1, 3))}-{bucket(forth, (0, 1, 3))}"
        )
        yield f"run of {bucket(back + forth + 1, (1, 2, 3, 5, 8))}"
        if self._end(index - back - 1) == "colon":
            yield f"introduced {min(back, 3)}"
        yield f"amount after {bucket(self._amount(index, 1), (0, 80, 160, 300, 600, 1200))}"
        yield f"amount before {bucket(self._amount(index, -1), (0, 80, 160, 300, 600, 1200))}"

    def _count(self, index: int, step: int) -> int:
        return next((n for n in range(10) if self.form(index + step * (n + 1)) not in BRIEF), 10)

    def _amount(self, index: int, step: int) -> int:
        """The characters between a block and the next brief one."""
        if step > 0:
            return self._sums[self._brief[bisect_right(self._brief, index)]] - self._sums[index + 1]
        return self._sums[index] - self._sums[self._brief[bisect_left(self._brief, index) - 1] + 1]

    def _layout(self, index: int) -> Iterator[str]:
        below = self.blocks[index + 1].above if index + 1 < len(self.blocks) else self._gap
        above = self.blocks[index].above if index else self._gap
        if not self._gap and not above:
            return
        for name, gap in (("above", above), ("below", below)):
            yield f"gap {name} {'more' if gap > max(1, self._gap) else 'as ever' if gap >= self._gap else 'less'}"
        if above and below:
            return
        near = (
            self.form(index - 1) if above == 0 else "",
            self.form(index + 1) if below == 0 else "",
        )
        yield f"in a chunk of {'paragraphs' if {*near} & {'long', 'sentences'} else 'short ones'}"

    def _echo(self, index: int) -> Iterator[str]:
        """A heading names what comes: do its words return below, and were they there above?"""
        words = self._stem(index)
        if not words:
            yield "echo none"
            return
        below = self._stem(index + 1) | self._stem(index + 2)
        yield f"echo below {bucket(len(words & below) / len(words), (0, 0.34, 0.67))}"
        yield f"echo above {bucket(len(words & self._stem(index - 1)) / len(words), (0, 0.34, 0.67))}"

    def _stem(self, index: int) -> frozenset[str]:
        """The first letters of a block's longer words; of a long block only the beginning is read."""
        if index not in self._stems:
            inside = 0 <= index < len(self.blocks)
            words = self.blocks[index].text[: 10 * LONG].lower().split() if inside else []
            self._stems[index] = (
                frozenset(word.strip("“”\"‘'(.,:;")[:6] for word in words if len(word) > 3) - _VERBS
            )
        return self._stems[index]
