"""Running functions in processes that have run nothing before, behind the interface of ``concurrent.futures``.

What an engine says depends on what its process has said before, so every call gets a process in the state the parent was
in when the pool was made. Where processes can fork, that costs milliseconds: a few servers are forked once, before there
are threads, and fork again for every call. Elsewhere the standard library's pool starts a fresh process for each.

A server has no lock and no thread, so a fork of it is safe whatever the parent does meanwhile.
"""

from __future__ import annotations

import gc
import os
import pickle
import signal
import sys
import threading
from collections.abc import Callable
from concurrent.futures import Executor, Future, ThreadPoolExecutor
from queue import SimpleQueue
from typing import Any, BinaryIO, NoReturn, ParamSpec, TypeVar

from narrator import heap

P = ParamSpec("P")
R = TypeVar("R")


class WorkerDiedError(RuntimeError):
    """The process of a call ended without an answer."""


def make_pool(jobs: int) -> Executor:
    """An executor for ``jobs`` calls at a time, each in a process of its own."""
    if hasattr(os, "fork") and sys.platform != "darwin" and threading.active_count() == 1:
        return ForkPool(jobs)
    import multiprocessing
    from concurrent.futures import ProcessPoolExecutor

    return ProcessPoolExecutor(jobs, multiprocessing.get_context("spawn"), max_tasks_per_child=1)


class ForkPool(Executor):
    """Calls in forks of forks of this process, as it was when the pool was made."""

    def __init__(self, jobs: int) -> None:
        self._servers: list[_Server] = []
        for _ in range(jobs):
            self._servers.append(_Server([server.request for server in self._servers]))
        self._idle: SimpleQueue[_Server] = SimpleQueue()
        for server in self._servers:
            self._idle.put(server)
        self._threads = ThreadPoolExecutor(jobs, thread_name_prefix="narrate-pool")

    def submit(self, fn: Callable[P, R], /, *args: P.args, **kwargs: P.kwargs) -> Future[R]:
        """Run ``fn`` in a fork. Function, arguments and result must pickle.

        A call whose process dies raises ``WorkerDiedError``; the pool goes on.
        """
        return self._threads.submit(self._call, fn, args, kwargs)

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:
        """Let running calls end, or with ``cancel_futures`` kill them, and end the servers."""
        if cancel_futures:
            for server in self._servers:
                server.kill()
        self._threads.shutdown(wait=wait, cancel_futures=cancel_futures)
        for server in self._servers:
            server.close()

    def _call(self, fn: Callable[..., R], args: tuple[Any, ...], kwargs: dict[str, Any]) -> R:
        server = self._idle.get()
        try:
            result: R = server.call((fn, args, kwargs))
            return result
        finally:
            self._idle.put(server)


class _Server:
    """The parent's end of one forked server."""

    def __init__(self, others: list[BinaryIO]) -> None:
        request_out, request_in = os.pipe()
        answer_out, answer_in = os.pipe()
        sys.stdout.flush()
        sys.stderr.flush()
        self.pid = os.fork()
        if self.pid == 0:
            # an earlier server must see its requests end when the parent is gone, not when the last sibling is
            for other in others:
                other.close()
            os.close(request_in)
            os.close(answer_out)
            _serve(open(request_out, "rb"), open(answer_in, "wb"))
        os.close(request_out)
        os.close(answer_in)
        self.request = open(request_in, "wb")
        self.answer = open(answer_out, "rb")

    def call(self, request: Any) -> Any:
        try:
            pickle.dump(request, self.request)
            self.request.flush()
            succeeded, value = pickle.load(self.answer)
        except (OSError, EOFError, pickle.UnpicklingError) as error:
            raise WorkerDiedError("the process that spoke it died") from error
        if succeeded:
            return value
        raise value

    def kill(self) -> None:
        """End the server and the call it runs, which is in the same process group."""
        for target in (os.killpg, os.kill):
            try:
                target(self.pid, signal.SIGKILL)
            except OSError:
                continue

    def close(self) -> None:
        for file in (self.request, self.answer):
            try:
                file.close()
            except OSError:
                continue  # a dead server's pipe
        try:
            os.waitpid(self.pid, 0)
        except ChildProcessError:
            return


def _serve(requests: BinaryIO, answers: BinaryIO) -> NoReturn:
    """Fork for every request until there are no more."""
    # the parent's garbage is not collected here: what foreign libraries made in one process may hang when it ends in another
    gc.freeze()
    heap.keep_large_blocks()
    os.setpgid(0, 0)  # Ctrl-C is the parent's to handle
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    status = 1
    try:
        while True:
            answers.write(_in_a_fork(pickle.load(requests)))
            answers.flush()
    except (EOFError, OSError):
        status = 0  # the parent is done, or gone
    finally:
        os._exit(status)


def _in_a_fork(request: Any) -> bytes:
    """The pickled answer of a child; half an answer of one that died is thrown away."""
    answer_out, answer_in = os.pipe()
    pid = os.fork()
    if pid == 0:
        heap.use_huge_pages()
        with open(answer_in, "wb") as file:
            file.write(_answer(request))
        os._exit(0)
    os.close(answer_in)
    with open(answer_out, "rb") as file:
        answer = file.read()
    _, status = os.waitpid(pid, 0)
    if status == 0:
        return answer
    return pickle.dumps(
        (False, WorkerDiedError(f"the process that spoke it {_cause_of_death(status)}"))
    )


def _answer(request: Any) -> bytes:
    function, args, kwargs = request
    try:
        return pickle.dumps((True, function(*args, **kwargs)))
    except Exception as error:
        try:
            return pickle.dumps((False, error))
        except Exception:  # pickling runs foreign code
            return pickle.dumps((False, RuntimeError(f"{type(error).__name__}: {error}")))


def _cause_of_death(status: int) -> str:
    if os.WIFSIGNALED(status):
        return f"was killed by {signal.Signals(os.WTERMSIG(status)).name}"
    return f"ended with status {os.WEXITSTATUS(status)}"
