"""A passage into a take: spoken, joined, encoded. A pure function, so it can run in any process."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass

from narrator.audio import load_format
from narrator.audio.sound import import_pydub, join
from narrator.errors import SpeechError
from narrator.model import Passage, Speech, Take, Utterance, Voice
from narrator.speech import load_engine
from narrator.store import TakeStore


@dataclass(frozen=True, slots=True)
class Recipe:
    """All that makes a take, besides the passage."""

    engine: str
    voice: Voice
    rate: int
    format: str
    bitrate_kbps: int | None


def warm_up(recipe: Recipe) -> None:
    """Load what takes need into this process, for the processes forked from it."""
    import_pydub()
    load_engine(recipe.engine)
    load_format(recipe.format, recipe.bitrate_kbps).warm_up()


def make_take(passage: Passage, recipe: Recipe) -> Take:
    """Speak, join and encode one passage.

    Raises:
        SpeechError: the engine failed at a sentence.
    """
    spoken = [_speak(piece, passage, recipe) if isinstance(piece, Utterance) else piece for piece in passage.pieces]
    sound = join(spoken)
    starts = zip(sound.starts_samples, spoken, strict=True)
    return Take(
        encoded=load_format(recipe.format, recipe.bitrate_kbps).encode(sound),
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


@dataclass(frozen=True, slots=True)
class Kept:
    """What remains in memory of a take that went into the store."""

    key: str
    chapter: int
    section: str
    samples: int
    sample_rate: int


def keep_take(passage: Passage, recipe: Recipe, store: TakeStore) -> Kept:
    """Make a take and put it into the store."""
    key = hashlib.sha256(repr((passage, recipe)).encode("utf-8", "replace")).hexdigest()
    take = make_take(passage, recipe)
    store.save(key, take)
    return Kept(key, passage.chapter, passage.section, take.encoded.samples, take.encoded.sample_rate)
