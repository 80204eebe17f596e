"""Have everything go wrong at every moment of a narration, and see what is left.

    python -m tests.benchmarks.faults [--engine NAME] [--only PATTERN] [-v]

In the first table, every cell is a run that stops when a phase begins, suffers a fault, and
continues. In the second, the whole run is under a condition. A cell says

    7 1 old same

for the exit code (or the signal that killed it), the lines on standard error, what is in the place
of an older result ("old", "new", or "LOST"), and whether a next, undisturbed run makes the same
bytes as always. A dash is a fault that cannot be made here: some need root, to mount a small disk.

The promise: a documented exit code; one line on standard error where it is not 0, and none where it
is; the older result or the whole new one, and no other file beside it; nothing left in the folder
of temporary files, and no process; and the next run makes the same bytes. A cell that breaks it has
a "!", is explained below the tables, and makes the exit code 1.
"""

from __future__ import annotations

import argparse
import os
import re
import resource
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path

from narrator.errors import INTERRUPTED_EXIT_CODE
from tests.benchmarks.halting import PHASES, Phase

NARRATE = str(Path(sys.executable).with_name("narrate"))
HALTING = str(Path(__file__).with_name("halting.py"))
OLDER = b"an older result"
# sections of one passage each
TEXT = "# The Boats\n\n" + "\n\n".join(
    f"## Day {day}\n\nOn day {day} of the month, {day} boats came home. " + "The sea was calm. " * 8
    for day in range(1, 9)
)
# nothing here takes so long
PATIENCE_SECONDS = 60.0
# as long as a killed run's processes may need to end
GRACE_SECONDS = 5.0
DISK = "size=24m,nr_inodes=200"
ROOT = os.geteuid() == 0
# documented exit codes of a run that failed for what it lacked
REFUSED = {3, 5, 6, 7}


class ImpossibleError(Exception):
    """A fault that cannot be made on this machine, or at this moment."""


@dataclass
class Scene:
    """A folder with all that a run touches, and the runs.

    Attributes:
        folder: The folder; source, output, cache, temporary files and home are in it.
        groups: The numbers of the runs' groups of processes, which are also their own.
        undo: What takes back what a fault did to the folder.
    """

    folder: Path
    groups: list[int] = field(default_factory=list)
    undo: list[Callable[[], object]] = field(default_factory=list)

    @property
    def pid(self) -> int:
        return self.groups[-1]

    @property
    def output(self) -> Path:
        return self.folder / "out" / "a.mp3"

    @property
    def environment(self) -> dict[str, str]:
        names = ("PATH", "LANG", "PYTHONPATH", "COVERAGE_PROCESS_START", "COVERAGE_PROCESS_CONFIG")
        kept = {name: os.environ[name] for name in names if name in os.environ}
        return kept | {
            "HOME": str(self.folder / "home"),
            "TMPDIR": str(self.folder / "tmp"),
            "XDG_CACHE_HOME": str(self.folder / "home" / "cache"),
            "NO_COLOR": "1",
        }

    def arguments(self, engine: str) -> list[str]:
        return ["a.md", "-o", "out/a.mp3", "--summary", "-q", "--jobs", "2", "--engine", engine]

    def set_up(self) -> None:
        for name in ("out", "tmp", "home/cache"):
            (self.folder / name).mkdir(parents=True)
        self.output.write_bytes(OLDER)
        (self.folder / "a.md").write_text(TEXT, encoding="utf-8")

    def repair(self) -> None:
        """Take back what the fault did to the folder."""
        for undo in self.undo:
            undo()
        self.undo.clear()
        if not (self.folder / "a.md").is_file():
            (self.folder / "a.md").write_text(TEXT, encoding="utf-8")


# --- faults ---------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Fault:
    """Something that goes wrong at a moment.

    Attributes:
        name: What the table calls it.
        apply: A function that does it to a run that is stopped.
        codes: The exit codes that are right after it; what is negative is a signal's number.
        on_disk: Whether the scene is on a small disk of its own.
    """

    name: str
    apply: Callable[[Scene], object]
    codes: frozenset[int]
    on_disk: bool = False


def send(number: signal.Signals, *, to_all: bool = False) -> Callable[[Scene], object]:
    def apply(scene: Scene) -> None:
        (os.killpg if to_all else os.kill)(scene.pid, number)

    return apply


def wait_a_while(_: Scene) -> None:
    time.sleep(1.0)


def fill_disk(scene: Scene) -> None:
    filler = scene.folder / "filler"
    scene.undo.append(filler.unlink)
    with open(filler, "wb", buffering=0) as file:
        for size in (1 << 20, 1 << 12):
            with suppress(OSError):
                while True:
                    file.write(bytes(size))


def take_inodes(scene: Scene) -> None:
    folder = scene.folder / "fillers"
    folder.mkdir()
    scene.undo.append(lambda: shutil.rmtree(folder))
    with suppress(OSError):
        for number in range(10_000):
            (folder / str(number)).touch()


def mount_read_only(scene: Scene) -> None:
    disk = str(scene.folder)
    done = subprocess.run(
        ["mount", "-o", "remount,ro", disk], capture_output=True, text=True, check=False
    )
    if done.returncode:  # a file is open for writing
        raise ImpossibleError(done.stderr.strip())
    writable = ["mount", "-o", f"remount,rw,{DISK}", disk]
    scene.undo.append(partial(subprocess.run, writable, check=True))


def close_folder(scene: Scene) -> None:
    if ROOT:
        raise ImpossibleError("root may write everywhere")
    folder = scene.output.parent
    folder.chmod(0o555)
    scene.undo.append(lambda: folder.chmod(0o755))


def limit(number: int, value: Callable[[Scene], int]) -> Callable[[Scene], object]:
    def apply(scene: Scene) -> None:
        resource.prlimit(scene.pid, number, (value(scene), value(scene)))

    return apply


def open_files(scene: Scene) -> int:
    """Return the lowest limit that no open file exceeds."""
    return 1 + max(map(int, os.listdir(f"/proc/{scene.pid}/fd")))


def address_space(scene: Scene) -> int:
    """Return the bytes of memory that the process has, and little more."""
    pages = int(Path(f"/proc/{scene.pid}/statm").read_text(encoding="ascii").split()[0])
    return pages * resource.getpagesize() + (4 << 20)


def remove(name: str) -> Callable[[Scene], object]:
    def apply(scene: Scene) -> None:
        path = scene.folder / name
        shutil.rmtree(path) if path.is_dir() else path.unlink(missing_ok=True)

    return apply


def move_output_folder(scene: Scene) -> None:
    folder, away = scene.output.parent, scene.folder / "away"
    folder.rename(away)

    def back() -> None:
        if scene.output.exists():  # the run made the folder anew
            shutil.rmtree(away)
        else:
            shutil.rmtree(folder, ignore_errors=True)
            away.rename(folder)

    scene.undo.append(back)


def put_folder_in_place(scene: Scene) -> None:
    aside = scene.folder / "aside"
    scene.output.rename(aside)
    scene.output.mkdir()

    def back() -> None:
        inside = scene.output / scene.output.name
        if inside.exists():  # the folder was taken for the one that was asked for
            inside.rename(aside)
        shutil.rmtree(scene.output)
        aside.rename(scene.output)

    scene.undo.append(back)


def damage_takes(scene: Scene) -> None:
    for take in (scene.folder / "home/cache").glob("narrate/takes/*"):
        take.write_bytes(take.read_bytes()[:-1] + b"?")


INTERRUPTED = frozenset({INTERRUPTED_EXIT_CODE})
REFUSED_OR_DONE = frozenset(REFUSED | {0})
FAULTS = (
    Fault("SIGKILL", send(signal.SIGKILL), frozenset({-signal.SIGKILL})),
    Fault("SIGTERM", send(signal.SIGTERM), INTERRUPTED),
    Fault("SIGINT to all", send(signal.SIGINT, to_all=True), INTERRUPTED),
    Fault("SIGHUP to all", send(signal.SIGHUP, to_all=True), INTERRUPTED),
    Fault("SIGSTOP, SIGCONT", wait_a_while, frozenset({0})),
    Fault("disk full", fill_disk, REFUSED_OR_DONE, on_disk=True),
    Fault("no inodes", take_inodes, REFUSED_OR_DONE, on_disk=True),
    Fault("disk read-only", mount_read_only, REFUSED_OR_DONE, on_disk=True),
    Fault("folder read-only", close_folder, REFUSED_OR_DONE),
    Fault("files of 1 kB", limit(resource.RLIMIT_FSIZE, lambda _: 1000), REFUSED_OR_DONE),
    Fault("no open files", limit(resource.RLIMIT_NOFILE, open_files), REFUSED_OR_DONE),
    Fault("no memory", limit(resource.RLIMIT_AS, address_space), REFUSED_OR_DONE),
    Fault("source gone", remove("a.md"), frozenset({0, 3})),
    Fault("cache gone", remove("home/cache/narrate"), frozenset({0})),
    Fault("takes damaged", damage_takes, frozenset({0})),
    Fault("temporary gone", remove("tmp"), REFUSED_OR_DONE),
    Fault("output moved", move_output_folder, REFUSED_OR_DONE),
    Fault("folder in place", put_folder_in_place, REFUSED_OR_DONE),
)


# --- conditions -----------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Condition:
    """What holds for a whole run.

    Attributes:
        name: What the table calls it.
        before: The words of a shell's command that come before the run's.
        after: Those that come after it.
        codes: The exit codes that are right.
        program: A program that is needed for it.
        lines: How many lines on standard error can be seen at the most.
    """

    name: str
    before: str = ""
    after: str = ""
    codes: frozenset[int] = frozenset({0})
    program: str = "sh"


# root's processes are not counted; this is nobody, who may still read everything
AS_NOBODY = (
    "setpriv --reuid=65534 --clear-groups --inh-caps=+dac_override --ambient-caps=+dac_override"
)
LIMITED = frozenset({0, 5, 6, 7})
CONDITIONS = (
    Condition("no HOME", "env -u HOME"),
    Condition("HOME is gone", "env -u XDG_CACHE_HOME HOME=/dev/null/away"),
    # without a cache folder of its own it would use the one of whoever runs this
    Condition("no environment", 'env -i XDG_CACHE_HOME="$XDG_CACHE_HOME"'),
    Condition("TMPDIR is gone", "env TMPDIR=/dev/null/away"),
    Condition("umask 777", "umask 0777;", codes=frozenset({0, 7})),
    *(Condition(f"ulimit -n {n}", f"ulimit -n {n};", codes=LIMITED) for n in (256, 32, 20, 14)),
    *(Condition(f"ulimit -v {n} MB", f"ulimit -v {n}000;", codes=LIMITED) for n in (600, 300, 150)),
    *(
        Condition(
            f"ulimit -u {n}",
            f"{AS_NOBODY} bash -c 'ulimit -u {n}; exec \"$@\"' -",
            codes=LIMITED,
            program="setpriv",
        )
        for n in (4, 2, 1)
    ),
    Condition("ulimit -f 1", "ulimit -f 1;", codes=frozenset({7})),
    Condition("ulimit -s 256", "ulimit -s 256;", codes=LIMITED),
    Condition("the year 1970", "faketime '1970-01-02 00:00:00'", program="faketime"),
    Condition("the year 2106", "faketime '2106-02-07 06:28:20'", program="faketime"),
    Condition("a clock that races", "faketime -f '+0 x1000'", program="faketime"),
    Condition("source of 1970", "touch -d 1970-01-01T00:00:00Z a.md;"),
    Condition("source of 2106", "touch -d 2106-02-07T06:28:20Z a.md;"),
    Condition("no stdin", after="<&-"),
    Condition("no stdout", after=">&-"),
    Condition("no stderr", after="2>&-"),
    Condition("no streams", after="<&- >&- 2>&-"),
    Condition("stdout full", after=">/dev/full", codes=frozenset({7})),
    Condition("stderr full", after="2>/dev/full"),
    Condition("nobody reads stdout", after="| true"),
)


# --- runs -----------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a run with a fault left.

    Attributes:
        code: The exit code; negative for the signal that killed it.
        errors: The lines on standard error.
        result: What is in the output's place: old, new or LOST.
        again: What a next run makes: same, OTHER, or its exit code.
        broken: How the promise was broken.
    """

    code: int
    errors: tuple[str, ...]
    result: str
    again: str
    broken: tuple[str, ...]

    def __str__(self) -> str:
        mark = "!" if self.broken else " "
        code = str(self.code)
        if self.code < 0:
            code = signal.Signals(-self.code).name.removeprefix("SIG")
        return f"{code:>4} {len(self.errors)} {self.result} {self.again}{mark}"


@dataclass(frozen=True, slots=True)
class Trial:
    """Runs that are compared with an undisturbed one.

    Attributes:
        engine: Who speaks.
        whole: The undisturbed run's file.
        folder: A folder for scenes.
    """

    engine: str
    whole: bytes
    folder: Path

    @contextmanager
    def scene(self, *, on_disk: bool = False) -> Iterator[Scene]:
        """Make a scene, if asked on a small disk of its own."""
        folder = Path(tempfile.mkdtemp(dir=self.folder))
        with ExitStack() as stack:
            if on_disk:
                stack.enter_context(small_disk(folder))
            scene = Scene(folder)
            scene.set_up()
            yield scene
        shutil.rmtree(folder, ignore_errors=True)

    def suffer(self, fault: Fault, phase: Phase) -> Outcome:
        """Run with a fault when a phase begins.

        Raises:
            ImpossibleError: The fault cannot be made.
        """
        with self.scene(on_disk=fault.on_disk) as scene:
            command = [sys.executable, HALTING, phase.name, *scene.arguments(self.engine)]
            process = start(command, scene)
            try:
                _, status = os.waitpid(process.pid, os.WUNTRACED)
                assert os.WIFSTOPPED(status), f"it did not stop at {phase.name}"
                fault.apply(scene)
            except ImpossibleError:
                os.killpg(process.pid, signal.SIGKILL)
                raise
            finally:
                os.kill(process.pid, signal.SIGCONT)
                code, errors = finish(process)
            return self.judge(scene, code, errors, fault.codes)

    def endure(self, condition: Condition) -> Outcome:
        """Run under a condition.

        Raises:
            ImpossibleError: The condition cannot be had.
        """
        if shutil.which(condition.program) is None:
            raise ImpossibleError(f"the program {condition.program} is not here")
        with self.scene() as scene:
            give_to_all(scene.folder)
            narrate = f"{NARRATE} {' '.join(scene.arguments(self.engine))}"
            script = f"{condition.before} {narrate} {condition.after}"
            command = ["bash", "-o", "pipefail", "-c", script]
            code, errors = finish(start(command, scene))
            return self.judge(scene, code, errors, condition.codes)

    def crowd(self, phase: Phase) -> Outcome:
        """Have eight runs begin a phase at once, with one cache and one output."""
        with self.scene() as scene:
            command = [sys.executable, HALTING, phase.name, *scene.arguments(self.engine)]
            processes = [start(command, scene) for _ in range(8)]
            for process in processes:
                os.waitpid(process.pid, os.WUNTRACED)
            for process in processes:
                os.kill(process.pid, signal.SIGCONT)
            ends = [finish(process) for process in processes]
            code = max(code for code, _ in ends)
            errors = [line for _, lines in ends for line in lines]
            return self.judge(scene, code, errors, frozenset({0}))

    def judge(
        self, scene: Scene, code: int, errors: Sequence[str], codes: frozenset[int]
    ) -> Outcome:
        """Compare what a run left with what is promised."""
        broken: list[str] = []
        if code not in codes:
            broken.append(f"exit code {code}")
        if len(errors) != int(code > 0):
            broken.append(f"{len(errors)} lines on standard error")
        if any(map(group_lives, scene.groups)):
            broken.append("processes are left")
        if code >= 0:  # who is killed leaves what is temporary
            broken += [f"tmp/{name} is left" for name in names_in(scene.folder / "tmp")]
        scene.repair()
        result = self.result(scene)
        if result == "LOST" or (code == 0 and result == "old"):
            broken.append(f"the result is {result}")
        strangers = set(names_in(scene.output.parent)) - {"a.mp3", "a.summary.md"}
        broken += [f"out/{name} is left" for name in sorted(strangers)]
        (scene.folder / "tmp").mkdir(exist_ok=True)
        next_code, said = finish(start([NARRATE, *scene.arguments(self.engine)], scene))
        again = "same" if self.result(scene) == "new" else "OTHER"
        if next_code or said:
            again = str(next_code)
        if again != "same":
            broken.append(f"the next run: {again} {' '.join(said)}")
        return Outcome(code, tuple(errors), result, again, tuple(broken))

    def result(self, scene: Scene) -> str:
        with suppress(OSError):
            content = scene.output.read_bytes()
            return {OLDER: "old", self.whole: "new"}.get(content, "LOST")
        return "LOST"


def start(command: Sequence[str], scene: Scene) -> subprocess.Popen[str]:
    """Start a run in a scene, in a group of its own."""
    process = subprocess.Popen(
        command,
        cwd=scene.folder,
        env=scene.environment,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
        errors="replace",
        start_new_session=True,
    )
    scene.groups.append(process.pid)
    return process


def finish(process: subprocess.Popen[str]) -> tuple[int, list[str]]:
    """Wait for a run's end; return its exit code and its lines on standard error."""
    try:
        _, said = process.communicate(timeout=PATIENCE_SECONDS)
    except subprocess.TimeoutExpired:
        os.killpg(process.pid, signal.SIGKILL)
        _, said = process.communicate()
        return process.returncode, [*said.splitlines(), "it never ended"]
    return process.returncode, said.splitlines()


def group_lives(number: int) -> bool:
    """Return whether a process of a group is there, even after a while."""
    until = time.monotonic() + GRACE_SECONDS
    while time.monotonic() < until:
        try:
            os.killpg(number, 0)
        except ProcessLookupError:
            return False
        time.sleep(0.01)
    return True


def names_in(folder: Path) -> list[str]:
    with suppress(OSError):
        return sorted(os.listdir(folder))
    return []


def give_to_all(folder: Path) -> None:
    """Have every user own what is in a folder."""
    for path in (folder, *folder.rglob("*")):
        path.chmod(0o777 if path.is_dir() else 0o666)


@contextmanager
def small_disk(folder: Path) -> Iterator[None]:
    """Mount a small disk at a folder.

    Raises:
        ImpossibleError: This user may not, or the system has none.
    """
    mount = ["mount", "-t", "tmpfs", "-o", DISK, "tmpfs", str(folder)]
    try:
        done = subprocess.run(mount, capture_output=True, text=True, check=False)
    except FileNotFoundError as error:
        raise ImpossibleError("there is no program to mount with") from error
    if done.returncode:
        raise ImpossibleError(done.stderr.strip())
    try:
        yield
    finally:
        subprocess.run(["umount", "--lazy", str(folder)], check=True)


# --- tables ---------------------------------------------------------------------------------------


@contextmanager
def open_trial(engine: str) -> Iterator[Trial]:
    """Make the undisturbed run that all others are compared with."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        folder.chmod(0o755)
        trial = Trial(engine, b"", folder)
        with trial.scene() as scene:
            code, errors = finish(start([NARRATE, *scene.arguments(engine)], scene))
            assert (code, errors) == (0, []), errors
            yield replace(trial, whole=scene.output.read_bytes())


@dataclass
class Table:
    """Prints outcomes, and remembers what they broke."""

    is_verbose: bool = False
    broken: list[str] = field(default_factory=list)

    def cell(self, name: str, make: Callable[[], Outcome]) -> str:
        """Return a cell of the table."""
        try:
            outcome = make()
        except ImpossibleError as error:
            if self.is_verbose:
                self.broken.append(f"({name}: not tried, {error})")
            return "-"
        if outcome.broken:
            reasons = "; ".join(outcome.broken)
            said = "".join(f"\n    {line}" for line in outcome.errors)
            self.broken.append(f"{name}: {reasons}{said}")
        elif self.is_verbose and outcome.errors:
            self.broken.append(f"({name}: {outcome.errors[0]})")
        return str(outcome)

    @property
    def is_held(self) -> bool:
        """Whether no cell broke the promise."""
        return all(line.startswith("(") for line in self.broken)


def print_table(trial: Trial, table: Table, only: str) -> None:
    width = 19
    print(f"{'':20}" + "".join(f"{phase.name:{width}}" for phase in PHASES))
    rows: dict[str, Callable[[Phase], Outcome]] = {}
    for fault in FAULTS:
        rows[fault.name] = partial(trial.suffer, fault)
    rows["eight at once"] = trial.crowd
    for name, make in rows.items():
        if not re.search(only, name):
            continue
        print(f"{name:20}", end="", flush=True)
        for phase in PHASES:
            cell = table.cell(f"{name}, {phase.name}", partial(make, phase))
            print(f"{cell:{width}}", end="", flush=True)
        print()
    for condition in CONDITIONS:
        if re.search(only, condition.name):
            cell = table.cell(condition.name, partial(trial.endure, condition))
            print(f"{condition.name:20}{cell}", flush=True)


def main() -> None:
    arguments = argparse.ArgumentParser(
        prog="python -m tests.benchmarks.faults", description=__doc__
    )
    arguments.add_argument("--engine", default="espeak")
    arguments.add_argument("--only", default="", help="rows whose names have this pattern")
    arguments.add_argument("-v", action="store_true", help="show also what was said as promised")
    options = arguments.parse_args()
    table = Table(options.v)
    with open_trial(options.engine) as trial:
        print_table(trial, table, options.only)
    print()
    for line in table.broken:
        print(line)
    print("the promise is held" if table.is_held else "THE PROMISE IS BROKEN")
    sys.exit(not table.is_held)


if __name__ == "__main__":
    main()
