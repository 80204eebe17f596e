"""The features of a block for the first pass of the heading classifier.

A feature is binary: a block has it or lacks it. Its name says what it means, such as
``end full stop``; its weight is listed under that name in ``data/heading_weights.toml``. A number,
such as a length, becomes one feature for each range of values. Features look at the block itself,
at its neighbours, and at the other candidates. There are none for pairs of features: pairs did
better on the texts that the weights were fitted to, and no better on others.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator, Sequence
from functools import cache

from narrator.language.tables import all_words
from narrator.readers.plain.blocks import TextBlock
from narrator.readers.plain.document import TextDocument
from narrator.readers.plain.letter_case import first_character, is_in_capitals
from narrator.readers.plain.lookalikes import is_usual_title, lookalikes
from narrator.readers.plain.numbering import (
    COUNTED,
    LETTER,
    NUMBER_PUNCTUATION,
    ROMAN,
    is_label,
    read_number,
    title_without_number,
)
from narrator.readers.plain.shapes import PARAGRAPH_LENGTH, BlockShape

# the bounds of the ranges that numbers are put into
_LENGTHS = (4, 12, 25, 40, 60, 80, 110)
_WORD_COUNTS = (0, 1, 2, 3, 5, 8, 12, 16)
_VERB_COUNTS = (0, 1, 2)
_REPETITIONS = (2, 4)
_INDENTS = (0, 3, 8)
_RUN_SIDES = (0, 1, 3)
_RUNS = (1, 2, 3, 5, 8)
_CHARACTERS = (0, 80, 160, 300, 600, 1200)
_OVERLAPS = (0, 0.34, 0.67)
_SHARED_BEGINNINGS = (1, 2, 4)
_SHORT_SHARES = (0.1, 0.2, 0.35, 0.5)
_LONG_SHARES = (0.1, 0.3, 0.5, 0.8)

# runs of brief blocks up to this length have a feature for each pair of counts
_SHORT_RUN = 3
# a mark is common if more candidates than this have it
_COMMON = 2
# characters of blocks whose first words are compared, at most
_SHORT_LENGTH = 100
# characters; capitals in a shorter text are often an abbreviation
_SHORTEST_CAPITALS = 5
# the forms of the text below a heading
_TEXT_FORMS = frozenset(("long", "sentences", "sentence"))
# characters at a long block's beginning that are searched for words
_SEARCHED = 10 * PARAGRAPH_LENGTH
# blocks that look alike differ in length by less than this factor and these characters
_ALIKE, _ALIKE_SLACK = 2, 6
# letters that a word is compared by, so that most endings do not matter
_STEM_LENGTH = 6
# characters; shorter words are found everywhere
_SHORTEST_WORD = 4
_TAB_WIDTH = 8
_PUNCTUATION = "“”\"‘'(.,:;"


class FeatureExtractor:
    """Finds the features of a text's candidates.

    Args:
        document: The text.
    """

    def __init__(self, document: TextDocument) -> None:
        self._document = document
        self._blocks = document.blocks
        self._shapes = document.shapes
        self._usual_gap = _upper_median([block.blanks_above for block in self._blocks])
        self._titles: dict[int, str] = {}
        self._repetitions: Counter[str] = Counter()
        self._first_places: dict[str, int] = {}
        self._marks = _HeadingMarks(document)
        self._beginnings = _Beginnings(document.shapes)
        for place in document.candidates:
            title = title_without_number(self._shapes[place].text)
            self._titles[place] = title
            self._repetitions[title] += 1
            self._first_places.setdefault(title, place)
        self._shares = tuple(self._share_features())
        self._stems: dict[int, frozenset[str]] = {}

    def extract(self, place: int) -> list[str]:
        """Return the names of all features of the candidate at a place."""
        return [
            *self._shares,
            *self._own_features(place),
            *self._repetition_features(place),
            *self._number_features(place),
            *self._mark_features(place),
            *self._neighbour_features(place),
            *self._place_features(place),
            *self._run_features(place),
            *self._gap_features(place),
            *self._overlap_features(place),
            *self._likeness_features(place),
        ]

    def _share_features(self) -> Iterator[str]:
        """Yield the features of the whole text: how many of its blocks are short and long."""
        forms = Counter(shape.form for shape in self._shapes)
        count = max(1, len(self._blocks))
        yield f"share of short blocks {_range(forms['short'] / count, _SHORT_SHARES)}"
        yield f"share of long blocks {_range(forms['long'] / count, _LONG_SHARES)}"

    def _own_features(self, place: int) -> Iterator[str]:
        """Yield the features of the block alone."""
        shape = self._shapes[place]
        text = shape.text
        words = list(map(str.lower, shape.words))
        verbs = sum(word in _common_verbs() for word in words)
        yield f"length {_range(shape.length, _LENGTHS)}"
        yield f"words {_range(len(words), _WORD_COUNTS)}"
        yield f"end {shape.ending}"
        yield f"start {first_character(text)}"
        yield f"form {shape.form}"
        yield f"case {shape.case}"
        yield f"indent {self._indent(shape.block)}"
        yield f"verbs {_range(verbs, _VERB_COUNTS)}"
        if words and words[0] in _openers():
            yield "starts like a sentence"
        for name in lookalikes(text):
            yield f"looks like {name}"
        if "," in text:
            yield "comma inside"
        if ":" in text[:-1]:
            yield "colon inside"

    def _indent(self, block: TextBlock) -> str:
        """Return the range of the blanks that a block's first line begins with."""
        if not block.lines:
            return _range(0, _INDENTS)
        line = block.lines[0].expandtabs(_TAB_WIDTH)
        return _range(len(line) - len(line.lstrip()), _INDENTS)

    def _repetition_features(self, place: int) -> Iterator[str]:
        """Yield the features of repeated titles and of underlines."""
        title = self._titles[place]
        repetitions = self._repetitions[title]
        if repetitions > 1:
            yield f"repeated {_range(repetitions, _REPETITIONS)}"
            if self._first_places[title] == place:
                yield "repeated first"
            else:
                yield "repeated again"
        if self._blocks[place].underline:
            yield "underlined"
        if self._shapes[place].is_drawn:
            yield "underlined by drawn marks"

    def _number_features(self, place: int) -> Iterator[str]:
        """Yield the features of the number that the block begins with, or else of its words."""
        text = self._shapes[place].text
        number = read_number(text)
        if number is None:
            yield from self._beginning_features(text)
            return
        sequence = self._document.sequences.get(place, "out of sequence")
        yield f"number {number.style}"
        yield f"number {number.style} {sequence}"
        title = number.rest.strip(NUMBER_PUNCTUATION)
        if number.style == COUNTED:
            return
        if not title:
            yield "number alone"
        elif is_usual_title(title):
            yield "looks like usual name"

    def _beginning_features(self, text: str) -> Iterator[str]:
        """Yield the features of how many short blocks begin with the same words, as in a list."""
        for count in (1, 2):
            alike = self._beginnings.count(text, count)
            yield f"begins with {count} as others {_range(alike, _SHARED_BEGINNINGS)}"

    def _mark_features(self, place: int) -> Iterator[str]:
        """Yield the features of marks that the block lacks while other candidates have them.

        The first block has none, because a text's title is set differently.
        """
        if place:
            for mark in self._marks.lacking(place):
                yield f"lacks {mark}"

    def _neighbour_features(self, place: int) -> Iterator[str]:
        """Yield the features of the two blocks before and the two after."""
        document = self._document
        forms = [document.form(other) for other in (place - 1, place, place + 1)]
        yield f"forms {' / '.join(forms)}"
        if place and is_label(self._shapes[place - 1].text):
            yield f"below a label {document.sequences.get(place - 1, 'out of sequence')}"
        yield f"before {document.form(place - 1)}"
        yield f"after {document.form(place + 1)}"
        yield f"second before {document.form(place - 2)}"
        yield f"second after {document.form(place + 2)}"
        yield f"before ends {document.ending(place - 1)}"
        yield f"after ends {document.ending(place + 1)}"
        first_word = self._shapes[place].text.split(None, 1)[0]
        if place + 1 < len(self._shapes):
            after = self._shapes[place + 1].text
            yield f"after starts {first_character(after)}"
            if after.startswith(f"{first_word} "):
                yield "next has the same first word"
        if place and self._shapes[place - 1].text.startswith(f"{first_word} "):
            yield "previous has the same first word"

    def _place_features(self, place: int) -> Iterator[str]:
        """Yield the features of how near the block is to the text's start and end."""
        if place < 3:
            yield f"place {place}"
        left = len(self._blocks) - place - 1
        if left < 4:
            yield f"blocks left {left}"
        elif left < len(self._blocks) * 0.1:
            yield "near the end"

    def _run_features(self, place: int) -> Iterator[str]:
        """Yield the features of the brief blocks around it, and of the text around them."""
        before = self._document.brief_before(place)
        after = self._document.brief_after(place)
        if before + after <= _SHORT_RUN:
            yield f"run {before}-{after}"
        else:
            yield f"run {_range(before, _RUN_SIDES)}-{_range(after, _RUN_SIDES)}"
        yield f"run of {_range(before + after + 1, _RUNS)}"
        if self._document.ending(place - before - 1) == "colon":
            yield f"introduced {min(before, 3)}"
        characters_after = self._document.characters_after(place)
        characters_before = self._document.characters_before(place)
        yield f"characters after {_range(characters_after, _CHARACTERS)}"
        yield f"characters before {_range(characters_before, _CHARACTERS)}"

    def _gap_features(self, place: int) -> Iterator[str]:
        """Yield the features of the blank lines above and below: more than usual, or fewer."""
        above = below = self._usual_gap
        if place:
            above = self._blocks[place].blanks_above
        if place + 1 < len(self._blocks):
            below = self._blocks[place + 1].blanks_above
        if not self._usual_gap and not above:
            return
        gap_above, gap_below = self._compared(above), self._compared(below)
        yield f"gap above {gap_above}"
        yield f"gap below {gap_below}"
        yield f"gaps {gap_above} {gap_below}, {self._document.form(place)}"
        yield f"gaps {gap_above} {gap_below}, above {self._document.form(place + 1)}"
        neighbours: set[str] = set()
        if not above:
            neighbours.add(self._document.form(place - 1))
        if not below:
            neighbours.add(self._document.form(place + 1))
        if neighbours & {"long", "sentences"}:
            yield "in a chunk of paragraphs"
        elif neighbours:
            yield "in a chunk of short blocks"

    def _compared(self, gap: int) -> str:
        if gap > max(1, self._usual_gap):
            return "larger"
        if gap >= self._usual_gap:
            return "usual"
        return "smaller"

    def _overlap_features(self, place: int) -> Iterator[str]:
        """Yield the features of words that come again below, as a heading's do, or above."""
        stems = self._stems_at(place)
        if not stems:
            yield "word overlap none"
            return
        below = stems & (self._stems_at(place + 1) | self._stems_at(place + 2))
        above = stems & self._stems_at(place - 1)
        yield f"word overlap below {_range(len(below) / len(stems), _OVERLAPS)}"
        yield f"word overlap above {_range(len(above) / len(stems), _OVERLAPS)}"

    def _likeness_features(self, place: int) -> Iterator[str]:
        """Yield the features of neighbours that look alike: lists do, headings alternate."""
        before = self._is_like(place, place - 1)
        after = self._is_like(place, place + 1)
        second_before = not before and self._is_like(place, place - 2)
        second_after = not after and self._is_like(place, place + 2)
        if before:
            yield "like the one before"
        if after:
            yield "like the one after"
        if before and after:
            yield "like both"
        if second_before:
            yield "like the second before"
        if second_after:
            yield "like the second after"
        if second_before and second_after and not before and not after:
            yield "alternates"

    def _is_like(self, place: int, other: int) -> bool:
        """Return whether two short blocks have one form, ending, case and about one length."""
        if not 0 <= other < len(self._shapes):
            return False
        first, second = self._shapes[place], self._shapes[other]
        if (first.form, first.ending) != (second.form, second.ending):
            return False
        shorter, longer = sorted((first.length, second.length))
        if longer >= _ALIKE * shorter + _ALIKE_SLACK:
            return False
        return first.case == second.case

    def _stems_at(self, place: int) -> frozenset[str]:
        """Return the stems of the longer words of a block; none for a place outside the text."""
        if not 0 <= place < len(self._blocks):
            return frozenset()
        if place not in self._stems:
            self._stems[place] = _stems(self._blocks[place].text[:_SEARCHED])
        return self._stems[place]


def _range(value: float, bounds: tuple[float, ...]) -> str:
    """Return the name of the range that a value is in: "≤12" for the first bound not below it."""
    return _range_names(bounds)[bisect_left(bounds, value)]


@cache
def _range_names(bounds: tuple[float, ...]) -> list[str]:
    return [*(f"≤{bound:g}" for bound in bounds), f">{bounds[-1]:g}"]


def _upper_median(values: Sequence[int]) -> int:
    """Return the median, of two middle values the larger one; 0 if there are no values."""
    if not values:
        return 0
    return sorted(values)[len(values) // 2]


@cache
def _openers() -> frozenset[str]:
    """Return the words that begin sentences, in any language."""
    return frozenset(all_words("headings", "openers"))


class _Beginnings:
    """How many short blocks of a text begin with the same words.

    Args:
        shapes: The shapes of all blocks of the text.
    """

    def __init__(self, shapes: Sequence[BlockShape]) -> None:
        self._counts: Counter[tuple[str, ...]] = Counter()
        for shape in shapes:
            if shape.length < _SHORT_LENGTH:
                self._counts.update({_first_words(shape.text, count) for count in (1, 2)})

    def count(self, text: str, words: int) -> int:
        """Return how many short blocks begin with as many words of a text as given."""
        return self._counts[_first_words(text, words)]


def _first_words(text: str, count: int) -> tuple[str, ...]:
    """Return as many of a text's first words as asked for, where it has them; case folded."""
    return tuple(text.casefold().split(None, count)[:count])


class _HeadingMarks:
    """Marks of headings so plain that where some have them, those without are no headings.

    Such a mark is an underline, a number that counts on, or being in capitals.

    Args:
        document: The text.
    """

    def __init__(self, document: TextDocument) -> None:
        self._document = document
        self._marks: dict[int, frozenset[str]] = {}
        counts: Counter[str] = Counter()
        for place in document.candidates:
            marks = frozenset(self._find_marks(place))
            self._marks[place] = marks
            counts.update(marks)
        self._common = frozenset(mark for mark, count in counts.items() if count > _COMMON)

    def lacking(self, place: int) -> list[str]:
        """Return the marks that are common in the text, but that a candidate lacks."""
        return sorted(self._common - self._marks[place])

    def _find_marks(self, place: int) -> Iterator[str]:
        shape = self._document.shapes[place]
        if shape.block.underline or shape.is_drawn:
            yield "underlined"
        if not self._document.is_brief(place):
            return
        if self._document.is_in_sequence(place):
            yield "in sequence"
        if len(shape.text) >= _SHORTEST_CAPITALS and is_in_capitals(shape.text):
            yield "capitals"
        number = read_number(shape.text)
        if number is None or number.style in (ROMAN, LETTER, COUNTED):
            return
        if self._document.form(place + 1) in _TEXT_FORMS:
            yield f"numbered {number.style}"


@cache
def _common_verbs() -> frozenset[str]:
    """Return the words that sentences have and headings seldom, in any language."""
    return frozenset(all_words("headings", "verbs"))


def _stems(text: str) -> frozenset[str]:
    """Return the first letters of a text's longer words, without those of common verbs."""
    stems: set[str] = set()
    for word in text.lower().split():
        if len(word) >= _SHORTEST_WORD:
            stems.add(word.strip(_PUNCTUATION)[:_STEM_LENGTH])
    return frozenset(stems - _common_verbs())
