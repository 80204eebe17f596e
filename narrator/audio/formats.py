"""File formats: what each can do, how passages are encoded and how one chaptered file is written.

To add a file format:

1. Write a class with the members of ``Format``. It encodes passages one by one, in any process and
   order, and writes the encoded passages one after the other without encoding them again.
2. Give it a ``description``: help texts and messages are made from it. Import the encoder inside
   the functions that use it, because help loads the classes of all formats.
3. Register it under the suffix of its files: an entry point ``suffix = "package.module:Class"`` in
   the group ``narrator.formats``.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, BinaryIO, ClassVar, Protocol

from narrator import registry
from narrator.audio.cover import Cover
from narrator.errors import UsageError
from narrator.language.iso639 import iso639_2

if TYPE_CHECKING:
    from narrator.audio.sound import Sound

_GROUP = "narrator.formats"


@dataclass(frozen=True, slots=True)
class FormatDescription:
    """What a file format can do, for help texts and messages.

    Attributes:
        name: The format's name in the registry, which is the suffix of its files.
        codec: The short name of the sound codec, as messages call it.
        sound: The codec and the kind of file in a few words.
        bitrates_kbps: The bitrates to choose from in kbit/s; a ``range`` where all between two
            limits are possible, empty where there is none to choose.
        default_bitrate_kbps: The bitrate in kbit/s when none is asked for.
        chapters: How the file stores its chapters.
        media_type: What pages call the file (RFC 6838).
        max_chapters: The largest number of chapters; None where there is no limit.
        cover: Whether a file can hold a cover picture.
    """

    name: str
    codec: str
    sound: str
    chapters: str
    media_type: str = "application/octet-stream"
    bitrates_kbps: Sequence[int] = ()
    default_bitrate_kbps: int | None = None
    max_chapters: int | None = None
    cover: bool = True

    @property
    def bitrates_text(self) -> str:
        """The bitrates to choose from, as messages name them; empty where there is none."""
        if not self.bitrates_kbps:
            return ""
        *all_but_last, last = map(str, self.bitrates_kbps)
        if isinstance(self.bitrates_kbps, range):
            return f"{all_but_last[0]} to {last}"
        return f"{', '.join(all_but_last)} or {last}"


@dataclass(frozen=True, slots=True)
class CodingLoss:
    """What an encoder does to loudness and peaks.

    Attributes:
        attenuation_db: How much softer, in LU, the sound is when played than when it was encoded.
        headroom_db: How far true peaks rise at most when sound is encoded and played.
        up_to_kbps: The highest bitrate where it is so; None for all.
    """

    attenuation_db: float = 0.0
    headroom_db: float = 0.1  # by so much a player's converter may rise above ours
    up_to_kbps: int | None = None


@dataclass(frozen=True, slots=True)
class Encoded:
    """An encoded passage.

    Attributes:
        data: What the format's ``write`` takes.
        samples: How many samples of the file it fills.
        sample_rate: The file's sample rate in hertz, which need not be the voice's.
    """

    data: bytes
    samples: int
    sample_rate: int


@dataclass(frozen=True, slots=True)
class Chapter:
    """A titled part of the finished audio.

    Chapters are contiguous: each ends where the next one starts.
    """

    title: str
    start_samples: int
    end_samples: int
    sample_rate: int

    @property
    def start_seconds(self) -> float:
        """Start in seconds from the beginning of the file."""
        return self.start_samples / self.sample_rate

    @property
    def end_seconds(self) -> float:
        """End in seconds from the beginning of the file."""
        return self.end_samples / self.sample_rate


@dataclass(frozen=True, slots=True)
class Tags:
    """The metadata of an audio file; what is empty is left out.

    Attributes:
        title: The title.
        artist: The author.
        album: What players group files by: the book's title.
        date: When it was published by ISO 8601: a day, a month or a year.
        language: A BCP 47 tag.
        encoder: The program that wrote the file.
        cover: A picture.
        narrator: Who reads.
        series: The name of the series that it is part of.
        series_position: Its number in the series.
        genre: The kind of recording.
        description: A few sentences on what it is about.
        comment: The same, or where it is from.
        url: The address of what is read.
        track: Its number on an album.
        tracks: How many tracks the album has.
    """

    title: str
    artist: str = ""
    album: str = ""
    date: str = ""
    language: str = ""
    encoder: str = ""
    cover: Cover | None = None
    narrator: str = ""
    series: str = ""
    series_position: str = ""
    genre: str = ""
    description: str = ""
    comment: str = ""
    url: str = ""
    track: str = ""
    tracks: str = ""

    @property
    def year(self) -> str:
        """The year of the date in four digits; empty where it is not known."""
        return self.date[:4]

    @property
    def day_and_month(self) -> str:
        """Day and month of the date in two digits each, as ID3 has them; empty without a day."""
        _, _, month_and_day = self.date.partition("-")
        month, _, day = month_and_day.partition("-")
        return day and day + month

    @property
    def track_of_tracks(self) -> str:
        """The number on an album and how many there are: "3/12"; empty where there is none."""
        return f"{self.track}/{self.tracks}" if self.track else ""

    @property
    def language_code(self) -> str:
        """The language as three letters of ISO 639-2; empty where it is not known."""
        return iso639_2(self.language)


class Format(Protocol):
    """Encodes passages and writes the file they make."""

    description: ClassVar[FormatDescription]

    def __init__(self, bitrate_kbps: int | None = None) -> None:
        """Set the bitrate in kbit/s; None is the format's default.

        Raises:
            UsageError: The format has no such bitrate, or none to choose.
        """

    @property
    def bitrate_kbps(self) -> int | None:
        """Bitrate in kbit/s; None where there is none to choose."""

    @property
    def loss(self) -> CodingLoss:
        """What the encoder does to loudness and peaks."""

    @property
    def version(self) -> str:
        """Name and version of the encoder: takes of another encoder are not reused."""

    def warm_up(self) -> None:
        """Load the encoder into this process, for the processes forked from it."""

    def check(self, tags: Tags, titles: Sequence[str]) -> None:
        """Check, before anything is spoken, that a file can hold these tags and chapter titles.

        Raises:
            UsageError: It cannot.
        """

    def encode(self, sound: Sound) -> Encoded:
        """Encode one passage. Its closing silence may become longer or shorter to fill frames."""

    def write(
        self, file: BinaryIO, takes: Iterable[bytes], chapters: Sequence[Chapter], tags: Tags
    ) -> None:
        """Write a whole audio file.

        Args:
            file: An empty, seekable file.
            takes: The ``data`` of all encoded passages, in order.
            chapters: All chapters; the last one ends where the takes end.
            tags: The file's metadata.

        Raises:
            OverflowError: The audio is longer than a file can hold.
        """


def format_names() -> list[str]:
    """Return the names of all registered formats, those of this package first."""
    return registry.names(_GROUP)


def describe_formats() -> tuple[FormatDescription, ...]:
    """Return the descriptions of all registered formats. No encoder is loaded.

    Raises:
        UsageError: A plug-in's format has none.
    """
    descriptions = []
    for name in format_names():
        description = getattr(registry.load(_GROUP, name), "description", None)
        if description is None:
            raise UsageError(f"the file format {name!r} of a plug-in has no description")
        descriptions.append(description)
    return tuple(descriptions)


def load_format(name: str, bitrate_kbps: int | None = None) -> Format:
    """Return the format registered under a name, set to a bitrate.

    Raises:
        KeyError: No format has this name.
        UsageError: The format has no such bitrate.
    """
    format_class: type[Format] = registry.load(_GROUP, name)
    return format_class(bitrate_kbps)


def loss_at(losses: Sequence[CodingLoss], bitrate_kbps: int) -> CodingLoss:
    """Return the first of an encoder's losses that goes for a bitrate."""
    for loss in losses:
        if loss.up_to_kbps is None or bitrate_kbps <= loss.up_to_kbps:
            return loss
    raise ValueError(f"no loss is known at {bitrate_kbps} kbit/s")


def choose_bitrate(description: FormatDescription, wanted: int | None) -> int:
    """Return the wanted bitrate in kbit/s, or the format's default for None.

    Raises:
        UsageError: The format has no such bitrate.
        ValueError: The format has no default bitrate.
    """
    if wanted is None:
        wanted = description.default_bitrate_kbps
    if wanted is None:
        raise ValueError(f"{description.name} has no default bitrate")
    if wanted in description.bitrates_kbps:
        return wanted
    known = description.bitrates_text
    raise UsageError(f"{description.codec} takes bitrates of {known} kbit/s, not {wanted}")
