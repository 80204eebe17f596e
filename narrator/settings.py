"""What can be chosen, with its default: the one place where either stands."""

from __future__ import annotations

import os
from dataclasses import dataclass, field
from pathlib import Path

# espeak-ng clamps its rate to this range (espeakRATE in its speak_lib.h).
MIN_RATE, MAX_RATE = 80, 450
# what podcasts ask for in one channel; louder than -17 leaves speech no peaks, softer than -31 is lost in a car
LOUDNESS_LUFS, MIN_LOUDNESS_LUFS, MAX_LOUDNESS_LUFS = -19.0, -31.0, -17.0
CACHE_MEGABYTES = 2_000
# the first of each is the default
SUMMARY_METHODS = (
    *("directed", "lead", "lsa", "lex-rank", "text-rank"),
    *("luhn", "edmundson", "kl", "sum-basic", "reduction"),
)
SUMMARY_STYLES = ("sentences", "bullets", "outline")


@dataclass(frozen=True, slots=True)
class Pauses:
    """Silences in seconds.

    Sentence and paragraph follow what readers of audiobooks leave, clause is for sentences too long for an engine;
    head and tail are what audiobook shops ask for (0.5–1 s and 1–5 s). A pause that ends a passage is never shorter
    than the encoder's own tail, see ``audio.sound.fit``.
    """

    clause_seconds: float = 0.15
    sentence_seconds: float = 0.35
    paragraph_seconds: float = 0.7
    heading_seconds: float = 1.0
    chapter_seconds: float = 1.8
    head_seconds: float = 0.6
    tail_seconds: float = 2.0


CODE, FOOTNOTES = ("skip", "read"), ("drop", "inline", "end")


@dataclass(frozen=True, slots=True)
class Selection:
    """What of a source is narrated, and in which chapters.

    ``only`` are ranges of section numbers from 1 on, both ends included, ``skip`` titles of sections; a section goes with
    all that stands under it. ``depth`` is how many levels of headings make chapters, None for all of them; ``join`` joins
    sections too short to stand alone to the next one. ``everything`` keeps references, contents and the like, which are
    left out otherwise. ``code`` is one of ``CODE``; ``footnotes`` one of ``FOOTNOTES``: left out, after the paragraph that
    refers to them, or at the end of its section.
    """

    only: tuple[tuple[int, int], ...] = ()
    skip: tuple[str, ...] = ()
    depth: int | None = None
    join: bool = True
    everything: bool = False
    code: str = "skip"
    footnotes: str = "drop"


@dataclass(frozen=True, slots=True)
class Settings:
    """How to narrate.

    ``voice`` is a voice's id, name or language; None is the engine's own default. ``rate`` is in words a minute.
    ``summary`` asks for the summary, ``summary_file`` for one beside the audio as well, ``speak_summary`` for a first
    chapter that reads it. Its length is so many ``sentences``, or ``summary_words``, or ``summary_percent`` of the
    article's words; it goes by the article's length when all are None. ``summary_method`` is one of
    ``SUMMARY_METHODS``, ``summary_style`` one of ``SUMMARY_STYLES``.
    ``format`` is a file format's name, None to go by the output's suffix. ``jobs`` is how many processes speak.
    ``engine`` is a speech engine's name in the registry. ``loudness_lufs`` is what every passage is brought to.
    ``selection`` is what of the source is narrated. ``bitrate_kbps`` is the audio's, None for the format's own. ``title``,
    ``author``, ``album`` and ``year`` are what the file says of itself instead of what the source says, ``cover`` is the
    path of its picture.
    ``pronounce`` is a dictionary of how to say words, see ``narrator.verbalize.pronounce``; others are found by themselves.
    ``allow_local`` lets URLs lead to addresses of this machine and its network.
    ``cache`` keeps takes for later runs, in ``cache_folder`` or where this user's caches are, up to ``cache_bytes``.
    """

    voice: str | None = None
    rate: int = 175
    format: str | None = None
    summary: bool = False
    summary_file: bool = False
    speak_summary: bool = False
    sentences: int | None = None
    summary_words: int | None = None
    summary_percent: int | None = None
    summary_method: str = SUMMARY_METHODS[0]
    summary_style: str = SUMMARY_STYLES[0]
    jobs: int = field(default_factory=lambda: available_cores())
    engine: str = "espeak"
    bitrate_kbps: int | None = None
    title: str | None = None
    author: str | None = None
    album: str | None = None
    year: int | None = None
    cover: str | Path | None = None
    selection: Selection = field(default_factory=Selection)
    pauses: Pauses = field(default_factory=Pauses)
    loudness_lufs: float = LOUDNESS_LUFS
    pronounce: Path | None = None
    allow_local: bool = False
    cache: bool = True
    cache_folder: Path | None = None
    cache_bytes: int = CACHE_MEGABYTES * 1_000_000


def available_cores() -> int:
    """How many processors this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1
