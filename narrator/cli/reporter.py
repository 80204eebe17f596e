"""What the user sees of a narration: the summary or JSON on stdout, progress on stderr.

Progress is a bar on a terminal, plain lines elsewhere, and nothing when quiet.
"""

from __future__ import annotations

import sys
import time
from typing import TYPE_CHECKING, Any

from narrator.cli.cue_list import as_list
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
    SentencesSpoken,
    SpeechStarted,
    SummaryReady,
)

if TYPE_CHECKING:
    from rich.progress import Progress as ProgressBar
    from rich.progress import TaskID

# between two plain lines of progress
_SECONDS_A_LINE = 10.0
# shorter times are taken for this, since speed is a division by time
_SHORTEST_SECONDS = 0.001


class Reporter:
    """A listener that shows what happens."""

    def __init__(self, *, quiet: bool, as_json: bool) -> None:
        self._quiet = quiet
        self._as_json = as_json
        self._bar: ProgressBar | None = None
        self._task: TaskID | None = None
        self._progress = _Progress(0)
        self._next_line_at = 0.0

    def __call__(self, event: Event) -> None:
        """Show one event."""
        match event:
            case SummaryReady(article, summary):
                if not self._as_json:
                    print_summary(article, summary)
            case Narrated(narration):
                self.close()
                self._show_result(narration)
            case CacheCleared(folder, freed_bytes):
                megabytes = freed_bytes / 1e6
                say(f"{megabytes:,.0f} MB of kept speech deleted from {folder}")
            case SentencesSpoken():
                self._progress.add_sentences(event)
            case PassageSpoken():
                self._progress.add(event)
        if not self._quiet:
            self._report_progress(event)

    def close(self) -> None:
        """Remove the progress bar, however the narration ended."""
        if self._bar is not None:
            self._bar.stop()
            self._bar = None

    def _report_progress(self, event: Event) -> None:
        """Show an event on stderr that is neither a result nor an error."""
        match event:
            case FetchStarted(source):
                if sys.stderr.isatty():
                    say(f"fetching {source}")
            case Note(text):
                say(f"narrate: {text}")
            case SpeechStarted():
                self._start(event)
            case SentencesSpoken() | PassageSpoken():
                self._advance()

    def _start(self, started: SpeechStarted) -> None:
        self._progress = _Progress(started.words)
        self._next_line_at = self._progress.started_at + _SECONDS_A_LINE
        if sys.stderr.isatty():
            self._bar = _make_bar()
            self._task = self._bar.add_task("Speaking", total=started.words, rate="")
            self._bar.start()
        else:
            processes = "process" if started.jobs == 1 else "processes"
            source = "standard input" if started.source == "-" else started.source
            voice = started.speaker.voice.name
            work = f"{as_words(started.words)} of {source} with {voice}"
            say(f"speaking {work} on {started.jobs} {processes}")

    def _advance(self) -> None:
        done = self._progress
        if self._bar is not None and self._task is not None:
            completed = min(done.words_so_far, done.all_words)
            self._bar.update(self._task, completed=completed, rate=done.rate())
        elif time.monotonic() >= self._next_line_at:
            say(f"{done.words_so_far:,} of {done.all_words:,} words, {done.rate()}")
            self._next_line_at = time.monotonic() + _SECONDS_A_LINE

    def _show_result(self, narration: Narration) -> None:
        if self._as_json:
            write_json(as_dict(narration))
        if self._quiet:
            return
        length = duration(narration.duration_seconds)
        result = f"{narration.output}  {length}, read by {narration.speaker.voice.name}"
        done = self._progress
        if done.reused_words:
            result += f"  ({done.reused_words:,} of {done.words:,} words reused)"
        say(result)
        for number, chapter in enumerate(narration.chapters, 1):
            start = f"{number:4}. {duration(chapter.start_seconds)}  "
            say(f"{start}{chapter.title}", indent=len(start))
        # the tracks of an album are in it, and are called like the chapters
        beside = [path for path in narration.files if path.parent == narration.output.parent]
        for path in beside:
            say(f"beside it: {path}")
        if narration.skipped:
            say(f"left out: {name_skipped(narration.skipped)}", indent=0)


class _Progress:
    """How much of a narration is done, and how fast. Reused passages do not count for the speed."""

    def __init__(self, all_words: int) -> None:
        self.all_words = all_words
        self.words = 0
        self.reused_words = 0
        self.spoken_seconds = 0.0
        # sentences of passages that may not be done
        self.sentence_words = 0
        self.sentence_seconds = 0.0
        self.started_at = time.monotonic()

    def add(self, passage: PassageSpoken) -> None:
        """Count a passage that is done."""
        self.words += passage.words
        if passage.reused:
            self.reused_words += passage.words
        else:
            self.spoken_seconds += passage.audio_seconds

    def add_sentences(self, sentences: SentencesSpoken) -> None:
        """Count sentences, whose passages are counted, too, when they are done."""
        self.sentence_words += sentences.words
        self.sentence_seconds += sentences.audio_seconds

    @property
    def words_so_far(self) -> int:
        """How many words are done, those of unfinished passages included."""
        return max(self.words, self.reused_words + self.sentence_words)

    def rate(self) -> str:
        """Return the speed and the time left, once something was spoken."""
        spoken_words = self.words_so_far - self.reused_words
        if not spoken_words:
            return "reused"
        elapsed = max(time.monotonic() - self.started_at, _SHORTEST_SECONDS)
        words_left = max(self.all_words - self.words_so_far, 0)
        seconds_left = words_left * elapsed / spoken_words
        speed = max(self.spoken_seconds, self.sentence_seconds) / elapsed
        return f"{speed:,.0f}× real time, {duration(seconds_left)} left"


def as_dict(narration: Narration) -> dict[str, Any]:
    """Return a narration as ``--json`` prints it; times are in seconds."""
    chapters = [
        {
            "title": chapter.title,
            "start": round(chapter.start_seconds, 3),
            "end": round(chapter.end_seconds, 3),
        }
        for chapter in narration.chapters
    ]
    listed: dict[str, Any] = {
        "source": narration.source,
        "output": str(narration.output),
        "files": [str(path) for path in narration.files],
        "title": narration.title,
        "duration": round(narration.duration_seconds, 3),
        "engine": narration.speaker.engine,
        "voice": narration.speaker.voice.id,
        "language": narration.speaker.voice.language,
        "chapters": chapters,
        "summary": as_items(narration.summary),
        "skipped": skipped_as_list(narration.skipped),
    }
    if narration.cues:
        listed["cues"] = as_list(narration.cues)
    return listed


def _make_bar() -> ProgressBar:
    from rich.console import Console as Terminal
    from rich.progress import BarColumn, MofNCompleteColumn, TextColumn
    from rich.progress import Progress as ProgressBar

    return ProgressBar(
        TextColumn("{task.description}", markup=False),
        BarColumn(),
        MofNCompleteColumn(),
        TextColumn("words  {task.fields[rate]}", markup=False),
        console=Terminal(stderr=True),
        transient=True,
    )
