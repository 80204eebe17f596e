"""``-o -``: the finished file goes to standard output, and everything else to standard error."""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from narrator.cli.options import Given
from narrator.cli.streams import write_content
from narrator.errors import UsageError
from narrator.events import Event, Narrated, SummaryReady

if TYPE_CHECKING:
    from narrator.cli.reporter import Reporter


def check_pipe(given: Given, narrations: int) -> None:
    """Check that what is asked for is one file, whose format is known.

    Raises:
        UsageError: It is not, or standard output is a terminal or closed.
    """
    if given.settings.audio.format is None:
        raise UsageError("-o - needs a format: add -f mp3, or another")
    if given.as_json:
        raise UsageError("-o - and --json both write to standard output")
    if given.settings.output.split or narrations > 1:
        raise UsageError("-o - writes one file: several sources need --join, and --split a folder")
    if given.settings.publish.writes_files:
        raise UsageError("-o - writes one file: nothing can be written beside it")
    if sys.__stdout__ is None:
        raise UsageError("-o - writes to standard output, which is closed")
    if sys.stdout.isatty():
        raise UsageError("standard output is a terminal: add > FILE or | PROGRAM after -o -")


def narrate_to_pipe(source: str | Sequence[str], given: Given, reporter: Reporter) -> None:
    """Narrate into a temporary file, since formats are written back and forth, and pass it on.

    Raises:
        NarrateError: Any of its subclasses.
    """
    from narrator.pipeline import narrate

    with tempfile.TemporaryDirectory(prefix="narrate-") as folder:
        path = Path(folder, f"narration.{given.settings.audio.format}")
        listener = partial(_report, quiet=given.quiet, reporter=reporter)
        narrate(source, path, given.settings, listener)
        with open(path, "rb") as file:
            write_content(file)


def _report(event: Event, *, quiet: bool, reporter: Reporter) -> None:
    """Show an event, all of it on standard error."""
    from narrator.cli.summary_view import say_summary

    match event:
        case SummaryReady(_, summary):
            if not quiet:
                say_summary(summary)
        case Narrated(narration):
            reporter(Narrated(replace(narration, output=Path("standard output"))))
        case _:
            reporter(event)
