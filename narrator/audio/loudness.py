"""Loudness: every passage brought to one level, with a limiter for its peaks.

A passage is minutes long, so it is measured as a whole and gets one fixed gain: nothing pumps, and
what is spoken first does not decide for the rest. The loudness is measured on a sample of its
blocks, which is as good to 0.1 or 0.2 dB and costs a tenth.

Sources: ITU-R BS.1770-5 (K-weighting by its two filters, 400 ms blocks, both gates); EBU R 128 for
the terms.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache
from typing import TYPE_CHECKING

from narrator.audio.limiter import limit
from narrator.audio.sound import Pcm, Sound

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Floats = NDArray[np.float32]
    Response = NDArray[np.complex128]
    Samples = NDArray[np.int16]

# BS.1770's full scale: a sine of 0 dBFS and 997 Hz in one channel measures -3.01 LUFS
_OFFSET_LUFS = -0.691
_ABSOLUTE_GATE_LUFS = -70.0
_RELATIVE_GATE = 0.1  # of the mean power: 10 LU below
_BLOCK_SECONDS = 0.4
# with this many blocks of a passage, evenly spread, its level is right within 0.2 dB, and a file's
# within 0.1
_MAX_MEASURED_BLOCKS = 64
_FULL_SCALE = 32_768
# Shops ask for true peaks below -3 dB. Between samples speech rises above the samples, the more so
# the more of it is sibilants brought up to the ceiling. So the ceiling is this many dBFS up to a
# loudness, and falls by so many dB for every dB above it.
_CEILING_DB = -4.1
_CEILING_UP_TO_LUFS = -19.0
_CEILING_SLOPE = -0.35
# so that silence and noise are not amplified without limit
_MAX_GAIN_DB = 20.0


def warm_up() -> None:
    """Load numpy into this process, with the part that it would load at the first spectrum."""
    import numpy.fft  # noqa: F401


def level(sound: Sound, target_lufs: float) -> Sound:
    """Return a passage at a loudness, with no sample above the ceiling.

    Silence is returned as it is. The samples are changed in place if they can be.
    """
    import numpy as np

    # a passage is minutes long: what may be changed is not copied
    pcm = sound.pcm if isinstance(sound.pcm, bytearray) else bytearray(sound.pcm)
    samples = np.frombuffer(pcm, "<i2")
    measured_lufs = measure(samples, sound.sample_rate)
    if measured_lufs == -math.inf:
        return sound
    gain_db = min(target_lufs - measured_lufs, _MAX_GAIN_DB)
    above = max(target_lufs - _CEILING_UP_TO_LUFS, 0)
    ceiling_db = _CEILING_DB + _CEILING_SLOPE * above
    # the samples are those of ``pcm``
    limit(samples, _factor(gain_db), _FULL_SCALE * _factor(ceiling_db))
    return replace(sound, pcm=pcm)


def excess_db(tracks: Sequence[Pcm], sample_rate: int) -> list[float]:
    """Return by how much each track of mono 16-bit PCM is louder than the softest, in dB.

    It is 0 for silence, and no more than what ``level`` can make up for.
    """
    levels = [_level(track, sample_rate) for track in tracks]
    softest = min((each for each in levels if each > -math.inf), default=0.0)
    return [min(max(each - softest, 0), _MAX_GAIN_DB) for each in levels]


def _level(pcm: Pcm, sample_rate: int) -> float:
    """Return the loudness of a track in LUFS, however short; minus infinity for silence."""
    import numpy as np

    samples = np.frombuffer(pcm, "<i2")
    block_samples = round(sample_rate * _BLOCK_SECONDS)
    if len(samples) < block_samples:
        samples = np.resize(samples, block_samples)  # the same sound again and again
    return measure(samples, sample_rate)


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


def measure(samples: Samples, sample_rate: int) -> float:
    """Return the gated loudness of mono samples in LUFS.

    It is minus infinity for silence and for less than one block. The power of a block is that of
    its K-weighted spectrum, which by Parseval's theorem is that of the filtered block.
    """
    import numpy as np

    block_samples = round(sample_rate * _BLOCK_SECONDS)
    count = len(samples) // block_samples
    if count == 0:
        return -math.inf
    blocks = samples[: count * block_samples].reshape(count, block_samples)
    measured = np.linspace(0, count - 1, min(count, _MAX_MEASURED_BLOCKS)).astype(int)
    weights = _k_weights(sample_rate, block_samples)
    power = np.array([_power(blocks[index], weights) for index in measured])

    absolute_gate = 10 ** ((_ABSOLUTE_GATE_LUFS - _OFFSET_LUFS) / 10)
    power = power[power > absolute_gate]
    if len(power) == 0:
        return -math.inf
    relative_gate = _RELATIVE_GATE * power.mean()
    loud = power[power > relative_gate]
    return _OFFSET_LUFS + 10 * math.log10(loud.mean())


def _power(block: Samples, weights: Floats) -> float:
    """Return the mean square of a block, its spectrum weighted."""
    import numpy as np

    spectrum = np.fft.rfft(block.astype(np.float32) / _FULL_SCALE)
    # not by a dot product: what computes those starts threads, in every process anew
    return float(((spectrum.real**2 + spectrum.imag**2) * weights).sum())


@cache
def _k_weights(sample_rate: int, block_samples: int) -> Floats:
    """Return what each bin of a block's spectrum adds to the block's mean square.

    That is the square of the K-weighting filter's gain at the bin. BS.1770 gives its two filters at
    48 kHz; these are the analogue filters behind them, brought to any rate by the bilinear
    transform: a shelf of 4 dB above 1.7 kHz and a high-pass at 38 Hz.
    """
    import numpy as np

    bins = np.arange(block_samples // 2 + 1)
    z = np.exp(-2j * np.pi * bins / block_samples)
    response = _shelf(z, sample_rate) * _high_pass(z, sample_rate)
    weights = np.abs(response) ** 2 * 2 / block_samples**2
    # the first bin, and the last of an even number, have no mirror image
    weights[0] /= 2
    if block_samples % 2 == 0:
        weights[-1] /= 2
    as_float32: Floats = weights.astype(np.float32)
    return as_float32


@dataclass(frozen=True, slots=True)
class _Polynomial:
    """Coefficients of s², s and 1, with the bilinear transform's tangent multiplied in.

    ``constant`` is the root of the coefficient of 1, which holds the tangent squared.
    """

    square: float
    linear: float
    constant: float


def _shelf(z: Response, sample_rate: int) -> Response:
    """Return the response of BS.1770's first filter, a high shelf."""
    tangent = _tangent(1681.974450955533, sample_rate)
    quality = 0.7071752369554196
    high_gain = 10 ** (3.999843853973347 / 20)
    band_gain = high_gain**0.4996667741545416
    numerator = _Polynomial(high_gain, band_gain * tangent / quality, tangent)
    denominator = _Polynomial(1, tangent / quality, tangent)
    return _evaluate(numerator, z) / _evaluate(denominator, z)


def _high_pass(z: Response, sample_rate: int) -> Response:
    """Return the response of BS.1770's second filter.

    It is not brought back to 0 dB at high frequencies: BS.1770 leaves its numerator at 1, -2, 1.
    """
    tangent = _tangent(38.13547087602444, sample_rate)
    quality = 0.5003270373238773
    denominator = _Polynomial(1, tangent / quality, tangent)
    response = _evaluate(_Polynomial(1, 0, 0), z) / _evaluate(denominator, z)
    return response * (1 + tangent / quality + tangent**2)


def _tangent(hertz: float, sample_rate: int) -> float:
    """Return a frequency as the bilinear transform has it."""
    return math.tan(math.pi * hertz / sample_rate)


def _evaluate(polynomial: _Polynomial, z: Response) -> Response:
    """Return the value of a polynomial in s at 1/z, times (1 + z)²."""
    square = polynomial.square * (1 - z) ** 2
    linear = polynomial.linear * (1 - z**2)
    constant = polynomial.constant**2 * (1 + z) ** 2
    return square + linear + constant
