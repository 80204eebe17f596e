"""Media overlays: which part of the audio belongs to which sentence.

Each sentence's clip ends where the next one's begins, so that the audio plays through: the pause
after a sentence, or a chapter, belongs to it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from operator import attrgetter

from narrator.publish.markup import Mark, mark_cues
from narrator.recording.cues import Recorded, SentenceCue

_MS_A_SECOND = 1000
_MS_A_MINUTE = 60 * _MS_A_SECOND
_MS_AN_HOUR = 60 * _MS_A_MINUTE


@dataclass(frozen=True, slots=True)
class Clip:
    """A stretch of the audio.

    Attributes:
        id: The id of the element that is heard.
        start_ms: Its start, in milliseconds from the start of the file.
        end_ms: Its end.
    """

    id: str
    start_ms: int
    end_ms: int

    @property
    def start(self) -> str:
        """Its start as an overlay gives it."""
        return clock(self.start_ms)

    @property
    def end(self) -> str:
        """Its end as an overlay gives it."""
        return clock(self.end_ms)


@dataclass(frozen=True, slots=True)
class HeardSection:
    """A section of which something is heard.

    Attributes:
        number: Its number in the article, from 0.
        marks: Its sentences.
        clips: When they are heard.
    """

    number: int
    marks: Sequence[Mark]
    clips: Sequence[Clip]

    @property
    def duration_ms(self) -> int:
        """How long it is heard, in milliseconds."""
        return sum(clip.end_ms - clip.start_ms for clip in self.clips)


def heard_sections(recorded: Recorded) -> Iterator[HeardSection]:
    """Yield the sections of which something is heard, in order."""
    held: list[SentenceCue] = []
    for _, group in groupby(recorded.cues(), attrgetter("section")):
        # without words, which would be most of what is held
        cues = [replace(cue, words=()) for cue in group]
        if held:
            yield _heard_section(held, cues[0].start_seconds)
        held = cues
    if held:
        yield _heard_section(held, recorded.chapters[-1].end_seconds)


def clock(milliseconds: int) -> str:
    """Return a time as overlays give it: hours, minutes, seconds and thousandths."""
    hours, rest = divmod(milliseconds, _MS_AN_HOUR)
    minutes, rest = divmod(rest, _MS_A_MINUTE)
    seconds, thousandths = divmod(rest, _MS_A_SECOND)
    return f"{hours}:{minutes:02}:{seconds:02}.{thousandths:03}"


def _heard_section(cues: Sequence[SentenceCue], end_seconds: float) -> HeardSection:
    """Return a section with its clips, given where the next one's sound begins."""
    marks = mark_cues(cues)
    starts_ms = [round(cue.start_seconds * _MS_A_SECOND) for cue in cues]
    ends_ms = [*starts_ms[1:], round(end_seconds * _MS_A_SECOND)]
    clips: list[Clip] = []
    for mark, start_ms, end_ms in zip(marks, starts_ms, ends_ms, strict=True):
        if start_ms < end_ms:  # what no voice can say takes no time
            clips.append(Clip(mark.id, start_ms, end_ms))
    return HeardSection(cues[0].section, marks, clips)
