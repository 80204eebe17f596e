"""Joining the clips of one passage with pydub.

A passage is short, so it is joined in memory and in one step: pydub's own ``+=`` copies everything
that came before for every clip.
"""

from __future__ import annotations

import os
import warnings
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from pydub import AudioSegment


Pcm = bytes | bytearray

SAMPLE_BYTES = 2  # everything between engine and encoder is mono signed 16-bit
# long enough to take the click off an edge, too short to be heard on a consonant
_FADE_MILLISECONDS = 3


class Clip(Protocol):
    """Mono signed 16-bit little-endian PCM, as an engine speaks it."""

    @property
    def pcm(self) -> bytes:
        """The samples."""

    @property
    def sample_rate(self) -> int:
        """Samples per second."""


@dataclass(frozen=True, slots=True)
class Pause:
    """Silence between two utterances."""

    seconds: float


@dataclass(frozen=True, slots=True)
class Sound:
    """A joined passage.

    Attributes:
        pcm: Mono signed 16-bit little-endian samples.
        sample_rate: Samples per second.
        starts_samples: Where each clip and pause starts in it.
        tail_samples: How many samples of silence it ends with.
    """

    pcm: Pcm
    sample_rate: int
    starts_samples: tuple[int, ...]
    tail_samples: int

    @property
    def samples(self) -> int:
        """Length in samples."""
        return len(self.pcm) // SAMPLE_BYTES


@dataclass(frozen=True, slots=True)
class FramedPcm:
    """PCM that an encoder turns into a whole number of frames, its delay included."""

    pcm: Pcm
    frames: int


def join(pieces: Sequence[Clip | Pause]) -> Sound:
    """Join clips and pauses, each clip with a short fade at both ends.

    Raises:
        ValueError: There is no clip among the pieces, or they differ in sample rate.
    """
    rates = {piece.sample_rate for piece in pieces if not isinstance(piece, Pause)}
    if len(rates) != 1:
        raise ValueError(f"a passage needs clips of one sample rate, not {sorted(rates)}")
    (rate,) = rates
    starts_samples: list[int] = []
    pcm = bytearray()
    for piece in pieces:
        starts_samples.append(len(pcm) // SAMPLE_BYTES)
        pcm += _segment(piece, rate).raw_data
    end = len(pcm) // SAMPLE_BYTES
    tail_samples = 0
    if isinstance(pieces[-1], Pause):
        tail_samples = end - starts_samples[-1]
    return Sound(pcm, rate, tuple(starts_samples), tail_samples)


def fit_to_frames(sound: Sound, frame_samples: int, delay_samples: int = 0) -> FramedPcm:
    """Return a passage's PCM with its end changed so that it fills whole frames.

    The length is rounded up to whole frames. The closing silence then gives up what the delay
    needs, so that the next passage's frames can follow at once.

    Args:
        sound: The passage.
        frame_samples: Samples in one frame of the codec.
        delay_samples: How much later than its frames the sound comes out of encoder and decoder.
    """
    rounded_up = _divide_up(sound.samples, frame_samples) * frame_samples
    without_tail = sound.samples - sound.tail_samples
    kept = max(without_tail, rounded_up - delay_samples)
    frames = _divide_up(kept + delay_samples, frame_samples)
    size = (frames * frame_samples - delay_samples) * SAMPLE_BYTES
    if len(sound.pcm) == size:
        return FramedPcm(sound.pcm, frames)
    return FramedPcm(sound.pcm[:size].ljust(size, b"\0"), frames)


def _divide_up(dividend: int, divisor: int) -> int:
    """Divide and round up."""
    return -(-dividend // divisor)


def _segment(piece: Clip | Pause, rate: int) -> AudioSegment:
    """Return a pause or a faded clip as pydub's segment."""
    segment_class = import_pydub()
    if isinstance(piece, Pause):
        milliseconds = round(piece.seconds * 1000)
        return segment_class.silent(duration=milliseconds, frame_rate=rate)
    clip = segment_class(data=piece.pcm, sample_width=SAMPLE_BYTES, frame_rate=rate, channels=1)
    clip_milliseconds = len(clip)
    if clip_milliseconds < 2 * _FADE_MILLISECONDS:
        return clip
    return clip.fade_in(_FADE_MILLISECONDS).fade_out(_FADE_MILLISECONDS)


def import_pydub() -> type[AudioSegment]:
    """Return pydub's AudioSegment, imported without its warning that ffmpeg is missing.

    No ffmpeg program is used.
    """
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        # pydub looks for programs on PATH and fails where the variable is not set
        os.environ.setdefault("PATH", os.defpath)
        import pydub
    segment: type[AudioSegment] = pydub.AudioSegment
    return segment
