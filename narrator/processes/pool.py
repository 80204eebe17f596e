"""A pool of worker processes, by the standard library's ``ProcessPoolExecutor``."""

from __future__ import annotations

import errno
import os
import sys
import threading
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import BrokenExecutor, Executor, Future
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING, Any, TypeVar

from narrator.errors import EngineError, os_reason
from narrator.processes.starting import no_collection, set_up, start_context
from narrator.settings import available_cores

if TYPE_CHECKING:
    from multiprocessing.process import BaseProcess as Process

R = TypeVar("R")


# Windows can wait for 63 processes at once, and the executor needs two of these for itself
_MAX_WORKERS_ON_WINDOWS = 61
# the executor's own, and that of its queue
_THREADS_OF_A_POOL = 2

# what an idle worker has to end by itself; one that is stopped never would
_SECONDS_TO_END = 5.0


def _do_nothing() -> None:
    """Do nothing."""


@contextmanager
def open_pool(
    jobs: int, prepare: Callable[..., None] = _do_nothing, *prepare_with: Any
) -> Iterator[Executor]:
    """Open an executor that runs ``jobs`` calls at a time, in workers that are started now.

    Each worker first calls ``prepare`` with the arguments that follow it. The executor is shut down
    when the block ends. If the block ends with an error, the calls that wait are cancelled and the
    workers killed. Workers also end with the thread that opened the pool.

    Raises:
        EngineError: The workers cannot be started.
    """
    from concurrent.futures import ProcessPoolExecutor

    if sys.platform == "win32":  # pragma: no cover (the tests run on Linux)
        jobs = min(jobs, _MAX_WORKERS_ON_WINDOWS)
    is_crowded = jobs > available_cores()
    initial_arguments = (os.getpid(), is_crowded, prepare, prepare_with)
    with _refusals_named(jobs):
        _check_room(jobs + _THREADS_OF_A_POOL)
        pool = ProcessPoolExecutor(jobs, start_context(), _set_up_worker, initial_arguments)
    try:
        _start_workers(pool, jobs)
        yield pool
    except BaseException:
        kill_workers(pool)
        with suppress(RuntimeError):  # its thread could not be started
            pool.shutdown(cancel_futures=True)
        raise
    _end(pool)


def kill_workers(pool: Executor) -> None:
    """Kill the workers of an executor that has processes.

    Python 3.14 has this for its own.
    """
    _kill(_workers(pool))


def _kill(processes: Iterable[Process]) -> None:
    """Kill processes; those that have ended stay as they are."""
    for process in processes:
        process.kill()


def _workers(pool: Executor | None) -> list[Process]:
    """Return the processes of an executor; none of one that has other workers, or is broken."""
    if isinstance(pool, LateExecutor):
        pool = pool._executor
    processes = getattr(pool, "_processes", None) or {}
    return list(processes.values())


def _end(pool: Executor) -> None:
    """Have the idle workers of an executor end, and kill those that do not."""
    # the executor forgets them once it is told to end
    late = threading.Timer(_SECONDS_TO_END, _kill, [_workers(pool)])
    with suppress(RuntimeError):  # no thread can be started
        late.start()
    try:
        pool.shutdown()
    finally:
        late.cancel()
        if late.ident is not None:
            late.join()


def _start_workers(pool: Executor, jobs: int) -> None:
    """Start all workers of an executor, which by itself starts each when a call needs it."""
    with _refusals_named(jobs), no_collection():
        for _ in range(jobs):
            pool.submit(os.getpid)


def _check_room(threads: int) -> None:
    """Check that the system starts as many threads as a pool has, which count as processes.

    The standard library's executor waits for ever where it gets too few.

    Raises:
        BlockingIOError: It does not.
    """
    over = threading.Event()
    started: list[threading.Thread] = []
    try:
        for _ in range(threads):
            thread = threading.Thread(target=over.wait)
            thread.start()
            started.append(thread)
    except RuntimeError as error:
        raise BlockingIOError(errno.EAGAIN, os.strerror(errno.EAGAIN)) from error
    finally:
        over.set()
        for thread in started:
            thread.join()


@contextmanager
def _refusals_named(jobs: int) -> Iterator[None]:
    """Raise the system's refusal to start processes as an ``EngineError``."""
    try:
        yield
    except OSError as error:
        raise EngineError(
            f"{jobs} processes cannot be started: {os_reason(error)}; try fewer with --jobs"
        ) from error


class LateExecutor(Executor):
    """An executor that is opened when it gets its first call, and anew when it is broken.

    ``open_executor`` opens it; who closes it is the caller's business.
    """

    def __init__(self, open_executor: Callable[[], Executor]) -> None:
        self._open = open_executor
        self._executor: Executor | None = None

    def submit(self, function: Callable[..., R], /, *args: Any, **more: Any) -> Future[R]:
        """Have the executor call a function."""
        if self._executor is None:
            self._executor = self._open()
        try:
            return self._executor.submit(function, *args, **more)
        except BrokenExecutor:
            self._executor = self._open()
            return self._executor.submit(function, *args, **more)

    def let_go(self) -> None:
        """Let a broken executor's thread end, beside which this process could not fork."""
        executor = self._executor
        if executor is not None and getattr(executor, "_broken", False):
            executor.shutdown()
            self._executor = None


def _set_up_worker(
    parent: int, is_crowded: bool, prepare: Callable[..., None], prepare_with: tuple[Any, ...]
) -> None:
    """Prepare a new worker, and have it call what the pool was opened with."""
    set_up(parent, is_crowded=is_crowded)
    prepare(*prepare_with)
