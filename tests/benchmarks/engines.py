"""Compare the engines that can run here: time, memory, and what narrate adds to them.

    python -m tests.benchmarks.engines [FILE] [--engine NAME]... [--jobs N] [--runs N]

Each engine reads the same text. "x real time" is seconds of sound for a second of processor time.
"wall / first" is relative to the first engine. "PSS MB" is the memory of all processes together,
shared pages counted once, sampled ten times a second. "beyond" is the share of the processor time
that is spent outside the takes, that is beyond engine, joining, loudness and encoder; a second run
makes the takes alone, in one process. The engines take turns; figures are medians.
"""

from __future__ import annotations

import argparse
import os
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import av

from tests.benchmarks.__main__ import sample_of

NARRATE = str(Path(sys.executable).with_name("narrate"))
_SAMPLE_SECONDS = 0.1
_DEFAULT_WORDS = 3_000


@dataclass(frozen=True, slots=True)
class Cost:
    """What one run took; ``takes_seconds`` is the processor time of its takes alone."""

    wall_seconds: float
    cpu_seconds: float
    takes_seconds: float
    audio_seconds: float
    pss_megabytes: float


def measure(text: Path, engine: str, jobs: str, folder: Path) -> Cost:
    """Run the command once, and its takes alone once."""
    output = folder / f"{engine}.mp3"
    options = ["--engine", engine, "--jobs", jobs, "-q", "--no-cache", "-o", str(output)]
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    started = time.monotonic()
    running = subprocess.Popen([NARRATE, str(text), *options])
    most = 0.0
    while running.poll() is None:
        most = max(most, pss_megabytes(running.pid))
        time.sleep(_SAMPLE_SECONDS)
    wall = time.monotonic() - started
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    if running.returncode:
        raise SystemExit(f"{engine} failed")
    with av.open(str(output)) as container:
        audio = (container.duration or 0) / 1e6
    cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return Cost(wall, cpu, takes_alone(text, engine), audio, most)


def takes_alone(text: Path, engine: str) -> float:
    """Return the processor seconds of making the takes of a text in one process."""
    command = [sys.executable, "-m", "tests.benchmarks.takes", str(text), engine]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    return float(done.stdout)


def pss_megabytes(root: int) -> float:
    """Return the proportional set size of a process and its descendants."""
    total = 0.0
    for process in family(root):
        try:
            rollup = Path(f"/proc/{process}/smaps_rollup").read_text(encoding="ascii")
        except OSError:  # it has ended
            continue
        for line in rollup.splitlines():
            if line.startswith("Pss:"):
                total += int(line.split()[1]) * 1024 / 1e6
    return total


def family(root: int) -> list[int]:
    """Return a process and all its descendants."""
    found = [root]
    for process in found:
        try:
            children = Path(f"/proc/{process}/task/{process}/children").read_text(encoding="ascii")
        except OSError:
            continue
        found += map(int, children.split())
    return found


def print_row(engine: str, costs: Sequence[Cost], first_wall: float) -> None:
    """Print the medians of an engine's runs."""
    wall = statistics.median(cost.wall_seconds for cost in costs)
    cpu = statistics.median(cost.cpu_seconds for cost in costs)
    audio = statistics.median(cost.audio_seconds for cost in costs)
    speed = statistics.median(cost.audio_seconds / cost.cpu_seconds for cost in costs)
    memory = max(cost.pss_megabytes for cost in costs)
    beyond = statistics.median(1 - cost.takes_seconds / cost.cpu_seconds for cost in costs)
    print(
        f"{engine:10}{wall:8.2f}{cpu:8.2f}{audio:10.1f}{speed:13.1f}{wall / first_wall:14.2f}"
        f"{memory:9.0f}{beyond:9.1%}",
        flush=True,
    )


def main() -> None:
    """Measure and print one table."""
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks.engines", description=__doc__)
    parser.add_argument("file", type=Path, nargs="?", help="by default 3,000 words of a sample")
    parser.add_argument("--engine", action="append", help="by default espeak and hibari")
    parser.add_argument("--jobs", default=str(len(os.sched_getaffinity(0))))
    parser.add_argument("--runs", type=int, default=3)
    options = parser.parse_args()
    engines = options.engine or ["espeak", "hibari"]
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        text = options.file or sample_of(_DEFAULT_WORDS, folder)
        costs: dict[str, list[Cost]] = {engine: [] for engine in engines}
        for _ in range(options.runs):
            for engine, made in costs.items():
                made.append(measure(text, engine, options.jobs, folder))
    print(f"{text.name}, {options.jobs} jobs, median of {options.runs}")
    print(
        f"{'':10}{'wall s':>8}{'CPU s':>8}{'audio s':>10}{'x real time':>13}"
        f"{'wall / first':>14}{'PSS MB':>9}{'beyond':>9}"
    )
    first_wall = statistics.median(cost.wall_seconds for cost in costs[engines[0]])
    for engine, made in costs.items():
        print_row(engine, made, first_wall)


if __name__ == "__main__":
    main()
