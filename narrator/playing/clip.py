"""Clips: sound that is ready to be heard, and where its sentences start."""

from __future__ import annotations

from dataclasses import dataclass

from narrator.audio.decode import decode
from narrator.audio.formats import Format
from narrator.audio.sound import SAMPLE_BYTES
from narrator.playing.script import Spot
from narrator.recording.take import Take


@dataclass(frozen=True, slots=True)
class Clip:
    """A passage that is ready to be heard, or some utterances of it.

    Attributes:
        spot: Where in the script it starts.
        pcm: Mono signed 16-bit samples.
        sample_rate: Samples a second.
        starts_samples: Where each utterance starts.
        is_whole: Whether it is a whole passage.
    """

    spot: Spot
    pcm: bytes
    sample_rate: int
    starts_samples: tuple[int, ...]
    is_whole: bool = True

    @property
    def samples(self) -> int:
        """Its length."""
        return len(self.pcm) // SAMPLE_BYTES

    @property
    def last(self) -> Spot:
        """The spot of its last utterance."""
        return self.spot_of(len(self.starts_samples) - 1)

    def spot_of(self, index: int) -> Spot:
        """Return the spot of one of its utterances, counted from 0."""
        return Spot(self.spot.passage, self.spot.utterance + index)

    def start_samples(self, spot: Spot) -> int:
        """Return where it is at a spot that it holds."""
        return self.starts_samples[spot.utterance - self.spot.utterance]

    def spot_at(self, sample: int) -> Spot:
        """Return what is heard at a sample."""
        index = 0
        for number, start in enumerate(self.starts_samples):
            if start <= sample:
                index = number
        return self.spot_of(index)


def as_clip(take: Take, spot: Spot, audio: Format, *, is_whole: bool = True) -> Clip:
    """Return a take as a clip that starts at a spot.

    Args:
        take: The take.
        spot: The spot.
        audio: The take's format.
        is_whole: Whether it is a whole passage.
    """
    rate = take.encoded.sample_rate
    speech_rate = take.times.speech_rate
    starts = tuple(timing.start_samples * rate // speech_rate for timing in take.times.timings)
    return Clip(spot, decode(take.encoded, audio), rate, starts, is_whole)
