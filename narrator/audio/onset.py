"""Where speech is heard within a clip: engines put silence before and after it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np

    Samples = np.ndarray[tuple[int], np.dtype[np.int16]]

# a window is heard that is less than so far below the clip's level
_RANGE_DB = 40.0
_WINDOW_SECONDS = 0.005
# of the samples that the level is measured with, one in so many: enough for a sentence's
_LEVEL_STRIDE = 16
# windows that are looked at in one step, since nearly all clips are heard at once
_WINDOWS_A_STEP = 64


@dataclass(frozen=True, slots=True)
class Heard:
    """The part of a clip that is heard, in samples from the clip's start."""

    start_samples: int
    end_samples: int


def find_heard(pcm: bytes, sample_rate: int) -> Heard:
    """Return the part of a clip that is heard; all of it where it is silent.

    It begins with the first 5 ms that are louder than 40 dB below the clip's root mean square, and
    ends with the last.

    Args:
        pcm: Mono signed 16-bit little-endian samples.
        sample_rate: Samples per second.
    """
    import numpy as np

    samples = np.frombuffer(pcm, np.int16)
    window_samples = max(1, round(_WINDOW_SECONDS * sample_rate))
    level = _mean_square(samples[::_LEVEL_STRIDE])
    threshold = level * 10 ** (-_RANGE_DB / 10)
    if not threshold:
        return Heard(0, len(samples))
    before = _silent_windows(samples, window_samples, threshold)
    after = _silent_windows(samples[::-1], window_samples, threshold)
    start = before * window_samples
    end = len(samples) - after * window_samples
    return Heard(start, max(start, end))


def _silent_windows(samples: Samples, window_samples: int, threshold: float) -> int:
    """Count the windows before the first whose mean square is above a threshold."""
    step_samples = _WINDOWS_A_STEP * window_samples
    for start in range(0, len(samples), step_samples):
        step = samples[start : start + step_samples]
        windows = len(step) // window_samples
        shaped = step[: windows * window_samples].reshape(windows, window_samples)
        loud = (shaped.astype("float32") ** 2).mean(axis=1) > threshold
        if loud.any():
            return start // window_samples + int(loud.argmax())
    return 0


def _mean_square(samples: Samples) -> float:
    """Return the mean of the squares of samples; 0 where there are none."""
    if not len(samples):
        return 0.0
    return float((samples.astype("float32") ** 2).mean())
