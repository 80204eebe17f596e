"""Piper's voices, from end to end with a small voice of their kind that the tests make.

A real voice has sixty megabytes; ``python -m tests.benchmarks.piper FILE.onnx`` tries one.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
import shutil
import signal
import subprocess
import time
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from narrator.errors import EngineError
from narrator.speech import neural
from narrator.speech.catalogue import entries_of
from narrator.speech.contract import EngineContract
from narrator.speech.engines import Engine, Speech, Voice, load_engine
from narrator.speech.espeak_phonemes import spell
from narrator.speech.onnx import session_of
from narrator.speech.onnx_graph import operator_outputs, with_fixed_noise
from narrator.speech.piper import PiperEngine, PiperModel, _model, load
from tests.conftest import COMMAND, SAMPLES, Narrate
from tests.piper_voice import SAMPLE_RATE, SAMPLES_A_FRAME, SYMBOLS, make_settings, write_voice
from tests.readback import hear
from tests.test_resume import reused

TEXT = "Ten boats came home."
TRAINS = SAMPLES / "night-trains.txt"
CRANES = SAMPLES / "harbour-cranes.txt"


@pytest.fixture(scope="session")
def hum(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Make the voice, once for all tests that do not change it."""
    return write_voice(tmp_path_factory.mktemp("piper") / "hum.onnx")


def piper() -> PiperEngine:
    engine = load_engine("piper")
    assert isinstance(engine, PiperEngine)
    return engine


def model_of(voice: Voice) -> PiperModel:
    return _model(voice, os.getpid())


def of(voice: Path) -> tuple[str, ...]:
    """Return the options for a voice; the tests' own settings name another engine."""
    return ("--engine", "auto", "--voice", str(voice))


def say(path: Path | str, text: str = TEXT, rate: int = 175) -> Speech:
    engine = piper()
    return engine.speak(text, engine.find_voice(str(path)), rate)


@pytest.mark.long
def test_the_same_bytes_for_any_number_of_processes_and_from_the_cache(
    narrate: Narrate, tmp_path: Path, hum: Path
) -> None:
    for jobs in (1, 8):
        run = narrate(*(TRAINS, *of(hum), "-o", f"{jobs}.wav", "--jobs", str(jobs), "--no-cache"))
        assert run.exit_code == 0, run.stderr
    first = (tmp_path / "1.wav").read_bytes()
    assert first == (tmp_path / "8.wav").read_bytes()
    narrate(TRAINS, *of(hum), "-o", "a.wav", "--jobs", "2")
    again = narrate(TRAINS, *of(hum), "-o", "b.wav")
    assert reused(again.stderr) == 560
    assert first == (tmp_path / "a.wav").read_bytes() == (tmp_path / "b.wav").read_bytes()


@pytest.mark.long
def test_killed_it_goes_on_and_makes_the_same_file(
    narrate: Narrate, tmp_path: Path, environment: dict[str, str], cache_home: Path, hum: Path
) -> None:
    narrate(CRANES, *of(hum), "-o", "undisturbed.wav", "--no-cache")
    running = subprocess.Popen(
        [COMMAND, CRANES, *of(hum), "-o", "a.wav", "--jobs", "1"],
        cwd=tmp_path,
        env=environment,
        stderr=subprocess.DEVNULL,
    )
    while running.poll() is None and not list(cache_home.glob("narrate/takes/*")):
        time.sleep(0.005)
    running.send_signal(signal.SIGKILL)
    assert running.wait() == -signal.SIGKILL
    last = narrate(CRANES, *of(hum), "-o", "a.wav")
    assert 0 < reused(last.stderr) < 2_833
    assert (tmp_path / "a.wav").read_bytes() == (tmp_path / "undisturbed.wav").read_bytes()


def test_the_generator_of_a_voice_goes_on_and_ours_does_not(hum: Path) -> None:
    """What a session says depends on what it said; with a fixed table of noise it does not."""
    model = hum.read_bytes()
    assert operator_outputs(model, "RandomNormalLike") == [
        "/dp/RandomNormalLike_output_0",
        "/RandomNormalLike_output_0",
    ]
    noise = np.random.default_rng(0).standard_normal((1, 192, 600), np.float32)
    inputs = {
        "input": np.array([[1, 0, 20, 0, 30, 0, 2]], np.int64),
        "input_lengths": np.array([7], np.int64),
        "scales": np.array([0.667, 1, 0.8], np.float32),
    }
    by_itself, fixed = session_of(model), session_of(with_fixed_noise(model, noise))
    first, second = (by_itself.run(None, inputs)[0].tobytes() for _ in range(2))
    assert first != second
    first, second = (fixed.run(None, inputs)[0].tobytes() for _ in range(2))
    assert first == second
    other = session_of(with_fixed_noise(model, -noise))
    assert other.run(None, inputs)[0].tobytes() != first  # the noise is heard


def test_what_was_said_before_does_not_count(hum: Path) -> None:
    first = say(hum)
    say(hum, "Something else was said in between, and at length.")
    assert say(hum) == first


def test_the_words_start_where_their_phonemes_do(hum: Path) -> None:
    speech = say(hum)
    assert [TEXT[word.offset : word.offset + word.length] for word in speech.words] == [
        "Ten",
        "boats",
        "came",
        "home",
    ]
    wave = np.abs(np.frombuffer(speech.pcm, "<i2").astype(float))
    # a mark is silent, and so is the space before each word
    for word in speech.words[1:]:
        before = wave[word.start_samples - SAMPLES_A_FRAME : word.start_samples]
        assert not before.any()
    assert speech.sample_rate == SAMPLE_RATE


def test_the_durations_add_up_to_the_sound(hum: Path) -> None:
    model = model_of(piper().find_voice(str(hum)))
    phonemes = "".join(word.phonemes for word in model.spell(TEXT)).rstrip()
    coded = model._settings.encode(phonemes)
    durations, wave = model._run(coded.ids, 1.0)
    assert len(durations) == len(coded.ids)
    assert int(np.sum(durations)) * SAMPLES_A_FRAME == len(wave)
    rendering = model.render(phonemes, 1.0)
    before = [int(np.sum(durations[:first])) * SAMPLES_A_FRAME for first in coded.firsts]
    assert rendering.starts == before


def test_words_keep_their_places_between_quotes_and_numbers() -> None:
    text = "He said “why” in 1,998 days."
    words = [text[word.offset : word.offset + word.length] for word in spell(text, "en-us")]
    assert words[:4] == ["He", "said", "why", "in"]
    assert words[-1] == "days"


@pytest.mark.parametrize(
    ("text", "voice", "phonemes"),
    [
        ("Yes — no – why?", "en-us", "jˈɛs; nˈoʊ; wˈaɪ? "),
        ("“Why not?” he asked.", "en-us", "wˌaɪ nˈɑːt? hiː ˈæskt. "),
        ("Well: one; two, three! Four", "en-us", "wˈɛl: wˌʌn; tˈuː, θɹˈiː! fˈɔːɹ "),
        ("Fly to [[k'at@r]] now.", "en-us", "flˈaɪ tə kˈæɾɚr nˈaʊ. "),
        ("Das Weekend war kurz.", "de", "das vˈeːkənt vɑːɾ kˈʊɐts. "),
        # accents are characters of their own, and a change of language is not said
        ("Un bon vin.", "fr", "œ̃ bˈɔ̃ vˈɛ̃. "),
    ],
)
def test_phonemes_and_marks_as_voices_were_trained_on(text: str, voice: str, phonemes: str) -> None:
    assert "".join(word.phonemes for word in spell(text, voice)) == phonemes


def test_a_voice_that_was_looked_up_does_not_stay_in_use() -> None:
    before = spell("Why not?", "en-us")
    load_engine("espeak").find_voice("en-gb+f3")
    assert spell("Why not?", "en-us") == before


def test_faster_is_shorter(hum: Path) -> None:
    slow, normal, fast = (len(say(hum, rate=rate).pcm) for rate in (100, 175, 400))
    assert fast < normal * 0.6 < slow * 0.5


def test_a_long_text_is_rendered_in_runs(hum: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    text = "Ten boats came home, and nobody on the quay was waiting for them. " * 12
    sizes: list[int] = []
    render = PiperModel.render

    def counted(self: PiperModel, phonemes: str, speed: float) -> neural.Rendering:
        sizes.append(len(phonemes))
        return render(self, phonemes, speed)

    monkeypatch.setattr(PiperModel, "render", counted)
    speech = say(hum, text)
    assert len(sizes) > 3
    assert max(sizes) <= PiperModel.max_phonemes
    starts = [word.start_samples for word in speech.words]
    assert starts == sorted(starts)


def test_a_text_that_the_voice_cannot_say(narrate: Narrate, tmp_path: Path) -> None:
    ids = {symbol: [0] for symbol in "_^$ ."}
    mute = write_voice(tmp_path / "mute.onnx", phoneme_id_map=ids)
    run = narrate("-", *of(mute), "-o", "a.mp3", stdin=TEXT.encode())
    assert run.exit_code == 6
    assert run.stderr.count("\n") == 2
    assert "the voice says nothing of it" in run.stderr
    assert not (tmp_path / "a.mp3").exists()


def test_a_model_that_does_not_fit_its_settings_is_one_line(
    narrate: Narrate, tmp_path: Path
) -> None:
    numbers = {symbol: [number + 900] for number, symbol in enumerate(SYMBOLS)}
    path = write_voice(tmp_path / "odd.onnx", phoneme_id_map=numbers)
    run = narrate("-", "-q", *of(path), "-o", "a.mp3", stdin=TEXT.encode())
    assert run.exit_code == 6
    assert run.stderr.count("\n") == 1
    assert run.stderr.startswith("narrate: speech failed")


def test_a_speaker_is_chosen_by_number_or_name(tmp_path: Path) -> None:
    folder = tmp_path / "voices #1"
    folder.mkdir()
    choir = write_voice(folder / "choir.onnx", speakers=3)
    first, zeroth, third, named = (
        say(f"{choir}{speaker}").pcm for speaker in ("", "#0", "#2", "#singer-2")
    )
    assert first == zeroth != third == named
    with pytest.raises(EngineError, match="#0 to #2"):
        piper().find_voice(f"{choir}#3")


def test_a_voice_that_reads_letters(tmp_path: Path) -> None:
    path = write_voice(tmp_path / "letters.onnx", phoneme_type="PhonemeType.TEXT")
    speech = say(path, "Ten boats came home.")
    assert [word.offset for word in speech.words] == [0, 4, 10, 15]
    with pytest.raises(ValueError, match="no phonemes"):
        say(path, "Fly to [[k'at@r]] now.")


def test_an_absent_voice_is_named_without_its_speaker(narrate: Narrate) -> None:
    run = narrate(
        "-", "--engine", "piper", "--voice", "en_GB-vctk-medium#p239", here=True, stdin=b"Ten."
    )
    assert run.exit_code == 5
    assert "narrate voices get en_GB-vctk-medium (" in run.stderr


@pytest.mark.long
def test_another_model_or_other_settings_are_another_voice(
    narrate: Narrate, tmp_path: Path, hum: Path
) -> None:
    path = Path(shutil.copy(hum, tmp_path / "own.onnx"))
    settings = Path(shutil.copy(f"{hum}.json", f"{path}.json"))

    def narrated() -> int:
        run = narrate("-", *of(path), "-o", "a.wav", stdin=TEXT.encode())
        assert run.exit_code == 0, run.stderr
        return reused(run.stderr)

    assert (narrated(), narrated()) == (0, 4)
    settings.write_text(json.dumps(dict(make_settings()) | {"dataset": "own"}), encoding="utf-8")
    assert (narrated(), narrated()) == (0, 4)
    write_voice(path, speakers=2)
    assert (narrated(), narrated()) == (0, 4)


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (None, "cannot be read"),
        (b"", "no voice of Piper"),
        (b"no model at all, but a text", "damaged"),
        ("half", "damaged"),
        (b"\x08\x08", "no voice of Piper"),
    ],
)
def test_files_that_are_no_voice(
    narrate: Narrate, tmp_path: Path, hum: Path, content: bytes | str | None, reason: str
) -> None:
    path = tmp_path / "bad.onnx"
    shutil.copy(f"{hum}.json", f"{path}.json")
    if content == "half":
        content = hum.read_bytes()[:2000]
    if isinstance(content, bytes):
        path.write_bytes(content)
    run = narrate("-", *of(path), "-o", "a.mp3", here=True, stdin=TEXT.encode())
    assert run.exit_code == 5
    assert run.stderr.count("\n") == 1
    assert "Traceback" not in run.stderr
    assert reason in run.stderr
    assert not (tmp_path / "a.mp3").exists()


BAD_SETTINGS: list[tuple[Any, str]] = [
    (None, "cannot be read"),
    ("{", "cannot be used"),
    ("[]", "no table"),
    ("\x00\x01", "cannot be used"),
    ("[" * 100_000, "nested too deeply"),
    ({"audio": 3}, "'audio'"),
    ({"audio": {"sample_rate": -1}}, "'sample_rate' is -1"),
    ({"audio": {"sample_rate": "loud"}}, "'sample_rate'"),
    ({"espeak": {}}, "'espeak' names no voice"),
    ({"espeak": {"voice": "xx-parrot"}}, "espeak-ng has no voice 'xx-parrot'"),
    ({"phoneme_type": "pinyin"}, "'pinyin' cannot be made"),
    ({"phoneme_id_map": {"a": [1]}}, "has no '^'"),
    ({"phoneme_id_map": {symbol: ["x"] for symbol in SYMBOLS}}, "has no numbers for"),
    ({"phoneme_id_map": {symbol: [-4] for symbol in SYMBOLS}}, "has no numbers for"),
    ({"inference": {"length_scale": 0}}, "'length_scale' is 0"),
    ({"inference": {"noise_scale": float("nan")}}, "'noise_scale' is nan"),
    ({"speaker_id_map": {"anna": "first"}}, "no number for 'anna'"),
]


@pytest.mark.parametrize(("change", "reason"), BAD_SETTINGS)
def test_settings_that_make_no_sense(
    narrate: Narrate, tmp_path: Path, hum: Path, change: Any, reason: str
) -> None:
    path = Path(shutil.copy(hum, tmp_path / "bad.onnx"))
    settings = Path(f"{path}.json")
    if isinstance(change, dict):
        change = json.dumps(dict(make_settings()) | change)
    if change is not None:
        settings.write_text(change, encoding="utf-8")
    run = narrate("-", *of(path), "-o", "a.mp3", here=True, stdin=TEXT.encode())
    assert run.exit_code == 5
    assert run.stderr.count("\n") == 1
    assert reason in run.stderr
    assert not (tmp_path / "a.mp3").exists()


def test_a_model_that_changes_while_it_is_read_is_refused(tmp_path: Path) -> None:
    path = write_voice(tmp_path / "own.onnx")
    voice = piper().find_voice(str(path))
    write_voice(path, speakers=2)
    with pytest.raises(EngineError, match="damaged"):
        piper().speak(TEXT, voice, 175)


@pytest.fixture
def shelf(hum: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Offer the voice in a catalogue of one's own, with its files in a folder of one's own."""
    lines = [
        'engine = "piper"',
        'licence = "CC0-1.0"',
        'licence_url = "https://example.org/licence"',
        "[[voices]]",
        'id = "hum"',
        'name = "Hum (American)"',
        'language = "en-US"',
        'files = ["hum.onnx", "hum.onnx.json"]',
    ]
    for path in (hum, Path(f"{hum}.json")):
        content = path.read_bytes()
        lines.append(f'[files."{path.name}"]')
        lines.append(f"bytes = {len(content)}")
        lines.append(f'sha256 = "{hashlib.sha256(content).hexdigest()}"')
    catalogue = tmp_path / "own.toml"
    catalogue.write_text("\n".join(lines), encoding="utf-8")
    monkeypatch.setenv("NARRATE_VOICE_CATALOGUE", str(catalogue))
    monkeypatch.setenv("NARRATE_VOICES", str(hum.parent))
    return catalogue


@pytest.mark.usefixtures("shelf")
class TestContract(EngineContract):
    """What every engine keeps to, with the one voice that is present."""

    def make(self) -> Engine:
        return load()


@pytest.mark.long
def test_a_voice_of_the_catalogue_is_found_by_its_name(
    narrate: Narrate, tmp_path: Path, hum: Path, shelf: Path
) -> None:
    places = {"NARRATE_VOICE_CATALOGUE": str(shelf), "NARRATE_VOICES": str(hum.parent)}
    run = narrate(
        *("-", "--engine", "auto", "--voice", "hum", "-o", "a.wav"), stdin=TEXT.encode(), **places
    )
    assert run.exit_code == 0, run.stderr
    narrate("-", *of(hum), "-o", "b.wav", stdin=TEXT.encode())
    # the tags differ: in the catalogue the voice has a name
    assert hear(tmp_path / "a.wav").pcm == hear(tmp_path / "b.wav").pcm


def test_the_catalogue_is_complete() -> None:
    entries = entries_of("piper")
    assert len({entry.id for entry in entries}) == len(entries) > 50
    for entry in entries:
        model, settings = entry.files
        assert entry.licence
        assert entry.licence_url.startswith("https://")
        assert settings.name == f"{model.name}.json"
        for file in entry.files:
            assert re.fullmatch("[0-9a-f]{64}", file.sha256)
            assert all(url.startswith("https://") and url.isascii() for url in file.urls)
    assert {"de-DE", "fr-FR", "es-ES", "it-IT"} < {entry.language for entry in entries}


def test_the_engine_may_be_named(narrate: Narrate, tmp_path: Path, hum: Path) -> None:
    run = narrate("-", "--engine", "piper", "--voice", hum, "-o", "a.opus", stdin=TEXT.encode())
    assert run.exit_code == 0, run.stderr
    assert (tmp_path / "a.opus").exists()
