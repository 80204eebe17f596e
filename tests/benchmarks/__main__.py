"""Compare the speed of narrate's engines with a pipe of the same parts and with the usual script.

    python -m tests.benchmarks [--text FILE] [--runs N]

Needs the programs espeak-ng and ffmpeg. The pipe is ``espeak-ng --stdout | ffmpeg -b:a 64k``; the
script speaks every sentence into a clip file of its own, adds the clips up with pydub's ``+=`` and
exports them. Commands take turns, so that a machine that slows down slows down all of them; figures
are medians, per second of audio made.
"""

from __future__ import annotations

import argparse
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import av

PROJECT = Path(__file__).parents[2]
NARRATE = str(Path(sys.executable).with_name("narrate"))
SCRIPT = str(Path(__file__).with_name("script.py"))
RATE = "175"
# narrate's own voices; espeak is the one of the pipe
ENGINES = ("espeak", "hibari")
BOOK_WORDS, SCRIPT_WORDS = 60_000, 5_000


@dataclass(frozen=True, slots=True)
class Cost:
    """What one run took, with the size of the largest process, for some seconds of audio."""

    wall_seconds: float
    cpu_seconds: float
    peak_megabytes: float
    audio_seconds: float


def run(command: Sequence[str], output: Path) -> Cost:
    """Run a command that writes a file, and measure it with all its children."""
    output.unlink(missing_ok=True)
    started = time.monotonic()
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    _, status, used = os.wait4(process.pid, 0)
    wall = time.monotonic() - started
    if status:
        raise SystemExit(f"{command[0]} failed")
    with av.open(str(output)) as container:
        audio = (container.duration or 0) / 1e6
    return Cost(wall, used.ru_utime + used.ru_stime, used.ru_maxrss / 1000, audio)


def commands(text: Path, folder: Path, *, script: bool) -> dict[str, tuple[Sequence[str], Path]]:
    """Return the contestants by name, each with the file it writes."""
    pipe, naive = folder / "pipe.mp3", folder / "script.mp3"
    speak = f"espeak-ng -v en-us -s {RATE} -f '{text}' --stdout"
    encode = f"ffmpeg -y -loglevel error -i - -b:a 64k '{pipe}'"
    shell = f"{speak} | {encode}"
    found: dict[str, tuple[Sequence[str], Path]] = {
        "pipe": (["sh", "-c", shell], pipe),
    }
    for engine in ENGINES:
        ours = folder / f"{engine}.mp3"
        options = ["-q", "--no-cache", "--rate", RATE, "--engine", engine, "-o", str(ours)]
        found[engine] = ([NARRATE, str(text), *options], ours)
    if script:
        found["script"] = ([sys.executable, SCRIPT, str(text), RATE, str(naive)], naive)
    return found


def compare(title: str, text: Path, runs: int, *, script: bool = False) -> None:
    """Print one table."""
    words = len(text.read_text(encoding="utf-8").split())
    with tempfile.TemporaryDirectory() as name:
        contestants = commands(text, Path(name), script=script)
        costs: dict[str, list[Cost]] = {contestant: [] for contestant in contestants}
        for _ in range(runs):
            for contestant, (command, output) in contestants.items():
                costs[contestant].append(run(command, output))
    print(f"\n{title}: {words:,} words, median of {runs}, on {len(os.sched_getaffinity(0))} cores")
    names = f"{'wall s':>9}{'CPU s':>9}{'audio s':>10}{'peak MB':>9}"
    print(f"{'':10}{names}{'wall ratio':>12}{'CPU ratio':>11}")
    wall, cpu = (per_second(costs["pipe"], part) for part in ("wall_seconds", "cpu_seconds"))
    for contestant, made in costs.items():
        parts = ("wall_seconds", "cpu_seconds", "audio_seconds", "peak_megabytes")
        figures = [statistics.median(getattr(cost, part) for cost in made) for part in parts]
        ratios = per_second(made, "wall_seconds") / wall, per_second(made, "cpu_seconds") / cpu
        print(
            f"{contestant:10}{figures[0]:9.2f}{figures[1]:9.2f}{figures[2]:10.1f}{figures[3]:9.0f}"
            f"{ratios[0]:12.2f}{ratios[1]:11.2f}",
            flush=True,
        )


def per_second(costs: Sequence[Cost], part: str) -> float:
    return statistics.median(float(getattr(cost, part)) / cost.audio_seconds for cost in costs)


def sample_of(words: int, folder: Path) -> Path:
    """Return the project's long sample, repeated up to a number of words.

    Its paragraphs are numbered, so that no passage is met again.
    """
    blocks = (PROJECT / "samples" / "harbour-cranes.txt").read_text(encoding="utf-8").split("\n\n")
    size = sum(len(block.split()) for block in blocks)
    numbered = [
        f"In reading {reading} of the report: {block}" if "." in block else block
        for reading in range(-(-words // size))
        for block in blocks
    ]
    path = folder / f"{words}.txt"
    path.write_text("\n\n".join(numbered), encoding="utf-8")
    return path


def main() -> None:
    arguments = argparse.ArgumentParser(prog="python -m tests.benchmarks", description=__doc__)
    arguments.add_argument(
        "--text", type=Path, help="a book to read instead of the repeated sample"
    )
    arguments.add_argument("--runs", type=int, default=5)
    options = arguments.parse_args()
    for program in ("espeak-ng", "ffmpeg"):
        if shutil.which(program) is None:
            raise SystemExit(f"the benchmark needs the program {program}")
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        compare("An article", PROJECT / "samples" / "night-trains.txt", options.runs)
        compare("With the script", sample_of(SCRIPT_WORDS, folder), 1, script=True)
        compare("A book", options.text or sample_of(BOOK_WORDS, folder), options.runs)


if __name__ == "__main__":
    main()
