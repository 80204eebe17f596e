"""The command: its verbs, what it does for each source, and errors as exit codes."""

from __future__ import annotations

import io
import os
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import partial
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from narrator.cli.lists import with_listed
from narrator.cli.options import (
    STANDARD_OUTPUT,
    Given,
    SourceType,
    as_given,
    with_implied_values,
    with_option,
    with_options,
)
from narrator.cli.streams import give_up_stream, say
from narrator.cli.tasks import (
    CONTEXT_SETTINGS,
    Task,
    error_text,
    json_option,
    run_tasks,
    say_failure,
    verbose_option,
)
from narrator.errors import NarrateError, OutputError, UsageError, as_known, os_reason
from narrator.settings import CacheSettings
from narrator.version import VERSION

if TYPE_CHECKING:
    from narrator.cli.reporter import Reporter
    from narrator.playing.stage import Stage

# what one narration is made from
Source = str | list[str]

# \b keeps the lines of a paragraph as they are
_HELP = """Narrate each SOURCE (a file, a URL or - for standard input) into a chaptered audio file.

\b
Examples:
  narrate article.txt --summary           print a summary, write an MP3
  narrate https://example.org/a -o a.m4b  write an audiobook with chapters
  narrate book.epub --sections            list the sections and stop
  narrate report.pdf --dry-run            print what would be said

\b
Verbs, each with --help of its own:
  narrate play SOURCE                     play a source while it is made
  narrate voices                          list, try and get voices
  narrate formats                         list the file formats
  narrate cache clear                     delete spoken passages that are kept
  narrate feed FOLDER SOURCE...           make a podcast, or add episodes to it
  narrate serve FOLDER                    serve a feed, pages and audio
"""
_EPILOG = (
    "Every option is also read from the environment, such as NARRATE_RATE=200 or "
    "NARRATE_SUMMARY=1. Exit codes: 0 done, 2 wrong usage, 3 source unreadable, 4 nothing to say, "
    "5 engine, voice or sound device missing, 6 speech failed, 7 output cannot be written, "
    "130 interrupted, "
    "1 a bug."
)


class CommandWithVerbs(click.Command):
    """A command whose first argument may be a verb; any other argument is the command's own.

    click's groups take every first argument for a verb and have no other arguments.

    Attributes:
        verbs: Where the command of each verb is, ``package.module:name``: a run without one loads
            none of them.
    """

    def __init__(self, *arguments: Any, **attributes: Any) -> None:
        super().__init__(*arguments, **attributes)
        self.verbs: dict[str, str] = {}

    def make_context(
        self,
        info_name: str | None,
        args: list[str],
        parent: click.Context | None = None,
        **extra: Any,
    ) -> click.Context:
        """Return the context of the verb, where the first argument is one."""
        args = with_implied_values(args)
        verb = self._load_verb(args[0]) if args else None
        with _unread_help_is_no_error():
            if verb is None:
                return super().make_context(info_name, args, parent, **extra)
            return verb.make_context(f"{info_name} {args[0]}", args[1:], parent, **extra)

    def _load_verb(self, name: str) -> click.Command | None:
        """Return the command of a verb; None where there is no such verb."""
        if name not in self.verbs:
            return None
        module, _, attribute = self.verbs[name].partition(":")
        verb: click.Command = getattr(import_module(module), attribute)
        return verb

    def invoke(self, ctx: click.Context) -> Any:
        """Run the command of a context: the verb's, or this one."""
        with _unread_help_is_no_error():
            if ctx.command is not self:
                return ctx.command.invoke(ctx)
            return super().invoke(ctx)


@contextmanager
def _unread_help_is_no_error() -> Iterator[None]:
    """Exit with 0 where nobody reads a help text or the version to its end, as with ``head``.

    click itself exits with 1.
    """
    try:
        yield
    except BrokenPipeError:
        give_up_stream(sys.stdout)
        raise click.exceptions.Exit(0) from None


@click.command(
    cls=CommandWithVerbs,
    context_settings=CONTEXT_SETTINGS,
    help=_HELP,
    short_help="turn articles into summaries and audio",
    epilog=_EPILOG,
)
@click.argument("sources", metavar="SOURCE...", nargs=-1, type=SourceType())
@with_options
@click.version_option(VERSION, prog_name="narrate", allow_from_autoenv=False)
def command(sources: tuple[str, ...], **values: Any) -> None:
    """Narrate sources, or do what the mode asks for."""
    given = as_given(values)
    sources = with_listed(sources, given)
    if not sources:
        raise click.UsageError("nothing to narrate: give a file, a URL or - (standard input)")
    run_tasks(_tasks(sources, given), given.verbose, quiet=given.quiet, as_json=given.as_json)


@click.command(context_settings=CONTEXT_SETTINGS)
@json_option
@verbose_option
def formats(as_json: bool, verbose: bool) -> None:
    """List the file formats: sound, bitrates, chapters and cover."""
    from narrator.audio.formats import describe_formats
    from narrator.cli.listings import print_formats

    run_tasks([lambda _: print_formats(describe_formats(), as_json=as_json)], verbose)


@click.group(context_settings=CONTEXT_SETTINGS, no_args_is_help=False)
def cache() -> None:
    """Manage the spoken passages that are kept for later runs."""


@cache.command(context_settings=CONTEXT_SETTINGS)
@with_option("cache_dir")
@verbose_option
def clear(cache_dir: Path | None, verbose: bool) -> None:
    """Delete all spoken passages that are kept."""
    from narrator.pipeline import clear_cache

    run_tasks([lambda reporter: clear_cache(CacheSettings(cache_dir=cache_dir), reporter)], verbose)


command.verbs = {
    "play": "narrator.cli.play:play",
    "voices": "narrator.cli.voices:voices",
    "formats": "narrator.cli.command:formats",
    "cache": "narrator.cli.command:cache",
    "feed": "narrator.cli.feed:feed",
    "serve": "narrator.cli.serving:serve",
}


def _tasks(sources: Sequence[str], given: Given) -> list[Task]:
    """Return a task for each source."""
    if not given.mode:
        return _narrations(sources, given)
    if given.mode == "dry_run":
        return [partial(_preview, source, given) for source in _joined(sources, given)]
    do = _summarise if given.mode == "summary_only" else _list_sections
    return [partial(do, source, given) for source in sources]


def _joined(sources: Sequence[str], given: Given) -> list[Source]:
    """Return what is narrated into a file each: all sources together, or one by one, each once."""
    if given.join:
        return [list(sources)]
    return [*dict.fromkeys(sources)]


def _narrations(sources: Sequence[str], given: Given) -> list[Task]:
    """Return a task for each source that narrates it, and replaces nothing of the others.

    Raises:
        UsageError: Several sources would be written to one file.
    """
    from narrator.output.checks import is_folder

    works = _joined(sources, given)
    output = given.output
    if output == STANDARD_OUTPUT:
        from narrator.cli.piping import check_pipe, narrate_to_pipe

        if given.play:
            raise UsageError("--play and -o - exclude each other")
        check_pipe(given, len(works))
        return [partial(narrate_to_pipe, work, given) for work in works]
    if len(works) > 1 and output is not None and not is_folder(output):
        raise UsageError("with several sources, -o must be a folder (end it with /); or use --join")
    kept: list[str | Path] = [*sources]
    stage = None
    if given.play:
        from narrator.cli.play import make_stage

        stage = make_stage(given.sound, from_start=given.from_start, quiet=given.quiet)
    return [partial(_narrate, work, given, kept, stage) for work in works]


def _narrate(
    source: Source,
    given: Given,
    kept: list[str | Path],
    stage: Stage | None,
    reporter: Reporter,
) -> None:
    """Narrate a source, and keep the next ones from replacing what is written."""
    from narrator.pipeline import narrate

    narration = narrate(source, given.output, given.settings, reporter, kept, stage)
    kept += [narration.output, *narration.files]


def _summarise(source: str, given: Given, reporter: Reporter) -> None:
    from narrator.cli.summary_view import print_summary, print_summary_json
    from narrator.summarising import summarise_source

    article, summary = summarise_source(source, given.settings, reporter)
    show = print_summary_json if given.as_json else print_summary
    show(article, summary)


def _list_sections(source: str, given: Given, reporter: Reporter) -> None:
    from narrator.cli.listings import print_section_list
    from narrator.pipeline import list_sections

    print_section_list(list_sections(source, given.settings, reporter), as_json=given.as_json)


def _preview(source: Source, given: Given, reporter: Reporter) -> None:
    from narrator.cli.listings import print_preview
    from narrator.pipeline import preview

    print_preview(preview(source, given.settings, reporter), as_json=given.as_json)


def run() -> None:
    """Run the ``narrate`` command and exit with its code."""
    _prepare_streams()
    sys.exit(_run_command())


def _prepare_streams() -> None:
    """Replace streams that the caller closed, and let the others take any character."""
    sys.stdout = sys.stdout or open(os.devnull, "w")
    sys.stderr = sys.stderr or open(os.devnull, "w")
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace")


def _run_command() -> int:
    """Run click's command and return the exit code."""
    try:
        exit_code: int | None = command.main(standalone_mode=False)
        return exit_code or 0
    except click.ClickException as error:
        return _refuse(_message_of(error), error.exit_code, _command_of(error))
    except NarrateError as error:
        return _refuse(error_text(error), error.exit_code)
    except Exception as error:
        return _say_unexpected(error)


def _say_unexpected(error: Exception) -> int:
    """Print what went wrong before or after the tasks, and return the exit code."""
    if as_known(error) is None and isinstance(error, OSError):
        # click's own help and version, or a shell's completions, that cannot be written
        give_up_stream(sys.stdout)
        if isinstance(error, BrokenPipeError):
            return 0
        error = OutputError("standard output", os_reason(error))
    return say_failure(error)


def _message_of(error: click.ClickException) -> str:
    """Return click's message; of an unknown option one that ends in no question of its own."""
    if not isinstance(error, click.NoSuchOption) or not error.possibilities:
        return error.format_message()
    nearest = " or ".join(sorted(error.possibilities))
    return f"no such option {error.option_name} (did you mean {nearest}?)"


def _command_of(error: click.ClickException) -> str:
    """Return the command or verb that an error is about."""
    context = getattr(error, "ctx", None)
    return context.command_path if isinstance(context, click.Context) else "narrate"


def _refuse(reason: str, exit_code: int, of: str = "narrate") -> int:
    """Print what is wrong with the request, and return the exit code."""
    if reason[1:2].islower():  # click begins its own messages with a capital
        reason = reason[0].lower() + reason[1:]
    say(f"narrate: {reason.rstrip('.')}; see {of} --help")
    return exit_code
