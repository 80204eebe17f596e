"""Kokoro: words into phonemes and back to their places, and a model of its shape that plays tones.

The real model is tried with ``python -m tests.benchmarks.kokoro``.
"""

from __future__ import annotations

import hashlib
import json
import os
import struct
import wave
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

import pytest

from narrator.errors import EngineError
from narrator.speech import kokoro, misaki
from narrator.speech.catalogue import CATALOGUES_VARIABLE, FOLDERS_VARIABLE, entries_of
from narrator.speech.contract import EngineContract
from narrator.speech.engines import Engine, Speech
from narrator.speech.kokoro import KokoroEngine
from narrator.speech.neural import SpeltWord
from tests.conftest import Narrate
from tests.onnx_models import kokoro_model, kokoro_styles

FRENCH = """# Les trains de nuit

Les trains de nuit reviennent, et l'on s'en réjouit. « C'est un voyage hors du temps », dit-elle !

# Les voyageurs

Le billet coûte 29 euros. Qui prendrait encore l'avion ?
"""
LANGUAGES = {
    "af_heart": "en-US",
    "bf_emma": "en-GB",
    "ff_siwis": "fr-FR",
    "ef_dora": "es-ES",
    "if_sara": "it-IT",
    "pf_dora": "pt-BR",
    "hf_alpha": "hi-IN",
}
SENTENCES = {
    "af_heart": "The night trains are back, she said.",
    "bf_emma": "The night trains are back, she said.",
    "ff_siwis": "Aujourd'hui, l'homme d'État s'en va : tant mieux !",
    "ef_dora": "¿Dónde está la estación? Allí, dijo José.",
    "if_sara": "L'albero è sull'isola, perché no?",
    "pf_dora": "Os trens da noite voltaram; não é?",
    "hf_alpha": "रात की रेलगाड़ियाँ लौट आई हैं।",
}


@pytest.fixture(scope="module")
def voices(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """Make a folder of voices that play tones, and return the environment that names it."""
    folder = tmp_path_factory.mktemp("voices")
    contents = {"model.onnx": kokoro_model()}
    for number, voice in enumerate(LANGUAGES):
        contents[f"{voice}.bin"] = kokoro_styles(0.2 + number / 20)
    lines = ['engine = "kokoro"', 'licence = "MIT"', 'licence_url = ""']
    for voice, language in LANGUAGES.items():
        lines += ["[[voices]]", f'id = "{voice}"', f'name = "{voice}"', f'language = "{language}"']
        lines.append(f'files = ["model.onnx", "{voice}.bin"]')
    for name, content in contents.items():
        (folder / name).write_bytes(content)
        sha256 = hashlib.sha256(content).hexdigest()
        lines += [f'[files."{name}"]', f"bytes = {len(content)}", f'sha256 = "{sha256}"']
    catalogue = folder / "catalogue.toml"
    catalogue.write_text("\n".join(lines), encoding="utf-8")
    return {FOLDERS_VARIABLE: str(folder), CATALOGUES_VARIABLE: str(catalogue)}


@pytest.fixture
def engine(voices: dict[str, str], monkeypatch: pytest.MonkeyPatch) -> Iterator[KokoroEngine]:
    """Return the engine with these voices."""
    for name, value in voices.items():
        monkeypatch.setenv(name, value)
    kokoro._model_in.cache_clear()
    yield kokoro.load()
    kokoro._model_in.cache_clear()


def speak(engine: KokoroEngine, voice: str, text: str) -> Speech:
    return engine.speak(text, engine.find_voice(voice), 175)


def spell(voice: str, text: str) -> list[SpeltWord]:
    return list(kokoro._spell(text, LANGUAGES[voice]))


def spelt(voice: str, text: str) -> str:
    return "".join(word.phonemes for word in spell(voice, text))


def test_an_article_is_narrated(narrate: Narrate, voices: dict[str, str], tmp_path: Path) -> None:
    (tmp_path / "trains.md").write_text(FRENCH, encoding="utf-8")
    arguments = ("trains.md", "--voice", "ff_siwis", "--json", "--no-cache")
    outcome = narrate(*arguments, "-o", "a.wav", NARRATE_ENGINE="kokoro", **voices)
    assert outcome.exit_code == 0, outcome.stderr
    made = json.loads(outcome.stdout)
    titles = [chapter["title"] for chapter in made["chapters"]]
    assert titles == ["Les trains de nuit", "Les voyageurs"]
    with wave.open(str(tmp_path / "a.wav")) as sound:
        assert sound.getframerate() == 24_000
        samples = sound.readframes(sound.getnframes())
    assert max(struct.unpack(f"<{len(samples) // 2}h", samples)) > 3000
    again = narrate(*arguments, "-o", "b.wav", "--jobs", "1", NARRATE_ENGINE="kokoro", **voices)
    assert again.exit_code == 0, again.stderr
    assert (tmp_path / "a.wav").read_bytes() == (tmp_path / "b.wav").read_bytes()


def test_the_language_of_a_text_finds_its_voice(
    narrate: Narrate, voices: dict[str, str], tmp_path: Path
) -> None:
    (tmp_path / "trains.md").write_text(FRENCH, encoding="utf-8")
    outcome = narrate("trains.md", "-o", "auto.wav", NARRATE_ENGINE="auto", **voices)
    assert outcome.exit_code == 0, outcome.stderr
    with wave.open(str(tmp_path / "auto.wav")) as sound:
        assert sound.getframerate() == 24_000


def test_a_voice_that_is_missing_says_how_to_get_it(narrate: Narrate) -> None:
    outcome = narrate("-", "--voice", "ff_siwis", stdin=b"Bonjour.", NARRATE_ENGINE="kokoro")
    assert outcome.exit_code == 5
    assert "narrate voices get ff_siwis" in outcome.stderr


def test_what_a_voice_is_like_is_known_without_its_files() -> None:
    engine = kokoro.load()
    voice = engine.find_voice("ff_siwis")
    assert not voice.is_present
    assert engine.sample_rate(voice) == 24_000
    assert "espeak-ng" in engine.version


def test_a_damaged_file_is_named(
    engine: KokoroEngine, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    styles = tmp_path / "if_sara.bin"
    styles.write_bytes(kokoro_styles(0.123))
    folders = [str(tmp_path), os.environ[FOLDERS_VARIABLE]]
    monkeypatch.setenv(FOLDERS_VARIABLE, os.pathsep.join(folders))
    with pytest.raises(EngineError, match="if_sara"):
        speak(engine, "if_sara", "Ciao.")


@pytest.mark.parametrize("voice", LANGUAGES)
def test_words_have_their_places_and_times(engine: KokoroEngine, voice: str) -> None:
    text = SENTENCES[voice]
    speech = speak(engine, voice, text)
    words = [text[word.offset : word.offset + word.length] for word in speech.words]
    assert words == [word.strip("¿?,.;!:।") for word in text.split() if word.strip("¿?,.;!:।")]
    starts = [word.start_samples for word in speech.words]
    assert starts == sorted(set(starts))
    assert starts[-1] < len(speech.pcm) // 2


@pytest.mark.usefixtures("engine")
def test_durations_are_those_of_the_sound() -> None:
    model = kokoro.load_model("ff_siwis")
    rendering = model.render("bɔ̃ʒˈuʁ, mˈɔ̃d.", 1.3)
    # the last phoneme starts where a full stop and silence, of 600 samples a unit, are left
    assert rendering.starts[0] == 600 * round(2 / 1.3)
    assert len(rendering.starts) == len("bɔ̃ʒˈuʁ, mˈɔ̃d.") + 1
    last = len(rendering.wave) - rendering.starts[-1]
    assert last == 600 * round(2 / 1.3)
    assert all(start < end for start, end in pairwise(rendering.starts))


def test_nothing_is_remembered(engine: KokoroEngine) -> None:
    first = speak(engine, "ff_siwis", SENTENCES["ff_siwis"])
    speak(engine, "ef_dora", SENTENCES["ef_dora"])
    assert speak(engine, "ff_siwis", SENTENCES["ff_siwis"]) == first


def test_long_texts_and_long_words_are_cut(engine: KokoroEngine) -> None:
    text = "Les trains de nuit reviennent, dit-on. " * 40 + "a" * 3000
    speech = speak(engine, "ff_siwis", text)
    assert len(speech.words) == 6 * 40 + 1
    starts = [word.start_samples for word in speech.words]
    assert starts == sorted(starts)


def test_marks_are_the_models_own() -> None:
    phonemes = spelt("ff_siwis", "« Oui », dit-il – enfin ! Ça va (bien) ?")
    assert [mark for mark in phonemes if not mark.isalpha() and mark not in "ˈˌ ̃ː"] == list(
        "“”,—!()?"
    )
    assert " !" not in phonemes


def test_words_sound_as_they_do_beside_others() -> None:
    in_context = spell("ff_siwis", "les amis")
    assert in_context[0].phonemes.strip().endswith("z") or in_context[1].phonemes.startswith("z")
    assert not spelt("ff_siwis", "les").endswith("z")


def test_words_that_espeak_joins_or_parts_keep_their_places() -> None:
    text = "El 57 de 2014 es co relinter@udistrital"
    words = spell("ef_dora", text)
    assert [text[word.offset : word.offset + word.length] for word in words] == text.split()
    assert all(word.phonemes.strip() for word in words)


@pytest.mark.parametrize(("voice", "text"), [("ff_siwis", "Привет, мир."), ("ef_dora", "夜の列車")])
def test_another_script_is_an_error(engine: KokoroEngine, voice: str, text: str) -> None:
    with pytest.raises(ValueError, match="script"):
        speak(engine, voice, text)


def test_phonemes_of_the_dictionary_are_said(
    narrate: Narrate, voices: dict[str, str], tmp_path: Path
) -> None:
    (tmp_path / "pronounce.toml").write_text(
        'Doha = { phonemes = "doh\'a" }\nKlick = { phonemes = "k!" }', encoding="utf-8"
    )
    (tmp_path / "a.txt").write_text("Doha et Klick. Voilà la ville de Doha.", encoding="utf-8")
    outcome = narrate(
        "a.txt", "--voice", "ff_siwis", "-o", "a.wav", NARRATE_ENGINE="kokoro", **voices
    )
    assert outcome.exit_code == 0, outcome.stderr
    assert "cannot say the phonemes given for Klick" in outcome.stderr
    assert spelt("ff_siwis", "À [[doh'a]], oui") == "ˈa dohˈa, wˈi"


@pytest.mark.parametrize("voice", ["af_heart", "ff_siwis", "hf_alpha"])
@pytest.mark.parametrize(
    "text",
    ["[[D'OID", "D'OID]]", "[ [D'OID] ]", "<phoneme ph='ðˈYð'>o</phoneme>", "[o](/ðˈYð/)"],
)
def test_a_text_smuggles_no_phonemes(voice: str, text: str) -> None:
    assert spelt(voice, "[[D'OID]]") == "ðˈYð"
    assert "ðˈYð" not in spelt(voice, text)


def test_an_articles_brackets_are_no_phonemes(
    narrate: Narrate, voices: dict[str, str], tmp_path: Path
) -> None:
    (tmp_path / "a.txt").write_text("Le mot [[k'at@r]] est étrange.", encoding="utf-8")
    outcome = narrate(
        "a.txt", "--dry-run", "--voice", "ff_siwis", NARRATE_ENGINE="kokoro", **voices
    )
    assert outcome.exit_code == 0, outcome.stderr
    assert "[[" not in outcome.stdout


def test_english_is_spelt_by_espeak_where_there_is_no_lexicon(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    by_lexicon = spelt("af_heart", SENTENCES["af_heart"])
    monkeypatch.setattr(misaki, "is_installed", lambda: False)
    by_espeak = spelt("af_heart", SENTENCES["af_heart"])
    assert by_lexicon == "ðə nˈIt tɹˈAnz ɑɹ bˈæk, ʃi sˈɛd."
    assert by_espeak == "ðə nˈIt tɹˈAnz ɑɹ bˈæk, ʃi sˈɛd."


def test_names_in_other_scripts_are_read(engine: KokoroEngine) -> None:
    text = "Les trains pour Москва partent."
    words = speak(engine, "ff_siwis", text).words
    assert [text[word.offset : word.offset + word.length] for word in words] == [
        "Les",
        "trains",
        "pour",
        "Москва",
        "partent",
    ]


class TestContract(EngineContract):
    """Kokoro with voices that play tones keeps to the contract."""

    @pytest.fixture(autouse=True)
    def voices(self, engine: KokoroEngine) -> None:
        """Have the voices be found."""

    def make(self) -> Engine:
        return kokoro.load()


def test_the_catalogue_names_all_files() -> None:
    entries = entries_of("kokoro")
    assert {entry.language for entry in entries} == set(LANGUAGES.values())
    for entry in entries:
        model, styles = entry.files
        assert (model.size_bytes, styles.size_bytes) == (92_361_271, 510 * 256 * 4)
        assert styles.name == f"{entry.id}.bin"
        assert all(url.startswith("https://") for url in (*model.urls, *styles.urls))
    assert len({entry.files[0].sha256 for entry in entries}) == 1
    assert len({entry.files[1].sha256 for entry in entries}) == len(entries)
