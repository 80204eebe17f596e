"""Passages: the pieces of an article that are spoken one at a time."""

from __future__ import annotations

from dataclasses import dataclass

from narrator.article import count_words
from narrator.audio.sound import Pause
from narrator.speech.voices import Speaker


@dataclass(frozen=True, slots=True)
class Place:
    """Where a text stands in its section.

    Attributes:
        block: The number of the block: the heading's lines come first, then the paragraphs.
        start: Its first character in the block's text.
        end: The character after its last.
    """

    block: int
    start: int
    end: int


# of what is said without standing anywhere
_NOWHERE = Place(0, 0, 0)


@dataclass(frozen=True, slots=True)
class Utterance:
    """One sentence, clause or heading.

    Attributes:
        text: What the source says; empty where the spoken form has more parts than the text.
        spoken: What the engine is given.
        speaker: Who says it; None for the recording's own voice.
        place: Where the text stands in its section. Where it is empty, so is the place: it lies
            before or after the text that the utterance belongs to.
    """

    text: str
    spoken: str
    speaker: Speaker | None = None
    place: Place = _NOWHERE


@dataclass(frozen=True, slots=True)
class Passage:
    """The unit of work: a run of whole utterances of one section, with the pauses between them.

    Attributes:
        chapter: The number of its chapter, from 0.
        section: The title of its chapter.
        pieces: Utterances and pauses in order; the last one is a pause.
    """

    chapter: int
    section: str
    pieces: tuple[Utterance | Pause, ...]

    @property
    def utterances(self) -> tuple[Utterance, ...]:
        """The pieces that are spoken."""
        return tuple(piece for piece in self.pieces if isinstance(piece, Utterance))

    @property
    def guests(self) -> tuple[Speaker, ...]:
        """Who speaks besides the recording's own voice, in order."""
        speakers = dict.fromkeys(utterance.speaker for utterance in self.utterances)
        return tuple(speaker for speaker in speakers if speaker is not None)

    @property
    def words(self) -> int:
        """How many words of the source the passage covers."""
        return sum(count_words(utterance.text) for utterance in self.utterances)
