"""Fuzz what takes bytes from outside with atheris, which goes by the code that inputs reach.

    python -m tests.benchmarks.fuzz                               names the targets
    python -m tests.benchmarks.fuzz all --seconds 600             fuzzes each for ten minutes
    python -m tests.benchmarks.fuzz html text --runs 1000000      or for a million inputs
    python -m tests.benchmarks.fuzz html --replay FILE            runs one input again

Needs ``pip install -e '.[fuzz]'``, which has no package for Windows. A row is printed for each
target: inputs tried, undocumented exceptions, and the slowest input of up to 64 KiB, timed once
more on its own. What was found lies in the folder ``--keep``. Ends with 1 where an exception was
found or an input took over a second.
"""

from __future__ import annotations

import argparse
import re
import subprocess
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

_MAX_BYTES = 64 * 1024
_SLOW_SECONDS = 1.0
# instrumented code takes several times as long, on a busy machine longer still
_HANGS_SECONDS = 60
_MAX_MEGABYTES = 4_096
_DONE = re.compile(r"^Done (\d+) runs in", re.M)
_STATUS = re.compile(r"^#(\d+)\t", re.M)
_CRASH = "crash-"
_SLOWEST = "slowest"


@dataclass(frozen=True, slots=True)
class Outcome:
    """What fuzzing a target found.

    Attributes:
        name: The target's.
        runs: How many inputs were tried.
        crashes: The files of inputs that raised what is not documented, or never ended.
        slowest_seconds: CPU time of the slowest input, without instrumentation.
    """

    name: str
    runs: int
    crashes: Sequence[Path]
    slowest_seconds: float

    @property
    def is_fine(self) -> bool:
        """Whether nothing was found."""
        return not self.crashes and self.slowest_seconds <= _SLOW_SECONDS

    def __str__(self) -> str:
        row = f"{self.name:12} {self.runs:>10,} {len(self.crashes):>8}"
        return f"{row} {self.slowest_seconds * 1000:>10.0f} ms"


def fuzz(name: str, runs: int, seconds: int, folder: Path) -> Outcome:
    """Fuzz a target in a process of its own, which atheris ends.

    Args:
        name: The target's.
        runs: The most inputs that are tried; -1 for any number.
        seconds: The longest time; 0 for any.
        folder: Where what is found is kept, and the inputs that reach new code.
    """
    found = folder / name
    inputs = found / "inputs"
    inputs.mkdir(parents=True, exist_ok=True)
    flags = [f"-max_len={_MAX_BYTES}", f"-timeout={_HANGS_SECONDS}", f"-runs={runs}"]
    flags += [f"-max_total_time={seconds}", f"-rss_limit_mb={_MAX_MEGABYTES}"]
    flags += [f"-artifact_prefix={found}/", str(inputs)]
    child = [sys.executable, "-m", __spec__.name, name, "--keep", str(folder), "--child", *flags]
    done = subprocess.run(child, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, check=False)
    printed = done.stdout.decode("utf-8", "replace")
    (found / "log").write_text(printed, encoding="utf-8")
    counts = _DONE.findall(printed) or _STATUS.findall(printed)
    if not counts:
        raise SystemExit(f"{name}: atheris did not start; see {found / 'log'}")
    crashes = [
        path
        for path in sorted(found.iterdir())
        if path.name.startswith((_CRASH, "timeout-", "oom-"))
    ]
    return Outcome(name, int(counts[-1]), crashes, replay(name, found / _SLOWEST))


def run_child(name: str, folder: Path, flags: Sequence[str]) -> None:
    """Fuzz a target in this process, with its code instrumented; does not return."""
    import atheris

    with atheris.instrument_imports(include=["narrator"]):
        from tests.fuzz_targets import TARGETS
    fuzzed = TARGETS[name]
    for number, seed in enumerate(fuzzed.seeds):
        (folder / name / "inputs" / f"seed-{number}").write_bytes(seed)
    slowest = 0.0

    def run(data: bytes) -> None:
        nonlocal slowest
        started = time.process_time()
        fuzzed.target(data)
        seconds = time.process_time() - started
        if seconds > slowest:
            slowest = seconds
            (folder / name / _SLOWEST).write_bytes(data)

    atheris.Setup([sys.argv[0], *flags], run)
    atheris.Fuzz()


def replay(name: str, path: Path) -> float:
    """Run one input again; return the CPU time that it takes when all is loaded, in seconds."""
    from tests.fuzz_targets import TARGETS

    fuzzed = TARGETS[name]
    for seed in fuzzed.seeds:
        fuzzed.target(seed)
    data = path.read_bytes()
    started = time.process_time()
    fuzzed.target(data)
    return time.process_time() - started


def main() -> None:
    """Fuzz the targets that are named."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("names", nargs="*", metavar="TARGET")
    parser.add_argument("--runs", type=int, default=-1)
    parser.add_argument("--seconds", type=int, default=0)
    parser.add_argument("--keep", type=Path, default=Path("build/fuzz"), metavar="FOLDER")
    parser.add_argument("--replay", type=Path, metavar="FILE")
    parser.add_argument("--child", nargs=argparse.REMAINDER, help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    if arguments.child is not None:
        run_child(arguments.names[0], arguments.keep, arguments.child)
    from tests.fuzz_targets import TARGETS

    if not arguments.names:
        print(*TARGETS, sep="\n")
        return
    if arguments.replay:
        print(f"{replay(arguments.names[0], arguments.replay):.3f} s")
        return
    if arguments.runs < 0 and not arguments.seconds:
        parser.error("say when to stop: --seconds or --runs")
    names = arguments.names
    if names == ["all"]:
        names = list(TARGETS)
    print(f"{'target':12} {'inputs':>10} {'crashes':>8} {'slowest':>13}")
    outcomes = []
    for name in names:
        outcome = fuzz(name, arguments.runs, arguments.seconds, arguments.keep)
        print(outcome, flush=True)
        outcomes.append(outcome)
    sys.exit(not all(outcome.is_fine for outcome in outcomes))


if __name__ == "__main__":
    main()
