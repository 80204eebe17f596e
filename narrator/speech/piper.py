"""Piper's voices: VITS models in ONNX, each with its settings in a JSON file beside it.

They speak espeak-ng's phonemes and run in onnxruntime, both of which other voices need too: the
package ``piper-tts`` is not used. Its phonemes are the same (tried with 859 English sentences) but
for what a newer espeak-ng says differently, while most voices are older.

A voice is one of the catalogue or a file of one's own: ``--voice path/to/voice.onnx``. Of a voice
with several speakers the first one speaks, or the one named behind a number sign, by its number or
name: ``voice.onnx#12``.
"""

from __future__ import annotations

import hashlib
import os
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from narrator.errors import EngineError
from narrator.speech.catalogue import entries_of, path_of, voices_of
from narrator.speech.engines import Speech, Voice, load_engine
from narrator.speech.espeak_phonemes import check_voice, spell
from narrator.speech.neural import Rendering, SpeltWord, synthesize
from narrator.speech.onnx import (
    MAX_MODEL_BYTES,
    check_runtime,
    load_runtime,
    read_voice_file,
    runtime_version,
    session_of,
)
from narrator.speech.onnx_graph import operator_outputs, output_declaration, with_fixed_noise
from narrator.speech.piper_settings import ESPEAK, TEXT, PiperSettings
from narrator.speech.synthesizer import SynthesizerEngine
from narrator.speech.voices import SPEAKER_SIGN, is_path_of_model, split_speaker

# what real ones have is a thousandth of this
_MAX_SETTINGS_BYTES = 4_000_000

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from narrator.speech.neural import Wave

ENGINE = "piper"
_SETTINGS_SUFFIX = ".json"
# where phonemes begin in a text, as the dictionary of pronunciations gives them
_PHONEMES = "[["
# what a process needs while it speaks the longest run of phonemes, with a voice of medium size
_PROCESS_MEGABYTES = 600
# the longest run of phonemes, twelve seconds: it takes 540 MB, or 680 MB at the slowest rate
_LONGEST_RUN = 250
# the operator that rounds how many frames each phoneme lasts
_OPERATOR_OF_DURATIONS = "Ceil"
# the noise for the longest run at the slowest speed: VITS has 192 channels
_NOISE_SEED = 0
_NOISE_SHAPE = (1, 256, 8192)

# the voices that were to speak, with the hashes that their files must have
_voices_by_id: dict[str, Voice] = {}


class PiperEngine(SynthesizerEngine):
    """Piper's voices, each a model of its own."""

    process_megabytes = _PROCESS_MEGABYTES

    def __init__(self) -> None:
        super().__init__(ENGINE, PiperSynthesizer())

    @property
    def version(self) -> str:
        """Versions of what computes and of espeak-ng, which makes the phonemes."""
        return f"piper {load_engine('espeak').version} {runtime_version()}"

    def voices(self) -> Sequence[Voice]:
        """Return the voices of the catalogue, those on this machine first."""
        return voices_of(ENGINE)

    def find_voice(self, wanted: str | None) -> Voice:
        """Return the voice of this id, language or name, or of this file.

        Raises:
            EngineError: There is no such voice or speaker, or the file is no voice.
        """
        name, speaker = split_speaker(wanted or "")
        if not wanted and not self.voices():
            raise EngineError("there is no Piper voice: give the file of one with --voice")
        is_own = is_path_of_model(name)
        voice = _own_voice(name) if is_own else super().find_voice(name or None)
        if not speaker or not voice.is_present:
            return voice
        # an unknown speaker is an error now, not when it is to speak
        _files_of(voice).read().settings.speaker_number(speaker)
        return replace(voice, id=f"{voice.id}{SPEAKER_SIGN}{speaker}")

    def says_phonemes(self, phonemes: str) -> bool:  # noqa: ARG002
        """Return True: espeak-ng reads them for all voices."""
        return True

    def warm_up(self) -> None:
        """Load the libraries."""
        load_runtime()
        load_engine("espeak").warm_up()

    def speak(self, text: str, voice: Voice, rate: int) -> Speech:
        """Speak a text at ``rate`` words a minute."""
        # pyttsx3 hands on the id alone
        _voices_by_id[voice.id] = voice
        return super().speak(text, voice, rate)


class PiperSynthesizer:
    """The models of this process, each loaded when its voice first speaks."""

    def synthesize(self, text: str, voice: str, rate: int) -> Speech:
        """Speak a text with the voice of an id."""
        return synthesize(_model(_voices_by_id[voice], os.getpid()), text, rate)


class PiperModel:
    """One voice."""

    max_phonemes = _LONGEST_RUN

    def __init__(self, content: _Content, durations: str, speaker: str) -> None:
        import numpy as np

        self._settings = content.settings
        self._speaker = self._settings.speaker_number(speaker)
        self.sample_rate = self._settings.sample_rate
        generator = np.random.default_rng(_NOISE_SEED)
        noise = generator.standard_normal(_NOISE_SHAPE, np.float32)
        fixed = with_fixed_noise(content.model, noise)
        # with an arena 485 MB at most, without 696, and a twentieth faster (measured)
        self._session = session_of(fixed + output_declaration(durations), arena=True)
        self._inputs = [node.name for node in self._session.get_inputs()]
        self._outputs = [self._session.get_outputs()[0].name, durations]

    def spell(self, text: str) -> Sequence[SpeltWord]:
        """Return the words of a text in the voice's phonemes."""
        known = self._settings.phoneme_ids
        words: list[SpeltWord] = []
        for word in self._spelt(text):
            phonemes = "".join(filter(known.__contains__, word.phonemes))
            words.append(replace(word, phonemes=phonemes))
        return words

    def _spelt(self, text: str) -> Sequence[SpeltWord]:
        if self._settings.phoneme_type == TEXT:
            return list(_letters(text))
        return spell(text, self._settings.espeak_voice)

    def render(self, phonemes: str, speed: float) -> Rendering:
        """Render phonemes; the noise in the voice is the same for every utterance."""
        import numpy as np

        coded = self._settings.encode(phonemes.rstrip())
        durations, wave = self._run(coded.ids, speed)
        ends = np.cumsum(durations)
        samples_a_frame = len(wave) // int(ends[-1])
        starts = (ends - durations) * samples_a_frame
        return Rendering(wave, starts[coded.firsts].tolist())

    def _run(self, ids: Sequence[int], speed: float) -> tuple[NDArray[np.int64], Wave]:
        """Return how many frames each number lasts, and the sound."""
        import numpy as np

        inputs = {
            "input": np.array([ids], np.int64),
            "input_lengths": np.array([len(ids)], np.int64),
            "scales": np.array(self._settings.scales(speed), np.float32),
            "sid": np.array([self._speaker], np.int64),
        }
        given = {name: inputs[name] for name in self._inputs}
        wave, frames = self._session.run(self._outputs, given)
        return frames.reshape(-1).astype(np.int64), wave.reshape(-1)


@dataclass(frozen=True, slots=True)
class _Content:
    """What is in the files of a voice.

    Attributes:
        model: The bytes of its model.
        settings: Its settings.
        sha256: The hash of both files together, as the catalogue has it.
    """

    model: bytes
    settings: PiperSettings
    sha256: str


@dataclass(frozen=True, slots=True)
class _Files:
    """Where a voice is.

    Attributes:
        model: The file of its model.
        settings: The file of its settings.
    """

    model: Path
    settings: Path

    @classmethod
    def of(cls, model: str) -> _Files:
        """Return the files of a model whose settings are beside it."""
        return cls(Path(model), Path(f"{model}{_SETTINGS_SUFFIX}"))

    def read(self) -> _Content:
        """Read both.

        Raises:
            EngineError: One is missing, or the settings make no sense.
        """
        model = read_voice_file(self.model, MAX_MODEL_BYTES)
        settings = read_voice_file(self.settings, _MAX_SETTINGS_BYTES)
        hashes = [hashlib.sha256(content).hexdigest() for content in (model, settings)]
        return _Content(
            model=model,
            settings=PiperSettings.read(settings, self.settings),
            sha256=hashlib.sha256("".join(hashes).encode()).hexdigest(),
        )


def _letters(text: str) -> Iterator[SpeltWord]:
    """Yield the words of a text for a voice that reads letters, decomposed.

    Raises:
        ValueError: There are phonemes in the text, which such a voice cannot say.
    """
    if _PHONEMES in text:
        raise ValueError("this voice reads letters and no phonemes")
    offset = 0
    for word in text.split():
        offset = text.index(word, offset)
        yield SpeltWord(unicodedata.normalize("NFD", f"{word} ").lower(), offset, len(word))
        offset += len(word)


def _own_voice(model: str) -> Voice:
    """Return the voice in a file.

    Raises:
        EngineError: It is missing, or its settings are, or it is no voice.
    """
    content = _Files.of(model).read()
    settings = content.settings
    _durations(content.model, model)
    if settings.phoneme_type == ESPEAK:
        check_voice(settings.espeak_voice)
    return Voice(
        id=model,
        name=Path(model).stem,
        language=settings.language,
        sha256=content.sha256,
    )


def _durations(content: bytes, name: str | Path) -> str:
    """Return the name of a model's tensor of durations.

    Raises:
        EngineError: The file is no model of a voice.
    """
    try:
        durations = operator_outputs(content, _OPERATOR_OF_DURATIONS)
    except ValueError as error:
        raise EngineError(f"the voice's file {name} is damaged: {error}") from error
    if not durations:
        raise EngineError(f"the file {name} is no voice of Piper: its model tells no durations")
    return durations[0]


@cache
def _model(voice: Voice, process: int) -> PiperModel:  # noqa: ARG001 (a fork loads its own)
    """Return a voice's model, loaded into the process of this id.

    Raises:
        EngineError: It is not on this machine, or its files are not those of the voice.
    """
    files = _files_of(voice)
    content = files.read()
    if content.sha256 != voice.sha256:
        raise EngineError(f"the voice's file {files.model} is damaged: get the voice again")
    durations = _durations(content.model, files.model)
    _, speaker = split_speaker(voice.id)
    return PiperModel(content, durations, speaker)


def _files_of(voice: Voice) -> _Files:
    """Return where a voice is.

    Raises:
        EngineError: It is not on this machine.
    """
    name, _ = split_speaker(voice.id)
    if is_path_of_model(name):
        return _Files.of(name)
    for entry in entries_of(ENGINE):
        if entry.id == name and entry.is_present:
            return _Files(*filter(None, map(path_of, entry.files)))
    raise EngineError(f"the voice {name} is not on this machine")


def load() -> PiperEngine:
    """Return the engine.

    Raises:
        EngineError: onnxruntime or espeak-ng is missing.
    """
    check_runtime()
    load_engine("espeak")
    return PiperEngine()
