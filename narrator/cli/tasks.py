"""Pieces of the command's work, each with an exit code: the one place where errors are caught."""

from __future__ import annotations

import traceback
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

import click

from narrator.cli import interruption
from narrator.cli.streams import say
from narrator.errors import BUG_EXIT_CODE, NarrateError, SettingError, as_known

if TYPE_CHECKING:
    from narrator.cli.reporter import Reporter

# a piece of work, given the listener that reports what happens
Task = Callable[["Reporter"], None]

# how every command and verb reads its options
CONTEXT_SETTINGS = {
    "auto_envvar_prefix": "NARRATE",
    "help_option_names": ["-h", "--help"],
    "max_content_width": 100,
}

json_option = click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
verbose_option = click.option(
    "-v", "--verbose", is_flag=True, help="Show the traceback of an error."
)


def run_tasks(
    tasks: Sequence[Task], verbose: bool, *, quiet: bool = False, as_json: bool = False
) -> None:
    """Run all tasks and exit with the code of the first error.

    An error in one source does not stop the next.
    """
    from narrator.cli.reporter import Reporter

    reporter = Reporter(quiet=quiet, as_json=as_json)
    with interruption.as_exceptions():
        try:
            exit_codes = [_attempt(task, reporter, verbose) for task in tasks]
        finally:
            reporter.close()
    first_failure = next(filter(None, exit_codes), 0)
    interruption.end_at_once(first_failure)
    raise click.exceptions.Exit(first_failure)


def error_text(error: NarrateError) -> str:
    """Return the message of an error, with a setting named as its option."""
    if isinstance(error, SettingError):
        return f"--{error.setting.replace('_', '-')} {error.reason}"
    return str(error)


def _attempt(task: Task, reporter: Reporter, verbose: bool) -> int:
    """Run one task and return its exit code: the one place where errors are caught.

    Raises:
        KeyboardInterrupt: It was interrupted, whatever became of that in a library.
    """
    failure = None
    try:
        task(reporter)
    except Exception as error:
        failure = error
    if interruption.has_happened():
        raise KeyboardInterrupt
    if failure is None:
        return 0
    reporter.close()
    if verbose:
        for line in "".join(traceback.format_exception(failure)).rstrip().split("\n"):
            say(line)
    return say_failure(failure)


def say_failure(failure: BaseException) -> int:
    """Print what went wrong on one line, and return the exit code."""
    known = as_known(failure)
    if known is None:
        say(f"narrate: this is a bug, please report it: {failure!r} (-v shows where)")
        return BUG_EXIT_CODE
    say(f"narrate: {error_text(known)}")
    return known.exit_code
