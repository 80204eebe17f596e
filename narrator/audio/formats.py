"""From clips to one chaptered file: joining, encoding, containers.

To add a file format:

1. Write a class with the members of ``Format``. It encodes passages apart, in any process and order, and writes them one
   after the other without encoding them again.
2. Register it under the suffix of its files: an entry point ``suffix = "package.module:Class"`` in the group
   ``narrator.formats``.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, BinaryIO, Protocol

from narrator import registry
from narrator.audio.cover import Cover
from narrator.errors import UsageError

if TYPE_CHECKING:
    from narrator.audio.sound import Sound


@dataclass(frozen=True, slots=True)
class Encoded:
    """A passage as a format's writer takes it, and how many samples of the file it fills, at the file's own rate."""

    data: bytes
    samples: int
    sample_rate: int


@dataclass(frozen=True, slots=True)
class Chapter:
    """A titled stretch of the finished audio. Chapters are contiguous: each ends where the next one starts."""

    title: str
    start_samples: int
    end_samples: int
    sample_rate: int

    @property
    def start_seconds(self) -> float:
        """Where it starts."""
        return self.start_samples / self.sample_rate

    @property
    def end_seconds(self) -> float:
        """Where it ends."""
        return self.end_samples / self.sample_rate


@dataclass(frozen=True, slots=True)
class Tags:
    """What the audio file says of itself. Empty strings are left out. ``language`` is a BCP 47 tag."""

    title: str
    artist: str = ""
    album: str = ""
    year: str = ""
    language: str = ""
    encoder: str = ""
    cover: Cover | None = None


class Format(Protocol):
    """Encodes passages and writes the file they make."""

    def __init__(self, bitrate_kbps: int | None = None) -> None:
        """Set the bitrate; None is the format's own.

        Raises:
            UsageError: the format has no such bitrate, or none at all.
        """

    @property
    def bitrate_kbps(self) -> int | None:
        """The bitrate; None where there is none to choose."""

    @property
    def attenuation_db(self) -> float:
        """By how much what is played is softer than what was encoded."""

    @property
    def version(self) -> str:
        """The encoder's name and version: takes of another one are not reused."""

    def warm_up(self) -> None:
        """Load the encoder into this process, for the processes forked from it."""

    def check(self, tags: Tags, titles: Sequence[str]) -> None:
        """See, before anything is spoken, that a file can hold these tags and chapters of these titles.

        Raises:
            UsageError: it cannot.
        """

    def encode(self, sound: Sound) -> Encoded:
        """Encode one passage. It may end its closing silence earlier or later to fill whole frames."""

    def write(
        self, file: BinaryIO, takes: Iterable[bytes], chapters: Sequence[Chapter], tags: Tags
    ) -> None:
        """Write the takes' data into an empty, seekable file, with chapters that end where the takes end.

        Raises:
            OverflowError: the audio is longer than a file can hold.
        """


def load_format(name: str, bitrate_kbps: int | None = None) -> Format:
    """The format registered under a name.

    Raises:
        KeyError: there is none.
        UsageError: it has no such bitrate.
    """
    made: Format = registry.load("narrator.formats", name)(bitrate_kbps)
    return made


def choose_bitrate(
    format_name: str, wanted: int | None, possible: Sequence[int], default: int
) -> int:
    """The bitrate wanted, in kbit/s, or the default.

    Raises:
        UsageError: it is not among the possible ones.
    """
    if wanted is None:
        return default
    if wanted in possible:
        return wanted
    if isinstance(possible, range):
        known = f"from {possible[0]} to {possible[-1]}"
    else:
        known = f"of {', '.join(map(str, possible[:-1]))} or {possible[-1]}"
    raise UsageError(f"{format_name} takes bitrates {known} kbit/s, not {wanted}")
