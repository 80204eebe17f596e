"""Loudness: every passage brought to one level, with a limiter for its true peaks.

A passage is minutes long, so it is measured as a whole and gets one fixed gain: nothing pumps, and
what is spoken first does not decide for the rest. What the limiter takes from the loudness, more
gain makes up for.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from narrator.audio.limiter import BLOCK_SAMPLES, amplify, edge_gains
from narrator.audio.meter import Meter, make_meter, measure
from narrator.audio.sound import Pcm, Sound
from narrator.audio.true_peak import block_peaks, true_peaks

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Floats = NDArray[np.float32]

# shops and podcast apps ask for true peaks below this
MAX_PEAK_DB = -3.0
_FULL_SCALE = 32_768
# so that silence and noise are not amplified without limit
_MAX_GAIN_DB = 20.0
# More gain ducks more. This goes on until the rest is this small, or for a number of rounds.
_NEAR_ENOUGH_DB = 0.02
_MAX_ROUNDS = 8
# what ducking takes is made up for by this much gain at most, of which at least a part is heard
_MAX_RAISE_DB = 12.0
_LEAST_EFFECT = 0.2
# what true peaks may need beyond the gain that the samples alone need
_MORE_FOR_TRUE_PEAKS_DB = 1.0


def warm_up() -> None:
    """Load numpy into this process, with the part that it would load at the first spectrum."""
    import numpy.fft  # noqa: F401


@dataclass(frozen=True, slots=True)
class _Limited:
    """A passage as it leaves the limiter.

    Attributes:
        meter: The passage's meter.
        peaks: The peak of each of the limiter's blocks.
        ceiling: The largest magnitude that may come out.
    """

    meter: Meter
    peaks: Floats
    ceiling: float

    def gains(self, gain_db: float) -> Floats:
        """Return the gain at the edges of all blocks, where a gain is wanted."""
        return edge_gains(self.peaks, _factor(gain_db), self.ceiling)

    def gain_for(self, target_lufs: float) -> float:
        """Return the gain in dB that leads to a loudness, or as near as it can be."""
        gain_db = target_lufs - self.meter.loudness()
        max_gain_db = gain_db + _MAX_RAISE_DB
        effect = 1.0  # of more gain on the loudness
        last_missing_db = step_db = 0.0
        for _ in range(_MAX_ROUNDS):
            missing_db = target_lufs - self.meter.loudness(self.gains(gain_db))
            if missing_db < _NEAR_ENOUGH_DB or gain_db == max_gain_db:
                break
            if step_db:
                effect = max((last_missing_db - missing_db) / step_db, _LEAST_EFFECT)
            last_missing_db = missing_db
            step_db = missing_db / effect
            gain_db = min(gain_db + step_db, max_gain_db)
        return gain_db


def level(sound: Sound, target_lufs: float, ceiling_db: float) -> Sound:
    """Return a passage at a loudness, with no true peak above a ceiling.

    Silence is returned as it is. The samples are changed in place if they can be.

    Args:
        sound: The passage.
        target_lufs: The loudness that it is brought to.
        ceiling_db: The highest true peak in dB of full scale.
    """
    import numpy as np

    # a passage is minutes long: what may be changed is not copied
    pcm = sound.pcm if isinstance(sound.pcm, bytearray) else bytearray(sound.pcm)
    samples = np.frombuffer(pcm, "<i2")
    meter = make_meter(samples, sound.sample_rate)
    measured_lufs = meter.loudness()
    if measured_lufs == -math.inf:
        return sound
    target_lufs = min(target_lufs, measured_lufs + _MAX_GAIN_DB)
    ceiling = _FULL_SCALE * _factor(ceiling_db)

    by_samples = _Limited(meter, block_peaks(samples, BLOCK_SAMPLES), ceiling)
    gain_db = by_samples.gain_for(target_lufs) + _MORE_FOR_TRUE_PEAKS_DB
    peaks = true_peaks(samples, BLOCK_SAMPLES, ceiling / _factor(gain_db))
    limited = _Limited(meter, peaks, ceiling)
    amplify(samples, limited.gains(limited.gain_for(target_lufs)), ceiling)
    return replace(sound, pcm=pcm)


def excess_db(tracks: Sequence[Pcm], sample_rate: int) -> list[float]:
    """Return by how much each track of mono 16-bit PCM is louder than the softest, in dB.

    It is 0 for silence, and no more than what ``level`` can make up for.
    """
    import numpy as np

    levels = [measure(np.frombuffer(track, "<i2"), sample_rate) for track in tracks]
    softest = min((each for each in levels if each > -math.inf), default=0.0)
    return [min(max(each - softest, 0), _MAX_GAIN_DB) for each in levels]


def softened(pcm: bytes, decibels: float) -> bytes:
    """Return mono 16-bit PCM that much softer."""
    import numpy as np

    if not decibels:
        return pcm
    samples = np.frombuffer(pcm, "<i2") * _factor(-decibels)
    return np.round(samples).astype("<i2").tobytes()


def _factor(decibels: float) -> float:
    """Return the amplitude factor of a gain in dB."""
    factor: float = 10 ** (decibels / 20)
    return factor
