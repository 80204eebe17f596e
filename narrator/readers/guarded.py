"""Reading hostile files: a function runs in a separate process, under limits of time and memory.

What a parser written in C does with a file that was made to harm cannot be stopped from inside: it
crashes, loops or fills the memory. In a separate process it may do so. That process takes the
parser's state with it when it ends, so that processes forked later, for speech, do not inherit it.
The price is a fork and the pickling of what the function returns.
"""

from __future__ import annotations

import faulthandler
import gc
import os
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar, TypeVarTuple

from narrator.errors import SourceError, os_reason
from narrator.processes import WorkerDiedError, run_alone

Arguments = TypeVarTuple("Arguments")
Result = TypeVar("Result")

_HARMFUL = "it is damaged, or made to take more time and memory than there is"
_NO_PROCESS = "no process can be started to read it"
_UNGUARDED_MODULE = (
    f'{_NO_PROCESS}: a program with threads needs if __name__ == "__main__": around its work'
)


@dataclass(frozen=True, slots=True)
class Limits:
    """What a guarded call may take.

    Attributes:
        seconds: Wall time from the start of the function.
        memory_bytes: Address space beyond what the process has mapped at its start. It is set on
            Linux alone.
    """

    seconds: float
    memory_bytes: int


def run_guarded(
    function: Callable[[*Arguments], Result],
    arguments: tuple[*Arguments],
    limits: Limits,
    source: str,
) -> Result:
    """Call a function in a separate process and return its result.

    The function, its arguments and its result must pickle. What it raises is raised here.

    Args:
        function: A function that reads a source.
        arguments: Its positional arguments.
        limits: The time and memory it may take.
        source: The source's name, for errors.

    Raises:
        SourceError: The function crashed or took too much time or memory, or no process can be
            started.
    """
    try:
        result: Result = run_alone(_call_within, function, arguments, limits)
        return result
    except WorkerDiedError as error:
        reason = _HARMFUL if _can_start_process() else _UNGUARDED_MODULE
        raise SourceError(source, reason) from error
    except (MemoryError, RecursionError) as error:
        raise SourceError(source, _HARMFUL) from error
    except OSError as error:
        raise SourceError(source, f"{_NO_PROCESS}: {os_reason(error)}") from error


def _can_start_process() -> bool:
    """Return whether processes start at all.

    Where a process cannot be forked, a fresh one runs the program's main module first, which fails
    if that module starts its work unasked.
    """
    try:
        return run_alone(bool, True)
    except (WorkerDiedError, OSError):
        return False


def _call_within(
    function: Callable[[*Arguments], Result],
    arguments: tuple[*Arguments],
    limits: Limits,
) -> Result:
    """Call a function in this process, which ends itself when the time is over."""
    _limit_memory(limits.memory_bytes)
    faulthandler.disable()  # the parent reports a crash
    gc.disable()  # a fifth of the time, for garbage that the process's end collects
    with open(os.devnull, "w") as nowhere:
        faulthandler.dump_traceback_later(limits.seconds, exit=True, file=nowhere)
        try:
            return function(*arguments)
        finally:
            faulthandler.cancel_dump_traceback_later()


def _limit_memory(extra_bytes: int) -> None:
    """Limit the address space to what is mapped now and some bytes more; a lower limit stays."""
    if sys.platform != "linux":
        return
    import resource

    mapped_pages = int(Path("/proc/self/statm").read_text().split()[0])
    limit = mapped_pages * resource.getpagesize() + extra_bytes
    soft, hard = resource.getrlimit(resource.RLIMIT_AS)
    if soft != resource.RLIM_INFINITY:
        limit = min(limit, soft)
    resource.setrlimit(resource.RLIMIT_AS, (limit, hard))
