"""The player: what is heard, from where on and how fast.

The device's thread reads from it, while another one gives it clips and obeys the listener.
"""

from __future__ import annotations

import threading
from collections import deque
from dataclasses import dataclass

from narrator.audio.sound import SAMPLE_BYTES
from narrator.playing.clip import Clip
from narrator.playing.script import Spot
from narrator.playing.stretch import DEVICE_RATE, Stretcher

# fed to the filter at a time
_BLOCK_SECONDS = 0.05


@dataclass(frozen=True, slots=True)
class _Part:
    """A clip from a sample on, or the samples of it that the filter was fed.

    Attributes:
        clip: The clip.
        start: Its first sample.
        fed_before: How many samples the filter was fed before it.
    """

    clip: Clip
    start: int
    fed_before: int = 0


@dataclass(frozen=True, slots=True)
class Heard:
    """What is heard now.

    Attributes:
        spot: The sentence.
        seconds: How far its clip is from where the sentence starts.
        clip_seconds: How far its clip is.
        is_whole: Whether that is a whole passage.
    """

    spot: Spot
    seconds: float
    clip_seconds: float
    is_whole: bool


class Player:
    """Clips, one after the other, as the device reads them.

    Attributes:
        speed: As a multiple of how fast the voice speaks.
        is_paused: Whether nothing is heard.
    """

    def __init__(self, speed: float) -> None:
        self.speed = speed
        self.is_paused = False
        self._lock = threading.Lock()
        self._clear()

    def _clear(self) -> None:
        """Forget all clips."""
        self._waiting: deque[_Part] = deque()
        self._last: Clip | None = None
        self._reset()

    def _reset(self) -> None:
        """Forget what the filter was fed."""
        self._stretcher: Stretcher | None = None
        self._ready = bytearray()
        self._fed: deque[_Part] = deque()
        self._position = 0
        self._read_samples = 0

    @property
    def last(self) -> Clip | None:
        """The last of the clips; None where there is none."""
        return self._last

    @property
    def clips_waiting(self) -> int:
        """How many clips have not begun."""
        return len(self._waiting)

    def add(self, clip: Clip, spot: Spot) -> None:
        """Play a clip, from a spot of it on, when those before it are heard."""
        with self._lock:
            self._waiting.append(_Part(clip, clip.start_samples(spot)))
            self._last = clip

    def drop(self) -> None:
        """Forget all clips, because the listener goes elsewhere."""
        with self._lock:
            self._clear()

    def set_speed(self, speed: float) -> None:
        """Go on at another speed from what is heard now."""
        with self._lock:
            parts = self._unheard()
            self.speed = speed
            self._reset()
            self._waiting.extendleft(reversed(parts))

    def heard(self) -> Heard | None:
        """Return what is heard now; None where no clip has begun."""
        with self._lock:
            parts = self._unheard()
        if not parts:
            return None
        clip, sample = parts[0].clip, parts[0].start
        spot = clip.spot_at(sample)
        seconds = (sample - clip.start_samples(spot)) / clip.sample_rate
        return Heard(spot, seconds, sample / clip.sample_rate, clip.is_whole)

    @property
    def is_silent(self) -> bool:
        """Whether all clips are heard to their ends."""
        return not (self._ready or self._waiting or self._has_more())

    def read(self, samples: int) -> bytes:
        """Return what the device plays next; silence where nothing is ready."""
        wanted = samples * SAMPLE_BYTES
        with self._lock:
            if self.is_paused:
                return bytes(wanted)
            while len(self._ready) < wanted and self._feed():
                pass
            sound = bytes(self._ready[:wanted])
            del self._ready[:wanted]
            self._read_samples += len(sound) // SAMPLE_BYTES
        return sound.ljust(wanted, b"\0")

    def _has_more(self) -> bool:
        """Return whether the filter can be fed more of the clip that it is fed."""
        return bool(self._fed) and self._position < self._fed[-1].clip.samples

    def _feed(self) -> bool:
        """Feed the filter a block; return whether there was one."""
        if not self._has_more():
            if not self._waiting:
                return False
            self._begin(self._waiting.popleft())
        clip = self._fed[-1].clip
        if self._stretcher is None:
            self._stretcher = Stretcher(clip.sample_rate, self.speed)
        end = self._position + round(_BLOCK_SECONDS * clip.sample_rate)
        block = clip.pcm[self._position * SAMPLE_BYTES : end * SAMPLE_BYTES]
        self._position = min(end, clip.samples)
        if block:
            for stretched in self._stretcher.push(block):
                self._ready += stretched
        return True

    def _begin(self, part: _Part) -> None:
        """Begin to feed the filter a clip."""
        fed = self._stretcher.fed_samples if self._stretcher else 0
        self._fed.append(_Part(part.clip, part.start, fed))
        self._position = part.start

    def _unheard(self) -> list[_Part]:
        """Return what the filter was fed and nobody has heard, and forget what was heard."""
        if not self._fed:
            return []
        rate = self._fed[-1].clip.sample_rate
        heard = round(self._read_samples * self.speed * rate / DEVICE_RATE)
        while len(self._fed) > 1 and self._fed[1].fed_before <= heard:
            self._fed.popleft()
        first, *others = self._fed
        sample = first.start + max(0, heard - first.fed_before)
        sample = min(sample, first.clip.samples)
        return [_Part(first.clip, sample), *others]
