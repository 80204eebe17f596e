"""``lsa``: sumy's latent semantic analysis, the same on every machine."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray
from sumy.summarizers.lsa import LsaSummarizer

# decimals; the rounding errors of the decomposition are far below
_PRECISION = 9


class StableLsaSummarizer(LsaSummarizer):  # type: ignore[misc]
    """sumy's summarizer with rounded ranks, by which equally good sentences keep their order.

    It keeps all dimensions, so a rank depends on little but how many words a sentence has, and
    many are equal but for rounding errors, which differ between machines.
    """

    def _compute_ranks(self, sigma: Any, v_matrix: Any) -> NDArray[np.float64]:
        """Return the rank of each sentence."""
        ranks: list[float] = super()._compute_ranks(sigma, v_matrix)
        return np.round(ranks, _PRECISION)
