"""A passage into a take: spoken, joined, levelled, encoded. A pure function, so it can run in any process."""

from __future__ import annotations

import hashlib
from contextlib import suppress
from dataclasses import dataclass

from narrator.audio import load_format, loudness
from narrator.audio.sound import import_pydub, join
from narrator.errors import SpeechError
from narrator.model import Passage, Speech, Take, Utterance, Voice
from narrator.speech import load_engine
from narrator.store import TakeStore
from narrator.version import VERSION


@dataclass(frozen=True, slots=True)
class Recipe:
    """All that makes a take, besides the passage."""

    engine: str
    voice: Voice
    rate: int
    format: str
    bitrate_kbps: int | None
    loudness_lufs: float


@dataclass(frozen=True, slots=True)
class Kept:
    """What remains in memory of a take that is in the store; ``reused`` when an earlier run made it."""

    key: str
    passage: Passage
    samples: int
    sample_rate: int
    reused: bool


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
    spoken = [_speak(piece, passage, recipe) if isinstance(piece, Utterance) else piece for piece in passage.pieces]
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


def keep_take(passage: Passage, recipe: Recipe, key: str, store: TakeStore) -> Kept:
    """Make a take and put it into the store; where that cannot keep it, it is made again when it is fetched.

    Raises:
        SpeechError: the engine failed at a sentence.
    """
    take = make_take(passage, recipe)
    with suppress(OSError):
        store.save(key, take)
    return Kept(key, passage, take.encoded.samples, take.encoded.sample_rate, reused=False)


def find_take(passage: Passage, key: str, store: TakeStore) -> Kept | None:
    """A take that an earlier run left whole in the store."""
    if (take := store.load(key)) is None:
        return None
    store.use(key)
    return Kept(key, passage, take.encoded.samples, take.encoded.sample_rate, reused=True)
