"""How far the workers are within their passages, once a second.

A passage takes a slow engine minutes. The workers report through a pipe what they have spoken, in
records so short that the system writes them whole. Nothing waits for them.
"""

from __future__ import annotations

import struct
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from multiprocessing.connection import Connection

from narrator.article import count_words
from narrator.audio.sound import SAMPLE_BYTES
from narrator.recording.passages import Utterance
from narrator.speech.engines import Speech

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


def read_reports(receiver: Connection, tell: Callable[[int, float], None]) -> None:
    """Tell what has been reported: words, and seconds of sound."""
    while receiver.poll():
        words, seconds = _RECORD.unpack(receiver.recv_bytes())
        tell(words, seconds)
