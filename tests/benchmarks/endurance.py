"""Narrate for long, and see whether memory, handles and temporary files stay flat.

    python -m tests.benchmarks.endurance [--sources N] [--hours N] [--formats F,F] [--engine NAME]
                                         [--repeated]

First comes one command with many sources, then one source of many hours in each format. Figures are
printed at intervals: of the command's process its memory and open files, then its processes and
the memory of the largest other one, and how many temporary files there are. The files are then read
by another program's library (FFmpeg through PyAV): duration, chapters, and sound at the very end.
With ``--repeated`` all chapters of the long source are the same, so that only the first is spoken,
and the others come from the cache: that takes minutes where 24 hours of speech take half an hour.
Linux only. The exit code is 1 where the second half of a run needs more than the first, or a file
is not right. 24 hours need about a gigabyte of disk a format, as WAV eight.
"""

from __future__ import annotations

import argparse
import os
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import av

from tests.benchmarks.__main__ import NARRATE, PROJECT

# so many words of the sample that espeak speaks for at least an hour
WORDS_AN_HOUR = 10_000
ARTICLE = "# Boats\n\nOn day {day}, {day} boats came home.\n\n## Later\n\n{later}"
LATER = "The sea was calm. " * 12
SECONDS_A_LOOK = 0.5
# memory that the second half may need beyond the first: what is known of all that was made, such as
# chapters and the sizes of packets, stays until the file is written, by which libraries are loaded
LARGEST_GROWTH = 1.25
MORE_MEGABYTES = 24
PAGE_BYTES = resource.getpagesize()


@dataclass(frozen=True, slots=True)
class Look:
    """What a running command uses."""

    seconds: float
    megabytes: float
    open_files: int
    processes: int
    worker_megabytes: float
    temporary_files: int

    def __str__(self) -> str:
        return (
            f"{self.seconds:8.0f}{self.megabytes:9.1f}{self.open_files:7}{self.processes:8}"
            f"{self.worker_megabytes:10.1f}{self.temporary_files:8}"
        )


def look_at(pid: int, temporary: Path, started: float) -> Look:
    """Measure a command and its processes.

    Raises:
        OSError: It has ended.
    """
    workers = [megabytes_of(each) for each in descendants(pid)]
    return Look(
        seconds=time.monotonic() - started,
        megabytes=megabytes_of(pid),
        open_files=len(os.listdir(f"/proc/{pid}/fd")),
        processes=1 + len(workers),
        worker_megabytes=max(workers, default=0.0),
        temporary_files=sum(len(files) for _, _, files in os.walk(temporary)),
    )


def megabytes_of(pid: int) -> float:
    """Return the memory of a process (10⁶ bytes); 0 if it has ended."""
    with suppress(OSError, IndexError):
        pages = Path(f"/proc/{pid}/statm").read_text(encoding="ascii").split()[1]
        return int(pages) * PAGE_BYTES / 1e6
    return 0.0


def descendants(pid: int) -> Iterator[int]:
    """Yield the processes that a process started, and those that they did."""
    with suppress(OSError):
        for thread in os.listdir(f"/proc/{pid}/task"):
            children = Path(f"/proc/{pid}/task/{thread}/children").read_text(encoding="ascii")
            for child in map(int, children.split()):
                yield child
                yield from descendants(child)


def watch(command: Sequence[str], folder: Path, lines: int = 12) -> list[Look]:
    """Run a command, print some of what is seen, and return all of it."""
    temporary = folder / "tmp"
    temporary.mkdir(exist_ok=True)
    environment = os.environ | {"TMPDIR": str(temporary), "XDG_CACHE_HOME": str(folder / "cache")}
    started = time.monotonic()
    running = subprocess.Popen(command, cwd=folder, env=environment)
    looks: list[Look] = []
    print(f"{'seconds':>8}{'MB':>9}{'files':>7}{'procs':>8}{'worker MB':>10}{'temp':>8}")
    wait, next_line = 1.0, 1.0
    while running.poll() is None:
        with suppress(OSError):
            looks.append(look_at(running.pid, temporary, started))
            if looks[-1].seconds >= next_line:
                print(looks[-1], flush=True)
                # each wait is longer, so that few lines do for any time
                wait *= 1 + 6 / lines
                next_line += wait
        time.sleep(SECONDS_A_LOOK)
    print(looks[-1], flush=True)
    if running.returncode:
        raise SystemExit(f"it ended with {running.returncode}")
    left = sum(len(files) for _, _, files in os.walk(temporary))
    print(f"{time.monotonic() - started:.0f} s, temporary files left: {left}")
    return looks


def is_flat(looks: Sequence[Look]) -> bool:
    """Return whether the second half of a run needs no more than the first, and say if not."""
    middle = looks[-1].seconds / 2
    first = [look for look in looks if look.seconds <= middle]
    second = [look for look in looks if look.seconds > middle]
    grown = []
    for part in ("megabytes", "worker_megabytes", "open_files", "processes", "temporary_files"):
        early, late = (max(getattr(look, part) for look in half) for half in (first, second))
        allowed = early + 2
        if "megabytes" in part:
            allowed = early * LARGEST_GROWTH + MORE_MEGABYTES
        print(f"    {part}: at most {early:,.1f} in the first half, {late:,.1f} in the second")
        if late > allowed:
            grown.append(part)
    if grown:
        print(f"NOT FLAT: {', '.join(grown)}")
    return not grown


def many_sources(count: int, engine: str, folder: Path) -> bool:
    """Narrate many sources with one command."""
    print(f"\n{count:,} sources in one command, with {engine}", flush=True)
    names = []
    for day in range(count):
        names.append(f"{day}.md")
        (folder / names[-1]).write_text(ARTICLE.format(day=day, later=LATER), encoding="utf-8")
    looks = watch([NARRATE, *names, "-q", "-o", "out/", "--engine", engine], folder)
    made = len(list((folder / "out").glob("[!.]*")))
    print(f"{made:,} files in the folder of results")
    return is_flat(looks) and made == count


def many_hours(source: Path, name: str, engine: str) -> bool:
    """Narrate a long source in one format."""
    print(f"\nmany hours as {name}, with {engine}", flush=True)
    folder = source.parent
    output = folder / f"long.{name}"
    options = ["-q", "-o", str(output), "--engine", engine, "--cache-size", "1"]
    looks = watch([NARRATE, str(source), *options], folder)
    is_right = is_whole(output)
    output.unlink()
    return is_flat(looks) and is_right


def write_book(words: int, folder: Path, *, is_repeated: bool) -> Path:
    """Write a book of at least so many words: the project's long sample, again and again.

    Its paragraphs are numbered, so that no passage is met again, unless it is to be repeated.
    """
    sample = (PROJECT / "samples" / "harbour-cranes.txt").read_text(encoding="utf-8")
    paragraphs = [block for block in sample.split("\n\n") if "." in block]
    readings = -(-words // len(sample.split()))
    path = folder / "book.md"
    with open(path, "w", encoding="utf-8") as book:
        for reading in range(1, readings + 1):
            name = "another reading" if is_repeated else f"reading {reading}"
            book.write(f"# In {name}\n\n")
            for paragraph in paragraphs:
                book.write(f"In {name} of the report: {paragraph}\n\n")
    return path


def is_whole(output: Path) -> bool:
    """Return whether a file's sound and chapters reach to its end, and print how long it is."""
    with av.open(str(output)) as container:
        duration = (container.duration or 0) / 1e6
        chapters: list[Any] = [*container.chapters()]
        container.seek(int((duration - 20) * 1e6))
        loudest = 0.0
        sound_end = 0.0
        for frame in container.decode(audio=0):
            samples: Any = frame.to_ndarray()
            loudest = max(loudest, float(abs(samples).max()))
            sound_end = float(frame.time or 0) + frame.samples / frame.sample_rate
    chapters_end = duration
    if chapters:  # FFmpeg does not read those of WAV
        chapters_end = float(chapters[-1]["end"] * chapters[-1]["time_base"])
    print(f"{output.stat().st_size:,} bytes, {duration:,.1f} s ({duration / 3600:.2f} hours)")
    print(f"{len(chapters)} chapters up to {chapters_end:,.1f} s, sound up to {sound_end:,.1f} s")
    ends = (chapters_end, sound_end)
    return loudest > 0 and max(abs(end - duration) for end in ends) < 1


def main() -> None:
    arguments = argparse.ArgumentParser(
        prog="python -m tests.benchmarks.endurance", description=__doc__
    )
    arguments.add_argument("--sources", type=int, default=1_000)
    arguments.add_argument("--hours", type=float, default=24)
    arguments.add_argument("--formats", default="mp3,m4b")
    arguments.add_argument("--engine", default="espeak")
    arguments.add_argument("--repeated", action="store_true", help="speak one chapter only")
    options = arguments.parse_args()
    results: list[bool] = []
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary)
        if options.sources:
            results.append(many_sources(options.sources, options.engine, folder))
        if options.hours:
            words = round(options.hours * WORDS_AN_HOUR)
            source = write_book(words, folder, is_repeated=options.repeated)
            for name in options.formats.split(","):
                results.append(many_hours(source, name, options.engine))
    sys.exit(not all(results))


if __name__ == "__main__":
    main()
