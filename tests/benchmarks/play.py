"""Measure how soon something is heard: ``python -m tests.benchmarks.play [SOURCE]``.

The time from the start of the process to the first sample that is not silent and handed to the
device, with each engine: nothing spoken before, then everything in the cache. It plays by
miniaudio's null device unless NARRATE_SOUND names another one.
"""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

SAMPLE = Path(__file__).parents[2] / "samples" / "night-trains.txt"
RUNS = 5
# seconds from the start of the process, as the issue asks for
LIMITS = {"espeak": 0.5, "hibari": 1.2}
# runs the command until something is heard, and says when that was; the player is watched once
# everything is loaded, so that nothing is loaded sooner than without
SCRIPT = """
import os, time
from narrator.processes import confined
work = confined._run_in_fork
def work_and_watch(*arguments):
    answer = work(*arguments)
    from narrator.playing.player import Player
    read = Player.read
    def watched(player, samples):
        sound = read(player, samples)
        if any(sound):
            os.write(1, f"{time.time()}".encode())
            os._exit(0)
        return sound
    Player.read = watched
    return answer
confined._run_in_fork = work_and_watch
from narrator.__main__ import main
main()
"""


def seconds_to_sound(engine: str, source: Path, folder: str, verb: str) -> float:
    """Return how long it takes until something is heard."""
    places = {"XDG_CACHE_HOME": folder, "XDG_STATE_HOME": folder}
    environment = {"NARRATE_SOUND": "null", **os.environ, **places}
    command = [sys.executable, "-c", SCRIPT, verb, str(source), "--engine", engine]
    if verb == "--play":
        command += ["-o", f"{folder}/"]
    started_at = time.time()
    done = subprocess.run(
        command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, check=True
    )
    return float(done.stdout) - started_at


def fill_cache(engine: str, source: Path, folder: str) -> None:
    """Narrate the source."""
    command = [sys.executable, "-m", "narrator", str(source), "--engine", engine, "-q"]
    environment = {**os.environ, "XDG_CACHE_HOME": folder}
    subprocess.run([*command, "-o", f"{folder}/"], env=environment, check=True)


def main() -> None:
    """Print the times, and fail where they are too long."""
    source = Path(sys.argv[1]) if len(sys.argv) > 1 else SAMPLE
    late: list[str] = []
    for engine, limit in LIMITS.items():
        times: dict[str, list[float]] = {}
        for verb in ("play", "--play"):
            times[f"narrate {verb}"] = anew = []
            for _ in range(RUNS):
                with tempfile.TemporaryDirectory() as folder:
                    anew.append(seconds_to_sound(engine, source, folder, verb))
        with tempfile.TemporaryDirectory() as folder:
            fill_cache(engine, source, folder)
            cached = [seconds_to_sound(engine, source, folder, "play") for _ in range(RUNS)]
        times["narrate play, all cached"] = cached
        for name, seconds in times.items():
            median = statistics.median(seconds)
            spread = f"{min(seconds):.2f} to {max(seconds):.2f}"
            print(f"{engine:8} {name:25} {median:.2f} s ({spread}), at most {limit}")
            if median > limit:
                late.append(f"{engine}, {name}")
    if late:
        sys.exit(f"too late: {'; '.join(late)}")


if __name__ == "__main__":
    main()
