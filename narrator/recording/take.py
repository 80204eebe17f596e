"""A passage into a take: spoken, joined, levelled, encoded. A pure function, so it can run in any process."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass

from narrator.audio import loudness
from narrator.audio.formats import Encoded, load_format
from narrator.audio.sound import import_pydub, join
from narrator.errors import SpeechError
from narrator.recording.passages import Passage, Utterance
from narrator.speech.engines import Speech, Voice, Word, load_engine
from narrator.version import VERSION


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
class Recipe:
    """All that makes a take, besides the passage."""

    engine: str
    voice: Voice
    rate: int
    format: str
    bitrate_kbps: int | None
    loudness_lufs: float


def warm_up(recipe: Recipe) -> None:
    """Load what takes need into this process, for the processes forked from it."""
    import_pydub()
    load_engine(recipe.engine)
    load_format(recipe.format, recipe.bitrate_kbps).warm_up()
    loudness.warm_up()


def makers(recipe: Recipe) -> str:
    """The versions of all that makes a take."""
    return f"{VERSION} {load_engine(recipe.engine).version} {load_format(recipe.format, recipe.bitrate_kbps).version}"


def take_key(passage: Passage, recipe: Recipe, made_by: str) -> str:
    """The name of a take: a hash of all that made it, which its place in the article is not."""
    pieces = [piece.spoken if isinstance(piece, Utterance) else piece for piece in passage.pieces]
    return hashlib.sha256(repr((pieces, recipe, made_by)).encode("utf-8", "replace")).hexdigest()


def make_take(passage: Passage, recipe: Recipe) -> Take:
    """Speak, join, level and encode one passage.

    Raises:
        SpeechError: the engine failed at a sentence.
    """
    spoken = [
        _speak(piece, passage, recipe) if isinstance(piece, Utterance) else piece
        for piece in passage.pieces
    ]
    audio = load_format(recipe.format, recipe.bitrate_kbps)
    sound = join(spoken)
    starts = zip(sound.starts_samples, spoken, strict=True)
    return Take(
        encoded=audio.encode(loudness.level(sound, recipe.loudness_lufs + audio.attenuation_db)),
        speech_rate=sound.sample_rate,
        starts_samples=tuple(start for start, piece in starts if isinstance(piece, Speech)),
        words=tuple(piece.words for piece in spoken if isinstance(piece, Speech)),
    )


def _speak(utterance: Utterance, passage: Passage, recipe: Recipe) -> Speech:
    engine = load_engine(recipe.engine)
    try:
        return engine.speak(utterance.spoken, recipe.voice, recipe.rate)
    except Exception as error:  # engines raise whatever they like
        reason = str(error) or type(error).__name__
        raise SpeechError(passage.section, utterance.text, reason) from error
