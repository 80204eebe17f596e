"""Every setting, with its default, its range and its help text.

A setting is a field of one part of ``Settings``. The field says everything about it, and the
command makes its option from that. To add a setting:

1. Add a field to the part it belongs to, with ``setting(default, kind, help)``.
2. Add a row to the table of options in the README.

The option is called like the field, with hyphens: ``cache_size`` is ``--cache-size``. A flag that
is on by default is switched off by ``--no-<name>``.
"""

from __future__ import annotations

import os
from dataclasses import Field, dataclass, field, fields
from pathlib import Path
from typing import Any

from narrator.errors import SettingError
from narrator.settings.kinds import (
    Choice,
    Choices,
    Encoding,
    Flag,
    ImpliedChoice,
    Name,
    Number,
    PathName,
    SectionRanges,
    Text,
    TextList,
    WholeNumber,
)
from narrator.settings.option import Option, Part, checked, setting

# espeak-ng clamps its rate to this range (espeakRATE in its speak_lib.h)
MIN_RATE, MAX_RATE = 80, 450
# -19 LUFS is what podcasts ask for in one channel, and Apple -16; louder leaves speech no peaks,
# softer than -31 is lost in a car
LOUDNESS_LUFS, MIN_LOUDNESS_LUFS, MAX_LOUDNESS_LUFS = -19.0, -31.0, -16.0
CACHE_MEGABYTES = 2_000
MAX_JOBS = 256
MAX_PAUSE_SECONDS = 30
# in place of a cover's file
NO_COVER = "none"
# the first of each is the default
SUMMARY_METHODS = (
    "directed",
    "lead",
    "lsa",
    "lex-rank",
    "text-rank",
    "luhn",
    "edmundson",
    "kl",
    "sum-basic",
    "reduction",
)
SUMMARY_STYLES = ("sentences", "bullets", "outline")
CODE = ("skip", "read")
FOOTNOTES = ("drop", "inline", "end")
CAPTIONS = ("vtt", "srt", "lrc")
# the page with the audio beside it, or in it
BESIDE, EMBEDDED = "beside", "embed"
PAGES = (BESIDE, EMBEDDED)


@dataclass(frozen=True, slots=True)
class SummarySettings(Part):
    """Whether a summary is made, how, and how long it is.

    At most one length may be given; the default depends on the article's length. ``in_result``
    makes a summary for ``Narration.summary`` that is neither printed nor written.
    """

    heading = "Summary"

    summary: bool = setting(
        False,
        Flag(),
        "Print an extractive summary before speech begins, and write it beside the audio.",
    )
    sentences: int | None = setting(
        None, WholeNumber(1), "Length of the summary.", default_text="3 to 7, by length"
    )
    words: int | None = setting(
        None, WholeNumber(1), "Length of the summary in words, at the most."
    )
    percent: int | None = setting(
        None,
        WholeNumber(1, 100, "P"),
        "Length of the summary in percent of the article's words.",
    )
    summary_style: str = setting(
        SUMMARY_STYLES[0],
        Choice(SUMMARY_STYLES),
        "How the summary is laid out; an outline has each section's title and key sentence.",
    )
    method: str = setting(
        SUMMARY_METHODS[0],
        Choice(SUMMARY_METHODS, "METHOD"),
        f"How its sentences are chosen: {', '.join(SUMMARY_METHODS)}.",
    )
    speak_summary: bool = setting(
        False, Flag(), "Speak the summary first, as a chapter of its own."
    )
    in_result: bool = checked(False, Flag())

    def __post_init__(self) -> None:
        """Check every setting, and that there is one length."""
        # without arguments, super() knows the class as it was before it got its slots
        super(SummarySettings, self).__post_init__()
        lengths = [name for name in LENGTHS if getattr(self, name) is not None]
        if len(lengths) > 1:
            other = lengths[1]
            raise SettingError(lengths[0], f"cannot be combined with {other}: both are lengths")

    @property
    def is_wanted(self) -> bool:
        """Whether a summary has to be made."""
        return self.summary or self.speak_summary or self.in_result


# the settings that are lengths of the summary
LENGTHS = ("sentences", "words", "percent")


@dataclass(frozen=True, slots=True)
class AudioSettings(Part):
    """The audio file. ``bitrate`` is in kbit/s, ``loudness`` in LUFS."""

    heading = "Output"

    format: str | None = setting(
        None,
        Text("FORMAT"),
        "File format: {formats}.",
        default_text="by the suffix, or mp3",
        short="-f",
    )
    bitrate: int | None = setting(
        None, WholeNumber(1, metavar="KBPS"), "Bitrate.", default_text="64, Opus 32"
    )
    loudness: float = setting(
        LOUDNESS_LUFS, Number(MIN_LOUDNESS_LUFS, MAX_LOUDNESS_LUFS, "LUFS"), "Loudness."
    )


@dataclass(frozen=True, slots=True)
class OutputSettings(Part):
    """What files are written, and what they may replace.

    An output that is given as a file replaces what is there anyway.
    """

    heading = "Output"

    overwrite: bool = setting(
        False, Flag(), "Replace files of other sources instead of choosing another name."
    )
    split: bool = setting(
        False, Flag(), "Write a file for every chapter, into a folder named after the title."
    )


@dataclass(frozen=True, slots=True)
class TagSettings(Part):
    """Tags of the audio file that replace those made from the source."""

    heading = "Output"

    cover: str | Path | None = setting(
        None,
        PathName("IMAGE"),
        f"JPEG or PNG picture to put into the file, or {NO_COVER!r}.",
        default_text="the source's own, or the title on a plain ground",
    )
    title: str | None = setting(None, Text(), "Title.", default_text="the article's")
    author: str | None = setting(None, Text(), "Author.", default_text="the article's")
    album: str | None = setting(None, Text(), "Album.", default_text="the title")
    year: int | None = setting(None, WholeNumber(1, 9999, "YYYY"), "Year.")

    @property
    def cover_file(self) -> str | Path | None:
        """The file of the cover; None where there is to be none, or another one."""
        return None if self.has_no_cover else self.cover

    @property
    def has_no_cover(self) -> bool:
        """Whether there is to be no cover. A file of that name is named with its folder."""
        return self.cover == NO_COVER


@dataclass(frozen=True, slots=True)
class PublishSettings(Part):
    """Which files are written beside the audio, and whether the result holds the cues."""

    heading = "Beside the audio"

    captions: tuple[str, ...] = setting(
        (), Choices(CAPTIONS), "Write captions in these formats: WebVTT, SubRip, lyrics."
    )
    chapters_file: bool = setting(False, Flag(), "Write the chapters as JSON, for podcasts.")
    page: str = setting(
        "",
        ImpliedChoice(PAGES),
        "Write a web page to read along, with the audio beside it or embedded.",
    )
    epub: bool = setting(False, Flag(), "Write an EPUB 3 with text and audio in step.")
    cues: bool = setting(
        False, Flag(), "With --json, say when each sentence and each word is heard."
    )

    @property
    def writes_files(self) -> bool:
        """Whether any file is written beside the audio."""
        return bool(self.captions or self.chapters_file or self.page or self.epub)


@dataclass(frozen=True, slots=True)
class Selection(Part):
    """Which parts of a source are narrated, and in which chapters.

    Choosing a section chooses all its subsections. ``only`` holds ranges of the numbers that
    ``--sections`` prints, from 1 on, both ends included.
    """

    heading = "Sections"

    only: tuple[tuple[int, int], ...] = setting(
        (), SectionRanges(), "Narrate only these sections, with their subsections."
    )
    skip: tuple[str, ...] = setting(
        (), TextList("TITLE"), "Leave a section out; may be given several times."
    )
    depth: int | None = setting(
        None, WholeNumber(1), "How many levels of headings make chapters.", default_text="all"
    )
    keep_short: bool = setting(False, Flag(), "Keep very short sections as chapters of their own.")
    everything: bool = setting(
        False, Flag(), "Narrate contents pages, references and the like, too."
    )
    code: str = setting(CODE[0], Choice(CODE), "What to do with code blocks.")
    footnotes: str = setting(
        FOOTNOTES[0],
        Choice(FOOTNOTES),
        "Leave footnotes out, or read them after their paragraph or their section.",
    )


@dataclass(frozen=True, slots=True)
class VoiceSettings(Part):
    """Who speaks."""

    heading = "Voice"

    engine: str = setting(
        "auto", Name("NAME"), "Speech engine.", default_text="auto: by the language and voice"
    )
    voice: str | None = setting(
        None, Name("VOICE"), "Id, language or name of a voice.", default_text="by the language"
    )
    engine_option: tuple[str, ...] = setting(
        (),
        TextList("NAME=VALUE"),
        "An option of the engine's own, such as pitch=70; may be given several times.",
    )
    quote_voice: str | None = setting(
        None, Name("VOICE"), "Another voice, for quotations.", default_text="the same voice"
    )
    mixed_languages: bool = setting(
        False, Flag(), "Read long passages in another language with a voice of that language."
    )


@dataclass(frozen=True, slots=True)
class PronunciationSettings(Part):
    """How words are said."""

    heading = "Pronunciation"

    pronounce: str | Path | None = setting(
        None,
        PathName("FILE"),
        "Dictionary of how to say words.",
        default_text="pronounce.toml beside the source and in the config folder",
    )


@dataclass(frozen=True, slots=True)
class SpeedSettings(Part):
    """How fast the voice speaks."""

    heading = "Speed and pauses"

    rate: int = setting(175, WholeNumber(MIN_RATE, MAX_RATE, "WPM"), "Speed in words a minute.")


_PAUSE = Number(0, MAX_PAUSE_SECONDS, "SECONDS")


@dataclass(frozen=True, slots=True)
class Pauses(Part):
    """Silences in seconds.

    Sentence and paragraph pauses are like those of audiobook narrators. The clause pause is for
    sentences that are too long for an engine. Head and tail pauses meet the demands of audiobook
    shops (0.5 to 1 s and 1 to 5 s). A pause that ends a passage is never shorter than the encoder's
    own tail, see ``audio.sound.fit_to_frames``.
    """

    heading = "Speed and pauses"

    sentence_pause: float = setting(0.35, _PAUSE, "Silence after a sentence.")
    paragraph_pause: float = setting(0.7, _PAUSE, "Silence after a paragraph.")
    heading_pause: float = setting(1.0, _PAUSE, "Silence after a heading.")
    chapter_pause: float = setting(1.8, _PAUSE, "Silence after a chapter.")
    clause_pause: float = checked(0.15, _PAUSE)
    head_pause: float = checked(0.6, _PAUSE)
    tail_pause: float = checked(2.0, _PAUSE)


@dataclass(frozen=True, slots=True)
class CacheSettings(Part):
    """Where takes are kept for later runs, and up to how many megabytes (10⁶ bytes)."""

    heading = "Advanced"

    cache: bool = setting(True, Flag(), "Keep nothing spoken for later runs, and reuse nothing.")
    cache_dir: str | Path | None = setting(
        None,
        PathName("FOLDER"),
        "Where spoken passages are kept.",
        default_text="your cache folder",
    )
    cache_size: int = setting(
        CACHE_MEGABYTES,
        WholeNumber(0, metavar="MB"),
        "How much is kept; the least recently used is deleted first.",
    )


@dataclass(frozen=True, slots=True)
class RunSettings(Part):
    """How the work is done: ``jobs`` processes speak, one for each core by default."""

    heading = "Advanced"

    allow_local: bool = setting(
        False, Flag(), "Read from addresses of this machine and its network, too."
    )
    encoding: str | None = setting(
        None,
        Encoding("NAME"),
        "The encoding of texts and pages, such as cp1251.",
        default_text="found by itself",
    )
    jobs: int | None = setting(
        None, WholeNumber(1, MAX_JOBS), "How many processes speak.", default_text="one a core"
    )

    @property
    def job_count(self) -> int:
        """How many processes speak."""
        return self.jobs or available_cores()


@dataclass(frozen=True, slots=True)
class Settings:
    """How to narrate: one part for each group of settings.

    ``Settings.of(voice="en-gb", rate=190)`` makes one from settings by their names.
    """

    summary: SummarySettings = field(default_factory=SummarySettings)
    audio: AudioSettings = field(default_factory=AudioSettings)
    output: OutputSettings = field(default_factory=OutputSettings)
    tags: TagSettings = field(default_factory=TagSettings)
    publish: PublishSettings = field(default_factory=PublishSettings)
    selection: Selection = field(default_factory=Selection)
    voice: VoiceSettings = field(default_factory=VoiceSettings)
    pronunciation: PronunciationSettings = field(default_factory=PronunciationSettings)
    speed: SpeedSettings = field(default_factory=SpeedSettings)
    pauses: Pauses = field(default_factory=Pauses)
    cache: CacheSettings = field(default_factory=CacheSettings)
    run: RunSettings = field(default_factory=RunSettings)

    def __post_init__(self) -> None:
        """Check what depends on several parts.

        Raises:
            SettingError: They contradict each other.
        """
        if self.output.split and self.publish.writes_files:
            raise SettingError("split", "cannot be combined with files beside the audio")

    @classmethod
    def of(cls, **values: Any) -> Settings:
        """Return settings from values by name, as the command line names them.

        Raises:
            SettingError: There is no setting of a name, or a value is not allowed.
        """
        parts: dict[str, Part] = {}
        for each in fields(cls):
            part = _part_class(each)
            own = {name: values.pop(name) for name in _names(part) if name in values}
            parts[each.name] = part(**own)
        for unknown in values:
            raise SettingError(unknown, "is not the name of a setting")
        return cls(**parts)  # type: ignore[arg-type]


def _part_class(part_field: Field[Any]) -> type[Part]:
    """Return the class of a part from its field of ``Settings``."""
    part = part_field.default_factory
    assert isinstance(part, type)
    assert issubclass(part, Part)
    return part


def _names(part: type[Part]) -> list[str]:
    """Return the names of a part's settings."""
    return [each.name for each in fields(part)]  # type: ignore[arg-type]


def all_options() -> tuple[Option, ...]:
    """Return every setting that users can give, in the order of the help text."""
    options: list[Option] = []
    for part_field in fields(Settings):
        options += _part_class(part_field).options()
    return tuple(options)


def available_cores() -> int:
    """Return how many processors this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1  # pragma: no cover (macOS and Windows)
