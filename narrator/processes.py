"""Work in other processes: a pool of workers, and single calls in a process of their own.

Both are the standard library's: ``ProcessPoolExecutor`` and ``multiprocessing.Process``. Where it
is safe a process is a fork of this one, which costs 2 ms and shares what is loaded already; else
it is a fresh interpreter, which loads everything anew. Only a process without other threads may
fork, since a lock that another thread holds stays locked in the fork. macOS's own libraries do not
allow it at all, and other systems than Linux cannot kill a fork whose parent was killed.

Every process ends with its parent, whatever the parent died of, and leaves Ctrl-C to it.
"""

from __future__ import annotations

import ctypes
import gc
import os
import pickle
import signal
import sys
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import Executor
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING, Any, TypeVar

if TYPE_CHECKING:
    from multiprocessing.connection import Connection
    from multiprocessing.context import ForkContext, SpawnContext

R = TypeVar("R")

# the most that Windows can wait for at once, less what the executor needs for itself
_MOST_WORKERS_ON_WINDOWS = 61
# prctl(2), Linux's sys/prctl.h
_PR_SET_PDEATHSIG = 1
# mallopt(3), glibc's malloc.h
_M_TRIM_THRESHOLD = -1
_M_TOP_PAD = -2
_M_MMAP_THRESHOLD = -3
# madvise(2), Linux's mman.h
_MADV_HUGEPAGE = 14
_HUGE_PAGE_BYTES = 2 << 20
# what the sound of a passage takes in all its forms; memory that is not touched costs nothing
_HEAP_BYTES = 64 << 20


class WorkerDiedError(RuntimeError):
    """A process ended without an answer; the message says of what: "was killed by SIGKILL"."""


def make_pool(jobs: int) -> Executor:
    """Return an executor that runs ``jobs`` calls at a time in workers that are started now.

    They end with the thread that calls this.

    Raises:
        OSError: The workers cannot be started.
    """
    from concurrent.futures import ProcessPoolExecutor

    if sys.platform == "win32":  # pragma: no cover (the tests run on Linux)
        jobs = min(jobs, _MOST_WORKERS_ON_WINDOWS)
    pool = ProcessPoolExecutor(jobs, _context(), _set_up, (os.getpid(),))
    try:
        with _no_collection():
            # the executor starts no worker before it has a call for it
            for _ in range(jobs):
                pool.submit(os.getpid)
    except BaseException:
        stop_pool(pool)
        raise
    return pool


def stop_pool(pool: Executor) -> None:
    """End an executor at once: cancel the calls that wait, and kill those that run in workers."""
    # as ProcessPoolExecutor.kill_workers does from Python 3.14 on
    workers = getattr(pool, "_processes", None) or {}
    for worker in list(workers.values()):
        worker.kill()
    pool.shutdown(cancel_futures=True)


def run_alone(function: Callable[..., R], *args: Any) -> R:
    """Return what a function returns in a process of its own, or raise what it raises there.

    Function, arguments and result must pickle. The process is killed when the wait for it is
    interrupted.

    Raises:
        WorkerDiedError: The process ended without an answer.
        OSError: It cannot be started.
    """
    context = _context()
    receiver, sender = context.Pipe(duplex=False)
    with receiver, sender:
        process = context.Process(target=_answer, args=(sender, os.getpid(), function, args))
        with _no_collection():
            process.start()
        sender.close()
        try:
            succeeded, value = receiver.recv()
        except (EOFError, OSError) as error:
            process.join()
            raise WorkerDiedError(_cause_of_death(process.exitcode)) from error
        except BaseException:
            process.kill()
            raise
        finally:
            process.join()
    if succeeded:
        result: R = value
        return result
    raise value


def can_fork() -> bool:
    """Return whether this process, as it is now, may fork."""
    return sys.platform == "linux" and threading.active_count() == 1


def _context() -> ForkContext | SpawnContext:
    import multiprocessing

    this = multiprocessing.current_process()
    if this.daemon:
        this.daemon = False  # it might start no others, lest they outlive it; these do not
    if can_fork():
        return multiprocessing.get_context("fork")
    return multiprocessing.get_context("spawn")


@contextmanager
def _no_collection() -> Iterator[None]:
    """Collect no garbage meanwhile, and none in a fork until ``_set_up`` has put it aside.

    What foreign libraries made in one process may hang or crash when it is freed in another.
    """
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_enabled:
            gc.enable()


def _answer(
    sender: Connection, parent: int, function: Callable[..., Any], args: tuple[Any, ...]
) -> None:
    """Run a function, send whether it succeeded with its result or error, and end the process."""
    _set_up(parent)
    sender.send_bytes(_pickled_outcome(function, args))
    os._exit(0)


def _pickled_outcome(function: Callable[..., Any], args: tuple[Any, ...]) -> bytes:
    try:
        return pickle.dumps((True, function(*args)))
    except Exception as error:
        failure = pickle.dumps((False, RuntimeError(f"{type(error).__name__}: {error}")))
        with suppress(Exception):  # not every error can be pickled, or made again
            pickled = pickle.dumps((False, error))
            pickle.loads(pickled)
            failure = pickled
        return failure


def _cause_of_death(exit_code: int | None) -> str:
    if exit_code is not None and exit_code < 0:
        return f"was killed by {signal.Signals(-exit_code).name}"
    return f"ended with status {exit_code}"


def _set_up(parent: int) -> None:
    """Make this process, started by the one with the id ``parent``, fit for work."""
    gc.freeze()
    gc.enable()
    # Ctrl-C and a closed terminal reach all processes; the parent ends the others
    for name in ("SIGINT", "SIGHUP"):
        number = getattr(signal, name, None)
        if number is not None:  # pragma: no branch (Windows has no SIGHUP)
            signal.signal(number, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    if sys.platform == "linux":
        libc = ctypes.CDLL(None)
        libc.prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)
        if os.getppid() != parent:  # it died before that
            os._exit(1)
        with suppress(AttributeError):  # another C library than glibc
            _keep_memory(libc)
    else:  # pragma: no cover (macOS and Windows)
        threading.Thread(target=_end_with_parent, daemon=True).start()


def _end_with_parent() -> None:  # pragma: no cover (macOS and Windows)
    """Wait for the parent's end, and end."""
    import multiprocessing

    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)


def _keep_memory(libc: ctypes.CDLL) -> None:
    """Have glibc take memory in huge pages and keep what is freed.

    A process that works for seconds and touches tens of megabytes once spends a tenth of its time
    in page faults: glibc maps every large block anew and gives it back at once, and every 4 kB of
    it fault again. This takes 4 to 6 % off the work (measured on Linux 6 under a hypervisor, 20
    passages, one process each).
    """
    libc.mallopt(_M_MMAP_THRESHOLD, _HEAP_BYTES)
    libc.mallopt(_M_TRIM_THRESHOLD, 2 * _HEAP_BYTES)
    libc.mallopt(_M_TOP_PAD, _HEAP_BYTES)
    ctypes.create_string_buffer(_HUGE_PAGE_BYTES)  # grows the heap by _HEAP_BYTES
    libc.sbrk.restype = ctypes.c_void_p
    libc.madvise.argtypes = (ctypes.c_void_p, ctypes.c_size_t, ctypes.c_int)
    last_page = libc.sbrk(0) // _HUGE_PAGE_BYTES * _HUGE_PAGE_BYTES
    size = _HEAP_BYTES - 2 * _HUGE_PAGE_BYTES
    libc.madvise(last_page - size, size, _MADV_HUGEPAGE)
