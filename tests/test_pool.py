"""Processes that have run nothing before: order, errors, deaths."""

from __future__ import annotations

import gc
import os
import signal
import subprocess
import sys
import time
from concurrent.futures import Executor
from pathlib import Path

import pytest

from narrator.errors import SpeechError
from narrator.processes import ForkPool, WorkerDiedError
from tests.conftest import SAMPLES

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="this system cannot fork")

_remembered: list[int] = []


def remember(number: int) -> int:
    _remembered.append(number)
    return len(_remembered)


def die(by: signal.Signals | None) -> None:
    if by is None:
        os._exit(3)
    os.kill(os.getpid(), by)
    time.sleep(60)


def fail() -> None:
    raise SpeechError("Section", "Sentence.", "no reason")


def fail_unpicklably() -> None:
    class LocalError(Exception):
        pass

    raise LocalError("cannot travel")


@pytest.fixture
def pool() -> Executor:
    return ForkPool(2)


def test_every_call_finds_the_process_as_new(pool: Executor) -> None:
    with pool:
        assert list(pool.map(remember, range(8))) == [1] * 8


def test_errors_travel(pool: Executor) -> None:
    with pool:
        with pytest.raises(SpeechError, match=r"'Sentence\.': no reason") as caught:
            pool.submit(fail).result()
        assert caught.value.section == "Section"
        with pytest.raises(RuntimeError, match="LocalError: cannot travel"):
            pool.submit(fail_unpicklably).result()


@pytest.mark.parametrize(
    ("by", "cause"),
    [
        (signal.SIGKILL, "killed by SIGKILL"),
        (signal.SIGTERM, "killed by SIGTERM"),
        (None, "status 3"),
    ],
)
def test_a_death_is_an_error_and_the_pool_goes_on(
    pool: Executor, by: signal.Signals | None, cause: str
) -> None:
    with pool:
        with pytest.raises(WorkerDiedError, match=cause):
            pool.submit(die, by).result(timeout=20)
        assert pool.submit(remember, 1).result(timeout=20) == 1


class Handle:
    """Something of another library in a reference cycle: its end in a process that did not make it hangs or kills."""

    def __init__(self) -> None:
        self.cycle, self.maker = self, os.getpid()

    def __del__(self) -> None:
        if os.getpid() != self.maker:
            os._exit(9)


def test_garbage_of_the_parent_is_left_to_the_parent() -> None:
    gc.collect()
    Handle()
    with ForkPool(1) as pool:
        assert pool.submit(gc.collect).result(timeout=20) >= 0
    gc.collect()


def test_shutdown_kills_what_runs(pool: Executor) -> None:
    running = pool.submit(time.sleep, 60)
    time.sleep(0.2)
    started = time.monotonic()
    pool.shutdown(cancel_futures=True)
    assert time.monotonic() - started < 5
    assert isinstance(running.exception(timeout=5), WorkerDiedError)


def test_fresh_processes_make_the_same_file_as_forks(tmp_path: Path) -> None:
    """A program with threads cannot fork safely and gets slower processes, not another file."""
    script = (
        "import sys, threading\n"
        "from narrator import Settings, narrate\n"
        "from narrator.processes import ForkPool, make_pool\n"
        "if __name__ == '__main__':\n"
        "    stop = threading.Event()\n"
        "    if sys.argv[2] == 'threads': threading.Thread(target=stop.wait).start()\n"
        "    pool = make_pool(1); print(type(pool).__name__); pool.shutdown()\n"
        "    narrate(sys.argv[1], sys.argv[3], Settings.of(voice='de', jobs=2, cache=False)); stop.set()\n"
    )
    program, made = tmp_path / "program.py", []
    program.write_text(script, encoding="utf-8")
    for how, pool in (("alone", "ForkPool"), ("threads", "ProcessPoolExecutor")):
        output = tmp_path / f"{how}.mp3"
        command = [sys.executable, str(program), str(SAMPLES / "bienen.txt"), how, str(output)]
        assert (
            subprocess.run(command, capture_output=True, text=True, check=True).stdout
            == f"{pool}\n"
        )
        made.append(output.read_bytes())
    assert made[0] == made[1]
