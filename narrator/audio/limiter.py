"""A look-ahead limiter: gain for samples whose peaks must stay below a ceiling.

It works on blocks of a few milliseconds. The gain is given at the edges of the blocks, with
straight lines between, and ducks wherever a block's peak would pass the ceiling.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Floats = NDArray[np.float32]
    Samples = NDArray[np.int16]
    Peaks = NDArray[np.uint16]

# The gain falls and rises over _LOOKAHEAD_BLOCKS of these: at 22,050 Hz that is 23 ms, longer than
# a period of the lowest voice, so that the gain follows words and not single vibrations.
_BLOCK_SAMPLES = 64
_LOOKAHEAD_BLOCKS = 8
# A minimum over 2 blocks becomes one over the lookahead and the block itself by looking this many
# blocks further, again and again.
_DOUBLINGS = (1, 2, 4)
# Ducking takes power from the whole, more gain makes up for it and ducks again. This goes on until
# the rest is this small, or for a number of rounds.
_NEAR_ENOUGH_DB = 0.1
_MAX_ROUNDS = 5
# blocks that are limited at a time, so that they stay in the processor's cache
_STRETCH_BLOCKS = 1 << 11


def limit(samples: Samples, gain: float, ceiling: float) -> None:
    """Multiply samples in place by a gain that ducks where a peak would pass the ceiling.

    Args:
        samples: The samples, which are changed.
        gain: The factor to multiply them by. It is raised by as much as ducking takes from the
            power of the whole.
        ceiling: The largest sample that may come out.
    """
    import numpy as np

    count = len(samples) // _BLOCK_SAMPLES
    in_blocks = samples[: count * _BLOCK_SAMPLES]
    blocks = in_blocks.reshape(count, _BLOCK_SAMPLES)
    # the lowest sample has no positive counterpart but an unsigned one
    peaks = np.abs(blocks).view(np.uint16).max(axis=1)
    edges = _edge_gains(peaks, gain, ceiling)
    for start in range(0, count, _STRETCH_BLOCKS):
        stretch = blocks[start : start + _STRETCH_BLOCKS]
        _apply_gains(stretch, edges[start : start + len(stretch) + 1])
    rest = samples[blocks.size :]
    rest[:] = np.clip(rest * edges[-1], -ceiling, ceiling)


def _apply_gains(blocks: Samples, edges: Floats) -> None:
    """Multiply blocks in place by gains that go in a straight line from edge to edge."""
    import numpy as np

    ramp = np.arange(_BLOCK_SAMPLES, dtype=np.float32) / _BLOCK_SAMPLES
    before = edges[:-1]
    after = edges[1:]
    gains = np.multiply.outer(after - before, ramp)
    gains += before[:, None]
    gains *= blocks
    blocks[:] = gains


def _edge_gains(peaks: Peaks, gain: float, ceiling: float) -> Floats:
    """Return the gain at the edges of all blocks, raised by what ducking takes from the whole."""
    import numpy as np

    power = peaks.astype(np.float32) ** 2
    total_power = float(power.sum())
    near_enough = 10 ** (_NEAR_ENOUGH_DB / 20)
    wanted_gain = gain
    for _ in range(_MAX_ROUNDS):
        edges = _ducking(peaks, gain, ceiling) * np.float32(gain)
        limited_power = float((power * edges[:-1] ** 2).sum())
        lost = wanted_gain / math.sqrt(limited_power / total_power)
        if lost < near_enough:
            break
        gain *= lost
    return edges


def _ducking(peaks: Peaks, gain: float, ceiling: float) -> Floats:
    """Return what part of a gain is left at the edges of all blocks, smoothed.

    Each edge has the mean of several minima, all of which reach over both blocks at the edge, so
    that neither of them passes the ceiling.
    """
    import numpy as np

    loudest_peak = np.float32(ceiling / gain)
    allowed = np.minimum(np.float32(1), loudest_peak / np.maximum(peaks, 1).astype(np.float32))
    padded = np.pad(allowed, _LOOKAHEAD_BLOCKS, constant_values=1)
    lowest = np.minimum(padded[:-1], padded[1:])
    for reach in _DOUBLINGS:
        lowest = np.minimum(lowest[:-reach], lowest[reach:])
    # in double precision: over a passage the sums grow long
    sums = np.cumsum(np.pad(lowest, (1, 0)), dtype=np.float64)
    window_sums = sums[_LOOKAHEAD_BLOCKS:] - sums[:-_LOOKAHEAD_BLOCKS]
    means: Floats = (window_sums / _LOOKAHEAD_BLOCKS).astype(np.float32)
    return means
