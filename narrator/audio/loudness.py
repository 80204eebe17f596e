"""Loudness: every passage brought to one level, with a limiter for its peaks.

A passage is minutes long, so it is measured as a whole and gets one fixed gain: nothing pumps, and what is spoken first
does not decide for the rest. The measure is taken from a sample of its blocks, which is as good to a tenth of a decibel or
two and costs a tenth. The limiter looks ahead and works on blocks of a few milliseconds, with straight lines between.

Sources: ITU-R BS.1770-5 (K-weighting by its two filters, 400 ms blocks, both gates); EBU R 128 for the terms.
"""

from __future__ import annotations

import math
from dataclasses import replace
from functools import cache
from typing import TYPE_CHECKING, Any

from narrator.audio.sound import Sound

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Floats = NDArray[np.float32]
    Samples = NDArray[np.int16]

# BS.1770's full scale: a sine of 0 dBFS and 997 Hz in one channel measures -3.01 LUFS
_OFFSET_LUFS = -0.691
_ABSOLUTE_GATE_LUFS = -70.0
_RELATIVE_GATE_POWER = 0.1  # 10 LU below the mean
_BLOCK_SECONDS = 0.4
# of so many blocks of a passage, evenly spread, the level follows within 0.2 dB, and a file's within 0.1
_MOST_BLOCKS = 64
# Shops ask for true peaks below -3 dB. Between samples speech rises higher than they stand, the more so the more of it is
# sibilants brought up to the ceiling: dBFS up to this loudness, and so many dB less for every dB above
_CEILING_DB, _CEILING_UP_TO_LUFS, _CEILING_SLOPE = -3.6, -19.0, -0.6
# silence and noise are not blown up
_MOST_GAIN_DB = 20.0

# The limiter's gain is given at the edges of its blocks; it falls and rises over _LOOKAHEAD_BLOCKS of them: at 22,050 Hz
# that is 23 ms, longer than a period of the lowest voice, so that the gain follows words and not single vibrations.
_LIMITER_BLOCK_SAMPLES = 64
_LOOKAHEAD_BLOCKS = 8
# a minimum over 2 blocks becomes one over the lookahead and the block itself by looking so many further, time and again
_DOUBLINGS = (1, 2, 4)
# ducking takes from the whole, more gain makes up for it and ducks again: until it is this near, or to no end
_NEAR_ENOUGH_DB = 0.1
_MOST_ROUNDS = 5
# limited in stretches that stay in the processor's cache
_STRETCH_BLOCKS = 1 << 11


def warm_up() -> None:
    """Load numpy into this process, with the part that it would load at the first spectrum."""
    import numpy.fft  # noqa: F401


def level(sound: Sound, target_lufs: float) -> Sound:
    """A passage at a loudness, no sample above the ceiling. Silence stays as it is."""
    import numpy as np

    pcm = bytearray(sound.pcm)
    samples = np.frombuffer(pcm, "<i2")
    now = measure(samples, sound.sample_rate)
    if now == -math.inf:
        return sound
    gain = 10 ** (min(target_lufs - now, _MOST_GAIN_DB) / 20)
    ceiling_db = _CEILING_DB + _CEILING_SLOPE * max(target_lufs - _CEILING_UP_TO_LUFS, 0)
    _limit(samples, gain, 32_768 * 10 ** (ceiling_db / 20))
    return replace(sound, pcm=pcm)


def measure(samples: Samples, sample_rate: int) -> float:
    """Gated loudness of mono samples in LUFS; minus infinity for silence and for less than one block.

    By the power of each block's K-weighted spectrum, which by Parseval's theorem is that of the filtered block.
    """
    import numpy as np

    size = round(sample_rate * _BLOCK_SECONDS)
    count = len(samples) // size
    if count == 0:
        return -math.inf
    chosen = np.linspace(0, count - 1, min(count, _MOST_BLOCKS)).astype(int)
    blocks, weights = samples[: count * size].reshape(count, size), _k_weights(sample_rate, size)
    power = np.array([_power(blocks[number], weights) for number in chosen])
    power = power[power > 10 ** ((_ABSOLUTE_GATE_LUFS - _OFFSET_LUFS) / 10)]
    if len(power) == 0:
        return -math.inf
    loud = power[power > _RELATIVE_GATE_POWER * power.mean()]
    return _OFFSET_LUFS + 10 * math.log10(loud.mean())


def _power(block: Samples, weights: Floats) -> float:
    import numpy as np

    spectrum = np.fft.rfft(block.astype(np.float32) / 32_768)
    # not by a dot product: what computes those starts threads, in every process anew
    return float(((spectrum.real**2 + spectrum.imag**2) * weights).sum())


@cache
def _k_weights(sample_rate: int, size: int) -> Floats:
    """What each bin of a block's spectrum adds to its mean square: the square of the K-weighting filter's gain there.

    BS.1770 gives the two filters at 48 kHz; these are the analogue filters behind them, brought to any rate by the
    bilinear transform: a shelf of 4 dB above 1.7 kHz and a high-pass at 38 Hz.
    """
    import numpy as np

    z = np.exp(-2j * np.pi * np.arange(size // 2 + 1) / size)
    shelf_tan, shelf_q, high = (
        _tangent(1681.974450955533, sample_rate),
        0.7071752369554196,
        10 ** (3.999843853973347 / 20),
    )
    shelf = _biquad(
        z,
        (high, high**0.4996667741545416 * shelf_tan / shelf_q, shelf_tan),
        (1, shelf_tan / shelf_q, shelf_tan),
    )
    pass_tan, pass_q = _tangent(38.13547087602444, sample_rate), 0.5003270373238773
    denominator = (1, pass_tan / pass_q, pass_tan)
    # the high-pass is not brought back to 0 dB at high frequencies: BS.1770 leaves its numerator at 1, -2, 1
    high_pass = _biquad(z, (1, 0, 0), denominator) * (1 + pass_tan / pass_q + pass_tan**2)
    weights = np.abs(shelf * high_pass) ** 2 * 2 / size**2
    weights[0] /= 2
    if size % 2 == 0:
        weights[-1] /= 2
    as_float32: Floats = weights.astype(np.float32)
    return as_float32


def _tangent(hertz: float, sample_rate: int) -> float:
    return math.tan(math.pi * hertz / sample_rate)


def _biquad(
    z: Any, numerator: tuple[float, float, float], denominator: tuple[float, float, float]
) -> Any:
    """An analogue filter's response at 1/z, its coefficients given for s², s and 1 with the tangents multiplied in."""
    square, line, one = (1 - z) ** 2, 1 - z**2, (1 + z) ** 2
    top, bottom = (a * square + b * line + c**2 * one for a, b, c in (numerator, denominator))
    return top / bottom


def _limit(samples: Samples, gain: float, ceiling: float) -> None:
    """Multiply samples, where they are, by a gain that ducks wherever a block's peak would pass the ceiling."""
    import numpy as np

    count = len(samples) // _LIMITER_BLOCK_SAMPLES
    blocks = samples[: count * _LIMITER_BLOCK_SAMPLES].reshape(count, _LIMITER_BLOCK_SAMPLES)
    # the lowest sample has no positive counterpart but an unsigned one
    peaks = np.abs(blocks).view(np.uint16).max(axis=1)
    edges = _edge_gains(peaks, gain, ceiling)
    ramp = np.arange(_LIMITER_BLOCK_SAMPLES, dtype=np.float32) / _LIMITER_BLOCK_SAMPLES
    for start in range(0, count, _STRETCH_BLOCKS):
        stretch = blocks[start : start + _STRETCH_BLOCKS]
        here, after = (
            edges[start : start + len(stretch)],
            edges[start + 1 : start + 1 + len(stretch)],
        )
        gains = np.multiply.outer(after - here, ramp)
        gains += here[:, None]
        gains *= stretch
        stretch[:] = gains
    rest = samples[blocks.size :]
    rest[:] = np.clip(rest * edges[-1], -ceiling, ceiling)


def _edge_gains(peaks: NDArray[np.uint16], gain: float, ceiling: float) -> Floats:
    """The gain at both edges of every block, raised by as much as ducking takes from the whole."""
    import numpy as np

    power = peaks.astype(np.float32) ** 2
    wanted = gain
    for _ in range(_MOST_ROUNDS):
        edges = _ducked(peaks, gain, ceiling) * np.float32(gain)
        short = wanted / math.sqrt(float((power * edges[:-1] ** 2).sum()) / float(power.sum()))
        if short < 10 ** (_NEAR_ENOUGH_DB / 20):
            break
        gain *= short
    return edges


def _ducked(peaks: NDArray[np.uint16], gain: float, ceiling: float) -> Floats:
    """What part of a gain either neighbour of an edge stands at the most, smoothed.

    The mean of minima whose windows all reach over both neighbours.
    """
    import numpy as np

    allowed = np.minimum(
        np.float32(1), np.float32(ceiling / gain) / np.maximum(peaks, 1).astype(np.float32)
    )
    around = np.pad(allowed, _LOOKAHEAD_BLOCKS, constant_values=1)
    lowest = np.minimum(around[:-1], around[1:])
    for reach in _DOUBLINGS:
        lowest = np.minimum(lowest[:-reach], lowest[reach:])
    # in double precision: over a passage the sums grow long
    sums = np.cumsum(np.pad(lowest, (1, 0)), dtype=np.float64)
    means: Floats = (
        (sums[_LOOKAHEAD_BLOCKS:] - sums[:-_LOOKAHEAD_BLOCKS]) / _LOOKAHEAD_BLOCKS
    ).astype(np.float32)
    return means
