"""Reading hostile files: every source is read in a process of its own, under limits.

What a parser does with a file that was made to harm cannot be stopped from inside: it crashes,
loops, recurses or fills the memory. In a separate process it may do so. That process takes the
parser's state with it when it ends, so that processes forked later, for speech, do not inherit it.
The price is a fork and the pickling of the article: 5 ms for a short text. A program with threads
cannot fork (``narrator.processes.starting``) and pays for a fresh interpreter instead. What reading
one source loaded is loaded here before the next is read, and then shared by all further forks.

Time is the processor's: it does not pass while other programs have the processor.
"""

from __future__ import annotations

import faulthandler
import gc
import math
import os
import pickle
import sys
import traceback
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from functools import partial
from importlib import import_module
from pathlib import Path
from typing import Any, TypeVar, TypeVarTuple

from narrator.errors import SourceError, as_lack, os_reason
from narrator.processes.alone import WorkerDiedError, picklable
from narrator.processes.confined import do_nothing, run_confined
from narrator.processes.starting import can_fork, interruptions_held

Arguments = TypeVarTuple("Arguments")
Result = TypeVar("Result")

_MIB = 1024**2
_HARMFUL = "it is damaged, or made to take more time and memory than there is"
_NO_PROCESS = "no process can be started to read it"
_NO_ANSWER = pickle.dumps(None)
# where memory ends in the interpreter's own code, it raises the last
_TOO_MUCH = (MemoryError, RecursionError, SystemError)
# of a traceback
_MOST_FRAMES = 40
# What honest sources take, at the most (measured on a core of 2 GHz, see tests/test_guarded.py):
# a short page 0.5 s, then for each MiB of the source 1 s and 50 MiB as web page, 3 s and 45 MiB as
# PDF, 15 s and 1,500 MiB as a Word file that is all tables, whose XML is packed to a fortieth.
# Time is ten times as much, since machines differ; memory twice as much, since they do not.
_SECONDS = 20.0
_SECONDS_PER_MIB = 150.0
_MOST_SECONDS = 600.0
_MEMORY_MIB = 1024
_MEMORY_PER_BYTE = 256
_MOST_MEMORY_MIB = 4096
# an article is as large as its source; Word files are unpacked to ten times their size
_RESULT_MIB = 16
_RESULT_PER_BYTE = 16
# a crowded machine gives a process a tenth of a core
_CLOCK_PER_PROCESSOR_SECOND = 10
# what these libraries loaded must not be inherited by the processes that speak
_KEEP_STATE = ("pypdfium2",)
# modules that guarded calls loaded
_to_load: list[str] = []
# for the kernel, which ends the process with the highest first where memory is short
_FIRST_TO_GO = "1000"


@dataclass(frozen=True, slots=True)
class Limits:
    """What a guarded call may take.

    Attributes:
        seconds: Processor time from the start of the function, and a tenth of the time by the
            clock. Windows has the latter limit only.
        memory_bytes: Address space beyond what the process has mapped at its start. It is set on
            Linux alone.
        result_bytes: How large the pickled result may be.
    """

    seconds: float
    memory_bytes: int
    result_bytes: int = _RESULT_MIB * _MIB

    @classmethod
    def for_source(cls, size_bytes: int) -> Limits:
        """Return what reading a source of some size may take."""
        memory_bytes = _MEMORY_MIB * _MIB + _MEMORY_PER_BYTE * size_bytes
        return cls(
            seconds=min(_SECONDS + _SECONDS_PER_MIB * size_bytes / _MIB, _MOST_SECONDS),
            memory_bytes=min(memory_bytes, _MOST_MEMORY_MIB * _MIB),
            result_bytes=_RESULT_MIB * _MIB + _RESULT_PER_BYTE * size_bytes,
        )


@dataclass(frozen=True, slots=True)
class _Outcome:
    """How a guarded call ended.

    Attributes:
        result: What it returned.
        error: What it raised.
        trace: The error's traceback.
        modules: The modules that it loaded, in their order.
    """

    result: Any = None
    error: Exception | None = None
    trace: str = ""
    modules: tuple[str, ...] = ()


class GuardedTraceback(Exception):
    """The traceback of an error from a guarded process, as the error's cause."""


def run_guarded(
    function: Callable[[*Arguments], Result],
    arguments: tuple[*Arguments],
    limits: Limits,
    source: str,
    meanwhile: Callable[[], None] = do_nothing,
) -> Result:
    """Call a function in a separate process and return its result.

    The function, its arguments and its result must pickle. What it raises is raised here.

    Args:
        function: A function that reads a source.
        arguments: Its positional arguments.
        limits: The time and memory it may take.
        source: The source's name, for errors.
        meanwhile: What this process does while that one reads, if it can fork.

    Raises:
        SourceError: The function crashed or took too much time or memory, its result does not
            pickle, or no process can be started.
        LimitError: The system lets this program have too little to start one.
    """
    _load_modules()
    work = partial(_call_within, function, arguments, limits, source)
    clock_seconds = limits.seconds * _CLOCK_PER_PROCESSOR_SECOND
    try:
        answer = run_confined(work, clock_seconds, limits.result_bytes, meanwhile)
        outcome = _unpickled(answer)
    except WorkerDiedError as error:
        raise SourceError(source, _HARMFUL) from error
    except OSError as error:
        lack = as_lack(error)
        raise lack or SourceError(source, f"{_NO_PROCESS}: {os_reason(error)}") from error
    _to_load.extend(outcome.modules)
    if outcome.error is not None:
        raise outcome.error from GuardedTraceback(outcome.trace)
    result: Result = outcome.result
    return result


def _load_modules() -> None:
    """Load what guarded calls have loaded, for the next ones; only forks have any use for it."""
    if not can_fork():
        return
    with interruptions_held():
        while _to_load:
            with suppress(Exception):  # the call that needs it says why it cannot be loaded
                import_module(_to_load.pop(0))


def _unpickled(answer: bytes) -> _Outcome:
    """Return the outcome that a process sent.

    Raises:
        WorkerDiedError: There is none, or only a part of it.
    """
    try:
        outcome = pickle.loads(answer)
    except Exception as error:
        raise WorkerDiedError("sent only a part of its answer") from error
    if not isinstance(outcome, _Outcome):
        raise WorkerDiedError("sent no answer")
    return outcome


def _call_within(
    function: Callable[[*Arguments], Result],
    arguments: tuple[*Arguments],
    limits: Limits,
    source: str,
) -> bytes:
    """Call a function in this process, which the system ends when the time is over.

    Returns:
        The pickled outcome.
    """
    faulthandler.disable()  # the parent reports a crash
    gc.disable()  # a fifth of the time, for garbage that the process's end collects
    loaded_before = frozenset(sys.modules)
    try:
        _limit(limits)
        result = function(*arguments)
        modules = [name for name in sys.modules if name not in loaded_before]
        shared = [name for name in modules if not name.startswith(_KEEP_STATE)]
        outcome = _Outcome(result, modules=tuple(shared))
    except _TOO_MUCH:
        return _NO_ANSWER
    except BaseException as error:
        trace = "".join(traceback.format_exception(error, limit=-_MOST_FRAMES))
        outcome = _Outcome(error=picklable(error), trace=trace)
    return _pickled(outcome, source)


def _pickled(outcome: _Outcome, source: str) -> bytes:
    """Return an outcome pickled, or an error where it cannot be."""
    try:
        return pickle.dumps(outcome)
    except _TOO_MUCH:
        return _NO_ANSWER
    except Exception as error:
        reason = f"its reader made an article that cannot be used ({error})"
        return pickle.dumps(_Outcome(error=SourceError(source, reason)))


def _limit(limits: Limits) -> None:
    """Limit what this process may take; lower limits stay.

    Where only the clock can be limited, a thread ends the process.
    """
    if sys.platform == "win32":  # pragma: no cover (the tests run on Linux)
        faulthandler.dump_traceback_later(limits.seconds, exit=True, file=open(os.devnull, "w"))
        return
    import resource

    _lower(resource.RLIMIT_CORE, 0)
    _lower(resource.RLIMIT_CPU, math.ceil(limits.seconds))
    if sys.platform == "linux":
        with suppress(FileNotFoundError):  # no /proc: the memory is not limited
            mapped_pages = int(Path("/proc/self/statm").read_text().split()[0])
            _lower(resource.RLIMIT_AS, mapped_pages * resource.getpagesize() + limits.memory_bytes)
        with suppress(OSError):
            Path("/proc/self/oom_score_adj").write_text(_FIRST_TO_GO)


def _lower(what: int, limit: int) -> None:
    """Lower a limit of this process to a number, unless it is lower."""
    import resource

    soft, hard = resource.getrlimit(what)
    if resource.RLIM_INFINITY != soft < limit:
        return
    resource.setrlimit(what, (limit, hard))
