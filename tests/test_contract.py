"""Every engine that can run here keeps to the contract that authors of engines are given.

So does the one that CONTRIBUTING.md shows.
"""

from __future__ import annotations

import re
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from narrator.speech import espeak, hibari, tone
from narrator.speech.contract import EngineContract
from narrator.speech.engines import Engine, Speech, Voice, Word
from narrator.speech.utterance import checked, speak
from tests.conftest import PROJECT, Narrate, install_plugin
from tests.readback import hear


class TestEspeak(EngineContract):
    def make(self) -> Engine:
        return espeak.load()


class TestTone(EngineContract):
    def make(self) -> Engine:
        return tone.load()


class TestHibari(EngineContract):
    def make(self) -> Engine:
        return hibari.load()


def engine_of_the_readme() -> str:
    """Return the source of the complete engine that CONTRIBUTING.md shows."""
    text = (PROJECT / "CONTRIBUTING.md").read_text(encoding="utf-8")
    section = text[text.index("## An engine of your own") :]
    code = re.search(r"```python\n(.*?)```", section, re.S)
    assert code
    return code[1]


class TestReadme(EngineContract):
    def make(self) -> Engine:
        module = ModuleType("morse")
        exec(engine_of_the_readme(), vars(module))
        engine: Engine = module.load()
        return engine


def test_the_engine_of_the_readme_is_installed_and_narrates(
    narrate: Narrate, tmp_path: Path
) -> None:
    source = engine_of_the_readme()
    assert len([line for line in source.splitlines() if line.strip()]) <= 32
    install_plugin(tmp_path, "narrator.engines", "morse = morse:load", source)
    done = narrate(
        *("-", "--engine", "morse", "-o", "a.wav"),
        stdin=b"Boats came home.",
        PYTHONPATH=str(tmp_path),
    )
    assert done.exit_code == 0, done.stderr
    heard = hear(tmp_path / "a.wav")
    assert heard.sample_rate == 16_000
    assert heard.loudest(0.6, 2) > 1_000


class Odd(Engine):
    """An engine whose answer is not what it should be."""

    version = "odd 1"

    def __init__(self, speech: Any) -> None:
        self.speech = speech

    def voices(self) -> list[Voice]:
        return [Voice("odd", "Odd", "en")]

    def speak(self, text: str, voice: Voice, rate: int) -> Speech:  # noqa: ARG002
        answer: Speech = self.speech
        return answer


@pytest.mark.parametrize(
    "speech",
    [
        None,
        Speech(b"abc", 8_000),
        Speech(b"abcd", 0),
        Speech("abcd", 8_000),  # type: ignore[arg-type]
        Speech(b"abcd", 8_000, (Word(0.5, 0, 3),)),  # type: ignore[arg-type]
        Speech(b"abcd", 8_000, (None,)),  # type: ignore[arg-type]
        Speech(b"", 8_000),
        Speech(bytes(400), 8_000),
    ],
)
def test_what_is_no_speech_is_refused(speech: Any) -> None:
    engine = Odd(speech)
    with pytest.raises(ValueError, match=r"the (engine|voice)"):
        speak(engine, "Boats", engine.find_voice(None), 175)


def test_numbers_of_numpy_are_times() -> None:
    import numpy as np

    times = np.array([3, 0, 5])
    speech = checked(Speech(b"abcd", np.int64(8_000), (Word(*times),)))  # type: ignore[arg-type]
    assert speech == Speech(b"abcd", 8_000, (Word(3, 0, 5),))
    assert type(speech.words[0].start_samples) is int


def test_a_text_too_long_for_an_engine_is_spoken_in_parts() -> None:
    class Short(tone.ToneEngine):
        max_characters = 12

        def speak(self, text: str, voice: Voice, rate: int) -> Speech:
            assert len(text) <= 12
            return super().speak(text, voice, rate)

    text = "Boats came home againandagainandagain at noon"
    engine = Short()
    speech = speak(engine, text, engine.find_voice(None), 175)
    said = [text[word.offset : word.offset + word.length] for word in speech.words]
    assert "".join(said) == text.replace(" ", "")
    starts = [word.start_samples for word in speech.words]
    assert starts == sorted(starts)
