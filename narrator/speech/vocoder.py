"""hibari's spectra into sound, in less time and memory than its own function.

The model gives five spectra for each frame of 12.5 ms and the pitch. The sound is the inverse
short-time Fourier transform of

    exp(lh) e^(i pi tanh(theta)) E + exp(ln) Z + exp(lr) e^(i phi)

where E is the spectrum of a train of pulses at the pitch, and Z is noise. Source: "ONNX interface"
in the description of hibari-tts 0.2.1, whose pulses and transforms are used.

Two things are different here. Frames are computed in blocks, so that a long sentence needs no more
memory than a short one. And the noise is made once for all utterances, 12.8 seconds of it that come
again: drawing it anew is a third of the work, and noise is not recognised by ear.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Floats = NDArray[np.float32]
    Spectrum = NDArray[np.complex64]

_BINS = 601
_BLOCK_FRAMES = 128
_NOISE_FRAMES = 8 * _BLOCK_FRAMES
_NOISE_SEED = 0
# exponents above this are none that the model means
_MAX_EXPONENT = 7.0


def sound_of(spectra: Sequence[Floats], pitch: Floats) -> Floats:
    """Return the samples of an utterance.

    Args:
        spectra: lh, theta, ln, lr and phi, each of ``_BINS`` rows with a column a frame.
        pitch: Hertz in each frame, 0 where there is no voice.
    """
    import numpy as np
    from hibari import dsp

    frames = len(pitch)
    overlap = dsp.N_FFT // dsp.HOP
    windows = _pulse_windows(pitch)
    rows = np.zeros((frames + overlap - 1, dsp.HOP), np.float32)
    for start in range(0, frames, _BLOCK_FRAMES):
        stop = min(start + _BLOCK_FRAMES, frames)
        block = [spectrum[:, start:stop] for spectrum in spectra]
        noise = _noise()[:, start % _NOISE_FRAMES :][:, : stop - start]
        pulses = dsp.rfft(windows[start:stop] * dsp.WIN_SRC, 1)
        mixed = _mixed(block, pulses.T, noise)
        sound = dsp.irfft(mixed.T, dsp.N_FFT, 1)
        sound *= dsp.WIN
        hops = sound.reshape(stop - start, overlap, dsp.HOP)
        for shift in range(overlap):
            rows[start + shift : stop + shift] += hops[:, shift]
    rows *= dsp._ola_norm(frames)
    half = dsp.N_FFT // 2
    samples: Floats = rows.reshape(-1)[half : half + frames * dsp.HOP]
    return samples


def _pulse_windows(pitch: Floats) -> Floats:
    """Return the stretch of the train of pulses that each frame looks at, a row a frame."""
    import numpy as np
    from hibari import dsp

    train = np.pad(dsp.pulses(pitch), dsp.N_FFT // 2, mode="reflect")
    views = np.lib.stride_tricks.sliding_window_view(train, dsp.N_FFT)
    windows: Floats = views[:: dsp.HOP][: len(pitch)]
    return windows


def _mixed(block: Sequence[Floats], pulses: Spectrum, noise: Spectrum) -> Spectrum:
    """Return the spectrum of a block of frames: its three parts added up."""
    import numpy as np

    harmonic, theta, noisy, free, phi = block
    mixed = pulses * _rotation(np.tanh(theta) * np.float32(np.pi), harmonic)
    mixed += noise * _amplitude(noisy)
    mixed += _rotation(phi, free)
    return mixed


def _rotation(angle: Floats, exponent: Floats) -> Spectrum:
    """Return complex numbers of these angles, whose magnitudes are the exponentials."""
    import numpy as np

    rotation = np.empty(angle.shape, np.complex64)
    np.cos(angle, out=rotation.real)
    np.sin(angle, out=rotation.imag)
    rotation *= _amplitude(exponent)
    return rotation


def _amplitude(exponent: Floats) -> Floats:
    """Return the exponential of a part of the spectrum."""
    import numpy as np

    amplitude: Floats = np.exp(np.minimum(exponent, _MAX_EXPONENT), dtype=np.float32)
    return amplitude


@cache
def _noise() -> Spectrum:
    """Return complex noise of unit variance a component, a column a frame."""
    import numpy as np

    generator = np.random.default_rng(_NOISE_SEED)
    numbers = generator.standard_normal((_BINS, 2 * _NOISE_FRAMES), dtype=np.float32)
    return numbers.view(np.complex64)


def warm_up() -> None:
    """Make what forks of this process share."""
    _noise()
