"""See before you hear: what would be said, and the dictionaries that change it."""

from __future__ import annotations

import json
import time
from pathlib import Path

import pytest

from narrator.speech.engines import load_engine
from tests.conftest import SAMPLES, Narrate, NarratedSample
from tests.readback import hear
from tests.test_text import SECTIONS
from tests.web_server import page, serve

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


@pytest.mark.long
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


def test_a_dictionary_beside_the_source_is_named(narrate: Narrate, tmp_path: Path) -> None:
    """It may have come with the source, from somebody else."""
    (tmp_path / "got").mkdir()
    (tmp_path / "got" / "a.txt").write_bytes(QUAY)
    beside = tmp_path / "got" / "pronounce.toml"
    beside.write_text('Tyneford = "theirs"\n', encoding="utf-8")
    note = "narrate: words are said as got/pronounce.toml says, which lies beside the source\n"
    arguments = ("got/a.txt", "--dry-run")
    for more in ((), ("--quote-voice", "en-gb")):
        run = narrate(*arguments, *more)
        assert "near the theirs quay" in run.stdout
        assert run.stderr.count(note) == 1
    assert narrate(*arguments, "-q").stderr == ""
    named = narrate(*arguments, "--pronounce", beside)
    assert ("theirs" in named.stdout, note in named.stderr) == (True, False)
    config = tmp_path / "config"
    config.mkdir()
    (config / "narrate").symlink_to(tmp_path / "got")
    own = narrate(*arguments, XDG_CONFIG_HOME=str(config))
    assert ("theirs" in own.stdout, note in own.stderr) == (True, False)
    (tmp_path / "pronounce.toml").write_text('Tyneford = "current"\n', encoding="utf-8")
    assert "near the theirs quay" in narrate(*arguments).stdout
    piped = narrate("-", "--dry-run", stdin=QUAY)
    assert "near the current quay" in piped.stdout
    assert "as pronounce.toml says" in piped.stderr


def test_a_url_has_no_dictionary_beside_it(narrate: Narrate, tmp_path: Path) -> None:
    with serve({"/a/b": page(QUAY)}) as server:
        url = f"{server.url}/a/b"
        for folder in (tmp_path / server.url.replace("//", "/") / "a", tmp_path):
            folder.mkdir(parents=True, exist_ok=True)
            (folder / "pronounce.toml").write_text('Tyneford = "theirs"\n', encoding="utf-8")
        run = narrate(url, "--dry-run", "--allow-local")
    assert "near the Tyneford quay" in run.stdout
    assert "pronounce.toml" not in run.stderr


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("a = " + "[" * 100_000, "too many brackets within brackets"),
        ("a = " + "{a=" * 50_000, "too many brackets within brackets"),
        ("\na = " + "9" * 5_001, "a number in it is too long"),
        ("\n" + "a." * 100_000 + "a = 1", "line 2: a key has too many names"),
        ("[[" + "'a' . " * 30_000 + "a]]", "line 1: a key has too many names"),
        ('"' + "a" * 100_000 + '" = 1', "must be a text"),
        ("#" * 2_000_000, "it is larger than 1 MiB"),
        ('"(a+)+$" = { pattern = "b" }', "must be a text, or a table with say or phonemes"),
    ],
    ids=["brackets", "braces", "digits", "names", "names in brackets", "word", "size", "pattern"],
)
def test_a_hostile_dictionary_is_one_line(
    narrate: Narrate, tmp_path: Path, text: str, said: str
) -> None:
    (tmp_path / "a.txt").write_bytes(QUAY)
    (tmp_path / "pronounce.toml").write_text(text, encoding="utf-8")
    start = time.monotonic()
    run = narrate("a.txt", "--dry-run", "-q")
    assert time.monotonic() - start < 5
    assert (run.exit_code, run.stdout, run.stderr.count("\n")) == (3, "", 1)
    assert run.stderr.startswith("narrate: cannot read pronounce.toml: ")
    assert said in run.stderr
    assert len(run.stderr) < 300


def test_words_are_words_and_no_patterns(narrate: Narrate, tmp_path: Path) -> None:
    book = '"(a+)+b" = "one"\nTyne = "tine"\n"Tyneford quay" = "dock"\nT = "tea"\n'
    (tmp_path / "mine.toml").write_text(book, encoding="utf-8")
    text = b"The word is (a+)+b, and " + b"a" * 3_000 + b" is none. T is at Tyneford quay, Tyne."
    run = narrate("-", "--dry-run", "--pronounce", "mine.toml", stdin=text)
    assert "The word is one, and aaa" in run.stdout
    assert "tea is at dock, tine." in run.stdout


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
