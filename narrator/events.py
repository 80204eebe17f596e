"""What happened, told to a listener while it happens: the core neither prints nor logs."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from narrator.article import Article
from narrator.model import Narration


@dataclass(frozen=True, slots=True)
class FetchStarted:
    """A URL is asked for, which may take a while."""

    source: str


@dataclass(frozen=True, slots=True)
class SummaryReady:
    """The summary is chosen and nothing has been spoken yet."""

    article: Article
    sentences: tuple[str, ...]


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


Event = FetchStarted | SummaryReady | SpeechStarted | PassageSpoken | Narrated | CacheCleared
Listener = Callable[[Event], None]


def ignore(event: Event) -> None:
    """The listener that does nothing."""
