"""Kill a narration again and again, and measure what that costs.

    python -m tests.benchmarks.kills [--text FILE] [--kills N] [--engine NAME]

Every run is killed with SIGKILL at a random moment; the last one is left alone. Printed are the
takes found whole after each kill, what the last run reused, and whether its file is that of an
undisturbed run.
"""

from __future__ import annotations

import argparse
import random
import re
import signal
import subprocess
import tempfile
import time
from pathlib import Path

from narrator.recording.store import TakeStore
from tests.benchmarks.__main__ import BOOK_WORDS, NARRATE, sample_of


def main() -> None:
    arguments = argparse.ArgumentParser(
        prog="python -m tests.benchmarks.kills", description=__doc__
    )
    arguments.add_argument(
        "--text", type=Path, help="a book to read instead of the repeated sample"
    )
    arguments.add_argument("--kills", type=int, default=20)
    arguments.add_argument("--engine", default="espeak")
    options = arguments.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        text = options.text or sample_of(BOOK_WORDS, folder)
        whole, output = folder / "whole.mp3", folder / "out" / "killed.mp3"
        started = time.monotonic()
        narrate = [NARRATE, str(text), "--engine", options.engine]
        subprocess.run([*narrate, "-q", "--no-cache", "-o", str(whole)], check=True)
        undisturbed = time.monotonic() - started
        print(f"undisturbed: {undisturbed:.1f} s", flush=True)
        command = [*narrate, "-o", str(output), "--cache-dir", str(folder / "cache")]
        moment = random.Random(20)
        spent = 0.0
        for kill in range(1, options.kills + 1):
            wait = moment.uniform(0.05, 1.5 * undisturbed / options.kills)
            running = subprocess.Popen(command, stderr=subprocess.DEVNULL)
            time.sleep(wait)
            running.send_signal(signal.SIGKILL)
            running.wait()
            spent += wait
            found = takes(folder / "cache" / "takes")
            print(f"kill {kill:2} after {wait:4.1f} s: {found} takes whole", flush=True)
        started = time.monotonic()
        last = subprocess.run(command, capture_output=True, text=True, check=True)
        final = time.monotonic() - started
        reused = re.search(r"\((.* reused)\)", last.stderr)
        reuse = reused[1] if reused else "nothing reused"
        print(f"last run: {final:.1f} s, {reuse}; {spent + final:.1f} s in all")
        left = [path.name for path in output.parent.iterdir()]
        print(f"same bytes: {output.read_bytes() == whole.read_bytes()}; in the folder: {left}")


def takes(folder: Path) -> int:
    """How many files of a cache are whole takes."""
    store = TakeStore(folder)
    return (
        sum(store.load(path.name) is not None for path in folder.iterdir())
        if folder.is_dir()
        else 0
    )


if __name__ == "__main__":
    main()
