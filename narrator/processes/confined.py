"""A single call that may do harm: in a process without streams that is killed with its children.

No ``multiprocessing`` is used. Importing that takes longer than reading a short text, and a fresh
process of its would run the program's main module again.
"""

from __future__ import annotations

import os
import pickle
import signal
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from functools import partial
from typing import TYPE_CHECKING, NoReturn

from narrator.errors import as_lack
from narrator.processes.alone import WorkerDiedError
from narrator.processes.starting import (
    INTERRUPTIONS,
    can_fork,
    interruptions_held,
    no_collection,
    set_up,
)

if TYPE_CHECKING:
    import subprocess


# of an answer, read at once
_CHUNK_BYTES = 1 << 20
# a fresh interpreter's program; it never imports from the folder that it is started in
_FRESH_PROGRAM = (
    "import pickle, sys; sys.path[:] = pickle.load(sys.stdin.buffer);"
    "from narrator.processes.confined import work_in_fresh; work_in_fresh()"
)

# what a fresh interpreter says once it runs
_RUNNING = b"+"


def do_nothing() -> None:
    """Do nothing."""


def run_confined(
    work: Callable[[], bytes],
    seconds: float,
    most_bytes: int,
    meanwhile: Callable[[], None] = do_nothing,
) -> bytes:
    """Call a function in a process of its own, which may do anything, and return its bytes.

    The process has no terminal, no standard streams and no signals from the keyboard. It leads a
    group of processes, all of which are killed when it ends, takes too long, says too much or
    waiting for it is interrupted. Where this process cannot fork, the function must pickle.

    Args:
        work: A function that catches its own errors.
        seconds: How long it may take by the clock.
        most_bytes: How much it may return.
        meanwhile: What this process does while that one works, if it can fork.

    Raises:
        WorkerDiedError: It ended without an answer, took too long or returned too much.
        OSError: The process cannot be started.
    """
    if can_fork():
        return _run_in_fork(work, seconds, most_bytes, meanwhile)
    return _run_in_fresh(work, seconds, most_bytes)


def _run_in_fork(
    work: Callable[[], bytes],
    seconds: float,
    most_bytes: int,
    meanwhile: Callable[[], None] = do_nothing,
) -> bytes:
    """Call a function in a fork that does nothing else, see ``run_confined``."""
    parent = os.getpid()
    receiver, sender = os.pipe()
    child = status = 0
    try:
        with interruptions_held(), no_collection():
            child = os.fork()
            if child == 0:  # pragma: no cover (a fork is measured from its next call on)
                _work_in_fork(work, parent, sender)
        os.close(sender)
        sender = -1
        meanwhile()
        answer = _receive(receiver, child, seconds, most_bytes)
    finally:
        if child:
            status = _end_group(child)
        for end in (receiver, sender):
            with suppress(OSError):
                os.close(end)
    refusal = OSError(status, os.strerror(status))
    if as_lack(refusal):
        raise refusal
    if not answer:
        raise WorkerDiedError("ended without an answer")
    return answer


def _work_in_fork(work: Callable[[], bytes], parent: int, sender: int) -> NoReturn:
    """Send what a function returns, and end the process, whatever happens.

    Where the system refuses what the process needs, the number of its error is the exit status.
    """
    status = 0
    try:
        try:
            sender = _silence(sender)
            os.setpgid(0, 0)
            set_up(parent)
        except OSError as error:
            status = error.errno or 0
            raise
        signal.set_wakeup_fd(-1)  # it would wake the parent
        signal.pthread_sigmask(signal.SIG_UNBLOCK, INTERRUPTIONS)
        _send(sender, work())
    finally:
        os._exit(status)


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


def _end_group(child: int) -> int:
    """Kill a process and those that it started; return its exit status, and 0 where it has none."""
    with suppress(OSError):  # it has not come to lead a group
        os.killpg(child, signal.SIGKILL)
    with suppress(OSError):  # this program ignores the ends of its processes
        os.kill(child, signal.SIGKILL)
        _, status = os.waitpid(child, 0)
        return max(os.waitstatus_to_exitcode(status), 0)
    return 0


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


def work_in_fresh() -> NoReturn:
    """Do in a fresh interpreter what standard input asks for, and end the process."""
    question = sys.stdin.buffer.read()
    sender = _silence(sys.stdout.fileno())
    _send(sender, _RUNNING)
    parent, work, seconds, most_bytes = pickle.loads(question)
    set_up(parent)
    if sys.platform == "linux":  # pragma: no branch (and so end whatever the work starts)
        work = partial(_run_in_fork, work, seconds, most_bytes)
    _send(sender, work())
    os._exit(0)
