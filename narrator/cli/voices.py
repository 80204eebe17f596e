"""The verb ``voices``: listing, trying, getting and removing voices."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from narrator.cli.options import with_option
from narrator.cli.phrases import megabytes
from narrator.cli.streams import say
from narrator.cli.tasks import CONTEXT_SETTINGS, json_option, run_tasks, verbose_option
from narrator.errors import UsageError
from narrator.settings import Settings

if TYPE_CHECKING:
    from narrator.cli.reporter import Reporter

_HELP = """List the voices of all speech engines: engine, id, language, whether it is on this
machine, sex, size and licence, or else its name.

\b
Examples:
  narrate voices --language German     list the voices for a language
  narrate voices get emma              download a voice
  narrate voices try emma              write a sample, output/emma.mp3
  narrate --voice emma article.txt     narrate with it
"""


@click.group(context_settings=CONTEXT_SETTINGS, invoke_without_command=True, help=_HELP)
@with_option("engine")
@click.option("--language", metavar="LANG", help="Only voices for a language: de, German, British.")
@json_option
@verbose_option
@click.pass_context
def voices(
    context: click.Context, engine: str, language: str | None, as_json: bool, verbose: bool
) -> None:
    """List voices, unless there is a further verb."""
    if context.invoked_subcommand is None:
        run_tasks([lambda _: _list(engine, language, as_json=as_json)], verbose)


@voices.command("try", context_settings=CONTEXT_SETTINGS)
@click.argument("voice")
@click.argument("text", required=False)
@click.option(
    "-o",
    "--output",
    metavar="FILE-OR-FOLDER",
    help="Where to write; the suffix chooses the format.  [default: output/<voice>.mp3]",
)
@with_option("engine")
@with_option("engine_option")
@with_option("rate")
@verbose_option
def try_(text: str | None, output: str | None, verbose: bool, **values: Any) -> None:
    """Write a sample of VOICE: a sentence in its language, or TEXT."""
    settings = Settings.of(**values)
    run_tasks([partial(_try, text, output, settings)], verbose)


@voices.command(context_settings=CONTEXT_SETTINGS)
@click.argument("names", metavar="NAME...", nargs=-1, required=True)
@click.option(
    "--voices-from",
    "folder",
    metavar="FOLDER",
    type=click.Path(path_type=Path),
    help="Copy the files from a folder, for a machine without a network.",
)
@verbose_option
def get(names: tuple[str, ...], folder: Path | None, verbose: bool) -> None:
    """Download voices, after saying their licence and size.

    What was interrupted is resumed. Files are checked against the hashes that narrate knows.
    """
    run_tasks([partial(_get, name, folder) for name in names], verbose)


@voices.command(context_settings=CONTEXT_SETTINGS)
@click.argument("names", metavar="NAME...", nargs=-1, required=True)
@verbose_option
def remove(names: tuple[str, ...], verbose: bool) -> None:
    """Delete voices that were downloaded."""
    run_tasks([partial(_remove, name) for name in names], verbose)


def _list(engine: str, language: str | None, *, as_json: bool) -> None:
    from narrator.cli.listings import print_voices
    from narrator.speech.library import all_speakers, speakers_of

    speakers = all_speakers(engine)
    if language is not None:
        speakers = speakers_of(speakers, language)
    print_voices(speakers, as_json=as_json)


def _try(text: str | None, output: str | None, settings: Settings, reporter: Reporter) -> None:
    from narrator.pipeline import try_voice

    try_voice(text, output, settings, reporter)


def _get(name: str, folder: Path | None, reporter: Reporter) -> None:  # noqa: ARG001
    from narrator.cli.downloads import DownloadProgress
    from narrator.language.tables import language_name
    from narrator.speech.download import get_voice
    from narrator.speech.library import find_entry

    entry = find_entry(name)
    if entry is None or entry.is_present:
        say(f"{name} is on this machine already")
        return
    facts = [entry.name, language_name(entry.language), megabytes(entry.size_bytes)]
    say(f"{entry.id}: {', '.join(facts)}; licence {entry.licence}, {entry.licence_url}")
    with DownloadProgress() as progress:
        get_voice(entry, progress, folder)
    say(f"{entry.id} is on this machine now; narrate voices try {entry.id} makes a sample")


def _remove(name: str, reporter: Reporter) -> None:  # noqa: ARG001
    from narrator.speech.catalogue import catalogue, path_of
    from narrator.speech.download import remove_voice
    from narrator.speech.library import find_entry

    entry = find_entry(name)
    if entry is None:
        raise UsageError(f"{name} comes with its engine and cannot be removed alone")
    others = [other for other in catalogue() if other != entry]
    freed_bytes = remove_voice(entry, others)
    if freed_bytes:
        say(f"{entry.id} is removed, which frees {megabytes(freed_bytes)}")
    elif entry.is_present:
        say(f"{entry.id} stays: {path_of(entry.files[0])} is not a file that narrate downloaded")
    else:
        say(f"{entry.id} is not on this machine")
