"""hibari: small neural voices for English, one of which is in the package.

How it turns text into phonemes is in ``narrator.speech.misaki``, since other voices use that too.
Version 0.2.1 is what was checked; later ones may name the inner tensor of durations differently.
"""

from __future__ import annotations

import json
import os
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import Any

from narrator.errors import EngineError
from narrator.installed import package_version
from narrator.speech import misaki, vocoder
from narrator.speech.catalogue import entries_of, path_of
from narrator.speech.engines import Speech, Voice
from narrator.speech.neural import Rendering, SpeltWord, synthesize
from narrator.speech.onnx import (
    check_runtime,
    load_runtime,
    open_session,
    runtime_version,
)
from narrator.speech.phonemes import misaki_phonemes
from narrator.speech.synthesizer import SynthesizerEngine
from narrator.speech.unknown_words import reader_version

ENGINE = "hibari"
# the voice in the package
_BUNDLED = "heart"
_LICENCE = "Apache-2.0"
# how long each phoneme lasts, in units of this many samples
_DURATIONS = "/Cast_32_output_0"
_UNIT_SAMPLES = 600
# Sounds start so much before the model says so: after 206 pauses within sentences, the first 5 ms
# above -40 dB came 45 ms earlier in the middle.
_LATE_UNITS = 2
# the model's own silence before the first phoneme sounds
_PAD_ID = 0
# memory of a process beyond the tables it shares
_PROCESS_MEGABYTES = 120


class HibariEngine(SynthesizerEngine):
    """hibari's voices, each a model of its own."""

    process_megabytes = _PROCESS_MEGABYTES

    def __init__(self) -> None:
        super().__init__(ENGINE, HibariSynthesizer())

    @property
    def version(self) -> str:
        """Versions of all that spells and computes; the model's hash is the voice's."""
        versions = [
            f"{package} {package_version(package)}" for package in (misaki.PACKAGE, "scipy")
        ]
        return " ".join(["hibari", *versions, reader_version(), runtime_version()])

    def voices(self) -> Sequence[Voice]:
        """Return all voices, the one in the package first."""
        return [_bundled_voice(), *(entry.as_voice() for entry in entries_of(ENGINE))]

    def sample_rate(self, voice: Voice) -> int:  # noqa: ARG002
        """Return the models' samples a second."""
        return HibariModel.sample_rate

    def says_phonemes(self, phonemes: str) -> bool:
        """Return whether hibari has all the sounds of espeak-ng's phonemes."""
        return bool(misaki_phonemes(phonemes))

    def warm_up(self) -> None:
        """Load libraries and the tables of pronunciation."""
        load_runtime()
        vocoder.warm_up()
        misaki.load_speller(british=False)


class HibariSynthesizer:
    """The models of this process, each loaded when its voice first speaks."""

    def synthesize(self, text: str, voice: str, rate: int) -> Speech:
        """Speak a text with the voice of an id."""
        return synthesize(load_model(voice), text, rate)


class HibariModel:
    """One voice."""

    sample_rate = 24_000
    # hibari splits longer sentences itself
    max_phonemes = 400

    def __init__(self, path: Path, sha256: str, *, british: bool) -> None:
        vocabulary = (misaki.assets() / "vocab.json").read_text(encoding="utf-8")
        self._ids: dict[str, int] = json.loads(vocabulary)
        self._session = open_session(path, sha256, _DURATIONS)
        self._british = british
        misaki.load_speller(british=british)

    def spell(self, text: str) -> Sequence[SpeltWord]:
        """Return the words of a text in misaki's phonemes."""
        return list(misaki.spell(text, self._ids, british=self._british))

    def render(self, phonemes: str, speed: float) -> Rendering:
        """Render phonemes; the noise in the voice is the same for every utterance."""
        import numpy as np

        ids = [_PAD_ID, *(self._ids[phoneme] for phoneme in phonemes), _PAD_ID]
        inputs = {"ids": np.array([ids], np.int64), "speed": np.array([speed], np.float32)}
        *outputs, durations = self._session.run(None, inputs)
        *spectra, pitch = (output[0] for output in outputs)
        ends = (np.cumsum(durations.reshape(-1)) - _LATE_UNITS) * _UNIT_SAMPLES
        return Rendering(vocoder.sound_of(spectra, pitch), ends[:-1].tolist())


def load_model(voice: str) -> HibariModel:
    """Return a voice's model, loaded into this process."""
    return _model_in(os.getpid(), voice)


@cache
def _model_in(process: int, voice: str) -> HibariModel:  # noqa: ARG001 (a fork loads its own)
    """Return a voice's model for the process of this id.

    Raises:
        EngineError: The voice is not on this machine.
    """
    if voice == _BUNDLED:
        bundled = _bundled()
        path = misaki.assets() / bundled["file"]
        return HibariModel(path, bundled["sha256"], british=bundled["british"])
    entry = next(entry for entry in entries_of(ENGINE) if entry.id == voice)
    downloaded = path_of(entry.files[0])
    if downloaded is None:
        raise EngineError(f"the voice {voice} is not on this machine")
    return HibariModel(downloaded, entry.sha256, british=bool(entry.details.get("british")))


@cache
def _bundled() -> dict[str, Any]:
    """Return what the package says of the voice in it."""
    voices = json.loads((misaki.assets() / "voices.json").read_text(encoding="utf-8"))
    bundled: dict[str, Any] = voices[_BUNDLED]
    return bundled


def _bundled_voice() -> Voice:
    bundled = _bundled()
    return Voice(
        id=_BUNDLED,
        name=f"{_BUNDLED.capitalize()} ({bundled['accent']})",
        language=bundled["language"],
        sex=bundled["gender"],
        licence=_LICENCE,
        sha256=bundled["sha256"],
    )


def load() -> HibariEngine:
    """Return the engine.

    Raises:
        EngineError: The package or onnxruntime is missing, or it is another version.
    """
    check_runtime()
    misaki.check_installed()
    return HibariEngine()
