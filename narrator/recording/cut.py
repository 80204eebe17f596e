"""Where a passage ends and the next one begins.

A passage is long enough that starting it costs nothing next to speaking it, and short enough that
a few of them in flight fill no memory. What stands at a cut decides about it, not the distance from
the start, so that after an edit the later cuts are where they were and the passages between them
need not be spoken again.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from narrator.audio.sound import Pause
from narrator.recording.passages import Utterance

# the bounds of a passage, in characters of the source
MIN_PASSAGE, MAX_PASSAGE = 1_500, 3_500
# between the bounds one utterance of this many ends a passage: about 600 characters after the lower
_CUT_ONE_IN = 6


@dataclass(frozen=True, slots=True)
class PausedUtterance:
    """An utterance and the pause after it."""

    utterance: Utterance
    pause: Pause


def cut(spoken: Iterable[PausedUtterance]) -> Iterator[list[PausedUtterance]]:
    """Cut the utterances of one section into runs, each of them a passage."""
    run: list[PausedUtterance] = []
    size = 0
    for each in spoken:
        text = each.utterance.text
        if run and size + len(text) > MAX_PASSAGE:
            yield run
            run, size = [], 0
        run.append(each)
        size += len(text)
        if size >= MIN_PASSAGE and _may_end_a_passage(text):
            yield run
            run, size = [], 0
    if run:
        yield run


def _may_end_a_passage(text: str) -> bool:
    """Return whether an utterance is one of those that end a passage, judged by a checksum."""
    return zlib.crc32(text.encode("utf-8", "replace")) % _CUT_ONE_IN == 0
