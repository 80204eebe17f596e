"""How far the workers are within their passages, once a second.

A passage takes a slow engine minutes. The workers report through a pipe what they have spoken, in
records so short that the system writes them whole. Nothing waits for them.
"""

from __future__ import annotations

import struct
import time
from collections.abc import Callable
from contextlib import ExitStack, suppress
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from narrator.article import count_words
from narrator.audio.sound import SAMPLE_BYTES
from narrator.recording.passages import Utterance
from narrator.speech.engines import Speech

if TYPE_CHECKING:
    from multiprocessing.connection import Connection

_SECONDS_A_REPORT = 1.0
_RECORD = struct.Struct("<qd")


@dataclass(slots=True)
class _Unreported:
    """What this process has spoken since its last report."""

    words: int = 0
    seconds: float = 0.0
    reported_at: float = field(default_factory=time.monotonic)


_sender: Connection | None = None
_unreported = _Unreported()


def report_to(sender: Connection) -> None:
    """Have this process report to the other end of a pipe."""
    global _sender
    _sender = sender


def count(utterance: Utterance, speech: Speech) -> None:
    """Count an utterance that this process has spoken, and report where a second has passed."""
    if _sender is None:
        return
    _unreported.words += count_words(utterance.text)
    _unreported.seconds += len(speech.pcm) / SAMPLE_BYTES / speech.sample_rate
    now = time.monotonic()
    if now - _unreported.reported_at < _SECONDS_A_REPORT:
        return
    with suppress(OSError):
        _sender.send_bytes(_RECORD.pack(_unreported.words, _unreported.seconds))
    _unreported.words = 0
    _unreported.seconds = 0.0
    _unreported.reported_at = now


@dataclass(slots=True)
class Reports:
    """What the workers report; nothing until they are there."""

    _receiver: Connection | None = None

    def open(self, stack: ExitStack) -> Connection:
        """Open the pipe, until the stack is closed, and return the workers' end of it."""
        from multiprocessing import Pipe

        self._receiver, sender = map(stack.enter_context, Pipe(duplex=False))
        return sender

    def read(self, tell: Callable[[int, float], None]) -> None:
        """Tell what has been reported: words, and seconds of sound."""
        while self._receiver is not None and self._receiver.poll():
            words, seconds = _RECORD.unpack(self._receiver.recv_bytes())
            tell(words, seconds)
