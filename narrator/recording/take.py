"""Making takes: a passage spoken, joined, brought to one loudness and encoded.

A take depends on nothing but the passage and the recipe, so any process can make it.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass

from narrator.audio import loudness
from narrator.audio.formats import Encoded, Format, load_format
from narrator.audio.sound import Pause, import_pydub, join
from narrator.errors import SpeechError
from narrator.recording import progress
from narrator.recording.passages import Passage, Utterance
from narrator.speech.engines import Speech, Word, load_engine
from narrator.speech.utterance import speak
from narrator.speech.voices import Speaker
from narrator.version import VERSION


@dataclass(frozen=True, slots=True)
class Take:
    """A passage spoken and encoded.

    Attributes:
        encoded: The sound, in the file's format.
        speech_rate: The voice's samples a second, which need not be the file's; the times below
            are counted in them.
        starts_samples: Where in the take each utterance starts.
        words: When the words of each utterance start, counted from the utterance's start.
    """

    encoded: Encoded
    speech_rate: int
    starts_samples: tuple[int, ...]
    words: tuple[tuple[Word, ...], ...]


@dataclass(frozen=True, slots=True)
class Recipe:
    """Everything that makes a take, apart from the passage.

    Attributes:
        speaker: Who reads.
        rate: Words a minute.
        format: The format's registered name.
        bitrate_kbps: The encoder's bit rate; None where the format has none.
        loudness_lufs: The loudness that the take is brought to.
    """

    speaker: Speaker
    rate: int
    format: str
    bitrate_kbps: int | None
    loudness_lufs: float

    @property
    def audio(self) -> Format:
        """The format, set to the bitrate."""
        return load_format(self.format, self.bitrate_kbps)


def warm_up(recipe: Recipe) -> None:
    """Load engine, encoder and libraries into this process, for the processes forked from it."""
    import_pydub()
    load_engine(recipe.speaker.engine).warm_up()
    recipe.audio.warm_up()
    loudness.warm_up()


def maker_versions(recipe: Recipe) -> str:
    """Return the versions of the program, the engine and the encoder that make a take."""
    engine = load_engine(recipe.speaker.engine)
    return f"{VERSION} {engine.version} {recipe.audio.version}"


def take_key(passage: Passage, recipe: Recipe, versions: str) -> str:
    """Return the name of a take: a hash of everything that makes it.

    The passage's place in the article and its written text do not count.
    """
    pieces: list[str | Pause] = []
    for piece in passage.pieces:
        pieces.append(piece.spoken if isinstance(piece, Utterance) else piece)
    made_of = repr((pieces, recipe, versions))
    return hashlib.sha256(made_of.encode("utf-8", "replace")).hexdigest()


def make_take(passage: Passage, recipe: Recipe) -> Take:
    """Speak, join, level and encode one passage.

    Raises:
        SpeechError: The engine failed at a sentence.
    """
    clips: list[Speech | Pause] = []
    for piece in passage.pieces:
        if isinstance(piece, Utterance):
            clips.append(_speak(piece, passage, recipe))
        else:
            clips.append(piece)
    audio = recipe.audio
    sound = join(clips)
    starts_samples: list[int] = []
    words: list[tuple[Word, ...]] = []
    for start_samples, clip in zip(sound.starts_samples, clips, strict=True):
        if isinstance(clip, Speech):
            starts_samples.append(start_samples)
            words.append(clip.words)
    levelled = loudness.level(sound, recipe.loudness_lufs + audio.attenuation_db)
    return Take(
        encoded=audio.encode(levelled),
        speech_rate=sound.sample_rate,
        starts_samples=tuple(starts_samples),
        words=tuple(words),
    )


def _speak(utterance: Utterance, passage: Passage, recipe: Recipe) -> Speech:
    """Speak one utterance.

    Raises:
        SpeechError: The engine failed.
    """
    speaker = recipe.speaker
    engine = load_engine(speaker.engine)
    try:
        speech = speak(engine, utterance.spoken, speaker.voice, recipe.rate)
    except BaseException as error:  # engines raise whatever they like, SystemExit too
        reason = str(error) or type(error).__name__
        raise SpeechError(passage.section, utterance.text, reason) from error
    progress.count(utterance, speech)
    return speech
