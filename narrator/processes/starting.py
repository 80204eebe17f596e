"""How processes start: as forks where that is safe, and each with its parent's end as its own.

A fork costs 2 ms and shares what is already loaded. Elsewhere a process is a fresh interpreter,
which loads everything anew. A process with other threads cannot fork, because a lock that another
thread holds stays locked in the fork. macOS's own libraries do not allow forks at all, and only
Linux can kill a fork when its parent is killed.
"""

from __future__ import annotations

import ctypes
import gc
import os
import signal
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING

from narrator.processes.memory import keep_memory, return_memory

if TYPE_CHECKING:
    from multiprocessing.context import ForkContext, SpawnContext

INTERRUPTIONS = [
    getattr(signal, name) for name in ("SIGINT", "SIGTERM", "SIGHUP") if hasattr(signal, name)
]

# prctl(2), Linux's sys/prctl.h
_PR_SET_PDEATHSIG = 1


@contextmanager
def interruptions_held() -> Iterator[None]:
    """Hold back Ctrl-C and the like until the block ends.

    Libraries written in C take a Python exception while they are imported for a fault of their
    own, and print it.
    """
    if not hasattr(signal, "pthread_sigmask"):  # pragma: no cover (Windows)
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, INTERRUPTIONS)
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def can_fork() -> bool:
    """Return whether this process, as it is now, may fork."""
    return sys.platform == "linux" and threading.active_count() == 1


def start_context() -> ForkContext | SpawnContext:
    """Return the way to start processes: forks where it is safe, else fresh interpreters."""
    import multiprocessing

    this = multiprocessing.current_process()
    if this.daemon:
        # a daemonic process may start no others, which might outlive it; these do not
        this.daemon = False
    if can_fork():
        return multiprocessing.get_context("fork")
    return multiprocessing.get_context("spawn")


@contextmanager
def no_collection() -> Iterator[None]:
    """Suspend garbage collection here, and in a process forked meanwhile until ``set_up``.

    Objects of foreign libraries may hang or crash when they are freed in another process than
    the one that made them.
    """
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_enabled:
            gc.enable()


def set_up(parent: int, *, is_crowded: bool = False) -> None:
    """Prepare a new process for work: its memory, its signals, and its end with the parent.

    Args:
        parent: The parent's process id.
        is_crowded: Whether there are more such processes than cores, so that memory is what is
            short.
    """
    gc.freeze()
    gc.enable()
    # Ctrl-C and a closed terminal reach all processes; the parent ends the others
    for name in ("SIGINT", "SIGHUP"):
        number = getattr(signal, name, None)
        if number is not None:  # pragma: no branch (Windows has no SIGHUP)
            signal.signal(number, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    _silence_streams()
    if sys.platform == "linux":
        libc = ctypes.CDLL(None)
        libc.prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)
        if os.getppid() != parent:  # it died before the call
            os._exit(1)
        with suppress(AttributeError):  # another C library than glibc
            (return_memory if is_crowded else keep_memory)(libc)
    else:  # pragma: no cover (macOS and Windows)
        threading.Thread(target=_end_with_parent, daemon=True).start()


def _silence_streams() -> None:
    """Discard what libraries in C print, into the result or beside the one line of an error."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    for stream in (sys.stdout, sys.stderr):
        with suppress(AttributeError, OSError, ValueError):  # closed, or no file
            os.dup2(nowhere, stream.fileno())
    os.close(nowhere)


def _end_with_parent() -> None:  # pragma: no cover (macOS and Windows)
    """Wait for the parent's end, then end this process."""
    import multiprocessing

    parent = multiprocessing.parent_process()
    assert parent is not None
    parent.join()
    os._exit(1)
