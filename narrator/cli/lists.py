"""The option ``--from-file``: sources that a list names, after those that were typed."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import click

from narrator.cli import interruption
from narrator.cli.streams import say
from narrator.cli.tasks import say_failure
from narrator.errors import NarrateError
from narrator.sources import STANDARD_INPUT, without_login

if TYPE_CHECKING:
    from narrator.cli.options import Given

# of the addresses that are left out
_MOST_SHOWN = 3
_LONGEST_SHOWN = 60


def with_listed(sources: tuple[str, ...], given: Given) -> tuple[str, ...]:
    """Return sources with those that a list names, if one is given, each of these once.

    Raises:
        UsageError: Standard input would be both the list and a source.
        Exit: The list cannot be read; the reason is printed.
    """
    path = given.from_file
    if path is None:
        return sources
    from narrator.reading_list import read_list

    if path == STANDARD_INPUT in sources:
        raise click.UsageError("standard input is either the list or a source, not both")
    try:
        with interruption.as_exceptions():
            listed = read_list(path)
        interruption.end_at_once()
    except NarrateError as error:
        raise click.exceptions.Exit(say_failure(error)) from None
    if listed.left_out and not given.quiet:
        _say_left_out(listed.left_out)
    typed = set(sources)
    return (*sources, *[source for source in listed.sources if source not in typed])


def _say_left_out(entries: Sequence[str]) -> None:
    """Print how many entries of an export are not narrated, with the first ones."""
    shown = [without_login(entry)[:_LONGEST_SHOWN] for entry in entries[:_MOST_SHOWN]]
    if len(entries) > len(shown):
        shown.append("…")
    say(f"left out, since only http and https are read: {len(entries)} ({', '.join(shown)})")
