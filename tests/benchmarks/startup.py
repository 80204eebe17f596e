"""Compare what small runs cost with what a bare Python costs that does nothing.

    python -m tests.benchmarks.startup [--runs N] [--source FILE] [--python PYTHON]

The command and ``python -c pass`` are run in turn, so that both meet the same machine. Printed are
the medians of the processor time in milliseconds and of the ratio. A ratio is what can be compared
between machines. PYTHON is that of an environment into which the wheel was installed: an editable
install and coverage make every start of Python slower, and so the ratios smaller.
"""

from __future__ import annotations

import argparse
import resource
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

NIGHT_TRAINS = Path(__file__).parents[2] / "samples" / "night-trains.txt"


@dataclass(frozen=True, slots=True)
class Costs:
    """Processor times of one command and of a bare Python, in pairs."""

    command_seconds: list[float]
    bare_seconds: list[float]

    @property
    def ratio(self) -> float:
        """The median of the ratios of all pairs."""
        pairs = zip(self.command_seconds, self.bare_seconds, strict=True)
        return statistics.median([command / bare for command, bare in pairs])


def cpu_seconds(command: Sequence[str]) -> float:
    """Run a command and return its processor time."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def measure(command: Sequence[str], bare: Sequence[str], runs: int) -> Costs:
    """Run a command and a bare Python in turn, once before it counts."""
    costs = Costs([], [])
    cpu_seconds(command)
    for _ in range(runs):
        costs.command_seconds.append(cpu_seconds(command))
        costs.bare_seconds.append(cpu_seconds(bare))
    return costs


def main() -> None:
    arguments = argparse.ArgumentParser(
        prog="python -m tests.benchmarks.startup", description=__doc__
    )
    arguments.add_argument("--runs", type=int, default=9)
    arguments.add_argument("--source", default=str(NIGHT_TRAINS))
    arguments.add_argument("--python", default=sys.executable)
    options = arguments.parse_args()
    source = options.source
    narrate = str(Path(options.python).with_name("narrate"))
    bare = [options.python, "-c", "pass"]
    with tempfile.TemporaryDirectory() as folder:
        output = str(Path(folder, "a.mp3"))
        cached = [source, "-q", "-o", output, "--cache-dir", folder]
        small_runs = {
            "--version": ["--version"],
            "--help": ["--help"],
            "--summary-only": [source, "--summary-only"],
            "all cached, hibari": [*cached, "--engine", "hibari"],
            "all cached, espeak": [*cached, "--engine", "espeak"],
        }
        print(f"{'':20}{'ms':>8}{'bare ms':>10}{'ratio':>8}")
        for name, given in small_runs.items():
            costs = measure([narrate, *given], bare, options.runs)
            command_ms = statistics.median(costs.command_seconds) * 1000
            bare_ms = statistics.median(costs.bare_seconds) * 1000
            print(f"{name:20}{command_ms:8.0f}{bare_ms:10.1f}{costs.ratio:8.1f}", flush=True)


if __name__ == "__main__":
    main()
