"""The command: arguments into settings, errors into exit codes."""

from __future__ import annotations

import io
import os
import signal
import sys
import traceback
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from narrator.errors import BUG_EXIT_CODE, INTERRUPTED_EXIT_CODE, NarrateError
from narrator.settings import (
    CACHE_MEGABYTES,
    LOUDNESS_LUFS,
    MAX_LOUDNESS_LUFS,
    MAX_RATE,
    MIN_LOUDNESS_LUFS,
    MIN_RATE,
    Pauses,
    Settings,
    available_cores,
)
from narrator.version import VERSION

if TYPE_CHECKING:
    from narrator.console import Console

MAX_JOBS = 256
MAX_PAUSE_SECONDS = 30
_PAUSES = ("sentence", "paragraph", "heading", "chapter")


def _pause_options(function: Callable[..., None]) -> Callable[..., None]:
    for name in reversed(_PAUSES):
        function = click.option(
            f"--{name}-pause",
            type=click.FloatRange(0, MAX_PAUSE_SECONDS),
            default=getattr(Pauses(), f"{name}_seconds"),
            show_default=True,
            metavar="SECONDS",
            help=f"Silence after a {name}.",
        )(function)
    return function


@click.command(
    context_settings={
        "auto_envvar_prefix": "NARRATE",
        "help_option_names": ["-h", "--help"],
        "max_content_width": 100,
    },
    epilog="Every option that takes a value or switches something on is also read from the environment, as NARRATE_RATE "
    "or NARRATE_SUMMARY. Exit codes: 0 done, 2 usage, 3 source unreadable, 4 nothing to say, 5 engine or voice missing, "
    "6 speech failed, 7 output cannot be written, 130 interrupted, 1 a bug.",
)
@click.argument("sources", metavar="SOURCE...", nargs=-1)
@click.option("--summary", is_flag=True, help="Print an extractive summary before speech begins.")
@click.option("--summary-only", is_flag=True, help="Print the summary and stop.")
@click.option(
    "--sentences", type=click.IntRange(min=1), metavar="N", help="Length of the summary.  [default: 3 to 7, by length]"
)
@click.option("--speak-summary", is_flag=True, help="Speak the summary first, as a chapter of its own.")
@click.option(
    "-o",
    "--output",
    metavar="FILE-OR-FOLDER",
    help="Where to write; a folder is made if it ends in a slash.  [default: output/<name>.mp3]",
)
@click.option(
    "-f",
    "--format",
    metavar="FORMAT",
    help="File format: mp3, m4b, m4a, opus, flac or wav.  [default: by the output's suffix]",
)
@click.option("--bitrate", type=click.IntRange(min=1), metavar="KBPS", help="Of the audio.  [default: 64, Opus 32]")
@click.option("--cover", metavar="IMAGE", help="A JPEG or PNG picture to put into the file.")
@click.option("--title", metavar="TEXT", help="Title of the audio.  [default: the article's]")
@click.option("--author", metavar="TEXT", help="Its author.  [default: the article's]")
@click.option("--album", metavar="TEXT", help="Its album, or series.  [default: the title]")
@click.option("--year", type=click.IntRange(1, 9999), metavar="YYYY", help="Its year.")
@click.option("--engine", default="espeak", show_default=True, metavar="NAME", help="Speech engine.")
@click.option("--voice", metavar="VOICE", help="A voice's id, language or name.  [default: en-us]")
@click.option("--list-voices", is_flag=True, help="Print the engine's voices and stop.")
@click.option(
    "--rate",
    type=click.IntRange(MIN_RATE, MAX_RATE),
    default=175,
    show_default=True,
    metavar="WPM",
    help="Speed in words a minute.",
)
@_pause_options
@click.option(
    "--loudness",
    type=click.FloatRange(MIN_LOUDNESS_LUFS, MAX_LOUDNESS_LUFS),
    default=LOUDNESS_LUFS,
    show_default=True,
    metavar="LUFS",
    help="Loudness of the audio.",
)
@click.option("--no-cache", is_flag=True, help="Keep nothing spoken for later runs, and reuse nothing.")
@click.option("--cache-dir", metavar="FOLDER", help="Where what is spoken is kept.  [default: your cache folder]")
@click.option(
    "--cache-size",
    type=click.IntRange(min=0),
    default=CACHE_MEGABYTES,
    show_default=True,
    metavar="MB",
    help="How much is kept; what was used the longest ago goes first.",
)
@click.option("--clear-cache", is_flag=True, help="Delete all that is kept and stop.")
@click.option("--jobs", type=click.IntRange(1, MAX_JOBS), metavar="N", help="Processes that speak.  [default: one a core]")
@click.option("--json", is_flag=True, help="Print one JSON object a source instead of the summary.")
@click.option("-q", "--quiet", is_flag=True, help="Say nothing on stderr but errors.")
@click.option("-v", "--verbose", is_flag=True, help="Show the traceback of an error.")
@click.version_option(VERSION, prog_name="narrate", allow_from_autoenv=False)
def command(sources: tuple[str, ...], **options: Any) -> None:
    """Narrate each SOURCE, a text file or - for standard input, into a chaptered audio file."""
    from narrator.console import Console

    console = Console(quiet=options["quiet"], as_json=options["json"])
    if not sources and not options["list_voices"] and not options["clear_cache"]:
        raise click.UsageError("Missing argument 'SOURCE...'.")
    try:
        exit_codes = [_attempt(task, console, options["verbose"]) for task in _tasks(sources, options, console)]
    finally:
        console.close()
    # an error in one source does not stop the next, and the first one decides
    raise click.exceptions.Exit(next(filter(None, exit_codes), 0))


def _tasks(sources: tuple[str, ...], options: dict[str, Any], console: Console) -> list[Callable[[], object]]:
    if options["list_voices"]:
        return [partial(_list_voices, options["engine"])]
    if options["clear_cache"]:
        return [partial(_clear_cache, _settings(options), console)]
    if options["summary_only"]:
        return [partial(_summarise, source, options) for source in sources]
    from narrator.output import check_outputs
    from narrator.pipeline import narrate

    try:
        check_outputs(sources, options["output"])
    except NarrateError as error:
        raise click.UsageError(str(error)) from error
    settings = _settings(options)
    return [partial(narrate, source, options["output"], settings, console) for source in sources]


def _list_voices(engine: str) -> None:
    from narrator.console import print_voices
    from narrator.speech import load_engine

    print_voices(load_engine(engine).voices())


def _clear_cache(settings: Settings, console: Console) -> None:
    from narrator.pipeline import clear_cache

    clear_cache(settings, console)


def _summarise(source: str, options: dict[str, Any]) -> None:
    from narrator.console import print_summary, print_summary_json
    from narrator.reading import read
    from narrator.summary import summarise

    article = read(source)
    # no engine is asked: a voice's name is a language in most cases, and does no harm in the others
    summary = summarise(article, options["sentences"], options["voice"] or "en")
    show = print_summary_json if options["json"] else print_summary
    show(article, summary)


def _settings(options: dict[str, Any]) -> Settings:
    return Settings(
        voice=options["voice"],
        rate=options["rate"],
        format=options["format"],
        summary=options["summary"] or options["json"],
        speak_summary=options["speak_summary"],
        sentences=options["sentences"],
        jobs=options["jobs"] or available_cores(),
        engine=options["engine"],
        bitrate_kbps=options["bitrate"],
        title=options["title"],
        author=options["author"],
        album=options["album"],
        year=options["year"],
        cover=options["cover"],
        pauses=Pauses(**{f"{name}_seconds": options[f"{name}_pause"] for name in _PAUSES}),
        loudness_lufs=options["loudness"],
        cache=not options["no_cache"],
        cache_folder=Path(options["cache_dir"]) if options["cache_dir"] else None,
        cache_bytes=options["cache_size"] * 1_000_000,
    )


def _attempt(task: Callable[[], object], console: Console, verbose: bool) -> int:
    """Run one task and give its exit code: the one place where errors are caught."""
    try:
        task()
    except Exception as error:
        console.close()
        if verbose:
            traceback.print_exc()
        if isinstance(error, NarrateError):
            message, exit_code = str(error), error.exit_code
        else:
            message, exit_code = f"this is a bug, please report it: {error!r} (-v shows where)", BUG_EXIT_CODE
        print("narrate:", " ".join(message.split()), file=sys.stderr)
        return exit_code
    return 0


def main() -> None:
    """The ``narrate`` command: run it and leave the process with its exit code."""
    # a stream that the caller closed is one that nobody reads
    sys.stdout = sys.stdout or open(os.devnull, "w")
    sys.stderr = sys.stderr or open(os.devnull, "w")
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace")
    # a terminal that closes or a system that stops is an interruption like Ctrl-C: nothing half-done stays behind
    for name in ("SIGTERM", "SIGHUP"):
        if hasattr(signal, name):
            signal.signal(getattr(signal, name), signal.default_int_handler)
    sys.exit(_run())


def _run() -> int:
    try:
        return command.main(standalone_mode=False) or 0
    except click.ClickException as error:
        error.show()
        return error.exit_code
    except (click.Abort, KeyboardInterrupt):
        print("narrate: interrupted", file=sys.stderr)
        return INTERRUPTED_EXIT_CODE
