"""How what a reader costs grows with its input, without regard to how fast a machine is."""

from __future__ import annotations

import time
from collections.abc import Callable


def growth(work: Callable[[int], object], size: int) -> float:
    """Return how many times as much processor time twice the size takes.

    That is 2 where the cost is linear, 4 where it is quadratic.
    """

    def seconds(times: int) -> float:
        start = time.process_time()
        work(times)
        return time.process_time() - start

    # the least of several, for what else a machine does only adds
    small, large = (min(seconds(times) for _ in range(3)) for times in (size, 2 * size))
    return large / small
