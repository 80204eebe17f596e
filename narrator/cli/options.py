"""The command's options, and the settings they make."""

from __future__ import annotations

import math
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import click
from click.core import ParameterSource

from narrator.settings import (
    CACHE_MEGABYTES,
    CODE,
    FOOTNOTES,
    LOUDNESS_LUFS,
    MAX_LOUDNESS_LUFS,
    MAX_RATE,
    MIN_LOUDNESS_LUFS,
    MIN_RATE,
    SUMMARY_METHODS,
    SUMMARY_STYLES,
    Pauses,
    Selection,
    Settings,
    available_cores,
)

MAX_JOBS = 256
MAX_PAUSE_SECONDS = 30
_PAUSES = ("sentence", "paragraph", "heading", "chapter")


class SectionNumbers(click.types.StringParamType):
    """Numbers and ranges of numbers from 1 on, such as ``2,4-6``, as pairs of first and last."""

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        if isinstance(value, tuple):
            return value
        ranges = []
        for part in value.split(","):
            found = re.fullmatch(r"\s*([1-9][0-9]{0,5})\s*(?:-\s*([1-9][0-9]{0,5})\s*)?", part)
            if found is None or int(found[2] or found[1]) < int(found[1]):
                self.fail(f"{value!r} is not a list of section numbers such as 2,4-6.", param, ctx)
            ranges.append((int(found[1]), int(found[2] or found[1])))
        return tuple(ranges)


class Title(click.types.StringParamType):
    """A title, which may hold spaces in the environment, too."""

    envvar_list_splitter = ";"


class NumberRange(click.FloatRange):
    """A range of numbers; what is not a number is in none."""

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        number = super().convert(value, param, ctx)
        return self.fail(f"{value} is not a number.", param, ctx) if math.isnan(number) else number


# option → setting
_LENGTHS = {"sentences": "sentences", "words": "summary_words", "percent": "summary_percent"}

# in the order of the help
OPTIONS = (
    click.option(
        "--summary", is_flag=True, help="Print an extractive summary before speech begins."
    ),
    click.option("--summary-only", is_flag=True, help="Print the summary and stop."),
    click.option(
        "--sentences",
        type=click.IntRange(min=1),
        metavar="N",
        help="Length of the summary.  [default: 3 to 7, by length]",
    ),
    click.option(
        "--words", type=click.IntRange(min=1), metavar="N", help="Its length in words, at the most."
    ),
    click.option(
        "--percent",
        type=click.IntRange(1, 100),
        metavar="P",
        help="Its length in percent of the article's words.",
    ),
    click.option(
        "--summary-style",
        type=click.Choice(SUMMARY_STYLES),
        default=SUMMARY_STYLES[0],
        show_default=True,
        help="How it is shown; an outline has each section's title and key sentence.",
    ),
    click.option(
        "--method",
        type=click.Choice(SUMMARY_METHODS),
        default=SUMMARY_METHODS[0],
        show_default=True,
        help="How its sentences are chosen.",
    ),
    click.option(
        "--speak-summary", is_flag=True, help="Speak the summary first, as a chapter of its own."
    ),
    click.option(
        "-o",
        "--output",
        metavar="FILE-OR-FOLDER",
        help="Where to write; a folder is made if it ends in a slash.  [default: output/<name>.mp3]",
    ),
    click.option(
        "-f",
        "--format",
        metavar="FORMAT",
        help="File format: mp3, m4b, m4a, opus, flac or wav.  [default: by the output's suffix]",
    ),
    click.option(
        "--bitrate",
        type=click.IntRange(min=1),
        metavar="KBPS",
        help="Of the audio.  [default: 64, Opus 32]",
    ),
    click.option("--cover", metavar="IMAGE", help="A JPEG or PNG picture to put into the file."),
    click.option("--title", metavar="TEXT", help="Title of the audio.  [default: the article's]"),
    click.option("--author", metavar="TEXT", help="Its author.  [default: the article's]"),
    click.option("--album", metavar="TEXT", help="Its album, or series.  [default: the title]"),
    click.option("--year", type=click.IntRange(1, 9999), metavar="YYYY", help="Its year."),
    click.option(
        "--sections",
        is_flag=True,
        help="List the sections found, with words and durations, and stop.",
    ),
    click.option(
        "--only",
        type=SectionNumbers(),
        default=(),
        metavar="N,N-M",
        help="Narrate these sections of the list alone.",
    ),
    click.option(
        "--skip",
        type=Title(),
        multiple=True,
        metavar="TITLE",
        help="Leave a section out; may be given several times.",
    ),
    click.option(
        "--depth",
        type=click.IntRange(min=1),
        metavar="N",
        help="How many levels of headings make chapters.  [default: all]",
    ),
    click.option(
        "--no-join",
        is_flag=True,
        help="Leave short sections alone instead of joining them to the next.",
    ),
    click.option(
        "--everything", is_flag=True, help="Narrate contents pages, references and the like, too."
    ),
    click.option(
        "--code",
        type=click.Choice(CODE),
        default=CODE[0],
        show_default=True,
        help="What to do with code blocks.",
    ),
    click.option(
        "--footnotes",
        type=click.Choice(FOOTNOTES),
        default=FOOTNOTES[0],
        show_default=True,
        help="Leave footnotes out, or read them after their paragraph or their section.",
    ),
    click.option(
        "--engine", default="espeak", show_default=True, metavar="NAME", help="Speech engine."
    ),
    click.option(
        "--voice", metavar="VOICE", help="A voice's id, language or name.  [default: en-us]"
    ),
    click.option("--list-voices", is_flag=True, help="Print the engine's voices and stop."),
    click.option(
        "--rate",
        type=click.IntRange(MIN_RATE, MAX_RATE),
        default=175,
        show_default=True,
        metavar="WPM",
        help="Speed in words a minute.",
    ),
    click.option(
        "--pronounce",
        metavar="FILE",
        help="Dictionary of how to say words.  [default: pronounce.toml]",
    ),
    *(
        click.option(
            f"--{name}-pause",
            type=NumberRange(0, MAX_PAUSE_SECONDS),
            default=getattr(Pauses(), f"{name}_seconds"),
            show_default=True,
            metavar="SECONDS",
            help=f"Silence after a {name}.",
        )
        for name in _PAUSES
    ),
    click.option(
        "--loudness",
        type=NumberRange(MIN_LOUDNESS_LUFS, MAX_LOUDNESS_LUFS),
        default=LOUDNESS_LUFS,
        show_default=True,
        metavar="LUFS",
        help="Loudness of the audio.",
    ),
    click.option(
        "--allow-local",
        is_flag=True,
        help="Read from addresses of this machine and its network, too.",
    ),
    click.option(
        "--no-cache", is_flag=True, help="Keep nothing spoken for later runs, and reuse nothing."
    ),
    click.option(
        "--cache-dir",
        metavar="FOLDER",
        help="Where what is spoken is kept.  [default: your cache folder]",
    ),
    click.option(
        "--cache-size",
        type=click.IntRange(min=0),
        default=CACHE_MEGABYTES,
        show_default=True,
        metavar="MB",
        help="How much is kept; what was used the longest ago goes first.",
    ),
    click.option("--clear-cache", is_flag=True, help="Delete all that is kept and stop."),
    click.option(
        "--dry-run",
        is_flag=True,
        help="Print what would be said, with words and durations, and speak nothing.",
    ),
    click.option(
        "--jobs",
        type=click.IntRange(1, MAX_JOBS),
        metavar="N",
        help="Processes that speak.  [default: cores]",
    ),
    click.option(
        "--json", is_flag=True, help="Print one JSON object a source instead of the summary."
    ),
    click.option("-q", "--quiet", is_flag=True, help="Say nothing on stderr but errors."),
    click.option("-v", "--verbose", is_flag=True, help="Show the traceback of an error."),
)


def with_options(function: Callable[..., None]) -> Callable[..., None]:
    """A click command's function with all of them."""
    for option in reversed(OPTIONS):
        function = option(function)
    return function


def _length(options: dict[str, Any]) -> dict[str, Any]:
    """The one length that is asked for; what stands on the command line comes before what stands in the environment."""
    given = [name for name in _LENGTHS if options[name] is not None]
    context = click.get_current_context()
    typed = [
        name
        for name in given
        if context.get_parameter_source(name) is not ParameterSource.ENVIRONMENT
    ]
    chosen = typed or given
    if len(chosen) > 1:
        raise click.UsageError(
            f"{' and '.join(f'--{name}' for name in chosen)} are both a length; give one of them."
        )
    return {_LENGTHS[name]: options[name] for name in chosen}


def as_settings(options: dict[str, Any]) -> Settings:
    """The settings that the options ask for."""
    return Settings(
        voice=options["voice"],
        rate=options["rate"],
        format=options["format"],
        summary=options["summary"] or options["json"],
        summary_file=options["summary"],
        speak_summary=options["speak_summary"],
        **_length(options),
        summary_method=options["method"],
        summary_style=options["summary_style"],
        jobs=options["jobs"] or available_cores(),
        engine=options["engine"],
        bitrate_kbps=options["bitrate"],
        title=options["title"],
        author=options["author"],
        album=options["album"],
        year=options["year"],
        cover=options["cover"],
        selection=Selection(
            only=options["only"],
            skip=options["skip"],
            depth=options["depth"],
            join=not options["no_join"],
            everything=options["everything"],
            code=options["code"],
            footnotes=options["footnotes"],
        ),
        pauses=Pauses(**{f"{name}_seconds": options[f"{name}_pause"] for name in _PAUSES}),
        loudness_lufs=options["loudness"],
        pronounce=Path(options["pronounce"]) if options["pronounce"] else None,
        allow_local=options["allow_local"],
        cache=not options["no_cache"],
        cache_folder=Path(options["cache_dir"]) if options["cache_dir"] else None,
        cache_bytes=options["cache_size"] * 1_000_000,
    )
