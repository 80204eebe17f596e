"""The engines: espeak-ng in memory, drivers that write files, voices by the names people use."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from pathlib import Path

import pytest

from narrator.errors import EngineError, VoiceError
from narrator.speech.engines import Speech, load_engine
from narrator.speech.espeak import EspeakEngine
from narrator.speech.pyttsx import read_speech
from narrator.speech.tone import ToneEngine
from tests import tone_driver
from tests.conftest import PROJECT, Narrate, install_plugin

TEXT = "Ten boats came home."


def test_espeak_speaks_in_memory_with_word_times(capfd: pytest.CaptureFixture[str]) -> None:
    engine = load_engine("espeak")
    speech = engine.speak(TEXT, engine.find_voice(None), 175)
    assert [TEXT[word.offset : word.offset + word.length] for word in speech.words] == [
        "Ten",
        "boats",
        "came",
        "home",
    ]
    starts = [word.start_samples for word in speech.words]
    assert starts == sorted(set(starts))
    assert starts[-1] < len(speech.pcm) // 2
    assert speech.sample_rate == 22_050
    assert capfd.readouterr() == ("", "")  # the stock driver talks on stdout


def test_words_are_counted_in_characters() -> None:
    engine = load_engine("espeak")
    text = "Über 🚢 naïve façades: 1,234 “boats”."
    speech = engine.speak(text, engine.find_voice("de"), 175)
    spoken = [text[word.offset : word.offset + word.length] for word in speech.words]
    assert spoken[0] == "Über"
    assert "façades" in spoken
    ends = [word.offset + word.length for word in speech.words]
    assert all(end <= word.offset for end, word in zip(ends, speech.words[1:], strict=False))


def test_faster_is_shorter() -> None:
    engine = load_engine("espeak")
    voice = engine.find_voice(None)
    slow, fast = (len(engine.speak(TEXT, voice, rate).pcm) for rate in (120, 300))
    assert fast < slow * 0.7


def test_controls_reach_no_engine() -> None:
    engine = load_engine("espeak")
    voice = engine.find_voice(None)
    with_controls = engine.speak("Ten boats\0 came\x01 home.", voice, 175)
    assert with_controls.words[-1].offset == "Ten boats\0 came\x01 home.".index("home")


@pytest.mark.parametrize(
    ("wanted", "voice"),
    [
        (None, "en-us"),
        ("de", "de"),
        ("German", "de"),
        ("EN-GB", "en"),
        ("en-us+f3", "en-us+f3"),
    ],
)
def test_voices_go_by_id_language_or_name(wanted: str | None, voice: str) -> None:
    assert load_engine("espeak").find_voice(wanted).id == voice


@pytest.mark.parametrize(
    ("wanted", "nearest"), [("germn", "German"), ("en-uk", "en"), ("en-us+nobody", "en-us")]
)
def test_unknown_voices_get_a_suggestion(wanted: str, nearest: str) -> None:
    with pytest.raises(VoiceError, match=nearest):
        load_engine("espeak").find_voice(wanted)


def test_voices_without_a_dictionary_are_left_out(narrate: Narrate, tmp_path: Path) -> None:
    """espeak-ng takes them and dies: the wheel of espeakng-loader has three."""
    engine = load_engine("espeak")
    assert isinstance(engine, EspeakEngine)
    assert not {"fo", "kaa", "xex"} & {voice.id for voice in engine.voices()}
    with pytest.raises(EngineError, match="no dictionary for its voice 'fo'"):
        engine.check_voice("fo+f3")
    (tmp_path / "a.md").write_text("---\nlang: fo\n---\n\nOne... two... boats.", encoding="utf-8")
    run = narrate("a.md", "-o", "a.wav", "--no-cache")
    assert run.exit_code == 0
    assert run.stderr.startswith("narrate: espeak has no voice for Faroese: using ")
    assert "dictionary" not in run.stderr


def test_missing_engines_say_how_to_get_them(narrate: Narrate, tmp_path: Path) -> None:
    with pytest.raises(EngineError, match="espeak"):
        load_engine("parrot")
    # a machine without espeak-ng: the package is hidden and no system library is found
    (tmp_path / "sitecustomize.py").write_text(
        "import sys, ctypes, ctypes.util\n"
        "sys.modules['espeakng_loader'] = None\n"
        "real = ctypes.cdll.LoadLibrary\n"
        "def refuse(name): raise OSError(name)\n"
        "ctypes.cdll.LoadLibrary = refuse\n",
        encoding="utf-8",
    )
    run = narrate("-", stdin=b"Ten boats came home.", PYTHONPATH=str(tmp_path))
    assert run.exit_code == 5
    assert run.stderr.count("\n") == 1
    assert "pip install espeakng-loader" in run.stderr


@pytest.mark.parametrize("voice", ["tone-wav", "tone-aiff"])
def test_drivers_that_write_files_are_read_back_exactly(voice: str) -> None:
    engine, tone = tone_driver.load(), ToneEngine()
    heard = engine.speak(TEXT, engine.find_voice(voice), 175)
    straight = tone.speak(TEXT, tone.find_voice(None), 175)
    assert heard == Speech(straight.pcm, straight.sample_rate)


def test_a_file_driver_goes_through_the_command(narrate: Narrate, tmp_path: Path) -> None:
    """Its engine is found as anybody's is: by the entry point of an installed package."""
    install_plugin(tmp_path, "narrator.engines", "tone-file = tests.tone_driver:load")
    run = narrate(
        *("-", "--engine", "tone-file", "-o", "a.mp3", "--json"),
        stdin=TEXT.encode(),
        PYTHONPATH=os.pathsep.join([str(tmp_path), str(PROJECT)]),
    )
    assert run.exit_code == 0
    assert '"output": "a.mp3"' in run.stdout


def test_sound_files_that_are_none(tmp_path: Path) -> None:
    (tmp_path / "a.wav").write_bytes(b"OggS" * 10)
    with pytest.raises(RuntimeError, match="neither WAV nor AIFF"):
        read_speech(tmp_path / "a.wav")


def test_drivers_of_other_systems_are_named_when_they_do_not_start() -> None:
    engine = "nsss" if sys.platform != "darwin" else "sapi5"
    with pytest.raises(EngineError, match=r"is a part of (macOS|Windows)"):
        load_engine(engine)


def test_a_new_process_says_the_same_as_this_one() -> None:
    script = (
        "from narrator.speech.engines import load_engine; import hashlib\n"
        "e = load_engine('espeak'); v = e.find_voice(None)\n"
        f"print(hashlib.sha256(e.speak({TEXT!r}, v, 175).pcm).hexdigest())"
    )
    printed = {
        subprocess.run([sys.executable, "-c", script], capture_output=True, check=True).stdout
        for _ in range(2)
    }
    assert len(printed) == 1


# en-gb+f3 has breath in it, which is noise
@pytest.mark.long
@pytest.mark.parametrize("voice", ["en-us", "en-gb+f3"])
def test_files_are_the_same_on_every_run(narrate: Narrate, tmp_path: Path, voice: str) -> None:
    files = []
    # espeak-ng would seed its noise with the time in whole seconds
    for _ in range(2):
        run = narrate("-", "--no-cache", "--voice", voice, "-o", "a.mp3", stdin=TEXT.encode())
        assert run.exit_code == 0
        files.append((tmp_path / "a.mp3").read_bytes())
        time.sleep(1 - time.time() % 1)  # until the next second
    assert files[0] == files[1]
