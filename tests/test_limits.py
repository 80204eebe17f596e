"""Interruptions at any moment, low limits of the system, and output that nobody reads."""

from __future__ import annotations

import os
import pty
import re
import resource
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from narrator.cli import interruption
from narrator.errors import LimitError, NarrateError, SpeechError, as_known
from narrator.processes.memory import check_memory_limit
from tests.conftest import COMMAND, SAMPLES

TRAINS = str(SAMPLES / "night-trains.txt")
CRANES = str(SAMPLES / "harbour-cranes.txt")
INTERRUPTED = "narrate: interrupted\n"
# the command, which says when it begins; until then, Python itself would be interrupted
PROGRAM = """
import signal, sys
signal.pthread_sigmask(signal.SIG_BLOCK, [signal.SIGINT])
from narrator.__main__ import main
sys.stdout.write("+")
sys.stdout.flush()
try:
    signal.pthread_sigmask(signal.SIG_UNBLOCK, [signal.SIGINT])
    main()
except KeyboardInterrupt:  # before the first line of main
    sys.stderr.write("narrate: interrupted\\n")
    sys.exit(130)
"""
STEPS_MILLISECONDS = [*range(0, 600, 20), *range(600, 2_000, 100)]


@pytest.mark.long
@pytest.mark.parametrize("engine", ["espeak", "hibari"])
def test_interrupted_at_any_moment_it_says_so_on_one_line(
    tmp_path: Path, environment: dict[str, str], engine: str
) -> None:
    interrupted = 0
    command = [sys.executable, "-c", PROGRAM, CRANES, "-o", "a.mp3", "--no-cache"]
    for milliseconds in STEPS_MILLISECONDS:
        running = subprocess.Popen(
            [*command, "--engine", engine],
            cwd=tmp_path,
            env=environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        assert running.stdout is not None
        assert running.stdout.read(1) == "+"
        time.sleep(milliseconds / 1_000)
        running.send_signal(signal.SIGINT)
        _, said = running.communicate(timeout=30)
        if running.returncode == 0:
            continue
        interrupted += 1
        said = re.sub("^speaking .*\n", "", said)
        assert (running.returncode, said) == (130, INTERRUPTED), milliseconds
        assert list(tmp_path.iterdir()) == []
    assert interrupted > len(STEPS_MILLISECONDS) / 2


@pytest.mark.long
@pytest.mark.parametrize("seconds", [0.3, 2.0])
def test_on_a_terminal_the_line_stands_where_the_bar_was(
    tmp_path: Path, environment: dict[str, str], seconds: float
) -> None:
    text = tmp_path / "long.txt"
    text.write_text("Ten boats came home on the tenth day. " * 40_000, encoding="utf-8")
    terminal, end = pty.openpty()
    running = subprocess.Popen(
        [COMMAND, text, "-o", "a.mp3"],
        stdin=end,
        stdout=end,
        stderr=end,
        cwd=tmp_path,
        env=environment | {"TERM": "xterm-256color"},
        preexec_fn=os.setsid,
    )
    os.close(end)
    time.sleep(seconds)
    running.send_signal(signal.SIGINT)
    seen = b""
    while chunk := _read(terminal):
        seen += chunk
    os.close(terminal)
    assert running.wait(timeout=20) == 130
    assert seen.endswith(b"\rnarrate: interrupted\r\n")
    assert seen.count(b"\x1b[?25l") == seen.count(b"\x1b[?25h")  # the cursor is back
    assert not re.search(rb"\n\rnarrate", seen)


def _read(terminal: int) -> bytes:
    """Return what a terminal shows; nothing once its other end is closed."""
    try:
        return os.read(terminal, 65_536)
    except OSError:
        return b""


class _EndedError(BaseException):
    """The end of this process, as a test sees it."""


@pytest.fixture
def ended(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """Have the process go on, and list the exit codes."""
    codes: list[int] = []

    def end(code: int) -> None:
        codes.append(code)
        raise _EndedError

    monkeypatch.setattr(os, "_exit", end)
    monkeypatch.setattr(interruption, "_interruptions", 0)
    monkeypatch.setattr(sys, "unraisablehook", sys.unraisablehook)
    return codes


@pytest.fixture(autouse=True)
def handler() -> Iterator[None]:
    """Bring back the handlers."""
    before = {number: signal.getsignal(number) for number in (signal.SIGINT, signal.SIGTERM)}
    yield
    for number, former in before.items():
        signal.signal(number, former)


def test_before_and_after_the_work_an_interruption_ends_at_once(
    ended: list[int],
) -> None:
    for exit_code in (130, 3):
        interruption.end_at_once(exit_code)
        with pytest.raises(_EndedError):
            signal.raise_signal(signal.SIGINT)
    assert ended == [130, 3]


def test_within_the_work_it_is_an_exception_and_insisting_ends_it(ended: list[int]) -> None:
    with interruption.as_exceptions():
        with pytest.raises(KeyboardInterrupt):
            signal.raise_signal(signal.SIGTERM)
        assert interruption.has_happened()
        signal.raise_signal(signal.SIGTERM)
        with pytest.raises(_EndedError):
            signal.raise_signal(signal.SIGTERM)
    assert ended == [130]


def test_an_interruption_in_a_finalizer_is_none_that_is_lost(ended: list[int]) -> None:
    class Interrupted:
        def __del__(self) -> None:
            raise KeyboardInterrupt

    with interruption.as_exceptions():
        Interrupted()
    assert ended == [130]


@pytest.mark.parametrize(
    "arguments", ["--help", pytest.param("cache clear --help", marks=pytest.mark.long), "formats"]
)
def test_help_that_nobody_reads_is_no_error(environment: dict[str, str], arguments: str) -> None:
    script = f"set -o pipefail; '{COMMAND}' {arguments} | true"
    done = subprocess.run(
        ["bash", "-c", script], env=environment, capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stderr) == (0, "")


LOW_LIMITS = {
    "ulimit -n 8; exec": r"the system refuses more open files: .*",
    "ulimit -n 10; exec": r"2 processes cannot be started: too many open files; .*",
    "ulimit -n 14; exec": r"2 processes cannot be started: too many open files; .*",
} | {
    f"ulimit -v {kilobytes}; exec": r"the system refuses more memory: .*"
    for kilobytes in (20_000, 26_000, 60_000, 120_000, 200_000)
}


@pytest.mark.long
@pytest.mark.parametrize("limit", LOW_LIMITS)
@pytest.mark.parametrize("engine", ["espeak", "hibari"])
def test_low_limits_are_one_line(
    tmp_path: Path, environment: dict[str, str], limit: str, engine: str
) -> None:
    script = f"{limit} '{COMMAND}' '{TRAINS}' -q -o a.mp3 --jobs 2 --engine {engine}"
    done = subprocess.run(
        ["bash", "-c", script],
        cwd=tmp_path,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == LimitError.exit_code, done.stderr
    assert re.fullmatch(f"narrate: {LOW_LIMITS[limit]}\n", done.stderr)
    assert not (tmp_path / "a.mp3").exists()


def caused_by(cause: Exception) -> Exception:
    error = RuntimeError("the engine failed")
    error.__cause__ = cause
    return error


@pytest.mark.parametrize(
    ("error", "lack"),
    [
        (MemoryError(), "memory"),
        (OSError(24, "too many open files"), "open files"),
        (RuntimeError("can't start new thread"), "processes"),
        (ImportError("libx.so: failed to map segment from shared object"), "memory"),
        (caused_by(MemoryError()), "memory"),
    ],
)
def test_what_the_system_refuses_is_no_bug(error: Exception, lack: str) -> None:
    known = as_known(error)
    assert isinstance(known, LimitError)
    assert lack in known.lack


def test_other_errors_stay_what_they_are() -> None:
    known = SpeechError("a", "b", "c")
    assert as_known(known) is known
    assert as_known(OSError(2, "no such file")) is None
    assert isinstance(known, NarrateError)


def test_a_memory_limit_is_known_before_libraries_meet_it(monkeypatch: pytest.MonkeyPatch) -> None:
    for soft, is_too_low in ((resource.RLIM_INFINITY, False), (10**11, False), (10**8, True)):
        monkeypatch.setattr(resource, "getrlimit", lambda _, soft=soft: (soft, soft))
        if is_too_low:
            with pytest.raises(LimitError, match="ulimit -v"):
                check_memory_limit()
        else:
            check_memory_limit()
