"""The verb ``play`` and the option ``--play``: hearing a source while it is made."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

import click

from narrator.cli.options import SourceType, as_settings, with_playing_options
from narrator.cli.tasks import CONTEXT_SETTINGS, run_tasks, verbose_option
from narrator.settings import Settings

if TYPE_CHECKING:
    from narrator.cli.reporter import Reporter
    from narrator.playing.stage import Stage

_HELP = """Play SOURCE (a file, a URL or - for standard input) while it is made, and write no file.

It begins where it was left the last time. What is spoken is kept, so narrating it later takes no
time.

\b
Keys:
  space           pause, go on
  left, right     back, forward by a sentence
  p, n            previous, next chapter
  down, up, [, ]  slower, faster (0.75 to 3), at the same pitch
  q               quit
"""


@click.command(context_settings=CONTEXT_SETTINGS, help=_HELP, short_help="play a source")
@click.argument("source", type=SourceType())
@with_playing_options
@click.option("-q", "--quiet", is_flag=True, help="Print nothing but errors on standard error.")
@verbose_option
def play(
    source: str, from_start: bool, sound: str | None, quiet: bool, verbose: bool, **values: Any
) -> None:
    """Play a source."""
    stage = make_stage(sound, from_start=from_start, quiet=quiet)
    task = partial(_play, source, as_settings(values), stage)
    run_tasks([task], verbose, quiet=quiet)


def _play(source: str, settings: Settings, stage: Stage, reporter: Reporter) -> None:
    from narrator.summarising import fetch_article

    article = fetch_article(source, settings, reporter, _load)
    from narrator.pipeline import play

    play(article, stage, settings, reporter)


def _load() -> None:
    """Load what playing takes."""
    import narrator.pipeline
    import narrator.playing.performance  # noqa: F401


def make_stage(sound: str | None, *, from_start: bool, quiet: bool) -> Stage:
    """Return a stage on this terminal.

    Args:
        sound: The sound system; None for the first one that is there.
        from_start: Whether to begin anew where the listener has stopped before.
        quiet: Whether to show nothing.
    """
    from narrator.cli.player_view import PlayerView
    from narrator.playing.stage import Stage

    return Stage(PlayerView(quiet=quiet), sound, from_start)
