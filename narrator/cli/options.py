"""The command's options, made from the settings, and the settings made from their values.

Options that are not settings (what to do, where to write, what to print) are defined here.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from itertools import zip_longest
from typing import Any, TypeVar

import click
from click.core import ParameterSource
from click.shell_completion import CompletionItem
from click_option_group import optgroup

from narrator import registry
from narrator.publish.feed.settings import FeedSettings
from narrator.settings import (
    LENGTHS,
    AudioSettings,
    CacheSettings,
    Pauses,
    PronunciationSettings,
    RunSettings,
    Selection,
    Settings,
    SpeedSettings,
    SummarySettings,
    VoiceSettings,
    all_options,
)
from narrator.settings.kinds import Choice, Flag, ImpliedChoice, Kind, PathName
from narrator.settings.option import Option

Function = TypeVar("Function", bound=Callable[..., Any])

# the groups of the help text, the usual ones first
HEADINGS = (
    "Summary",
    "Output",
    "Beside the audio",
    "Sections",
    "Voice",
    "Pronunciation",
    "Speed and pauses",
    "Playing",
    "Advanced",
)
# as an output
STANDARD_OUTPUT = "-"
# between several titles in one environment variable
_TITLE_SEPARATOR = ";"


def _flag(name: str, heading: str, help: str, short: str = "") -> Option:
    return Option(name, False, heading, Flag(), help, short=short)


# options of the command that are not settings: first in their group, or last
LEADING_OPTIONS = (
    Option(
        "output",
        None,
        "Output",
        PathName("FILE-OR-FOLDER"),
        "Where to write; a path ending in a slash is a folder, created if missing; - is standard "
        "output.",
        default_text="output/<title>.mp3",
        short="-o",
    ),
    _flag("join", "Output", "Narrate all sources into one file, each with chapters of its own."),
    _flag("sections", "Sections", "List the sections with words and durations, and stop."),
)
# those of miniaudio, of which a machine has a few
_SOUND_SYSTEMS = (
    *("alsa", "audio4", "coreaudio", "dsound", "jack", "null", "oss", "pulseaudio", "sndio"),
    *("wasapi", "winmm"),
)
PLAYING_OPTIONS = (
    _flag("from_start", "Playing", "Begin at the start, not where it was left the last time."),
    Option(
        "sound",
        None,
        "Playing",
        Choice(_SOUND_SYSTEMS, "SYSTEM"),
        "Sound system, such as alsa; null plays to nobody.",
        default_text="the first that is there",
    ),
)
TRAILING_OPTIONS = (
    _flag("play", "Playing", "Play it while it is made; narrate play --help lists the keys."),
    *PLAYING_OPTIONS,
    Option(
        "from_file",
        None,
        "Advanced",
        PathName("FILE"),
        "Also narrate what a list or a reading list's export names; - for standard input.",
    ),
    _flag("summary_only", "Summary", "Print the summary and stop."),
    _flag("dry_run", "Pronunciation", "Print what would be said, and stop."),
    _flag("json", "Advanced", "Print one JSON object for each source."),
    _flag("quiet", "Advanced", "Print nothing but errors on standard error.", "-q"),
    _flag("verbose", "Advanced", "Show the traceback of an error.", "-v"),
)
# the settings that change what is heard
_HEARD_PARTS = (
    SummarySettings,
    AudioSettings,
    Selection,
    VoiceSettings,
    PronunciationSettings,
    SpeedSettings,
    Pauses,
    CacheSettings,
    RunSettings,
)
# what the command does instead of narrating; at most one of them
MODES = ("summary_only", "sections", "dry_run")
# what a feed decides itself: what is done, and where it is written; and nobody listens
NOT_FOR_FEEDS = (
    *("output", "overwrite", "split", "join", "play", "from_start", "sound"),
    *MODES,
)


class SettingType(click.types.StringParamType):
    """A kind of setting as a type of click's."""

    envvar_list_splitter = _TITLE_SEPARATOR

    def __init__(self, kind: Kind) -> None:
        self.kind = kind
        self.name = kind.metavar

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        """Return the value that a text means; a default is a value already."""
        if not isinstance(value, str):
            return value
        try:
            return self.kind.parse(value)
        except ValueError as error:
            raise click.UsageError(f"{_source_of(param, ctx)} {error}", ctx) from None

    def shell_complete(
        self,
        ctx: click.Context,  # noqa: ARG002
        param: click.Parameter,  # noqa: ARG002
        incomplete: str,
    ) -> list[CompletionItem]:
        """Return the choices that start with the incomplete word, or have the shell offer files."""
        if self.kind.is_path:
            return [CompletionItem(incomplete, type="file")]
        return [
            CompletionItem(choice) for choice in self.kind.choices if choice.startswith(incomplete)
        ]


def _source_of(param: click.Parameter | None, ctx: click.Context | None) -> str:
    """Return what gave a parameter its value: an option, or a variable of the environment."""
    assert param is not None
    assert param.name is not None
    assert ctx is not None
    if ctx.get_parameter_source(param.name) is ParameterSource.ENVIRONMENT:
        return f"{ctx.auto_envvar_prefix}_{param.name.upper()}"
    return param.opts[-1]


class SourceType(click.types.StringParamType):
    """A source: a file, a URL or standard input."""

    name = "source"

    def shell_complete(
        self,
        ctx: click.Context,
        param: click.Parameter,  # noqa: ARG002
        incomplete: str,
    ) -> list[CompletionItem]:
        """Have the shell offer files, and for the first argument the verbs as well."""
        items = [CompletionItem(incomplete, type="file")]
        if not ctx.params.get("sources"):
            verbs: Mapping[str, str] = getattr(ctx.command, "verbs", {})
            items += [CompletionItem(verb) for verb in verbs if verb.startswith(incomplete)]
        return items


@dataclass(frozen=True, slots=True)
class Given:
    """What the user asked for: the settings, and the options that are not settings.

    Attributes:
        settings: How to narrate.
        mode: What to do instead of narrating; empty to narrate.
        output: The file or folder to write to.
        from_file: A list of further sources.
        join: Whether all sources are narrated into one file.
        as_json: Whether to print JSON.
        quiet: Whether to print nothing but errors on standard error.
        verbose: Whether to show the traceback of an error.
        play: Whether to play while narrating.
        from_start: Whether to play from the start.
        sound: The sound system to play with.
    """

    settings: Settings
    mode: str
    output: str | None
    from_file: str | None
    join: bool
    as_json: bool
    quiet: bool
    verbose: bool
    play: bool
    from_start: bool
    sound: str | None


def with_options(function: Function) -> Function:
    """Add all options to a command's function, group by group."""
    return _with(function, (*LEADING_OPTIONS, *all_options(), *TRAILING_OPTIONS), HEADINGS)


def with_feed_options(function: Function) -> Function:
    """Add the options of a feed, and of narrating all that say how."""
    options = (*LEADING_OPTIONS, *all_options(), *TRAILING_OPTIONS)
    how = [option for option in options if option.name not in NOT_FOR_FEEDS]
    headings = (FeedSettings.heading, *HEADINGS)
    return _with(function, (*FeedSettings.options(), *how), headings)


def with_playing_options(function: Function) -> Function:
    """Add the options that change what is heard, and how it is played, to a command's function."""
    return _with(function, (*_heard_options(), *PLAYING_OPTIONS), HEADINGS)


def _heard_options() -> tuple[Option, ...]:
    """Return the options of settings that change what is heard."""
    options: list[Option] = []
    for part in _HEARD_PARTS:
        options += part.options()
    return tuple(options)


def _with(function: Function, options: Sequence[Option], headings: Sequence[str]) -> Function:
    """Add options to a command's function, group by group."""
    used = {option.heading for option in options}
    for heading in reversed([heading for heading in headings if heading in used]):
        for option in reversed(options):
            if option.heading == heading:
                flags, attributes = _declaration(option)
                function = optgroup.option(*flags, **attributes)(function)
        function = optgroup.group(heading)(function)
    return function


def with_option(name: str) -> Callable[[Function], Function]:
    """Return a decorator that adds one setting's option to a command's function."""
    (option,) = (each for each in all_options() if each.name == name)
    flags, attributes = _declaration(option)
    return click.option(*flags, **attributes)


def _declaration(option: Option) -> tuple[list[str], dict[str, Any]]:
    """Return the flags and the keyword arguments of click's option."""
    kind = option.kind
    # a flag that is on by default can only be switched off
    parameter = f"no_{option.name}" if option.default is True else option.name
    flags = [_flag_name(parameter), parameter]
    if option.short:
        flags.insert(0, option.short)
    help_text = option.help.replace("{formats}", _format_names()) + _default(option)
    if kind.is_flag:
        return flags, {"is_flag": True, "help": help_text}
    attributes = {
        "type": SettingType(kind),
        "default": option.default,
        "metavar": kind.metavar,
        "multiple": kind.is_list,
        "help": help_text,
    }
    return flags, attributes


def _default(option: Option) -> str:
    """Return the default as a help text ends with it; empty where it has none to show."""
    text = option.default_text
    is_shown = not option.kind.is_flag and isinstance(option.default, (str, int, float))
    if is_shown and not text:
        text = str(option.default).removesuffix(".0")
    return f"  [default: {text}]" if text else ""


def _format_names() -> str:
    """Return the names of the file formats that come with the program."""
    *others, last = registry.BUILT_IN["narrator.formats"]
    return f"{', '.join(others)} or {last}"


def with_implied_values(args: Sequence[str]) -> list[str]:
    """Return arguments with a value for every option that may be given without one.

    click itself would take a source behind ``--page`` for its value.
    """
    implied: dict[str, ImpliedChoice] = {}
    for option in all_options():
        if isinstance(option.kind, ImpliedChoice):
            implied[_flag_name(option.name)] = option.kind
    known: list[str] = []
    for argument, following in zip_longest(args, args[1:], fillvalue=""):
        kind = implied.get(argument)
        if kind is not None and following not in kind.choices and "--" not in known:
            argument = f"{argument}={kind.implied}"
        known.append(argument)
    return known


def as_given(values: Mapping[str, Any]) -> Given:
    """Return what the options' values ask for.

    Raises:
        click.UsageError: They contradict each other.
    """
    values = _with_one_length(values)
    modes = _typed_first([mode for mode in MODES if values[mode]])
    if len(modes) > 1:
        first, second, *_ = map(_flag_name, modes)
        raise click.UsageError(f"{first} and {second} exclude each other")
    if values["cues"] and not values["json"]:
        raise click.UsageError("--cues adds to what --json prints; give both")
    if modes and _is_typed("play"):
        raise click.UsageError(f"{_flag_name(modes[0])} and --play exclude each other")
    output = values["output"]
    return Given(
        settings=as_settings(values, in_result=values["json"]),
        mode=modes[0] if modes else "",
        output=None if output is None else str(output),
        from_file=values["from_file"],
        join=values["join"],
        as_json=values["json"],
        quiet=values["quiet"],
        verbose=values["verbose"],
        play=values["play"],
        from_start=values["from_start"],
        sound=values["sound"],
    )


def as_given_for_feed(values: Mapping[str, Any]) -> Given:
    """Return what the options of a feed ask for, besides those of the feed itself.

    Raises:
        click.UsageError: They contradict each other.
    """
    options = (*LEADING_OPTIONS, *all_options(), *TRAILING_OPTIONS)
    unasked = {option.name: option.default for option in options if option.name in NOT_FOR_FEEDS}
    return as_given({**unasked, **values})


def as_settings(values: Mapping[str, Any], **more: Any) -> Settings:
    """Return the settings that the options' values ask for, and more.

    Raises:
        SettingError: A value is not allowed.
        click.UsageError: Two lengths are given.
    """
    values = _with_one_length(values)
    settings: dict[str, Any] = {}
    for option in all_options():
        if option.name in values:
            settings[option.name] = values[option.name]
        elif f"no_{option.name}" in values:
            settings[option.name] = not values[f"no_{option.name}"]
    return Settings.of(**settings, **more)


def _with_one_length(values: Mapping[str, Any]) -> Mapping[str, Any]:
    """Return the values with at most one length of the summary.

    A length on the command line replaces those in the environment.

    Raises:
        click.UsageError: Two are given in the same place.
    """
    given = [name for name in LENGTHS if values[name] is not None]
    chosen = _typed_first(given)
    if len(chosen) > 1:
        names = " and ".join(map(_flag_name, chosen))
        raise click.UsageError(f"{names} are both a length; give one of them")
    unused = {name: None for name in given if name not in chosen}
    return {**values, **unused}


def _is_typed(name: str) -> bool:
    """Return whether an option stands on the command line."""
    source = click.get_current_context().get_parameter_source(name)
    return source is ParameterSource.COMMANDLINE


def _typed_first(names: Sequence[str]) -> Sequence[str]:
    """Return those of some options that stand on the command line, or all if none does."""
    context = click.get_current_context()
    typed = [
        name
        for name in names
        if context.get_parameter_source(name) is not ParameterSource.ENVIRONMENT
    ]
    return typed or names


def _flag_name(name: str) -> str:
    """Return the flag of an option: ``--cache-size`` for ``cache_size``."""
    return f"--{name.replace('_', '-')}"
