"""A look-ahead limiter: gain for samples whose true peaks must stay below a ceiling.

It works on blocks of a few milliseconds. The gain is given at the edges of the blocks, with
straight lines between, and ducks wherever a block's true peak would pass the ceiling.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from narrator.audio.meter import UNIT_SAMPLES

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Floats = NDArray[np.float32]
    Samples = NDArray[np.int16]

# The gain falls and rises over _LOOKAHEAD_BLOCKS of these: at 22,050 Hz that is 12 ms. With the
# block itself a minimum reaches over a period of the lowest voice, so that the gain follows
# syllables and not single vibrations.
BLOCK_SAMPLES = UNIT_SAMPLES
_LOOKAHEAD_BLOCKS = 4
# A minimum over 2 blocks becomes one over the lookahead and the block itself by looking this many
# blocks further, again and again.
_DOUBLINGS = (1, 2)
# blocks that are limited at a time, so that they stay in the processor's cache
_STRETCH_BLOCKS = 1 << 11


def edge_gains(peaks: Floats, gain: float, ceiling: float) -> Floats:
    """Return the gain at the edges of all blocks, which is lower where a peak needs it.

    Each edge has the mean of several minima, all of which reach over both blocks at the edge, so
    that neither of them passes the ceiling.

    Args:
        peaks: The true peak of each block.
        gain: The factor where nothing is loud.
        ceiling: The largest magnitude that may come out.
    """
    import numpy as np

    highest = np.float32(ceiling / gain)
    allowed = highest / np.maximum(peaks, highest)
    padded = np.pad(allowed, _LOOKAHEAD_BLOCKS, constant_values=1)
    lowest = np.minimum(padded[:-1], padded[1:])
    for reach in _DOUBLINGS:
        lowest = np.minimum(lowest[:-reach], lowest[reach:])
    # in double precision: over a passage the sums grow long
    sums = np.cumsum(np.pad(lowest, (1, 0)), dtype=np.float64)
    window_sums = sums[_LOOKAHEAD_BLOCKS:] - sums[:-_LOOKAHEAD_BLOCKS]
    gains: Floats = (window_sums * (gain / _LOOKAHEAD_BLOCKS)).astype(np.float32)
    return gains


def amplify(samples: Samples, gains: Floats, ceiling: float) -> None:
    """Multiply samples in place by gains that go in a straight line from edge to edge."""
    import numpy as np

    count = len(samples) // BLOCK_SAMPLES
    blocks = samples[: count * BLOCK_SAMPLES].reshape(count, BLOCK_SAMPLES)
    ramp = np.arange(BLOCK_SAMPLES, dtype=np.float32) / BLOCK_SAMPLES
    for start in range(0, count, _STRETCH_BLOCKS):
        stretch = blocks[start : start + _STRETCH_BLOCKS]
        edges = gains[start : start + len(stretch) + 1]
        amplified = np.multiply.outer(edges[1:] - edges[:-1], ramp)
        amplified += edges[:-1, None]
        amplified *= stretch
        stretch[:] = np.rint(amplified, out=amplified)
    rest = samples[blocks.size :]
    rest[:] = np.clip(rest * gains[-1], -ceiling, ceiling)
