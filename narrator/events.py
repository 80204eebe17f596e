"""What happened, told to a listener while it happens: the core neither prints nor logs."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from narrator.article import Article, Skipped
from narrator.audio.formats import Chapter
from narrator.summary.key_sentences import Summary


@dataclass(frozen=True, slots=True)
class Narration:
    """What ``narrate`` made: the audio file, its chapters, where it was asked for the summary, and what it left out."""

    source: str
    output: Path
    title: str
    duration_seconds: float
    chapters: tuple[Chapter, ...]
    summary: Summary = field(default_factory=Summary)
    skipped: tuple[Skipped, ...] = ()


@dataclass(frozen=True, slots=True)
class FetchStarted:
    """A URL is asked for, which may take a while."""

    source: str


@dataclass(frozen=True, slots=True)
class SummaryReady:
    """The summary is chosen and nothing has been spoken yet."""

    article: Article
    summary: Summary


@dataclass(frozen=True, slots=True)
class SpeechStarted:
    """Speaking begins: so many words in all, on so many processes."""

    source: str
    words: int
    jobs: int


@dataclass(frozen=True, slots=True)
class PassageSpoken:
    """One more passage is done: its words of the source and the seconds of audio they made.

    ``reused`` when an earlier run had spoken it.
    """

    words: int
    audio_seconds: float
    reused: bool


@dataclass(frozen=True, slots=True)
class Narrated:
    """The file is whole and in its place."""

    narration: Narration


@dataclass(frozen=True, slots=True)
class CacheCleared:
    """The takes kept in a folder are deleted, and so many bytes are free."""

    folder: str
    freed_bytes: int


@dataclass(frozen=True, slots=True)
class Note:
    """Something to know that is no error, in one plain line."""

    text: str


Event = FetchStarted | Note | SummaryReady | SpeechStarted | PassageSpoken | Narrated | CacheCleared
Listener = Callable[[Event], None]


def ignore(event: Event) -> None:
    """The listener that does nothing."""
