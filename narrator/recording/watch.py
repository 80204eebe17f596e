"""Finding workers that hang: stopped from outside, waiting for ever, or caught in a loop.

Time is counted in looks, a second of this process's own waiting each. So a machine that sleeps, or
a whole job that is stopped with Ctrl-Z, costs no patience.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from narrator.processes.alone import WorkerHangsError
from narrator.recording.passages import Passage

# looks at workers that do nothing, not even use a processor
_IDLE_LOOKS = 60
# looks at workers that do something, whatever they have to say
_LEAST_LOOKS = 60
# the time that is left to a sentence, as a multiple of what the run's slowest passage took
_GENEROSITY = 20
# seconds a character before a passage is done: Kokoro takes 0.035 on a core of its own
_SLOWNESS = 0.05
_PROCESSES = Path("/proc")
# in a process's stat behind its name: ticks of itself and its ended children, user and system
_TICKS = slice(11, 15)


@dataclass(slots=True)
class Slowness:
    """How slow the engines are in this run.

    Attributes:
        seconds_a_character: Of the slowest passage, its time in the queue included; None before one
            is done.
    """

    seconds_a_character: float | None = None

    def learn(self, passage: Passage, seconds: float) -> None:
        """Take in what a passage took."""
        slowness = seconds / max(sum(_lengths(passage)), 1)
        self.seconds_a_character = max(self.seconds_a_character or 0.0, slowness)

    def looks_for(self, passage: Passage) -> int:
        """Return how many looks the longest sentence of a passage is worth."""
        slowness = self.seconds_a_character or _SLOWNESS
        return _LEAST_LOOKS + round(_GENEROSITY * slowness * max(_lengths(passage), default=0))


@dataclass(slots=True)
class Watch:
    """Looks at the workers while a passage is waited for.

    Attributes:
        patience: How many looks in a row may pass without a sign of the workers.
    """

    patience: int
    _looks: int = 0
    _idle_looks: int = 0
    _ticks: int | None = None

    def look(self, is_sign: bool) -> None:
        """Look once more; ``is_sign`` tells whether a worker has said that it goes on.

        Raises:
            WorkerHangsError: The workers have given no sign for too long, or have not used a
                processor for a minute.
        """
        if is_sign:
            self._looks = 0
            self._idle_looks = 0
            return
        ticks = ticks_of_children(os.getpid())
        self._looks += 1
        self._idle_looks += 1
        if ticks is None or ticks != self._ticks:
            self._idle_looks = 0
        self._ticks = ticks
        if self._looks > self.patience or self._idle_looks > _IDLE_LOOKS:
            raise WorkerHangsError("stopped answering")


def ticks_of_children(process: int) -> int | None:
    """Return the processor time that the children of a process have used, and theirs.

    None where the system does not tell; Linux does.
    """
    if sys.platform != "linux":
        return None
    ticks = 0
    try:
        for child in _children(process):
            stat = (_PROCESSES / str(child) / "stat").read_text("ascii", "replace")
            numbers = stat.rpartition(")")[2].split()
            ticks += sum(map(int, numbers[_TICKS])) + (ticks_of_children(child) or 0)
    except OSError:  # one has just ended, or this kernel lists no children
        return None
    return ticks


def _children(process: int) -> Iterator[int]:
    """Yield the children of a process, whichever of its threads started them."""
    for thread in (_PROCESSES / str(process) / "task").iterdir():
        yield from map(int, (thread / "children").read_text("ascii").split())


def _lengths(passage: Passage) -> list[int]:
    """Return how many characters each utterance of a passage has."""
    return [len(utterance.spoken) for utterance in passage.utterances]
