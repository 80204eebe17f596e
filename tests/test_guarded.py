"""Functions run in a process of their own, under limits, whatever they do there."""

from __future__ import annotations

import ctypes
import errno
import os
import pickle
import re
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from narrator.errors import LimitError, SourceError
from narrator.readers.guarded import Limits, run_guarded
from tests.conftest import COMMAND
from tests.test_pdf import drawing_itself

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="nowhere else are all limits")

LIMITS = Limits(seconds=30.0, memory_bytes=500 * 1024**2, result_bytes=1024**2)
SHORT = Limits(0.2, LIMITS.memory_bytes, LIMITS.result_bytes)
HARMFUL = r"a\.pdf: it is damaged, or made to take more time and memory"


@contextmanager
def other_thread(is_there: bool) -> Iterator[None]:
    """Have another thread, beside which nothing forks, or none."""
    stop = threading.Event()
    other = threading.Thread(target=stop.wait)
    if is_there:
        other.start()
    yield
    stop.set()
    if is_there:
        other.join()


@pytest.fixture(params=[False, pytest.param(True, marks=pytest.mark.long)], ids=["fork", "fresh"])
def in_every_way(request: pytest.FixtureRequest) -> Iterator[None]:
    with other_thread(request.param):
        yield


def guarded(function: Callable[..., Any], *arguments: Any, limits: Limits = LIMITS) -> Any:
    return run_guarded(function, arguments, limits, "a.pdf")


@pytest.mark.usefixtures("in_every_way")
def test_the_result_comes_back() -> None:
    assert guarded(divmod, 17, 5) == (3, 2)
    assert guarded(bytes, 1_000_000) == bytes(1_000_000)


@pytest.mark.usefixtures("in_every_way")
def test_an_error_of_the_function_is_raised_here() -> None:
    with pytest.raises(ZeroDivisionError) as caught:
        guarded(divmod, 17, 0)
    assert "in _call_within" in str(caught.value.__cause__)


def loop() -> None:
    while True:
        pass


def loop_in_c() -> None:
    re.match("(?:a|a)+$", "a" * 60 + "b")


def sleep() -> None:
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
    time.sleep(60)


def recurse() -> None:
    recurse()


def recurse_on() -> None:
    sys.setrecursionlimit(10**9)
    recurse()


def close_everything_and_loop() -> None:
    os.closerange(0, 1000)
    loop()


def fill_the_memory() -> list[bytearray]:
    held = []
    while True:
        held.append(bytearray(1_000_000))


def allocate_too_much() -> int:
    return len(bytearray(2 * 1024**3))


def make_too_much() -> bytes:
    return bytes(LIMITS.result_bytes + 1)


def leave_a_child() -> int:
    child = os.fork()
    if not child:
        time.sleep(60)
    return child


def leave_a_child_and_die() -> None:
    if os.fork():
        os.abort()
    time.sleep(60)


def start_threads() -> str:
    for _ in range(3):
        threading.Thread(target=time.sleep, args=(60,)).start()
    return "started"


def say_much() -> str:
    os.write(1, b"from C " * 1000)
    os.write(2, b"from C " * 1000)
    print("from Python")
    ctypes.CDLL(None).puts(b"from stdio")
    return "said"


def listen() -> bytes:
    return os.read(0, 100)


def leave_the_program() -> None:
    sys.exit("for good")


def interrupt() -> None:
    raise KeyboardInterrupt


def make_a_function() -> Callable[[], None]:
    return lambda: None


@pytest.mark.usefixtures("in_every_way")
@pytest.mark.parametrize(
    ("function", "limits"),
    [
        (sleep, SHORT),
        (recurse, LIMITS),
        (allocate_too_much, LIMITS),
        (make_too_much, LIMITS),
        (os.abort, LIMITS),
        (leave_a_child_and_die, LIMITS),
        pytest.param(loop, SHORT, marks=pytest.mark.long),
        pytest.param(loop_in_c, SHORT, marks=pytest.mark.long),
        pytest.param(recurse_on, SHORT, marks=pytest.mark.long),
        pytest.param(close_everything_and_loop, SHORT, marks=pytest.mark.long),
        pytest.param(fill_the_memory, LIMITS, marks=pytest.mark.long),
    ],
)
def test_harm_is_one_error(function: Callable[[], Any], limits: Limits) -> None:
    started = time.monotonic()
    with pytest.raises(SourceError, match=HARMFUL):
        guarded(function, limits=limits)
    assert time.monotonic() - started < 50


@pytest.mark.usefixtures("in_every_way")
def test_nothing_else_comes_back(capfd: pytest.CaptureFixture[str]) -> None:
    assert guarded(say_much) == "said"
    assert guarded(listen) == b""
    assert guarded(start_threads) == "started"
    assert capfd.readouterr() == ("", "")
    for function, said in ((leave_the_program, "SystemExit: for good"), (interrupt, "Keyboard")):
        with pytest.raises(RuntimeError, match=said):
            guarded(function)
    with pytest.raises(SourceError, match="its reader made an article that cannot be used"):
        guarded(make_a_function)


def has_ended(process: int) -> bool:
    """Return whether there is no such process, or nothing of it but its exit code."""
    try:
        status = Path(f"/proc/{process}/stat").read_text(encoding="utf-8")
    except OSError:
        return True
    return ") Z " in status


def test_a_child_of_a_reader_does_not_outlive_it() -> None:
    started = time.monotonic()
    child = guarded(leave_a_child)
    while not has_ended(child):
        assert time.monotonic() - started < 20
        time.sleep(0.01)


def test_the_ends_of_processes_may_be_ignored_here() -> None:
    before = signal.signal(signal.SIGCHLD, signal.SIG_IGN)
    try:
        assert guarded(divmod, 17, 5) == (3, 2)
    finally:
        signal.signal(signal.SIGCHLD, before)


def test_limits_grow_with_the_source_up_to_a_bound() -> None:
    small, large, largest = map(Limits.for_source, (1_000, 1_000_000, 64 * 1024**2))
    assert small.seconds < large.seconds < largest.seconds == 600
    assert small.memory_bytes < large.memory_bytes < largest.memory_bytes == 4 * 1024**3
    assert small.result_bytes < large.result_bytes < largest.result_bytes


def soft_limits() -> list[int]:
    import resource

    return [resource.getrlimit(what)[0] for what in (resource.RLIMIT_CORE, resource.RLIMIT_CPU)]


def test_lower_limits_stay() -> None:
    import resource

    before = resource.getrlimit(resource.RLIMIT_CPU)
    resource.setrlimit(resource.RLIMIT_CPU, (10_000, before[1]))
    try:
        assert guarded(soft_limits) == [0, 30]
        assert guarded(soft_limits, limits=Limits(20_000.0, 1024**3)) == [0, 10_000]
    finally:
        resource.setrlimit(resource.RLIMIT_CPU, before)


def test_kernels_that_do_not_tell_of_ends(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(_process: int) -> int:
        raise OSError(38, "Function not implemented")

    monkeypatch.setattr(os, "pidfd_open", refuse)
    assert guarded(divmod, 17, 5) == (3, 2)
    with pytest.raises(SourceError, match=HARMFUL):
        guarded(os.abort)


@pytest.mark.parametrize(
    ("number", "error", "words"),
    [
        (errno.EAGAIN, LimitError, "the system refuses more processes"),
        (errno.EPERM, SourceError, "no process can be started to read it: operation not permitted"),
    ],
)
def test_a_fork_that_fails(
    monkeypatch: pytest.MonkeyPatch, number: int, error: type[Exception], words: str
) -> None:
    def refuse() -> int:
        raise OSError(number, os.strerror(number))

    monkeypatch.setattr(os, "fork", refuse)
    with pytest.raises(error, match=words):
        guarded(divmod, 17, 5)


def test_a_process_that_cannot_be_prepared(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(_: object) -> None:
        raise OSError(errno.EMFILE, os.strerror(errno.EMFILE))

    monkeypatch.setattr("narrator.processes.confined.set_up", refuse)
    with pytest.raises(LimitError, match="the system refuses more open files"):
        guarded(divmod, 17, 5)


def test_no_process_beside_threads(monkeypatch: pytest.MonkeyPatch) -> None:
    with other_thread(True):
        for program in ("/bin/true", "/nowhere/python"):
            monkeypatch.setattr(sys, "executable", program)
            with pytest.raises(SourceError, match=r"a\.pdf: no process can be started to read it"):
                guarded(divmod, 17, 5)


def test_a_system_that_tells_nothing_of_processes(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(path: Path, *_: object) -> str:
        raise FileNotFoundError(path)

    monkeypatch.setattr(Path, "read_text", refuse)
    assert guarded(divmod, 17, 5) == (3, 2)


@pytest.mark.parametrize("answer", [b"not pickled", pickle.dumps("no outcome")])
def test_an_answer_that_is_none(monkeypatch: pytest.MonkeyPatch, answer: bytes) -> None:
    monkeypatch.setattr("narrator.readers.guarded._call_within", lambda *_: answer)
    with pytest.raises(SourceError, match=HARMFUL):
        guarded(divmod, 17, 5)


CLOSED = """
from narrator.readers.guarded import Limits, run_guarded
raise SystemExit(run_guarded(divmod, (17, 5), Limits(30.0, 1024**3), "a.pdf") != (3, 2))
"""


def test_closed_streams_are_not_mistaken_for_the_pipe(tmp_path: Path) -> None:
    """The pipe's ends get the lowest free numbers, those of the standard streams."""
    (tmp_path / "a.py").write_text(CLOSED, encoding="utf-8")
    closed = f"'{sys.executable}' a.py <&- >&- 2>&-"
    assert subprocess.run(["bash", "-c", closed], cwd=tmp_path, check=False).returncode == 0


@pytest.mark.long
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_an_interruption_while_reading(
    number: signal.Signals, tmp_path: Path, environment: dict[str, str]
) -> None:
    (tmp_path / "a.pdf").write_bytes(drawing_itself(8, 28))
    running = subprocess.Popen(
        [str(COMMAND), "a.pdf", "--sections"],
        cwd=tmp_path,
        env=environment,
        stderr=subprocess.PIPE,
        text=True,
    )
    children = Path(f"/proc/{running.pid}/task/{running.pid}/children")
    while not (readers := children.read_text(encoding="ascii").split()):
        time.sleep(0.01)
    time.sleep(0.3)
    running.send_signal(number)
    _, said = running.communicate(timeout=60)
    assert (running.returncode, said.strip()) == (130, "narrate: interrupted")
    assert has_ended(int(readers[0]))
