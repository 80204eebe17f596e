"""The command: arguments into settings, errors into exit codes."""

from __future__ import annotations

import io
import os
import signal
import sys
import traceback
from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, Any

import click

from narrator.cli.options import as_settings, with_options
from narrator.cli.streams import give_up_stream, say
from narrator.errors import (
    BUG_EXIT_CODE,
    INTERRUPTED_EXIT_CODE,
    NarrateError,
    OutputError,
    os_reason,
)
from narrator.version import VERSION

if TYPE_CHECKING:
    from narrator.cli.reporter import Console
    from narrator.settings import Settings


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
@with_options
@click.version_option(VERSION, prog_name="narrate", allow_from_autoenv=False)
def command(sources: tuple[str, ...], **options: Any) -> None:
    """Narrate each SOURCE, a file, a URL or - for standard input, into a chaptered audio file."""
    from narrator.cli.reporter import Console

    console = Console(quiet=options["quiet"], as_json=options["json"])
    if not sources and not options["list_voices"] and not options["clear_cache"]:
        raise click.UsageError("Missing argument 'SOURCE...'.")
    try:
        exit_codes = [
            _attempt(task, console, options["verbose"])
            for task in _tasks(sources, options, console)
        ]
    finally:
        console.close()
    # an error in one source does not stop the next, and the first one decides
    raise click.exceptions.Exit(next(filter(None, exit_codes), 0))


def _tasks(
    sources: tuple[str, ...], options: dict[str, Any], console: Console
) -> list[Callable[[], object]]:
    if options["list_voices"]:
        return [partial(_list_voices, options["engine"])]
    settings = as_settings(options)
    if options["clear_cache"]:
        return [partial(_clear_cache, settings, console)]
    if options["summary_only"]:
        return [
            partial(_summarise, source, settings, console, options["json"]) for source in sources
        ]
    if options["sections"]:
        return [partial(_list_sections, source, settings, options["json"]) for source in sources]
    if options["dry_run"]:
        return [partial(_rehearse, source, settings, options["json"]) for source in sources]
    from narrator.output import check_outputs
    from narrator.pipeline import narrate

    try:
        check_outputs(sources, options["output"])
    except NarrateError as error:
        raise click.UsageError(str(error)) from error
    return [partial(narrate, source, options["output"], settings, console) for source in sources]


def _list_voices(engine: str) -> None:
    from narrator.cli.listings import print_voices
    from narrator.speech.engines import load_engine

    print_voices(load_engine(engine).voices())


def _clear_cache(settings: Settings, console: Console) -> None:
    from narrator.pipeline import clear_cache

    clear_cache(settings, console)


def _summarise(source: str, settings: Settings, console: Console, as_json: bool) -> None:
    from narrator.cli.summary_view import print_summary, print_summary_json
    from narrator.events import Note
    from narrator.readers import read
    from narrator.selection import choose
    from narrator.speech.engines import find_voice
    from narrator.summary import missing_words, summarise_by

    article = read(source, settings.allow_local)
    language = article.language or "en"
    if settings.voice is not None:
        language = find_voice(settings.engine, settings.voice, "").language
    if note := missing_words(language):
        console(Note(note))
    article = choose(article, settings.selection, language)
    show = print_summary_json if as_json else print_summary
    show(article, summarise_by(settings, article, language))


def _list_sections(source: str, settings: Settings, as_json: bool) -> None:
    from narrator.cli.listings import print_section_list
    from narrator.pipeline import list_sections

    print_section_list(list_sections(source, settings), as_json=as_json)


def _rehearse(source: str, settings: Settings, as_json: bool) -> None:
    from narrator.cli.listings import print_preview
    from narrator.pipeline import preview

    print_preview(preview(source, settings), as_json=as_json)


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
            message, exit_code = (
                f"this is a bug, please report it: {error!r} (-v shows where)",
                BUG_EXIT_CODE,
            )
        say(f"narrate: {message}")
        return exit_code
    return 0


def run() -> None:
    """The ``narrate`` command: run it and leave the process with its exit code."""
    # a stream that the caller closed is one that nobody reads
    sys.stdout = sys.stdout or open(os.devnull, "w")
    sys.stderr = sys.stderr or open(os.devnull, "w")
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace")
    # a terminal that closes or a system that stops is an interruption like Ctrl-C: nothing half-done stays behind
    for name in ("SIGTERM", "SIGHUP"):
        number = getattr(signal, name, None)
        if number is not None and signal.getsignal(number) is not signal.SIG_IGN:  # as under nohup
            signal.signal(number, signal.default_int_handler)
    sys.exit(_run())


def _run() -> int:
    try:
        return command.main(standalone_mode=False) or 0
    except click.ClickException as error:
        say(f"narrate: {error.format_message().rstrip('.')}; see narrate --help")
        return error.exit_code
    except (click.Abort, KeyboardInterrupt):
        say("narrate: interrupted")
        return INTERRUPTED_EXIT_CODE
    except OSError as error:  # click's own help and version, where they cannot be written
        give_up_stream(sys.stdout)
        if isinstance(error, BrokenPipeError):
            return 0
        say(f"narrate: {OutputError('standard output', os_reason(error))}")
        return OutputError.exit_code
