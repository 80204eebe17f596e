"""The meter: loudness of mono samples in LUFS.

A sample of the blocks that are not silent is measured, evenly spread. That is as good to 0.1 dB or
0.2 and costs a tenth.

Sources: ITU-R BS.1770-5 (K-weighting by its two filters, 400 ms blocks, both gates); EBU R 128 for
the terms.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from narrator.audio.true_peak import block_peaks

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Floats = NDArray[np.float32]
    Places = NDArray[np.intp]
    Response = NDArray[np.complex128]
    Samples = NDArray[np.int16]

# BS.1770's full scale: a sine of 0 dBFS and 997 Hz in one channel measures -3.01 LUFS
_OFFSET_LUFS = -0.691
_ABSOLUTE_GATE_LUFS = -70.0
_RELATIVE_GATE = 0.1  # of the mean power: 10 LU below
# samples whose energy is known apart from that of others: gain may be another for each
UNIT_SAMPLES = 64
_BLOCK_SECONDS = 0.4
# with this many blocks of a passage its level is right within 0.2 dB, and a file's within 0.1
_MAX_MEASURED_BLOCKS = 64
# of the loudest sample: a block that stays below would not pass the gates
_SILENT = 0.01
_FULL_SCALE = 32_768


@dataclass(frozen=True, slots=True)
class Meter:
    """What the loudness of mono samples is computed of.

    Attributes:
        units: Numbers of the units of samples that are measured, a row for each 0.4 s.
        energies: The K-weighted energy of each of them.
    """

    units: Places
    energies: Floats

    def loudness(self, gains: Floats | None = None) -> float:
        """Return the gated loudness in LUFS; minus infinity for silence.

        Args:
            gains: A factor for each unit of the samples, by which they are louder.
        """
        energies = self.energies
        if gains is not None:
            energies = energies * gains.take(self.units, mode="wrap") ** 2
        power = energies.sum(axis=1)
        absolute_gate = 10 ** ((_ABSOLUTE_GATE_LUFS - _OFFSET_LUFS) / 10)
        power = power[power > absolute_gate]
        if len(power) == 0:
            return -math.inf
        relative_gate = _RELATIVE_GATE * power.mean()
        loud = power[power > relative_gate]
        return _OFFSET_LUFS + 10 * math.log10(loud.mean())


def make_meter(samples: Samples, sample_rate: int) -> Meter:
    """Return a meter for mono samples.

    Less than a block is measured as the same sound again and again.
    """
    import numpy as np

    block_units = round(sample_rate * _BLOCK_SECONDS / UNIT_SAMPLES)
    block_samples = block_units * UNIT_SAMPLES
    if len(samples) < block_samples:
        samples = np.resize(samples, block_samples)
    count = len(samples) // block_samples
    blocks = samples[: count * block_samples].reshape(count, block_samples)
    chosen = _choose(block_peaks(samples, block_samples))
    response = _k_response(sample_rate, block_samples)
    energies = [_energies(blocks[index], response) for index in chosen]
    units = np.add.outer(chosen * block_units, np.arange(block_units))
    return Meter(units, np.array(energies))


def measure(samples: Samples, sample_rate: int) -> float:
    """Return the gated loudness of mono samples in LUFS; minus infinity for silence."""
    return make_meter(samples, sample_rate).loudness()


def _choose(peaks: Floats) -> Places:
    """Return the numbers of the blocks that are measured, given their largest samples."""
    import numpy as np

    heard = np.flatnonzero(peaks >= _SILENT * peaks.max())
    spread = np.linspace(0, len(heard) - 1, min(len(heard), _MAX_MEASURED_BLOCKS))
    chosen: Places = heard[spread.astype(int)]
    return chosen


def _energies(block: Samples, response: Response) -> Floats:
    """Return the energy of a block's units, K-weighted, as parts of the block's mean square."""
    import numpy as np

    spectrum = np.fft.rfft(block / _FULL_SCALE)
    weighted = np.fft.irfft(spectrum * response, len(block))
    # not by a dot product: what computes those starts threads, in every process anew
    squares = weighted**2 / len(block)
    energies: Floats = squares.reshape(-1, UNIT_SAMPLES).sum(axis=1)
    return energies


@cache
def _k_response(sample_rate: int, block_samples: int) -> Response:
    """Return the K-weighting filter's response at each bin of a block's spectrum.

    BS.1770 gives its two filters at 48 kHz; these are the analogue filters behind them, brought to
    any rate by the bilinear transform: a shelf of 4 dB above 1.7 kHz and a high-pass at 38 Hz.
    """
    import numpy as np

    bins = np.arange(block_samples // 2 + 1)
    z = np.exp(-2j * np.pi * bins / block_samples)
    response: Response = _shelf(z, sample_rate) * _high_pass(z, sample_rate)
    return response


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
