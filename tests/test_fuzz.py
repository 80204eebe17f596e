"""Whatever comes in from outside is read or refused; ``tests/benchmarks/fuzz.py`` digs deeper."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.fuzz_targets import TARGETS

# each forks a process for each input
SLOW = {"pdf"}


@st.composite
def damaged(draw: st.DrawFn, seeds: list[bytes]) -> bytes:
    """Draw an input with a piece of it replaced or repeated."""
    whole = draw(st.sampled_from(seeds))
    start = draw(st.integers(0, len(whole)))
    end = draw(st.integers(start, min(len(whole), start + 40)))
    piece = draw(st.binary(max_size=8) | st.just(whole[start:end] * 50))
    return whole[:start] + piece + whole[end:]


@pytest.mark.parametrize("name", TARGETS)
def test_no_undocumented_exception(name: str) -> None:
    fuzzed = TARGETS[name]

    @settings(max_examples=10 if name in SLOW else 40)
    @given(damaged(list(fuzzed.seeds)) | st.binary(max_size=200))
    def run(data: bytes) -> None:
        fuzzed.target(data)

    run()
