"""See before you hear: what would be said, and the dictionaries that change it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from narrator.speech.engines import load_engine
from tests.conftest import SAMPLES, Narrate, NarratedSample
from tests.readback import hear
from tests.test_text import SECTIONS

QUAY = b"Reading is a town near the Tyneford quay. Reading aloud is an art."


def test_it_prints_every_chapter_as_it_would_be_said_and_speaks_nothing(
    narrate: Narrate, tmp_path: Path
) -> None:
    run = narrate(SAMPLES / "night-trains.txt", "--dry-run")
    assert (run.exit_code, run.stderr) == (0, "")
    for number, title in enumerate(SECTIONS["night-trains.txt"], 1):
        assert f"{number:4}. {title}  (" in run.stdout
    assert (
        "a private cabin with a washbasin and a rather narrow wardrobe "
        "one hundred forty eight euros." in run.stdout
    )
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("name", "options"),
    [
        ("night-trains", ["--summary"]),
        ("bienen", ["--voice", "de", "--json", "-q"]),
        ("the-bench", ["--voice", "fr"]),
    ],
)
def test_its_words_are_all_and_its_durations_near(
    narrate: Narrate, narrated: NarratedSample, name: str, options: list[str]
) -> None:
    source = SAMPLES / f"{name}.txt"
    voice = options[:2] if "--voice" in options else []
    script = json.loads(narrate(source, "--dry-run", "--json", *voice).stdout)
    assert sum(chapter["words"] for chapter in script["chapters"]) == len(
        source.read_text(encoding="utf-8").split()
    )
    chapters = hear(narrated(name, *options).audio).chapters
    for chapter, (start, end, _) in zip(script["chapters"], chapters, strict=True):
        assert chapter["duration"] == pytest.approx(end - start, rel=0.15)


def test_the_summary_is_in_it_when_it_would_be_spoken(narrate: Narrate) -> None:
    assert (
        "   1. Summary  ("
        in narrate(SAMPLES / "night-trains.txt", "--dry-run", "--speak-summary").stdout
    )


def test_a_dictionary_says_words_its_way(narrate: Narrate, tmp_path: Path) -> None:
    (tmp_path / "mine.toml").write_text('Tyneford = "TINE-fud"\n', encoding="utf-8")
    assert (
        "near the TINE-fud quay"
        in narrate("-", "--dry-run", "--pronounce", "mine.toml", stdin=QUAY).stdout
    )


def test_dictionaries_are_found_and_the_nearer_counts(narrate: Narrate, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_bytes(QUAY)
    config = tmp_path / "config"
    (config / "narrate").mkdir(parents=True)
    where = {"XDG_CONFIG_HOME": str(config)}
    (config / "narrate" / "pronounce.toml").write_text(
        'Tyneford = "far"\nquay = "key"\n', encoding="utf-8"
    )
    assert "near the far key." in narrate("a.txt", "--dry-run", **where).stdout
    (tmp_path / "pronounce.toml").write_text('Tyneford = "near"\n', encoding="utf-8")
    assert "near the near key." in narrate("a.txt", "--dry-run", **where).stdout
    (tmp_path / "mine.toml").write_text('Tyneford = "given"\n', encoding="utf-8")
    assert (
        "near the given key."
        in narrate("a.txt", "--dry-run", "--pronounce", "mine.toml", **where).stdout
    )


def test_phonemes_are_for_espeak_alone(narrate: Narrate, tmp_path: Path) -> None:
    (tmp_path / "mine.toml").write_text('Tyneford = { phonemes = "t\'aInf@d" }\n', encoding="utf-8")
    arguments = ("-", "--dry-run", "--pronounce", "mine.toml")
    assert "[[t'aInf@d]]" in narrate(*arguments, stdin=QUAY).stdout
    assert "Tyneford" in narrate(*arguments, "--engine", "tone", stdin=QUAY).stdout


def test_phonemes_are_heard_and_those_of_an_article_are_not(narrate: Narrate) -> None:
    engine = load_engine("espeak")
    voice = engine.find_voice(None)
    assert engine.speak("[[b'i:]]", voice, 175).pcm != engine.speak("b'i:", voice, 175).pcm
    said = narrate(
        "-", "--dry-run", stdin=b"Then he wrote [[b'i:]] and <break time='9s'/> on the wall."
    ).stdout
    assert "[[" not in said
    assert "<" not in said


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ('Tyneford = "a"\nquay = 3\n', "line 2: 'quay' must be a text"),
        ("Tyneford = \n", "line 1: invalid value"),
        (None, "no such file"),
    ],
)
def test_a_bad_dictionary_is_refused_with_line_and_reason(
    narrate: Narrate, tmp_path: Path, text: str | None, said: str
) -> None:
    if text is not None:
        (tmp_path / "mine.toml").write_text(text, encoding="utf-8")
    run = narrate("-", "--pronounce", "mine.toml", stdin=QUAY, here=True)
    assert run.exit_code == 3
    assert run.stderr.startswith("narrate: cannot read mine.toml: ")
    assert said in run.stderr
    assert run.stderr.count("\n") == 1
