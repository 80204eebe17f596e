"""The neural voice with its real weights: who is chosen, what is heard, always the same bytes."""

from __future__ import annotations

import hashlib
import json
import re
from itertools import pairwise
from pathlib import Path

import pytest

from narrator.speech import hibari, misaki
from narrator.speech.engines import Speech, load_engine
from narrator.speech.voices import find_speaker
from narrator.verbalize.normalize import to_spoken
from tests.conftest import PROJECT, Narrate
from tests.readback import hear

TEXT = "The old bridge (closed since May) reopens on Monday: a year late, and over budget."
NAMED = (
    b"Harbour news\n\nThe cranes of \xd0\x9c\xd0\xbe\xd1\x81\xd0\xba\xd0\xb2\xd0\xb0 are back.\n"
)


def spoken(text: str, rate: int = 175) -> Speech:
    engine = load_engine("hibari")
    return engine.speak(text, engine.find_voice(None), rate)


def seconds(speech: Speech) -> float:
    return len(speech.pcm) / 2 / speech.sample_rate


def phonemes(text: str) -> str:
    model = hibari.load_model("heart")
    return "".join(word.phonemes for word in model.spell(text))


@pytest.mark.parametrize(
    ("wanted", "language", "engine", "voice"),
    [
        (None, "en", "hibari", "heart"),
        (None, "", "hibari", "heart"),
        (None, "de", "espeak", "de"),
        ("heart", "de", "hibari", "heart"),
        ("en-gb+f3", "en", "espeak", "en+f3"),
        ("German", "en", "espeak", "de"),
    ],
)
def test_the_engine_is_chosen_by_language_and_voice(
    wanted: str | None, language: str, engine: str, voice: str
) -> None:
    speaker = find_speaker("auto", wanted, language)
    assert (speaker.engine, speaker.voice.id) == (engine, voice)


@pytest.mark.long
def test_the_same_bytes_for_any_number_of_processes_and_from_the_cache(
    narrate: Narrate, tmp_path: Path
) -> None:
    sections = [f"# Part {number}\n\n{TEXT}\n" for number in range(3)]
    (tmp_path / "a.md").write_text("\n".join(sections), encoding="utf-8")
    hashes = set()
    for run, jobs in enumerate(["1", "3", "3"]):
        name = f"{run}.mp3"
        done = narrate(
            "a.md",
            *("-o", name, "--jobs", jobs, "--cache-dir", f"cache of {jobs}"),
            NARRATE_ENGINE="auto",
        )
        assert done.exit_code == 0, done.stderr
        hashes.add(hashlib.sha256((tmp_path / name).read_bytes()).hexdigest())
    assert len(hashes) == 1


@pytest.mark.long
def test_a_run_from_the_cache_loads_no_model(tmp_path: Path, narrate: Narrate) -> None:
    (tmp_path / "a.txt").write_bytes(NAMED)
    narrate("a.txt", "-o", "a.wav", NARRATE_ENGINE="auto")
    done = narrate(
        "a.txt",
        *("-o", "b.wav", "-q"),
        NARRATE_ENGINE="auto",
        PYTHONVERBOSE="1",
        here=False,
    )
    assert done.exit_code == 0
    assert "import 'onnxruntime'" not in done.stderr
    assert "import 'hibari'" not in done.stderr
    assert (tmp_path / "a.wav").read_bytes() == (tmp_path / "b.wav").read_bytes()


def test_words_start_where_the_model_says() -> None:
    speech = spoken(TEXT)
    words = [TEXT[word.offset : word.offset + word.length] for word in speech.words]
    assert (
        words
        == TEXT.replace("(", "")
        .replace(")", "")
        .replace(":", "")
        .replace(",", "")
        .strip(".")
        .split()
    )
    starts = [word.start_samples for word in speech.words]
    assert all(before < after for before, after in pairwise(starts))
    assert starts[-1] / speech.sample_rate < seconds(speech)


@pytest.mark.parametrize("rate", [80, 120, 175, 220, 260, 450])
def test_it_speaks_as_fast_as_it_is_told(rate: int) -> None:
    assert seconds(spoken(TEXT, rate)) == pytest.approx(seconds(spoken(TEXT)) * 175 / rate, rel=0.2)


def test_names_in_other_scripts_are_read() -> None:
    assert phonemes("in Москва now") == phonemes("in Moskva now")
    speech = spoken("in Москва now")
    assert [(word.offset, word.length) for word in speech.words] == [(0, 2), (3, 6), (10, 3)]


def test_a_text_without_a_letter_it_knows_is_refused_every_time() -> None:
    for _ in range(3):
        with pytest.raises(ValueError, match="script"):
            spoken("北京。")


def test_no_text_can_smuggle_phonemes() -> None:
    """Hibari itself reads this as the phonemes between the slashes."""
    said = phonemes("a [dog](/kˈæt/) barks")
    assert "dˈɑɡ" in said
    assert "kˈæt" not in said


def test_the_engines_own_normaliser_would_change_nothing() -> None:
    """Only a capital that it takes for a Roman numeral, which our rules know is a letter."""
    lines = (PROJECT / "tests" / "data" / "spoken_en.tsv").read_text(encoding="utf-8").splitlines()
    differing = []
    speller = misaki.load_speller(british=False)
    for line in lines:
        if line.startswith("#"):
            continue
        said = to_spoken(line.split("\t")[0], "en")
        if speller(said, normalize_text=False) != speller(said):
            differing.append(said)
    assert differing == ["Part C of the form is for Group D."]


def test_a_long_word_is_read_to_its_end() -> None:
    word = "pneumonoultramicroscopicsilicovolcanoconiosis"
    assert len(phonemes(word.replace("s", "z", 1))) > 30


def test_a_long_sentence_is_rendered_in_parts() -> None:
    text = "and the old bridge, which is closed, reopens on Monday " * 10
    speech = spoken(text)
    assert len(speech.words) == len(text.split())
    assert seconds(speech) > 20


@pytest.mark.long
def test_another_file_than_the_models_is_refused(narrate: Narrate, tmp_path: Path) -> None:
    """A package that was tampered with does not speak."""
    package = tmp_path / "path" / "hibari"
    original = misaki.assets().parent
    package.mkdir(parents=True)
    for item in original.iterdir():
        (package / item.name).symlink_to(item)
    (package / "assets").unlink()
    (package / "assets").mkdir()
    for item in misaki.assets().iterdir():
        (package / "assets" / item.name).symlink_to(item)
    model = package / "assets" / "hibari.onnx"
    content = model.read_bytes()
    model.unlink()
    model.write_bytes(content + b"\0")
    (tmp_path / "a.txt").write_bytes(b"Hello there, all of you.\n")
    done = narrate("a.txt", "-o", "a.mp3", NARRATE_ENGINE="hibari", PYTHONPATH=str(package.parent))
    assert done.exit_code == 6
    assert "is damaged" in done.stderr
    assert not (tmp_path / "a.mp3").exists()


def test_without_the_package_espeak_speaks_and_a_line_says_so(
    narrate: Narrate, tmp_path: Path
) -> None:
    """As on machines that onnxruntime has no wheel for."""
    block = tmp_path / "block"
    block.mkdir()
    (block / "sitecustomize.py").write_text(
        "from importlib.machinery import PathFinder\n"
        "find = PathFinder.find_spec\n"
        "def find_others(name, *more):\n"
        "    return None if name == 'onnxruntime' else find(name, *more)\n"
        "PathFinder.find_spec = find_others\n",
        encoding="utf-8",
    )
    (tmp_path / "a.txt").write_bytes(b"The old bridge reopens on Monday, a year late.\n")
    done = narrate("a.txt", "-o", "a.mp3", NARRATE_ENGINE="auto", PYTHONPATH=str(block))
    assert done.exit_code == 0
    assert "pip install" in done.stderr
    assert "espeak" in done.stderr
    done = narrate("a.txt", "-o", "b.mp3", NARRATE_ENGINE="hibari", PYTHONPATH=str(block))
    assert done.exit_code == 5
    assert "pip install" in done.stderr


@pytest.mark.long
def test_the_plan_is_spoken_at_24_kilohertz(narrate: Narrate, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_bytes(NAMED)
    done = narrate("a.txt", "-o", "a.wav", "--json", NARRATE_ENGINE="auto")
    heard = hear(tmp_path / "a.wav")
    assert heard.sample_rate == 24_000
    told = json.loads(done.stdout)["duration"]
    assert len(heard.pcm) / heard.sample_rate == pytest.approx(told, abs=0.01)


@pytest.mark.long
def test_nobody_is_told_that_a_voice_speaks(narrate: Narrate, tmp_path: Path) -> None:
    """Onnxruntime would keep a device's identifier and call its maker."""
    home = tmp_path / "home"
    (tmp_path / "tmp").mkdir()
    (tmp_path / "a.txt").write_bytes(NAMED)
    done = narrate(
        "a.txt",
        *("-o", "a.wav"),
        NARRATE_ENGINE="auto",
        HOME=str(home),
        TMPDIR=str(tmp_path / "tmp"),
        XDG_CACHE_HOME=str(home / ".cache"),
    )
    assert done.exit_code == 0, done.stderr
    assert list((tmp_path / "tmp").iterdir()) == []
    assert [path.name for path in home.rglob("*") if "icrosoft" in path.name] == []


def test_nothing_imports_onnxruntime_with_its_telemetry() -> None:
    modules = (PROJECT / "narrator").rglob("*.py")
    importing = [
        module.name
        for module in modules
        if re.search(r"^ +(import|from) onnxruntime", module.read_text(encoding="utf-8"), re.M)
    ]
    # the second only for types
    assert sorted(importing) == ["kokoro.py", "onnx.py"]


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("The sound ə is common.", "The sound e is common."),
        ("The letter א is first.", "The letter alef is first."),
        ("Nguyễn was here.", "Nguyen was here."),
    ],
)
def test_letters_without_a_latin_sound_are_named(written: str, said: str) -> None:
    assert phonemes(written) == phonemes(said)


@pytest.mark.parametrize("text", ["ə", "ạ", "ɔ ɕ", "Ⅷ", "②"])
def test_rare_latin_letters_are_read(text: str) -> None:
    assert spoken(text).pcm


@pytest.mark.long
def test_what_no_voice_can_say_is_told_and_the_rest_narrated(
    narrate: Narrate, tmp_path: Path
) -> None:
    text = "The library opened a new hall.\n\nᨀᨁᨂ ᨃᨄ\n\nꦗꦮ ꦗꦮ ꦗꦮ\n\nIt is open every day.\n"
    (tmp_path / "a.txt").write_text(text, encoding="utf-8")
    for run in ("spoken", "kept"):
        done = narrate("a.txt", "-o", f"{run}.wav", NARRATE_ENGINE="auto")
        assert done.exit_code == 0, done.stderr
        assert "no voice here can say 3 of the words, such as 'ꦗꦮ ꦗꦮ ꦗꦮ'" in done.stderr


def test_stress_without_a_sound_is_no_word() -> None:
    engine = load_engine("hibari")
    assert engine.says_phonemes("k'at")
    assert not engine.says_phonemes("' '")
