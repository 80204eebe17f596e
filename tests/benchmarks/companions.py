"""Measure what files beside the audio cost in time, next to narrating a book.

    python -m tests.benchmarks.companions [--text FILE] [--runs N] [--engine NAME]

The book is narrated once, and its takes are kept. Then it is narrated from them again, with and
without each kind of file; what that takes more is what the files cost, in one process. It is
compared with the time that the whole narration takes where all cores are its own: its CPU time
divided by their number, which a busy machine changes less than the wall time. Contestants take
turns; of each the fastest run counts.
"""

from __future__ import annotations

import argparse
import os
import tempfile
from pathlib import Path

from tests.benchmarks.__main__ import BOOK_WORDS, NARRATE, RATE, Cost, run, sample_of

# options by what is written
CONTESTANTS: dict[str, tuple[str, ...]] = {
    "audio alone": (),
    "vtt": ("--captions", "vtt"),
    "vtt,srt,lrc": ("--captions", "vtt,srt,lrc"),
    "chapters": ("--chapters-file",),
    "page": ("--page",),
    "vtt,srt,lrc and page": ("--captions", "vtt,srt,lrc", "--page"),
    "epub": ("--epub",),
}


def measure(text: Path, engine: str, runs: int) -> tuple[Cost, dict[str, list[Cost]]]:
    """Return what a whole narration took, and what every contestant took in every run."""
    costs: dict[str, list[Cost]] = {name: [] for name in CONTESTANTS}
    with tempfile.TemporaryDirectory() as name:
        output = Path(name) / "book.mp3"
        common = [NARRATE, str(text), "-q", "--rate", RATE, "--engine", engine, "-o", str(output)]
        common += ["--cache-dir", name]
        whole = run(common, output)
        for _ in range(runs):
            for contestant, options in CONTESTANTS.items():
                costs[contestant].append(run([*common, *options], output))
    return whole, costs


def main() -> None:
    arguments = argparse.ArgumentParser(
        prog="python -m tests.benchmarks.companions", description=__doc__
    )
    arguments.add_argument(
        "--text", type=Path, help="a book to read instead of the repeated sample"
    )
    arguments.add_argument("--runs", type=int, default=5)
    arguments.add_argument("--engine", default="espeak")
    options = arguments.parse_args()
    with tempfile.TemporaryDirectory() as name:
        text = options.text or sample_of(BOOK_WORDS, Path(name))
        whole, costs = measure(text, options.engine, options.runs)
    cores = len(os.sched_getaffinity(0))
    whole_seconds = whole.cpu_seconds / cores
    print(f"narrated in {whole.wall_seconds:.1f} s, with {whole.cpu_seconds:.1f} s of CPU time on")
    print(f"{cores} cores; again from what was kept, with files beside it:")
    print(f"{'':14}{'wall s':>9}{'CPU s':>9}{'peak MB':>9}{'more CPU s':>12}{'of the whole':>14}")
    alone = min(cost.cpu_seconds for cost in costs["audio alone"])
    for contestant, made in costs.items():
        wall, cpu, peak = (
            min(getattr(cost, part) for cost in made)
            for part in ("wall_seconds", "cpu_seconds", "peak_megabytes")
        )
        more = f"{cpu - alone:12.2f}{(cpu - alone) / whole_seconds:14.1%}"
        print(f"{contestant:14}{wall:9.2f}{cpu:9.2f}{peak:9.0f}{more}", flush=True)


if __name__ == "__main__":
    main()
