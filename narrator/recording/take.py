"""Making takes: a passage spoken, joined, brought to one loudness and encoded.

A take depends on nothing but the passage and the recipe, so any process can make it.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import cache

from narrator.audio.formats import Encoded, Format, load_format
from narrator.audio.onset import find_heard
from narrator.audio.sound import Pause, import_pydub, join
from narrator.recording.passages import Passage
from narrator.speech.engines import Speech, Word, load_engine
from narrator.speech.voices import Speaker
from narrator.version import VERSION


@dataclass(frozen=True, slots=True)
class Timing:
    """When one utterance of a take is heard, without the silence around it.

    Attributes:
        start_samples: Its start, in samples from the take's start.
        end_samples: Its end, likewise.
        words: When its words start, counted from its start; empty where the engine does not say.
    """

    start_samples: int
    end_samples: int
    words: tuple[Word, ...]


@dataclass(frozen=True, slots=True)
class Times:
    """When the utterances of a take are heard.

    Attributes:
        speech_rate: The voice's samples a second, which need not be the file's; the times below
            are counted in them.
        timings: When each utterance is heard.
        unsaid: Which utterances no voice could say, counted from 0.
    """

    speech_rate: int
    timings: tuple[Timing, ...]
    unsaid: tuple[int, ...] = ()

    def fit(self, passage: Passage) -> bool:
        """Return whether they may be a passage's."""
        return len(self.timings) == len(passage.utterances)


@dataclass(frozen=True, slots=True)
class Take:
    """A passage spoken and encoded.

    Attributes:
        encoded: The sound, in the file's format.
        times: When its utterances are heard.
    """

    encoded: Encoded
    times: Times


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


def warm_up(recipe: Recipe, guests: Iterable[Speaker] = ()) -> None:
    """Load engines, encoder and libraries into this process, for the processes forked from it.

    Args:
        recipe: How takes are made.
        guests: Who speaks besides the recipe's speaker.
    """
    from narrator.audio import loudness

    import_pydub()
    for speaker in (recipe.speaker, *guests):
        load_engine(speaker.engine).warm_up()
    recipe.audio.warm_up()
    loudness.warm_up()


def maker_versions(recipe: Recipe) -> str:
    """Return the versions of the program, the engine and the encoder that make a take."""
    return f"{VERSION} {_engine_version(recipe.speaker.engine)} {recipe.audio.version}"


@cache
def _engine_version(name: str) -> str:
    """Return the version of an engine."""
    return load_engine(name).version


def take_key(passage: Passage, recipe: Recipe, versions: str) -> str:
    """Return the name of a take: a hash of everything that makes it.

    The passage's place in the article and its written text do not count.
    """
    pieces: list[object] = []
    for piece in passage.pieces:
        if isinstance(piece, Pause):
            pieces.append(piece)
        elif piece.speaker is None:
            pieces.append(piece.spoken)
        else:
            pieces.append((piece.spoken, piece.speaker, _engine_version(piece.speaker.engine)))
    made_of = repr((pieces, recipe, versions))
    return hashlib.sha256(made_of.encode("utf-8", "replace")).hexdigest()


def make_take(passage: Passage, recipe: Recipe) -> Take:
    """Speak, join, level and encode one passage.

    Raises:
        SpeechError: An engine failed at a sentence.
        EngineError: A process to speak in cannot be started.
    """
    from narrator.audio import loudness
    from narrator.recording.speaking import speak_passage

    speeches = iter(speak_passage(passage, recipe.speaker, recipe.rate))
    clips: list[Speech | Pause] = []
    for piece in passage.pieces:
        clips.append(piece if isinstance(piece, Pause) else next(speeches))
    audio = recipe.audio
    sound = join(clips)
    timings: list[Timing] = []
    unsaid: list[int] = []
    for start_samples, clip in zip(sound.starts_samples, clips, strict=True):
        if isinstance(clip, Speech):
            if not clip.pcm.strip(b"\0"):
                unsaid.append(len(timings))
            timings.append(_timing(clip, start_samples))
    # minutes of sound, which are all in ``sound`` now
    del speeches, clips, clip
    levelled = loudness.level(
        sound,
        target_lufs=recipe.loudness_lufs + audio.loss.attenuation_db,
        ceiling_db=loudness.MAX_PEAK_DB - audio.loss.headroom_db,
    )
    times = Times(sound.sample_rate, tuple(timings), tuple(unsaid))
    return Take(audio.encode(levelled), times)


def _timing(speech: Speech, start_samples: int) -> Timing:
    """Return when speech is heard that starts at a place of its take."""
    heard = find_heard(speech.pcm, speech.sample_rate)
    words: list[Word] = []
    for word in speech.words:
        from_sound = max(0, word.start_samples - heard.start_samples)
        words.append(replace(word, start_samples=from_sound))
    return Timing(
        start_samples + heard.start_samples, start_samples + heard.end_samples, tuple(words)
    )
