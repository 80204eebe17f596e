"""Search for what takes more than linear time: patterns and whole functions, on growing strings.

    python -m tests.benchmarks.growth [--patterns | --stages] [--only TEXT] [--worst N]

Every regular expression of the package is tried on strings made from it, and every reader and
later stage on strings of many kinds, at lengths that double. Printed is how the time grows: the
exponent is 1 where twice the text takes twice the time, 2 where it takes four times. The worst come
first; after each stands the string that it was tried on. Ends with 1 where one is above the limit.
"""

from __future__ import annotations

import argparse
import gc
import math
import re
import resource
import signal
import sys
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from functools import partial
from typing import Any, Protocol

from tests.benchmarks.attacks import BASIC, pattern_attacks

# an exponent above this is not linear; caches and memory make what is linear look a little worse
MOST_EXPONENT = 1.3
# of what is not linear, with squares of 16,000 characters being 25 times that
_PATTERN_QUICK_SECONDS = 0.02
# what reads a string of the longest length in this time reads 64 KB in a second or two
_STAGE_QUICK_SECONDS = 0.1
_SHORTEST, _LONGEST = 1_000, 16_000
# a first call imports modules and compiles patterns, which is neither timed nor stopped
_WARM_UP = 100
# after this a call is stopped, and stopped again if it goes on
_MOST_SECONDS = 2.0
_ALARM_SECONDS = 0.1
# a processor's clock has steps
_CLOCK_SECONDS = 1e-4
_REPORTED_LENGTH = 64_000


class Growing(Protocol):
    """A string or a source of any length."""

    def text(self, length: int) -> Any:
        """Return it, of about so many characters."""


@dataclass(frozen=True, slots=True)
class Growth:
    """How the time of something grows with a string.

    Attributes:
        name: What was tried.
        attack: The string.
        exponent: Of the last doublings; 0 where even the longest string takes next to no time.
        seconds: What 64,000 characters take if it goes on like this.
    """

    name: str
    attack: str
    exponent: float
    seconds: float

    @property
    def rank(self) -> tuple[bool, float, float]:
        """By what the worst comes first: what is not linear, then what takes long."""
        return self.exponent > MOST_EXPONENT, self.seconds, self.exponent

    def __str__(self) -> str:
        return f"{self.exponent:6.2f}{self.seconds:11.3f}  {self.name}\n{'':19}{self.attack}"


class OutOfTimeError(BaseException):
    """A call took longer than it was given; no error, so that nothing catches it as one."""


@contextmanager
def patience(seconds: float) -> Iterator[None]:
    """Stop what takes longer than some seconds of processor time, regular expressions as well.

    A C library makes another error of what is raised while it is called, or loses it where it
    calls back. So any error after the alarm means that time ran out, and the alarm rings on.
    """
    rang = False

    def stop(*_: object) -> None:
        nonlocal rang
        rang = True
        raise OutOfTimeError

    before = signal.signal(signal.SIGPROF, stop)
    try:
        signal.setitimer(signal.ITIMER_PROF, seconds, _ALARM_SECONDS)
        yield
    except Exception as error:
        if not rang:
            raise
        raise OutOfTimeError from error
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
        signal.signal(signal.SIGPROF, before)


def measure(
    name: str, call: Callable[[Any], object], attack: Growing, quick_seconds: float
) -> Growth:
    """Return how the time of a call grows with a string.

    Where the longest string takes less than ``quick_seconds``, nothing more is measured. What then
    seems not to be linear is measured again with more care, for a busy machine makes a time longer
    by chance, and never shorter.
    """
    call(attack.text(_WARM_UP))
    seconds = _seconds(call, attack.text(_LONGEST), quick_seconds)
    if seconds < quick_seconds:
        return Growth(name, str(attack), 0.0, seconds * _REPORTED_LENGTH / _LONGEST)
    growth = _measure_once(name, call, attack, _FIRST_LOOK)
    if growth.exponent > MOST_EXPONENT:
        growth = _measure_once(name, call, attack, _SECOND_LOOK)
    return growth


@dataclass(frozen=True, slots=True)
class _Look:
    """How carefully is measured.

    Attributes:
        longest: The longest string, in characters.
        enough_seconds: What takes longer than this is not tried on a longer string.
        rounds: How often every length is timed; the quickest time of a length counts.
    """

    longest: int
    enough_seconds: float
    rounds: int


_FIRST_LOOK = _Look(_LONGEST, 0.5, 1)
_SECOND_LOOK = _Look(4 * _LONGEST, 0.5, 3)


def _measure_once(name: str, call: Callable[[Any], object], attack: Growing, look: _Look) -> Growth:
    """Return how the time of a call grows with a string, over the last two doublings."""
    times: dict[int, float] = {}
    length = _SHORTEST
    while length <= look.longest and max(times.values(), default=0) < look.enough_seconds:
        times[length] = _seconds(call, attack.text(length), _MOST_SECONDS)
        length *= 2
    lengths = list(times)[-3:]
    # in turns, so that what else the machine does for a while is not to be seen in one length
    for _ in range(1, look.rounds):
        for length in lengths:
            times[length] = min(times[length], _seconds(call, attack.text(length), _MOST_SECONDS))
    exponent = _exponent(lengths, [times[length] for length in lengths])
    grown = (_REPORTED_LENGTH / lengths[-1]) ** max(exponent, 1)
    return Growth(name, str(attack), exponent, times[lengths[-1]] * grown)


def _seconds(call: Callable[[Any], object], text: Any, most_seconds: float) -> float:
    """Return the processor time of a call, which is stopped after the seconds given."""
    gc.disable()  # as timeit does: a collection costs what all that is held costs
    started = _used_seconds()
    try:
        with suppress(OutOfTimeError), patience(most_seconds):
            call(text)
        return _used_seconds() - started
    finally:
        gc.enable()


def _used_seconds() -> float:
    """Return the processor time of this process and of those that it started and that ended."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return time.process_time() + used.ru_utime + used.ru_stime


def _exponent(lengths: Sequence[int], times: Sequence[float]) -> float:
    """Return the exponent from the first length to the last."""
    if len(lengths) == 1:
        return math.inf
    grown = max(times[-1], _CLOCK_SECONDS) / max(times[0], _CLOCK_SECONDS)
    return math.log(grown) / math.log(lengths[-1] / lengths[0])


def pattern_growths(only: str = "") -> Iterator[Growth]:
    """Yield the worst growth of every pattern of the package."""
    from tests.benchmarks.package_patterns import collect, used_methods

    for collected in collect():
        pattern = collected.pattern
        name = f"{collected.place}  {_shown(str(pattern.pattern))}"
        if only in name:
            methods = used_methods(collected.place)
            yield _worst(_growths_of_pattern(pattern, methods, name))


def _growths_of_pattern(
    pattern: re.Pattern[Any], methods: Iterable[str], name: str
) -> Iterator[Growth]:
    """Yield the growths of a pattern on each of its strings, by each of some methods."""
    attacks = (*pattern_attacks(pattern.pattern, pattern.flags), *BASIC)
    for method in sorted(methods):
        for attack in attacks:
            yield measure(
                f"{name}  {method}", _caller(pattern, method), attack, _PATTERN_QUICK_SECONDS
            )


def _caller(pattern: re.Pattern[Any], method: str) -> Callable[[str], object]:
    """Return a function that calls a pattern's method with a string."""
    call: Callable[..., object] = getattr(pattern, method)
    if method == "sub":
        call = partial(call, pattern.pattern[:0])
    if isinstance(pattern.pattern, bytes):
        return lambda text: call(text.encode())
    return call


def stage_growths(only: str = "") -> Iterator[Growth]:
    """Yield the worst growth of every reader and later stage."""
    from tests.benchmarks.stages import stages

    for stage in stages():
        if only in stage.name:
            yield _worst(
                measure(stage.name, stage.call, attack, _STAGE_QUICK_SECONDS)
                for attack in stage.kinds
            )


def _worst(growths: Iterable[Growth]) -> Growth:
    """Return the worst growth; the first that is not linear is bad enough to end the search."""
    worst = None
    for growth in growths:
        if worst is None or growth.rank > worst.rank:
            worst = growth
        if growth.exponent > MOST_EXPONENT:
            break
    assert worst is not None
    return worst


def _shown(text: str) -> str:
    text = " ".join(text.split())
    if len(text) > 70:
        text = text[:70] + "…"
    return text


def report(growths: Iterable[Growth], worst: int) -> bool:
    """Print the worst growths; return whether all are linear."""
    ordered = sorted(growths, key=lambda growth: growth.rank, reverse=True)
    print("exponent, seconds for 64,000 characters")
    for growth in ordered[:worst]:
        print(growth)
    steep = sum(growth.exponent > MOST_EXPONENT for growth in ordered)
    print(f"{len(ordered)} tried, {steep} not linear", flush=True)
    return not steep


def main() -> None:
    arguments = argparse.ArgumentParser(
        prog="python -m tests.benchmarks.growth", description=__doc__
    )
    arguments.add_argument("--patterns", action="store_true", help="only the patterns")
    arguments.add_argument("--stages", action="store_true", help="only the readers and stages")
    arguments.add_argument("--only", default="", help="what has this in its name")
    arguments.add_argument("--worst", type=int, default=15, help="how many are printed")
    options = arguments.parse_args()
    are_linear = True
    if not options.stages:
        are_linear &= report(pattern_growths(options.only), options.worst)
    if not options.patterns:
        are_linear &= report(stage_growths(options.only), options.worst)
    sys.exit(not are_linear)


if __name__ == "__main__":
    main()
