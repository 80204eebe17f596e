"""The nouns: what an article becomes on its way to one audio file.

Article → Passage → Take → Chapter. All are frozen, picklable and free of behaviour beyond their own
arithmetic; the units stand in the names.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from narrator.article import Skipped, count_words


@dataclass(frozen=True, slots=True)
class Utterance:
    """One sentence or heading: ``text`` as it stands in the source, ``spoken`` as the engine gets it."""

    text: str
    spoken: str


@dataclass(frozen=True, slots=True)
class Pause:
    """Silence between two utterances."""

    seconds: float


@dataclass(frozen=True, slots=True)
class Passage:
    """The unit of work: a run of whole utterances of one section with the pauses between them.

    It always ends with a pause. ``chapter`` counts chapters from 0 and ``section`` is the chapter's title.
    """

    chapter: int
    section: str
    pieces: tuple[Utterance | Pause, ...]

    @property
    def utterances(self) -> tuple[Utterance, ...]:
        """The pieces that are spoken."""
        return tuple(piece for piece in self.pieces if isinstance(piece, Utterance))

    @property
    def words(self) -> int:
        """How many words of the source it covers."""
        return sum(count_words(utterance.text) for utterance in self.utterances)


@dataclass(frozen=True, slots=True)
class Word:
    """When one word starts: counted in samples from the start of the take, in characters of the spoken text."""

    start_samples: int
    offset: int
    length: int


@dataclass(frozen=True, slots=True)
class Speech:
    """What an engine makes of one utterance: mono signed 16-bit little-endian PCM and its words' times."""

    pcm: bytes
    sample_rate: int
    words: tuple[Word, ...] = ()


Pcm = bytes | bytearray


@dataclass(frozen=True, slots=True)
class Encoded:
    """A passage as a format's writer takes it, and how many samples of the file it fills, at the file's own rate."""

    data: bytes
    samples: int
    sample_rate: int


@dataclass(frozen=True, slots=True)
class Take:
    """A passage spoken and encoded.

    ``starts_samples`` says where in it each utterance starts and ``words`` holds the word times of each utterance,
    counted from its start; both at the voice's ``speech_rate``, which need not be the file's.
    """

    encoded: Encoded
    speech_rate: int
    starts_samples: tuple[int, ...]
    words: tuple[tuple[Word, ...], ...]


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
class ChapterScript:
    """What would be said of a chapter: the spoken text, a sentence or heading an item, its words in the source, and how
    long that would take, by estimate."""

    title: str
    spoken: tuple[str, ...]
    words: int
    seconds: float


@dataclass(frozen=True, slots=True)
class Script:
    """What would be said of an article, and what would not."""

    source: str
    title: str
    chapters: tuple[ChapterScript, ...]
    skipped: tuple[Skipped, ...] = ()


@dataclass(frozen=True, slots=True)
class Entry:
    """A section in an article's table of contents: its number, by which it is chosen, and its depth, both from 1 on; its
    words and how long they would take, by estimate. ``left_out`` when it would not be narrated."""

    number: int
    level: int
    title: str
    words: int
    seconds: float
    left_out: bool


@dataclass(frozen=True, slots=True)
class Contents:
    """An article's table of contents."""

    source: str
    title: str
    entries: tuple[Entry, ...]


@dataclass(frozen=True, slots=True)
class Voice:
    """A voice of an engine: ``id`` is what ``--voice`` takes, ``language`` a BCP 47 tag."""

    id: str
    name: str
    language: str


@dataclass(frozen=True, slots=True)
class Cover:
    """A picture: a whole JPEG or PNG file, its size in pixels and the bits of one pixel."""

    mime: str
    data: bytes
    width: int
    height: int
    depth_bits: int


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


@dataclass(frozen=True, slots=True)
class Narration:
    """What ``narrate`` made: the audio file, its chapters, where it was asked for the summary, and what it left out."""

    source: str
    output: Path
    title: str
    duration_seconds: float
    chapters: tuple[Chapter, ...]
    summary: tuple[str, ...] = ()
    skipped: tuple[Skipped, ...] = ()
