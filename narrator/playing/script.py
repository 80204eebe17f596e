"""The script: the passages of an article, planned as far as somebody has asked, and ways in it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from narrator.audio.sound import Pause
from narrator.recording.passages import Passage, Utterance


@dataclass(frozen=True, slots=True, order=True)
class Spot:
    """A place in a script.

    Attributes:
        passage: The number of a passage, from 0.
        utterance: The number of an utterance in it, from 0.
    """

    passage: int
    utterance: int


BEGINNING = Spot(0, 0)


class Script:
    """The passages of an article in order, which are planned when they are needed.

    Attributes:
        planned: Those that are planned.
    """

    def __init__(self, passages: Iterable[Passage]) -> None:
        self._rest = iter(passages)
        self.planned: list[Passage] = []

    def __iter__(self) -> Iterator[Passage]:
        """Yield all passages."""
        number = 0
        while (passage := self.passage(number)) is not None:
            yield passage
            number += 1

    def passage(self, number: int) -> Passage | None:
        """Return a passage by its number; None behind the last."""
        while len(self.planned) <= number:
            passage = next(self._rest, None)
            if passage is None:
                return None
            self.planned.append(passage)
        return self.planned[number]

    def text(self, spot: Spot) -> str:
        """Return what is written at a spot, or before it where what is heard is only said."""
        for utterance in self.planned[spot.passage].utterances[spot.utterance :: -1]:
            if utterance.text:
                return utterance.text
        return ""

    def has(self, spot: Spot) -> bool:
        """Return whether there is such a spot."""
        passage = self.passage(spot.passage)
        return passage is not None and spot.utterance < len(passage.utterances)

    def after(self, spot: Spot) -> Spot | None:
        """Return the spot after one; None after the last."""
        for following in (Spot(spot.passage, spot.utterance + 1), Spot(spot.passage + 1, 0)):
            if self.has(following):
                return following
        return None

    def before(self, spot: Spot) -> Spot:
        """Return the spot before one; the first has itself before it."""
        if spot.utterance > 0:
            return Spot(spot.passage, spot.utterance - 1)
        if spot.passage == 0:
            return spot
        previous = spot.passage - 1
        return Spot(previous, len(self.planned[previous].utterances) - 1)

    def next_chapter(self, spot: Spot) -> Spot | None:
        """Return the start of the chapter after a spot; None in the last one."""
        chapter = self.planned[spot.passage].chapter
        number = spot.passage
        while (passage := self.passage(number)) is not None:
            if passage.chapter != chapter:
                return Spot(number, 0)
            number += 1
        return None

    def this_chapter(self, spot: Spot) -> Spot:
        """Return the start of a spot's chapter."""
        number = spot.passage
        chapter = self.planned[number].chapter
        while number > 0 and self.planned[number - 1].chapter == chapter:
            number -= 1
        return Spot(number, 0)

    def previous_chapter(self, spot: Spot) -> Spot:
        """Return the start of the chapter before a spot's; of the first one in that."""
        start = self.this_chapter(spot)
        return self.this_chapter(self.before(start))


def piece_of(passage: Passage, first: int, min_characters: int) -> Passage:
    """Return whole utterances of a passage as one of their own, with the pauses after them.

    Args:
        passage: The passage.
        first: The number of the first utterance.
        min_characters: How much text there has to be, unless the passage ends before.
    """
    pieces: list[Utterance | Pause] = []
    number = -1
    characters = 0
    for piece in passage.pieces:
        if isinstance(piece, Utterance):
            number += 1
            if number > first and characters >= min_characters:
                break
            characters += len(piece.spoken) if number >= first else 0
        if number >= first:
            pieces.append(piece)
    return Passage(passage.chapter, passage.section, tuple(pieces))
