"""Work in other processes: a pool of workers, and single calls in a new process.

Those that speak use the standard library: ``ProcessPoolExecutor`` and ``multiprocessing.Process``.
Where it is safe, a process is a fork of this one, which costs 2 ms and shares what is already
loaded. Elsewhere it is a fresh interpreter, which loads everything anew. A process with other
threads cannot fork, because a lock that another thread holds stays locked in the fork. macOS's own
libraries do not allow forks at all, and only Linux can kill a fork when its parent is killed.

A call that may do harm (``run_confined``) uses no ``multiprocessing``: importing that takes longer
than reading a short text, and a fresh process of its would run the program's main module again.

Every process ends with its parent, however the parent ended, and leaves Ctrl-C to it.
"""

from __future__ import annotations

import ctypes
import errno
import gc
import os
import pickle
import signal
import sys
import threading
import time
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import BrokenExecutor, Executor, Future
from contextlib import contextmanager, suppress
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn, TypeVar

from narrator.errors import EngineError, LimitError, os_reason
from narrator.settings import available_cores

if TYPE_CHECKING:
    import subprocess
    from multiprocessing.connection import Connection
    from multiprocessing.context import ForkContext, SpawnContext
    from multiprocessing.process import BaseProcess as Process

R = TypeVar("R")

# Windows can wait for 63 processes at once, and the executor needs two of these for itself
_MAX_WORKERS_ON_WINDOWS = 61
_INTERRUPTIONS = [
    getattr(signal, name) for name in ("SIGINT", "SIGTERM", "SIGHUP") if hasattr(signal, name)
]
# prctl(2), Linux's sys/prctl.h
_PR_SET_PDEATHSIG = 1
# mallopt(3), glibc's malloc.h
_M_TRIM_THRESHOLD = -1
_M_TOP_PAD = -2
_M_MMAP_THRESHOLD = -3
# madvise(2), Linux's mman.h
_MADV_HUGEPAGE = 14
_HUGE_PAGE_BYTES = 2 << 20
_MEMORY_INFO = Path("/proc/meminfo")
_GROUP_LIMIT = Path("/sys/fs/cgroup/memory.max")
_GROUP_USE = Path("/sys/fs/cgroup/memory.current")
# enough for the sound of a passage in all its forms; memory that is not touched costs nothing
_HEAP_BYTES = 64 << 20
# what a crowded process may keep for later
_SMALL_BLOCK_BYTES = 4 << 20
# of an answer, read at once
_CHUNK_BYTES = 1 << 20
# a fresh interpreter's program; it never imports from the folder that it is started in
_FRESH_PROGRAM = (
    "import pickle, sys; sys.path[:] = pickle.load(sys.stdin.buffer);"
    "from narrator.processes import _work_in_fresh; _work_in_fresh()"
)
# what a fresh interpreter says once it runs
_RUNNING = b"+"


# address space below which numpy's OpenBLAS ends the process (measured: 80 to 200 MB on two cores)
_LEAST_BYTES = 150_000_000
_LEAST_BYTES_A_CORE = 40_000_000
# the executor's own, and that of its queue
_THREADS_OF_A_POOL = 2
# how often a caller that waits may look after what it waits for
SECONDS_A_LOOK = 1.0
# what an idle worker has to end by itself; one that is stopped never would
_SECONDS_TO_END = 5.0

# the other end of this process's pipe is with the one that waits for its answer
_sender: Connection | None = None


class WorkerDiedError(RuntimeError):
    """A process that ended without an answer; the message is how: "was killed by SIGKILL".

    Attributes:
        doing: What it said last that it does; empty where it said nothing.
    """

    def __init__(self, cause: str, doing: str = "") -> None:
        super().__init__(cause)
        self.doing = doing


class WorkerHangsError(Exception):
    """A process that is given up, because it does not go on."""


def _do_nothing() -> None:
    """Do nothing."""


def _look_away(is_sign: bool) -> None:
    """Do nothing: whatever does not go on is waited for."""


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
        pool = ProcessPoolExecutor(jobs, _context(), _set_up_worker, initial_arguments)
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
    with _refusals_named(jobs), _no_collection():
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


def run_alone(
    function: Callable[..., R], *args: Any, watch: Callable[[bool], None] = _look_away
) -> R:
    """Call a function in a new process and return what it returns.

    Function, arguments and result must pickle. What the function raises is raised here. The process
    is killed when waiting for it is interrupted.

    Args:
        function: The function.
        args: Its arguments.
        watch: A function that is called with True when the process says what it does, and with
            False when it has said nothing for a second. It may raise ``WorkerHangsError``.

    Raises:
        WorkerDiedError: The process ended without an answer, or was given up.
        OSError: The process cannot be started.
    """
    context = _context()
    receiver, sender = context.Pipe(duplex=False)
    process = context.Process(target=_answer, args=(sender, os.getpid(), function, args))
    with receiver:
        with sender, _no_collection():
            process.start()
        doing = ""
        try:
            while isinstance(answer := _next_answer(receiver, watch), str):
                doing = answer
                announce(doing)
                watch(True)
        except (EOFError, OSError) as error:
            process.join()
            raise WorkerDiedError(_cause_of_death(process.exitcode), doing) from error
        except WorkerHangsError as error:
            process.kill()
            raise WorkerDiedError(str(error), doing) from error
        except BaseException:
            process.kill()
            raise
        finally:
            process.join()
    result, failure = answer
    if failure is not None:
        raise failure
    returned: R = result
    return returned


def run_confined(work: Callable[[], bytes], seconds: float, most_bytes: int) -> bytes:
    """Call a function in a process of its own, which may do anything, and return its bytes.

    The process has no terminal, no standard streams and no signals from the keyboard. It leads a
    group of processes, all of which are killed when it ends, takes too long, says too much or
    waiting for it is interrupted. Where this process cannot fork, the function must pickle.

    Args:
        work: A function that catches its own errors.
        seconds: How long it may take by the clock.
        most_bytes: How much it may return.

    Raises:
        WorkerDiedError: It ended without an answer, took too long or returned too much.
        OSError: The process cannot be started.
    """
    if can_fork():
        return _run_in_fork(work, seconds, most_bytes)
    return _run_in_fresh(work, seconds, most_bytes)


def announce(doing: str) -> None:
    """Tell the process that waits for this one what it does, lest it should die of it."""
    if _sender is not None:
        with suppress(OSError):  # nobody waits any more
            _sender.send(doing)


def _next_answer(receiver: Connection, watch: Callable[[bool], None]) -> Any:
    """Return what another process sends, as soon as it does.

    Raises:
        EOFError: It has ended.
        WorkerHangsError: It is given up.
    """
    while not receiver.poll(SECONDS_A_LOOK):
        watch(False)
    return receiver.recv()


@contextmanager
def interruptions_held() -> Iterator[None]:
    """Hold back Ctrl-C and the like until the block ends.

    Libraries written in C take a Python exception while they are imported for a fault of their
    own, and print it.
    """
    if not hasattr(signal, "pthread_sigmask"):  # pragma: no cover (Windows)
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, _INTERRUPTIONS)
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def free_megabytes() -> int | None:
    """Return how much memory (10⁶ bytes) may still be used; None where it is not known.

    Linux only: what the kernel counts as available, or less where a control group (v2) says so.
    """
    try:
        lines = _MEMORY_INFO.read_text(encoding="ascii").splitlines()
    except OSError:
        return None
    sizes = dict(line.split(":") for line in lines)
    available = int(sizes["MemAvailable"].split()[0]) * 1024
    limit, used = _number_in(_GROUP_LIMIT), _number_in(_GROUP_USE)
    if limit is not None and used is not None:
        available = min(available, max(limit - used, 0))
    return available // 1_000_000


def check_memory_limit() -> None:
    """Check that this process may map the memory that libraries in C cannot do without.

    numpy's OpenBLAS ends the process where it gets none for each of its threads.

    Raises:
        LimitError: A limit (``ulimit -v``) is too low.
    """
    if sys.platform == "win32":  # pragma: no cover (the tests run on Linux)
        return
    import resource

    soft, _ = resource.getrlimit(resource.RLIMIT_AS)
    if soft == resource.RLIM_INFINITY:
        return
    if soft < _LEAST_BYTES + available_cores() * _LEAST_BYTES_A_CORE:
        raise LimitError.of_memory()


def _number_in(file: Path) -> int | None:
    """Return the number that is the content of a file; None where it has none."""
    try:
        return int(file.read_text(encoding="ascii"))
    except (OSError, ValueError):
        return None


def can_fork() -> bool:
    """Return whether this process, as it is now, may fork."""
    return sys.platform == "linux" and threading.active_count() == 1


def _context() -> ForkContext | SpawnContext:
    """Return the way to start processes: forks where it is safe, else fresh interpreters."""
    import multiprocessing

    this = multiprocessing.current_process()
    if this.daemon:
        # a daemonic process may start no others, which might outlive it; these do not
        this.daemon = False
    if can_fork():
        return multiprocessing.get_context("fork")
    return multiprocessing.get_context("spawn")


def _run_in_fork(work: Callable[[], bytes], seconds: float, most_bytes: int) -> bytes:
    """Call a function in a fork that does nothing else, see ``run_confined``."""
    with _fork(work) as (child, receiver):
        answer = _receive(receiver, child, seconds, most_bytes)
    if not answer:
        raise WorkerDiedError("ended without an answer")
    return answer


@contextmanager
def _fork(work: Callable[[], bytes]) -> Iterator[tuple[int, int]]:
    """Start a fork that sends what a function returns; end it with the block.

    Yields:
        Its process id, and the end of a pipe at which its answer arrives.
    """
    parent = os.getpid()
    receiver, sender = os.pipe()
    child = 0
    try:
        with interruptions_held(), _no_collection():
            child = os.fork()
            if child == 0:  # pragma: no cover (a fork is measured from its next call on)
                _work_in_fork(work, parent, sender)
        os.close(sender)
        sender = -1
        yield child, receiver
    finally:
        if child:
            _end_group(child)
        for end in (receiver, sender):
            with suppress(OSError):
                os.close(end)


def _work_in_fork(work: Callable[[], bytes], parent: int, sender: int) -> NoReturn:
    """Send what a function returns, and end the process, whatever happens."""
    try:
        sender = _silence(sender)
        os.setpgid(0, 0)
        _set_up(parent)
        signal.set_wakeup_fd(-1)  # it would wake the parent
        signal.pthread_sigmask(signal.SIG_UNBLOCK, _INTERRUPTIONS)
        _send(sender, work())
    finally:
        os._exit(0)


def _silence(sender: int) -> int:
    """Put nothing behind the standard streams; return where a pipe is that may be one of them."""
    sender = os.dup(sender)
    while sender <= 2:
        sender = os.dup(sender)
    nothing = os.open(os.devnull, os.O_RDWR)
    for stream in (0, 1, 2):
        os.dup2(nothing, stream)
    sys.stdout = sys.stderr = open(os.devnull, "w")  # Python's own may be something else
    return sender


def _send(sender: int, answer: bytes) -> None:
    """Write an answer into a pipe."""
    rest = memoryview(answer)
    while rest:
        rest = rest[os.write(sender, rest) :]


def _receive(receiver: int, child: int, seconds: float, most_bytes: int) -> bytes:
    """Return what a process sends until it ends.

    Raises:
        WorkerDiedError: It took too long or sent too much.
    """
    import select

    deadline = time.monotonic() + seconds
    answer = bytearray()
    with _end_of(child) as ended:
        poll = select.poll()
        # its own children may hold the pipe open
        for watched in (receiver, *ended):
            poll.register(watched, select.POLLIN)
        while ready := dict(poll.poll(1000 * max(0.0, deadline - time.monotonic()))):
            chunk = os.read(receiver, _CHUNK_BYTES) if receiver in ready else b""
            if not chunk:
                return bytes(answer)
            answer += chunk
            if len(answer) > most_bytes:
                raise WorkerDiedError("said too much")
    raise WorkerDiedError("took too long")


@contextmanager
def _end_of(child: int) -> Iterator[tuple[int, ...]]:
    """Open what can be read once a process has ended; nothing on kernels before Linux 5.3."""
    try:
        ended = os.pidfd_open(child)
    except OSError:
        yield ()
        return
    try:
        yield (ended,)
    finally:
        os.close(ended)


def _end_group(child: int) -> None:
    """Kill a process and those that it started, and wait for its end."""
    with suppress(OSError):  # it has not come to lead a group
        os.killpg(child, signal.SIGKILL)
    with suppress(OSError):  # this program ignores the ends of its processes
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)


def _run_in_fresh(work: Callable[[], bytes], seconds: float, most_bytes: int) -> bytes:
    """Call a function in a fresh interpreter that does nothing else, see ``run_confined``."""
    import subprocess

    task = (os.getpid(), work, seconds, most_bytes)
    question = pickle.dumps(sys.path) + pickle.dumps(task)
    with _fresh_interpreter() as process:
        try:
            answer, _ = process.communicate(question, seconds)
        except subprocess.TimeoutExpired as error:
            raise WorkerDiedError("took too long") from error
    if not answer.startswith(_RUNNING):
        raise OSError(f"{sys.executable} does not run")
    answer = answer[len(_RUNNING) :]
    if not 0 < len(answer) <= most_bytes:
        raise WorkerDiedError("ended without an answer, or said too much")
    return answer


@contextmanager
def _fresh_interpreter() -> Iterator[subprocess.Popen[bytes]]:
    """Start a fresh interpreter that waits for work; end it with the block."""
    import subprocess

    command = [sys.executable, "-P", "-c", _FRESH_PROGRAM]
    pipe, nothing = subprocess.PIPE, subprocess.DEVNULL
    leads_group = os.name == "posix"
    with subprocess.Popen(
        command,
        stdin=pipe,
        stdout=pipe,
        stderr=nothing,
        process_group=0 if leads_group else None,
    ) as process:
        try:
            yield process
        finally:
            # once its end was seen, another group may have its number
            if leads_group and process.returncode is None:
                os.killpg(process.pid, signal.SIGKILL)
            process.kill()


def _work_in_fresh() -> NoReturn:
    """Do in a fresh interpreter what standard input asks for, and end the process."""
    question = sys.stdin.buffer.read()
    sender = _silence(sys.stdout.fileno())
    _send(sender, _RUNNING)
    parent, work, seconds, most_bytes = pickle.loads(question)
    _set_up(parent)
    if sys.platform == "linux":  # pragma: no branch (and so end whatever the work starts)
        work = partial(_run_in_fork, work, seconds, most_bytes)
    _send(sender, work())
    os._exit(0)


@contextmanager
def _no_collection() -> Iterator[None]:
    """Suspend garbage collection here, and in a process forked meanwhile until ``_set_up``.

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


def _answer(
    sender: Connection, parent: int, function: Callable[..., Any], args: tuple[Any, ...]
) -> None:
    """Send what a function returns, or its error, and end the process."""
    global _sender
    _set_up(parent)
    _sender = sender
    outcome: tuple[Any, Exception | None]
    try:
        outcome = (function(*args), None)
    except Exception as error:
        outcome = (None, picklable(error))
    sender.send(outcome)
    os._exit(0)


def picklable(error: BaseException) -> Exception:
    """Return an error, or one that names it where it cannot be pickled and made again."""
    if isinstance(error, Exception):
        with suppress(Exception):
            pickle.loads(pickle.dumps(error))
            return error
    return RuntimeError(f"{type(error).__name__}: {error}")


def _cause_of_death(exit_code: int | None) -> str:
    """Return how a process ended, as a message says it."""
    if exit_code is not None and exit_code < 0:
        return f"was killed by {signal.Signals(-exit_code).name}"
    return f"ended with status {exit_code}"


def _set_up_worker(
    parent: int, is_crowded: bool, prepare: Callable[..., None], prepare_with: tuple[Any, ...]
) -> None:
    """Prepare a new worker, and have it call what the pool was opened with."""
    _set_up(parent, is_crowded=is_crowded)
    prepare(*prepare_with)


def _set_up(parent: int, *, is_crowded: bool = False) -> None:
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
            (_return_memory if is_crowded else _keep_memory)(libc)
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


def _return_memory(libc: ctypes.CDLL) -> None:
    """Have glibc return what is freed: a waiting process holds no more than it uses.

    With a neural voice this takes 5 % more time and 20 % less memory than glibc's own way (8
    processes on two cores).
    """
    libc.mallopt(_M_MMAP_THRESHOLD, _SMALL_BLOCK_BYTES)
    libc.mallopt(_M_TRIM_THRESHOLD, _SMALL_BLOCK_BYTES)


def _keep_memory(libc: ctypes.CDLL) -> None:
    """Have glibc take memory in huge pages and keep what is freed.

    By default glibc maps every large block anew and returns it at once, and every 4 kB of it cause
    a page fault again. A process that works for seconds and touches tens of megabytes once spends a
    tenth of its time on that. This saves 4 to 6 % of the work (measured on Linux 6 under a
    hypervisor, 20 passages, one process each).
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
