"""Work in other processes: order, errors, deaths, and ends that leave nothing."""

from __future__ import annotations

import gc
import multiprocessing
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import BrokenExecutor, Executor
from contextlib import ExitStack, suppress
from pathlib import Path

import pytest

from narrator import Settings, narrate
from narrator.errors import EngineError, SpeechError
from narrator.events import Event, Note, PassageSpoken, SentencesSpoken, SpeechStarted
from narrator.files import read_regular
from narrator.processes.alone import WorkerDiedError, WorkerHangsError, run_alone
from narrator.processes.memory import free_megabytes
from narrator.processes.pool import LateExecutor, open_pool
from narrator.readers import read
from narrator.recording import watch
from narrator.recording.casting import solo
from narrator.recording.plan import plan
from narrator.recording.recorder import Recorder
from narrator.recording.store import TakeStore
from narrator.recording.take import Recipe, make_take
from narrator.settings import Pauses
from narrator.speech.voices import find_speaker
from tests.conftest import COMMAND, SAMPLES, install_plugin

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="only Linux's forks are used")

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


class DemandingError(Exception):
    """Pickled without trouble, it cannot be made again."""

    def __init__(self, first: str, second: str) -> None:
        super().__init__(first + second)


def fail_demandingly() -> None:
    raise DemandingError("made ", "once")


@pytest.fixture
def pool() -> Iterator[Executor]:
    with open_pool(2) as pool:
        yield pool


@pytest.fixture(params=["forks", "fresh"])
def in_every_context(request: pytest.FixtureRequest) -> Iterator[None]:
    """Once alone, and once with another thread, beside which nothing forks."""
    stop = threading.Event()
    other = threading.Thread(target=stop.wait)
    if request.param == "fresh":
        other.start()
    yield
    if request.param == "fresh":
        stop.set()
        other.join()


@pytest.mark.long
def test_a_call_alone_finds_the_process_as_new(pool: Executor) -> None:
    assert [run_alone(remember, number) for number in range(3)] == [1, 1, 1]
    calls = [pool.submit(run_alone, remember, number) for number in range(8)]
    assert [call.result() for call in calls] == [1] * 8


def test_workers_are_kept(pool: Executor) -> None:
    assert max(pool.map(remember, range(8))) >= 4


def remember_in_a_pool(number: int) -> int:
    with open_pool(1) as pool:
        return pool.submit(run_alone, remember, number).result()


def test_a_daemonic_process_may_have_others() -> None:
    """Those of multiprocessing's own pool are; the standard library forbids them children."""
    with multiprocessing.get_context("fork").Pool(1) as daemonic:
        assert daemonic.map(remember_in_a_pool, range(2)) == [1, 1]


@pytest.mark.usefixtures("in_every_context")
def test_errors_travel() -> None:
    with pytest.raises(SpeechError, match=r"'Sentence\.': no reason") as caught:
        run_alone(fail)
    assert caught.value.section == "Section"
    with pytest.raises(RuntimeError, match="LocalError: cannot travel"):
        run_alone(fail_unpicklably)
    with pytest.raises(RuntimeError, match="DemandingError: made once"):
        run_alone(fail_demandingly)


DEATHS = pytest.mark.parametrize(
    ("by", "cause"),
    [
        (signal.SIGKILL, "was killed by SIGKILL"),
        (signal.SIGTERM, "was killed by SIGTERM"),
        (None, "ended with status 3"),
    ],
)


@DEATHS
@pytest.mark.usefixtures("in_every_context")
def test_a_death_is_an_error(by: signal.Signals | None, cause: str) -> None:
    with pytest.raises(WorkerDiedError, match=cause):
        run_alone(die, by)


@DEATHS
def test_a_death_in_a_process_of_a_worker_is_an_error_and_the_pool_goes_on(
    pool: Executor, by: signal.Signals | None, cause: str
) -> None:
    with pytest.raises(WorkerDiedError, match=cause):
        pool.submit(run_alone, die, by).result(timeout=20)
    assert pool.submit(run_alone, remember, 1).result(timeout=20) == 1


class Handle:
    """Something of another library in a reference cycle, fatal where it was not made."""

    def __init__(self) -> None:
        self.cycle, self.maker = self, os.getpid()

    def __del__(self) -> None:
        if os.getpid() != self.maker:
            os._exit(9)


def make_garbage_and_collect_it_elsewhere() -> int:
    Handle()
    return run_alone(gc.collect)


def test_garbage_of_the_parent_is_left_to_the_parent() -> None:
    gc.collect()
    Handle()
    with open_pool(1) as pool:
        assert pool.submit(gc.collect).result(timeout=20) >= 0
        assert pool.submit(make_garbage_and_collect_it_elsewhere).result(timeout=20) >= 0
    assert run_alone(gc.collect) >= 0
    assert gc.isenabled()
    gc.collect()


def stay(sign: Path) -> None:
    sign.touch()
    time.sleep(60)


@pytest.mark.parametrize("is_alone", [False, True])
@pytest.mark.usefixtures("in_every_context")
def test_a_pool_that_is_stopped_kills_what_runs(tmp_path: Path, is_alone: bool) -> None:
    sign = tmp_path / "sign"
    threads = threading.active_count()
    with suppress(KeyboardInterrupt), open_pool(2) as pool:
        call = pool.submit(run_alone, stay, sign) if is_alone else pool.submit(stay, sign)
        assert wait_for(sign.exists)
        started = time.monotonic()
        raise KeyboardInterrupt
    assert time.monotonic() - started < 5
    assert isinstance(call.exception(timeout=5), BrokenExecutor)
    assert threading.active_count() == threads


def test_a_process_whose_parent_is_gone_before_it_starts_ends_at_once() -> None:
    script = "from narrator.processes.starting import set_up; set_up(parent=1); print('on it goes')"
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, check=False)
    assert (done.returncode, done.stdout) == (1, b"")


def test_garbage_is_collected_afterwards_only_where_it_was_before() -> None:
    gc.disable()
    try:
        assert run_alone(remember, 1) == 1
        assert not gc.isenabled()
    finally:
        gc.enable()


def test_a_pool_that_ends_leaves_no_thread() -> None:
    """The next one would not fork beside it."""
    threads = threading.active_count()
    with open_pool(2) as pool:
        assert pool.submit(remember, 1).result() >= 1
    assert threading.active_count() == threads


def test_an_idle_worker_that_is_stopped_is_killed_at_the_end(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("narrator.processes.pool._SECONDS_TO_END", 0.2)
    with open_pool(2) as pool:
        assert pool.submit(remember, 1).result() == 1
        stopped = multiprocessing.active_children()[0]
        assert stopped.pid is not None
        os.kill(stopped.pid, signal.SIGSTOP)
    assert multiprocessing.active_children() == []


def refuse_threads(*_: object) -> None:
    raise RuntimeError("can't start new thread")


def test_where_no_thread_can_be_started_no_pool_is_opened_but_an_open_one_ends(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    with open_pool(1) as pool:
        assert pool.submit(remember, 1).result() == 1
        monkeypatch.setattr(threading.Thread, "start", refuse_threads)
        with pytest.raises(EngineError, match="2 processes cannot be started"), open_pool(2):
            pass


def test_a_pool_that_is_broken_is_opened_anew() -> None:
    with ExitStack() as stack:
        late = LateExecutor(lambda: stack.enter_context(open_pool(1)))
        for _ in range(2):
            late.let_go()
            with pytest.raises(BrokenExecutor):
                late.submit(die, signal.SIGKILL).result(timeout=20)
        assert late.submit(remember, 1).result(timeout=20) == 1


def test_an_interruption_ends_the_call_that_is_waited_for() -> None:
    timer = threading.Timer(0.5, os.kill, (os.getpid(), signal.SIGINT))
    timer.start()
    started = time.monotonic()
    with pytest.raises(KeyboardInterrupt):
        run_alone(time.sleep, 60)
    timer.join()
    assert time.monotonic() - started < 5


PROGRAM = """
import multiprocessing, sys, threading
from narrator import Settings, narrate
from narrator.events import PassageSpoken
if __name__ == "__main__":
    stop = threading.Event()
    if sys.argv[2] == "fresh":
        threading.Thread(target=stop.wait, daemon=True).start()
    told = threading.Event()
    def tell(event):
        if isinstance(event, PassageSpoken) and not told.is_set():
            told.set()
            print(*{type(child).__name__ for child in multiprocessing.active_children()})
            sys.stdout.flush()
    settings = Settings.of(voice="de", jobs=2, cache=False)
    narrate(sys.argv[1], sys.argv[3], settings, tell)
    stop.set()
"""
STARTED = {"forks": "ForkProcess\n", "fresh": "SpawnProcess\n"}


@pytest.mark.long
def test_fresh_processes_make_the_same_file_as_forks(tmp_path: Path) -> None:
    """A program with threads cannot fork safely and gets slower processes, not another file."""
    program = tmp_path / "program.py"
    program.write_text(PROGRAM, encoding="utf-8")
    made = []
    for how, started in STARTED.items():
        output = tmp_path / f"{how}.mp3"
        command = [sys.executable, str(program), str(SAMPLES / "bienen.txt"), how, str(output)]
        done = subprocess.run(command, capture_output=True, text=True, check=True)
        assert (done.stdout, done.stderr) == (started, "")
        made.append(output.read_bytes())
    assert made[0] == made[1]


def wait_for(condition: Callable[[], bool]) -> bool:
    """Return whether a condition comes true, within what a busy machine takes to start Python."""
    deadline = time.monotonic() + 30
    while not condition() and time.monotonic() < deadline:
        time.sleep(0.02)
    return condition()


def processes_with(mark: str) -> list[int]:
    """Return the ids of processes whose environment holds a text; a zombie has none."""
    found = []
    for environment in Path("/proc").glob("[0-9]*/environ"):
        try:
            if mark.encode() in environment.read_bytes():
                found.append(int(environment.parent.name))
        except OSError:  # it has ended, or is another user's
            continue
    return found


@pytest.mark.long
@pytest.mark.parametrize("how", STARTED)
def test_no_process_outlives_a_parent_that_is_killed(
    tmp_path: Path, environment: dict[str, str], how: str
) -> None:
    program, text = tmp_path / "program.py", tmp_path / "long.txt"
    program.write_text(PROGRAM, encoding="utf-8")
    text.write_text("Zehn Boote kamen am zehnten Tag heim. " * 2_000, encoding="utf-8")
    mark = f"NARRATE_TEST_MARK={tmp_path}"
    name, _, value = mark.partition("=")
    running = subprocess.Popen(
        [sys.executable, str(program), str(text), how, str(tmp_path / "a.mp3")],
        env=environment | {name: value, "TMPDIR": str(tmp_path)},
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    )
    assert running.stdout is not None
    assert running.stdout.readline() == STARTED[how]
    assert wait_for(lambda: len(processes_with(mark)) >= 3)
    running.kill()
    running.communicate()
    assert wait_for(lambda: processes_with(mark) == [])


@pytest.mark.long
def test_a_worker_that_is_killed_once_costs_no_more_than_time(tmp_path: Path) -> None:
    passages = list(plan(read(SAMPLES / "harbour-cranes.txt"), Pauses(), solo("en")))
    recipe = Recipe(find_speaker("tone", None, ""), 450, "wav", None, -19.0)
    with open_pool(2) as pool:
        recorder = Recorder(pool, TakeStore(tmp_path), recipe, jobs=2)
        multiprocessing.active_children()[0].kill()
        takes = list(recorder.record(passages))
    assert [take.passage for take in takes] == passages
    assert recorder.load(takes[-1]) == make_take(passages[-1], recipe)


FRAIL = """
import os, signal
from narrator.speech.tone import ToneEngine
class Frail(ToneEngine):
    def speak(self, text, voice, rate):
        if "cheese" in text:
            os.kill(os.getpid(), signal.SIGKILL)
        return super().speak(text, voice, rate)
"""


@pytest.mark.long
@pytest.mark.parametrize("jobs", ["1", "2"])
def test_a_worker_that_dies_costs_its_own_passage(
    tmp_path: Path, environment: dict[str, str], jobs: str
) -> None:
    """The pool of an engine that keeps its workers breaks; only what killed them is named."""
    install_plugin(tmp_path, "narrator.engines", "frail = frail:Frail", FRAIL)
    plain = "Ten boats came home on the tenth day.\n\n" * 300
    (tmp_path / "a.txt").write_text(plain + "There was no cheese.\n\n" + plain, encoding="utf-8")
    path = os.pathsep.join([str(tmp_path), environment.get("PYTHONPATH", "")])
    command = [str(COMMAND), "a.txt", "-q", "--engine", "frail", "--jobs", jobs]
    done = subprocess.run(
        command,
        cwd=tmp_path,
        env=environment | {"PYTHONPATH": path},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == SpeechError.exit_code
    place = "narrate: speech failed in section 'a' at 'There was no cheese.': "
    cause = "the process that spoke it was killed by SIGKILL; run again to continue\n"
    assert done.stderr == place + cause


HARMED = """
import os, signal, time
from pathlib import Path
from narrator.speech.tone import ToneEngine
MARK = Path(__file__).with_name("mark")
class Harmed(ToneEngine):
    needs_fresh_process = {fresh}
    def speak(self, text, voice, rate):
        if "cheese" in text and ({always} or not MARK.exists()):
            MARK.touch()
            {harm}
        return super().speak(text, voice, rate)
"""
HARMS = {
    "os.kill(os.getpid(), signal.SIGSEGV)": "was killed by SIGSEGV",
    "os.kill(os.getpid(), signal.SIGSTOP)": "stopped answering",
    "time.sleep(600)": "stopped answering",
    "while True: pass": "stopped answering",
}


@pytest.mark.long
@pytest.mark.parametrize("harm", HARMS)
@pytest.mark.parametrize("is_fresh", [False, True])
@pytest.mark.parametrize("is_always", [False, True])
def test_a_worker_that_dies_or_hangs_is_replaced_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, harm: str, is_fresh: bool, is_always: bool
) -> None:
    monkeypatch.setattr(watch, "_IDLE_LOOKS", 1)
    monkeypatch.setattr(watch, "_LEAST_LOOKS", 3)
    monkeypatch.setattr(watch, "_GENEROSITY", 0)
    engine = f"harmed{abs(hash((harm, is_fresh, is_always)))}"
    source = HARMED.format(fresh=is_fresh, always=is_always, harm=harm)
    install_plugin(tmp_path, "narrator.engines", f"{engine} = {engine}:Harmed", source)
    monkeypatch.syspath_prepend(tmp_path)
    plain = "Ten boats came home on the tenth day.\n\n" * 400
    text = tmp_path / "a.txt"
    text.write_text(plain + "There was no cheese.\n\n" + plain, encoding="utf-8")
    settings = Settings.of(engine=engine, jobs=2, rate=450)
    started = time.monotonic()
    if is_always:
        with pytest.raises(SpeechError, match=f"There was no cheese.*{HARMS[harm]}; run again"):
            narrate(text, tmp_path / "a.wav", settings)
    else:
        narrate(text, tmp_path / "a.wav", settings)
        narrate(text, tmp_path / "b.wav", Settings.of(engine="tone", jobs=2, rate=450))
        assert (tmp_path / "a.wav").read_bytes() == (tmp_path / "b.wav").read_bytes()
    assert time.monotonic() - started < 60
    assert multiprocessing.active_children() == []


def test_a_machine_that_was_asleep_has_lost_no_patience() -> None:
    """Only looks count, each after a second of waiting, not what a clock says."""
    seen = watch.Watch(patience=2)
    for _ in range(3):
        seen.look(False)
        seen.look(False)
        seen.look(True)
    seen.look(False)
    seen.look(False)
    with pytest.raises(WorkerHangsError):
        seen.look(False)


SLOW = """
import time
from narrator.speech.tone import ToneEngine
class Slow(ToneEngine):
    def speak(self, text, voice, rate):
        time.sleep(0.6)
        return super().speak(text, voice, rate)
def load():
    return Slow()
"""


@pytest.mark.long
def test_sentences_are_told_where_a_passage_takes_long(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    plugins = tmp_path / "plugins"
    plugins.mkdir()
    install_plugin(plugins, "narrator.engines", "slow = slow:load", SLOW)
    monkeypatch.syspath_prepend(plugins)
    source = tmp_path / "a.txt"
    source.write_bytes(b"The old bridge reopens on Monday. " * 3)
    events: list[Event] = []
    settings = Settings.of(engine="slow", jobs=1, cache=False)
    narrate(source, tmp_path / "a.wav", settings, events.append)
    kinds = [type(event) for event in events]
    assert kinds.index(SentencesSpoken) < kinds.index(PassageSpoken)
    words = sum(event.words for event in events if isinstance(event, SentencesSpoken))
    assert 12 <= words <= 18


@pytest.fixture
def memory(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., None]:
    """Have the system tell how much memory there is: in all, and for this control group."""

    def tell(available_kilobytes: int, limit: str = "max", used: str = "0") -> None:
        texts = {
            "_MEMORY_INFO": f"MemTotal: 1 kB\nMemAvailable: {available_kilobytes} kB\n",
            "_GROUP_LIMIT": limit,
            "_GROUP_USE": used,
        }
        for name, text in texts.items():
            file = tmp_path / name
            file.write_text(text, encoding="ascii")
            monkeypatch.setattr(f"narrator.processes.memory.{name}", file)

    return tell


def test_free_memory_is_what_the_system_and_the_group_leave(
    memory: Callable[..., None], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    memory(1_000_000)
    assert free_megabytes() == 1_024
    memory(1_000_000, "500000000", "200000000")
    assert free_megabytes() == 300
    memory(1_000_000, "500000000", "600000000")
    assert free_megabytes() == 0
    monkeypatch.setattr("narrator.processes.memory._MEMORY_INFO", tmp_path / "none")
    assert free_megabytes() is None


def test_only_as_many_processes_speak_as_memory_has_room_for(
    memory: Callable[..., None], tmp_path: Path
) -> None:
    source = tmp_path / "a.txt"
    source.write_bytes(b"The old bridge reopens on Monday.")
    events: list[Event] = []
    settings = Settings.of(engine="hibari", jobs=8, cache=False)
    memory(500_000)
    narrate(source, tmp_path / "a.wav", settings, events.append)
    notes = [event.text for event in events if isinstance(event, Note)]
    assert notes == ["free memory is enough for 2 of 8 processes that speak"]
    started = next(event for event in events if isinstance(event, SpeechStarted))
    assert started.jobs == 2
    tone = Settings.of(engine="tone", jobs=8, cache=False)
    narrate(source, tmp_path / "b.wav", tone, events.append)
    assert [event.jobs for event in events if isinstance(event, SpeechStarted)] == [2, 8]


def test_a_file_is_read_up_to_a_size(tmp_path: Path) -> None:
    file = tmp_path / "a"
    file.write_bytes(b"12345")
    assert read_regular(file, 5) == b"12345"
    with pytest.raises(OSError, match="larger than 4 bytes"):
        read_regular(file, 4)
