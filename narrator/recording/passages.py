"""Passages: what an article is cut into before it is spoken, and their parts."""

from __future__ import annotations

from dataclasses import dataclass

from narrator.article import count_words
from narrator.audio.sound import Pause


@dataclass(frozen=True, slots=True)
class Utterance:
    """One sentence or heading: ``text`` as it stands in the source, ``spoken`` as the engine gets it."""

    text: str
    spoken: str


@dataclass(frozen=True, slots=True)
class Passage:
    """The unit of work: a run of whole utterances of one section with the pauses between them.

    It always ends with a pause. ``chapter`` counts chapters from 0 and ``section`` is the chapter's title.
    """

    chapter: int
    section: str
    pieces: tuple[Utterance | Pause, ...]

    @property
    def utterances(self) -> tuple[Utterance, ...]:
        """The pieces that are spoken."""
        return tuple(piece for piece in self.pieces if isinstance(piece, Utterance))

    @property
    def words(self) -> int:
        """How many words of the source it covers."""
        return sum(count_words(utterance.text) for utterance in self.utterances)
