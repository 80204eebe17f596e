"""The stage: what a listener sees and may want, and what playing takes."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from enum import Enum
from typing import Protocol

from narrator.recording.passages import Passage


class Command(Enum):
    """What a listener may want."""

    PAUSE = "pause"
    BACK = "back"
    FORWARD = "forward"
    SLOWER = "slower"
    FASTER = "faster"
    PREVIOUS_CHAPTER = "previous chapter"
    NEXT_CHAPTER = "next chapter"
    QUIT = "quit"


@dataclass(frozen=True, slots=True)
class Scene:
    """What a listener sees.

    Attributes:
        chapter: The title of the chapter.
        chapter_number: Its number, from 1.
        chapters: How many there are.
        sentence: What is heard, as it is written.
        seconds: How far it is from the start.
        is_estimated: Whether that is an estimate, because nothing before it is spoken.
        percent: How much of the text is heard.
        speed: As a multiple of how fast the voice speaks.
        is_paused: Whether the listener has stopped it.
        is_waiting: Whether it is still to be spoken.
    """

    chapter: str
    chapter_number: int
    chapters: int
    sentence: str
    seconds: float
    is_estimated: bool
    percent: int
    speed: float
    is_paused: bool
    is_waiting: bool


class Controls(Protocol):
    """Where commands come from, and where a listener sees what is heard."""

    def opened(self) -> AbstractContextManager[object]:
        """Take the keyboard until the block ends."""

    def commands(self, seconds: float) -> Sequence[Command]:
        """Wait so long for commands, and return those that have come."""

    def show(self, scene: Scene) -> None:
        """Show what is heard."""

    def clear(self) -> None:
        """Show nothing, so that something else may be printed."""


@dataclass(slots=True)
class Stage:
    """What a performance takes.

    Attributes:
        controls: Where commands come from.
        system: The sound system; None for the first one that is there.
        from_start: Whether to begin anew where the listener has stopped before.
        is_left: Whether the listener has quit.
    """

    controls: Controls
    system: str | None = None
    from_start: bool = False
    is_left: bool = False


@dataclass(frozen=True, slots=True)
class Silence:
    """What there is instead of a performance where nobody listens.

    Attributes:
        passages: All of the article.
    """

    passages: Iterable[Passage]

    def play(self, *, until_made: bool = False) -> None:
        """Play nothing."""
