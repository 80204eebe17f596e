"""Kokoro-82M: neural voices for seven languages, which share one model of 92 MB.

A voice is a file of styles, one for each number of phonemes in a run. English is spelt by misaki's
lexicon where hibari brings it, as in training, and everything else by espeak-ng. The model itself
says how long each phoneme lasts. Neither it nor the spelling remembers anything.
"""

from __future__ import annotations

import os
import unicodedata
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from functools import cache, partial
from pathlib import Path
from typing import TYPE_CHECKING

from narrator.errors import AbsentVoiceError, EngineError
from narrator.installed import package_version
from narrator.language.tables import Table, load_toml
from narrator.language.tags import base_language
from narrator.speech import espeak, espeak_spelling, misaki
from narrator.speech.catalogue import VoiceFile, entries_of, path_of, voices_of
from narrator.speech.engines import Speech, Voice
from narrator.speech.latin import in_latin_letters
from narrator.speech.neural import Rendering, SpeltWord, synthesize
from narrator.speech.onnx import (
    check_runtime,
    load_runtime,
    open_session,
    read_checked,
    runtime_version,
)
from narrator.speech.phonemes import kokoro_of_ipa, kokoro_phonemes, misaki_of_ipa
from narrator.speech.synthesizer import SynthesizerEngine

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray
    from onnxruntime import InferenceSession

    Styles = NDArray[np.float32]

ENGINE = "kokoro"
# how long each phoneme lasts, in units of this many samples
_DURATIONS = "/encoder/Clip_output_0"
_UNIT_SAMPLES = 600
# the model's own silence before the first phoneme sounds, and after the last
_PAD_ID = 0
_STYLE_SIZE = 256
# the model takes 510 phonemes, but its maker says that the voices rush in runs of more than 400
_LONGEST_RUN = 400
_ENGLISH = "en"
_BRITISH = "en-GB"
# what a process needs beyond what its forks share, for the longest run
_PROCESS_MEGABYTES = 700


class KokoroEngine(SynthesizerEngine):
    """Kokoro's voices."""

    process_megabytes = _PROCESS_MEGABYTES

    def __init__(self) -> None:
        super().__init__(ENGINE, KokoroSynthesizer())

    @property
    def version(self) -> str:
        """Versions of what computes and of what spells; the model's hash is the voice's."""
        lexicon = f"{misaki.PACKAGE} {package_version(misaki.PACKAGE)}"
        return f"{ENGINE} {lexicon} {espeak.library_version()} {runtime_version()}"

    def voices(self) -> Sequence[Voice]:
        """Return the voices of the catalogue, those on this machine first."""
        return voices_of(ENGINE)

    def sample_rate(self, voice: Voice) -> int:  # noqa: ARG002
        """Return the model's samples a second."""
        return KokoroModel.sample_rate

    def says_phonemes(self, phonemes: str) -> bool:
        """Return whether Kokoro has all the sounds of espeak-ng's phonemes, in some language."""
        languages = map(base_language, _tables()["languages"])
        return any(kokoro_phonemes(phonemes, language) for language in languages)

    def warm_up(self) -> None:
        """Load libraries."""
        load_runtime()


class KokoroSynthesizer:
    """The voices of this process, each loaded when it first speaks."""

    def synthesize(self, text: str, voice: str, rate: int) -> Speech:
        """Speak a text with the voice of an id."""
        return synthesize(load_model(voice), text, rate)


class KokoroModel:
    """A voice.

    Args:
        session: The model.
        styles: The voice's styles, by the number of phonemes less one.
        language: The language that it speaks, a BCP 47 tag.
    """

    sample_rate = 24_000

    def __init__(self, session: InferenceSession, styles: Styles, language: str) -> None:
        self.max_phonemes = min(_LONGEST_RUN, len(styles))
        self._session = session
        self._styles = styles
        self._language = language

    def spell(self, text: str) -> Sequence[SpeltWord]:
        """Return the words of a text in Kokoro's phonemes.

        Raises:
            ValueError: All its letters are of a script that the voice does not read.
        """
        return list(_spell(text, self._language))

    def render(self, phonemes: str, speed: float) -> Rendering:
        """Render phonemes; the noise in the voice is a part of the model."""
        import numpy as np

        symbols = _tables()["symbols"]
        ids = [_PAD_ID, *(symbols[phoneme] for phoneme in phonemes), _PAD_ID]
        inputs = {
            "tokens": np.array([ids], np.int64),
            "style": self._styles[len(phonemes) - 1][np.newaxis],
            "speed": np.array([speed], np.float32),
        }
        wave, durations = self._session.run(None, inputs)
        ends = np.cumsum(durations.reshape(-1)) * _UNIT_SAMPLES
        return Rendering(wave.reshape(-1), ends[:-1].astype(int).tolist())


def _spell(text: str, language: str) -> Iterator[SpeltWord]:
    """Yield the words of a text in the phonemes of a language."""
    if base_language(language) == _ENGLISH and misaki.is_installed():
        yield from misaki.spell(text, _tables()["symbols"], british=language == _BRITISH)
        return
    script = _tables()["languages"][language].get("script")
    if script and _has_letter_of(script, text):
        yield from espeak_spelling.spell(text, _alphabet(language))
        return
    latin = in_latin_letters(text)
    for word in espeak_spelling.spell(latin.text, _alphabet(language)):
        if not word.length:
            yield replace(word, offset=0)
            continue
        offset, length = latin.place(word.offset, word.offset + word.length)
        yield replace(word, offset=offset, length=length)


def _has_letter_of(script: str, text: str) -> bool:
    """Return whether a text has a letter of a script, by Unicode's names."""
    names = [unicodedata.name(letter, "") for letter in text]
    return any(name.startswith(script) for name in names)


@cache
def _alphabet(language: str) -> espeak_spelling.Alphabet:
    """Return how Kokoro writes what espeak-ng spells in a language."""
    marks = _tables()["marks"]
    of_ipa: Callable[[str], str] = kokoro_of_ipa
    of_mnemonics = partial(kokoro_phonemes, language=base_language(language))
    if base_language(language) == _ENGLISH:
        british = language == _BRITISH
        of_ipa = partial(misaki_of_ipa, british=british)
        of_mnemonics = partial(misaki.phonemes_in_english, british=british)
    return espeak_spelling.Alphabet(
        phonemize=lambda clause: _known(of_ipa(_phonemize(clause, language))),
        of_mnemonics=lambda mnemonics: _known(of_mnemonics(mnemonics)),
        of_mark=lambda mark: _known(marks.get(mark, mark)),
    )


def _phonemize(clause: str, language: str) -> str:
    """Return a clause in espeak-ng's IPA."""
    from narrator.speech.phonemizer import phonemize

    return phonemize(clause, _tables()["languages"][language]["espeak"])


def _known(phonemes: str) -> str:
    """Return phonemes without those that Kokoro does not know."""
    return "".join(filter(_tables()["symbols"].__contains__, phonemes))


def _tables() -> Table:
    return load_toml("narrator.speech", "data/kokoro.toml")


def load_model(voice: str) -> KokoroModel:
    """Return a voice, loaded into this process."""
    return _model_in(os.getpid(), voice)


@cache
def _model_in(process: int, voice: str) -> KokoroModel:
    """Return a voice for the process of this id.

    Raises:
        EngineError: A file is missing or damaged.
    """
    entry = next(entry for entry in entries_of(ENGINE) if entry.id == voice)
    if not entry.is_present:
        raise AbsentVoiceError(voice, entry.size_bytes, entry.licence)
    model, styles = entry.files
    return KokoroModel(_session_in(process, model), _styles(styles), entry.language)


@cache
def _session_in(process: int, file: VoiceFile) -> InferenceSession:  # noqa: ARG001 (a fork's own)
    """Return the model that all voices share, for the process of this id."""
    return open_session(_path(file), file.sha256, _DURATIONS)


def _styles(file: VoiceFile) -> Styles:
    """Return the styles of a voice."""
    import numpy as np

    content = read_checked(_path(file), file.sha256)
    return np.frombuffer(content, "<f4").reshape(-1, _STYLE_SIZE)


def _path(file: VoiceFile) -> Path:
    """Return where a file is."""
    path = path_of(file)
    if path is None:
        raise EngineError(f"the voice's file {file.name} is not on this machine")
    return path


def load() -> KokoroEngine:
    """Return the engine.

    Raises:
        EngineError: onnxruntime or espeak-ng is missing.
    """
    check_runtime()
    espeak.load_driver()
    return KokoroEngine()
