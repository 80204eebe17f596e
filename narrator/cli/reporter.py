"""What a person sees of a narration: the summary or one JSON object on stdout, progress and the result on stderr.

stdout is data. stderr is talk: a progress bar on a terminal, plain lines elsewhere, nothing when quiet.
"""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Any

from narrator.cli.phrases import as_words, duration, name_skipped, skipped_as_list
from narrator.cli.streams import say, write_json
from narrator.cli.summary_view import as_items, print_summary
from narrator.events import (
    CacheCleared,
    Event,
    FetchStarted,
    Narrated,
    Narration,
    Note,
    PassageSpoken,
    SpeechStarted,
    SummaryReady,
)

if TYPE_CHECKING:
    from rich.progress import Progress, TaskID

# seconds between two plain lines of progress
_PLAIN_EVERY_SECONDS = 10.0


class Console:
    """Listens to a narration and shows it."""

    def __init__(self, *, quiet: bool, as_json: bool) -> None:
        self._quiet = quiet
        self._as_json = as_json
        self._bar: Progress | None = None
        self._task: TaskID | None = None
        self._progress = _Progress(0)
        self._next_line_at = 0.0

    def __call__(self, event: Event) -> None:
        match event:
            case FetchStarted(source):
                if sys.stderr.isatty() and not self._quiet:
                    say(f"fetching {source}")
            case SummaryReady(article, summary):
                if not self._as_json:
                    print_summary(article, summary)
            case Note(text):
                if not self._quiet:
                    say(f"narrate: {text}")
            case SpeechStarted(source, words, jobs):
                self._start(source, words, jobs)
            case PassageSpoken():
                self._advance(event)
            case Narrated(narration):
                self.close()
                self._show_result(narration)
            case CacheCleared(folder, freed_bytes):
                say(f"{freed_bytes / 1e6:,.0f} MB of kept speech deleted from {folder}")

    def close(self) -> None:
        """Take the progress bar away, however the narration ended."""
        if self._bar is not None:
            self._bar.stop()
            self._bar = None

    def _start(self, source: str, words: int, jobs: int) -> None:
        self._progress = _Progress(words)
        self._next_line_at = self._progress.started_at + _PLAIN_EVERY_SECONDS
        if self._quiet:
            return
        if sys.stderr.isatty():
            self._bar = _make_bar()
            self._task = self._bar.add_task("Speaking", total=words, rate="")
            self._bar.start()
        else:
            say(
                f"speaking {as_words(words)} of {source} on {jobs} {'process' if jobs == 1 else 'processes'}"
            )

    def _advance(self, passage: PassageSpoken) -> None:
        done = self._progress
        done.add(passage)
        if self._bar is not None and self._task is not None:
            self._bar.update(
                self._task, completed=min(done.words, done.all_words), rate=done.rate()
            )
        elif not self._quiet and _clock() >= self._next_line_at:
            say(f"{done.words:,} of {done.all_words:,} words, {done.rate()}")
            self._next_line_at = _clock() + _PLAIN_EVERY_SECONDS

    def _show_result(self, narration: Narration) -> None:
        if self._as_json:
            write_json(as_dict(narration))
        if self._quiet:
            return
        done = self._progress
        reused = (
            f"  ({done.reused_words:,} of {done.words:,} words reused)" if done.reused_words else ""
        )
        say(f"{narration.output}  {duration(narration.duration_seconds)}{reused}")
        for number, chapter in enumerate(narration.chapters, 1):
            say(f"{number:4}. {duration(chapter.start_seconds)}  {chapter.title}")
        if narration.skipped:
            say(f"left out: {name_skipped(narration.skipped)}")


class _Progress:
    """What is done of a narration, and how fast this run does it: what it only reuses does not count for speed."""

    def __init__(self, all_words: int) -> None:
        self.all_words = all_words
        self.words = self.reused_words = 0
        self.spoken_seconds = 0.0
        self.started_at = _clock()

    def add(self, passage: PassageSpoken) -> None:
        self.words += passage.words
        if passage.reused:
            self.reused_words += passage.words
        else:
            self.spoken_seconds += passage.audio_seconds

    def rate(self) -> str:
        """Speed and what is left, once a passage was spoken."""
        spoken = self.words - self.reused_words
        if not spoken:
            return "reused"
        elapsed = max(_clock() - self.started_at, 0.001)
        left = max(self.all_words - self.words, 0) * elapsed / spoken
        return f"{self.spoken_seconds / elapsed:,.0f}× real time, {duration(left)} left"


def as_dict(narration: Narration) -> dict[str, Any]:
    """What ``--json`` prints; times in seconds."""
    return {
        "source": narration.source,
        "output": str(narration.output),
        "title": narration.title,
        "duration": round(narration.duration_seconds, 3),
        "chapters": [
            {"title": c.title, "start": round(c.start_seconds, 3), "end": round(c.end_seconds, 3)}
            for c in narration.chapters
        ],
        "summary": as_items(narration.summary),
        "skipped": skipped_as_list(narration.skipped),
    }


def _make_bar() -> Progress:
    from rich.console import Console as Terminal
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn

    return Progress(
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TextColumn("words  {task.fields[rate]}"),
        console=Terminal(stderr=True),
        transient=True,
    )


def _clock() -> float:
    import time

    return time.monotonic()
