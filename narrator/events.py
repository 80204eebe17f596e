"""Events of a narration, which a listener receives: the core neither prints nor logs."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from narrator.article import Article, Skipped
from narrator.summary.key_sentences import Summary

if TYPE_CHECKING:  # a summary alone needs neither
    from narrator.audio.cover import Cover
    from narrator.audio.formats import Chapter
    from narrator.recording.cues import SentenceCue
    from narrator.speech.voices import Speaker


@dataclass(frozen=True, slots=True)
class Narration:
    """The result of ``narrate``.

    Attributes:
        source: The path or URL that was read, without a login; ``-`` for standard input.
        output: The audio file; of an album its folder.
        title: The article's title.
        duration_seconds: How long the audio is.
        chapters: Its chapters, in order.
        summary: The summary; empty where none was asked for.
        skipped: What was left out of the source.
        speaker: Who reads.
        files: What is written beside the audio, or of an album its tracks; the summary comes last.
        cues: When each sentence and word is heard; empty where that was not asked for.
        cover: The picture in the audio file; None where it has none.
    """

    source: str
    output: Path
    title: str
    duration_seconds: float
    chapters: tuple[Chapter, ...]
    speaker: Speaker
    summary: Summary = field(default_factory=Summary)
    skipped: tuple[Skipped, ...] = ()
    files: tuple[Path, ...] = ()
    cues: tuple[SentenceCue, ...] = ()
    cover: Cover | None = None


@dataclass(frozen=True, slots=True)
class FetchStarted:
    """A URL is being fetched, which may take a while."""

    source: str


@dataclass(frozen=True, slots=True)
class SummaryReady:
    """The summary is made, and nothing has been spoken yet."""

    article: Article
    summary: Summary


@dataclass(frozen=True, slots=True)
class SpeechStarted:
    """Processes begin to speak.

    Attributes:
        source: What is spoken.
        words: Its words.
        jobs: How many processes there are.
        speaker: Who reads.
    """

    source: str
    words: int
    jobs: int
    speaker: Speaker


@dataclass(frozen=True, slots=True)
class SentencesSpoken:
    """More sentences are spoken; their passages may take a while longer.

    Attributes:
        words: Their words in the source.
        audio_seconds: How long they are.
    """

    words: int
    audio_seconds: float


@dataclass(frozen=True, slots=True)
class PassageSpoken:
    """One more passage is done.

    Attributes:
        words: Its words in the source.
        audio_seconds: How long its audio is.
        reused: Whether it comes from an earlier run.
    """

    words: int
    audio_seconds: float
    reused: bool


@dataclass(frozen=True, slots=True)
class Narrated:
    """The audio file is complete."""

    narration: Narration


@dataclass(frozen=True, slots=True)
class CacheCleared:
    """The takes kept in ``folder`` are deleted, which freed ``freed_bytes`` bytes."""

    folder: str
    freed_bytes: int


@dataclass(frozen=True, slots=True)
class Note:
    """A message for the user that is not an error, on one line."""

    text: str


Event = (
    FetchStarted
    | Note
    | SummaryReady
    | SpeechStarted
    | SentencesSpoken
    | PassageSpoken
    | Narrated
    | CacheCleared
)
Listener = Callable[[Event], None]


def ignore(event: Event) -> None:
    """Do nothing with an event."""


def report_note(note: str, listener: Listener) -> None:
    """Report a note, unless there is nothing to note."""
    if note:
        listener(Note(note))
