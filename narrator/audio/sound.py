"""Joining the clips of one passage with pydub.

A passage is short, so it is joined in memory and in one stroke: pydub's own ``+=`` copies all that came before at every
clip.
"""

from __future__ import annotations

import os
import warnings
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from pydub import AudioSegment


Pcm = bytes | bytearray


class Clip(Protocol):
    """Mono signed 16-bit little-endian PCM, as an engine speaks it."""

    @property
    def pcm(self) -> bytes:
        """The samples."""

    @property
    def sample_rate(self) -> int:
        """How many of them make a second."""


@dataclass(frozen=True, slots=True)
class Pause:
    """Silence between two utterances."""

    seconds: float


SAMPLE_BYTES = 2  # everything between engine and encoder is mono signed 16-bit
# milliseconds; long enough to take the click off an edge, too short to be heard on a consonant
_FADE_MILLISECONDS = 3


@dataclass(frozen=True, slots=True)
class Sound:
    """A joined passage: PCM, where each piece starts in it, and how many samples of silence it ends with."""

    pcm: Pcm
    sample_rate: int
    starts_samples: tuple[int, ...]
    tail_samples: int

    @property
    def samples(self) -> int:
        """Its length."""
        return len(self.pcm) // SAMPLE_BYTES


def join(pieces: Sequence[Clip | Pause]) -> Sound:
    """Join clips and pauses, each clip with a short fade at both ends.

    Raises:
        ValueError: no clip among the pieces, or clips of different sample rates.
    """
    rates = {piece.sample_rate for piece in pieces if not isinstance(piece, Pause)}
    if len(rates) != 1:
        raise ValueError(f"a passage needs clips of one sample rate, not {sorted(rates)}")
    (rate,) = rates
    segments = [_segment(piece, rate) for piece in pieces]
    lengths = [len(segment.raw_data) // SAMPLE_BYTES for segment in segments]
    return Sound(
        pcm=b"".join(segment.raw_data for segment in segments),
        sample_rate=rate,
        starts_samples=tuple(accumulate(lengths[:-1], initial=0)),
        tail_samples=lengths[-1] if isinstance(pieces[-1], Pause) else 0,
    )


def fit(sound: Sound, frame_samples: int, delay_samples: int = 0) -> tuple[Pcm, int]:
    """The PCM to encode so that the passage fills whole frames, and how many frames that are.

    ``delay_samples`` is how much later than its frames the sound comes out of encoder and decoder. The sound's length is
    rounded up to whole frames, and its closing silence gives up what the delay needs, so that the next passage's frames
    follow at once.
    """
    whole = -(-sound.samples // frame_samples) * frame_samples
    kept = max(sound.samples - sound.tail_samples, whole - delay_samples)
    frames = -(-(kept + delay_samples) // frame_samples)
    size = (frames * frame_samples - delay_samples) * SAMPLE_BYTES
    if len(sound.pcm) == size:
        return sound.pcm, frames
    return sound.pcm[:size].ljust(size, b"\0"), frames


def _segment(piece: Clip | Pause, rate: int) -> AudioSegment:
    audio_segment = import_pydub()
    if isinstance(piece, Pause):
        return audio_segment.silent(duration=round(piece.seconds * 1000), frame_rate=rate)
    clip = audio_segment(data=piece.pcm, sample_width=SAMPLE_BYTES, frame_rate=rate, channels=1)
    if len(clip) < 2 * _FADE_MILLISECONDS:  # len() of a segment is in milliseconds
        return clip
    return clip.fade_in(_FADE_MILLISECONDS).fade_out(_FADE_MILLISECONDS)


def import_pydub() -> type[AudioSegment]:
    """Pydub's AudioSegment, without its complaint that there is no ffmpeg program: none is used."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        os.environ.setdefault(
            "PATH", os.defpath
        )  # pydub looks there for programs and takes it for granted
        import pydub
    segment: type[AudioSegment] = pydub.AudioSegment
    return segment
