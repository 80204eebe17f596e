"""Functions run in a process of their own, under limits."""

from __future__ import annotations

import sys
import time

import pytest

from narrator.errors import SourceError
from narrator.readers.guarded import Limits, run_guarded

LIMITS = Limits(seconds=30.0, memory_bytes=500 * 1024**2)


def test_the_result_comes_back() -> None:
    assert run_guarded(divmod, (17, 5), LIMITS, "a.pdf") == (3, 2)


def test_an_error_of_the_function_is_raised_here() -> None:
    with pytest.raises(ZeroDivisionError):
        run_guarded(divmod, (17, 0), LIMITS, "a.pdf")


def test_a_call_that_takes_too_long_is_ended() -> None:
    started = time.monotonic()
    with pytest.raises(SourceError, match=r"a\.pdf: .*more time and memory"):
        run_guarded(time.sleep, (60,), Limits(0.2, LIMITS.memory_bytes), "a.pdf")
    assert time.monotonic() - started < 20


@pytest.mark.skipif(sys.platform != "linux", reason="nowhere else is there a limit")
def test_a_call_that_takes_too_much_memory_is_ended() -> None:
    with pytest.raises(SourceError, match="more time and memory"):
        run_guarded(bytearray, (2 * 1024**3,), LIMITS, "a.pdf")
