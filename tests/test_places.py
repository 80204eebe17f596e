"""Files that narrate names itself: after the title, and never in the place of another's."""

from __future__ import annotations

import hashlib
import json
import os
import subprocess
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from narrator import Settings
from narrator import narrate as narrate_in_process
from narrator.article import Article
from narrator.errors import OutputError, UsageError
from narrator.events import Event, Narration, Note
from narrator.output.manifest import FILE_NAME, edit_manifest, mark_of
from narrator.output.names import MAX_STEM_BYTES, name_key, number_of, numbered, stem_of
from narrator.output.places import source_identity
from narrator.selection.joined import join_articles
from tests.conftest import COMMAND, Narrate

TONE = Settings.of(engine="tone", jobs=1)
OVERWRITE = Settings.of(engine="tone", jobs=1, overwrite=True)


@pytest.mark.parametrize(
    ("title", "written"),
    [
        ("The return of the night train", "The return of the night train"),
        ("Ferries: A History", "Ferries - A History"),
        ("Ferries | The Herald", "Ferries - The Herald"),
        ("Les ferries : une histoire", "Les ferries - une histoire"),
        ("AC/DC at 9:30", "AC-DC at 9-30"),
        ("and / or", "and - or"),
        ("a\\b", "a-b"),
        ("Who? *Me*?", "Who Me"),
        ('He said "no"', "He said 'no'"),
        ("“Yes”, she said", "“Yes”, she said"),
        ("<script>alert(1)</script>", "scriptalert(1)-script"),
        ("a --> b", "a -- b"),
        ("../../etc/passwd", "etc-passwd"),
        ("/etc/passwd", "etc-passwd"),
        ("C:\\autoexec.bat", "C--autoexec.bat"),
        (".hidden", "hidden"),
        ("--overwrite", "overwrite"),
        ("-40 degrees", "40 degrees"),
        ("tab\there, \x7f\x9bcolour\nline", "tab here, colour line"),
        ("right\u202eto left\u2066", "rightto left"),
        ("\u05e9\u05dc\u05d5\u05dd \u05e2\u05d5\u05dc\u05dd", "שלום עולם"),
        ("byte \udcff here", "byte \ufffd here"),
        ("wörter\u200b", "wörter"),
        ("cafe\u0301", "caf\u00e9"),
        ("ends in dots. . .", "ends in dots"),
        ("Part one:", "Part one"),
        ("con", "con_"),
        ("NUL.tar", "NUL_.tar"),
        ("aux .x", "aux_ .x"),
        ("Com¹", "Com¹_"),
        ("COM10", "COM10"),
        ("console", "console"),
        ("con: a story", "con - a story"),
        ("👩\u200d🚀 in orbit", "👩\u200d🚀 in orbit"),
        ("x" * 300, "x" * 120),
        ("é" * 150, "é" * 60),
        ("x" * 119 + "é", "x" * 119),
        ("word " * 60, "word " * 23 + "word"),
        ("x" * 100 + " " + "y" * 50, "x" * 100),
        ("x" + " " + "y" * 150, "x " + "y" * 118),
        ("x" * 118 + "e\u0323\u0304" * 9, "x" * 118),
        ("x" * 112 + "👩\u200d🚀", "x" * 112),
        ("x" * 115 + "👍🏽", "x" * 115),
        ("x" * 114 + "🇩🇪", "x" * 114),
        ("", "the-file"),
        ("???", "the-file"),
        ("\u202e...", "the-file"),
    ],
)
def test_a_name_is_readable_and_taken_by_every_system(title: str, written: str) -> None:
    assert stem_of(title, "the-file") == written


def test_where_no_title_gives_a_name() -> None:
    assert stem_of("???", "...") == "narration"


@settings(max_examples=30)
@given(st.text(max_size=200), st.integers(2, 99_999))
def test_any_title_gives_a_safe_name(title: str, number: int) -> None:
    for stem in (stem_of(title), numbered(stem_of(title), number)):
        assert 0 < len(stem.encode()) <= MAX_STEM_BYTES
        assert not set(stem) & {*'<>:"/\\|?*', *map(chr, range(32))}
        assert stem == stem.strip(" .")
    assert number_of(numbered(stem_of(title), number)) == number


def test_names_that_are_one_somewhere_have_one_key() -> None:
    assert name_key("Caf\u00e9") == name_key("CAFE\u0301")
    assert name_key("a") != name_key("b")


class Desk:
    """Narrations into one folder, in this process."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.out = folder / "out"
        self.notes: list[str] = []

    def source(
        self, name: str, title: str = "Low Tide", text: str = "Ten boats came home."
    ) -> Path:
        path = self.folder / name
        path.write_text(f"# {title}\n\n{text}\n", encoding="utf-8")
        return path

    def narrate(
        self, source: Path, settings: Settings = TONE, kept: tuple[str | Path, ...] = ()
    ) -> Narration:
        self.notes.clear()
        return narrate_in_process(source, f"{self.out}/", settings, self.listen, kept)

    def listen(self, event: Event) -> None:
        if isinstance(event, Note):
            self.notes.append(event.text)

    def name(self, source: Path, settings: Settings = TONE) -> str:
        return self.narrate(source, settings).output.name

    def names(self) -> list[str]:
        """Return the names of all files, but for the manifest's."""
        return sorted(path.name for path in self.out.iterdir() if path.name != FILE_NAME)


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return Desk(tmp_path)


def test_a_source_replaces_its_own_file_and_no_other(desk: Desk) -> None:
    first = desk.source("a.md")
    second = desk.source("b.md", "Low tide")  # on some systems the same name
    assert desk.name(first) == "Low Tide.mp3"
    assert desk.name(second) == "Low tide (2).mp3"
    kept = f"{desk.out}/Low Tide.mp3 is not from this source and is kept: "
    assert desk.notes == [f"{kept}writing Low tide (2).mp3 (or --overwrite)"]
    assert (desk.name(first), desk.name(second)) == ("Low Tide.mp3", "Low tide (2).mp3")
    assert desk.notes == []
    desk.source("a.md", text="Nine boats went out again.")
    before = (desk.out / "Low Tide.mp3").read_bytes()
    desk.narrate(first)
    assert (desk.out / "Low Tide.mp3").read_bytes() != before
    # its own name is free again, but it has one
    (desk.out / "Low Tide.mp3").unlink()
    assert desk.name(second) == "Low tide (2).mp3"
    assert desk.name(desk.source("c.md")) == "Low Tide.mp3"
    assert desk.name(first) == "Low Tide (3).mp3"
    assert desk.name(second, OVERWRITE) == "Low tide (2).mp3"


def test_a_title_that_changes_gives_a_new_file_and_the_old_one_stays(desk: Desk) -> None:
    desk.narrate(desk.source("a.md"))
    assert desk.name(desk.source("a.md", "High Tide")) == "High Tide.mp3"
    assert desk.names() == ["High Tide.mp3", "Low Tide.mp3"]
    assert desk.name(desk.source("a.md", "LOW TIDE")) == "Low Tide.mp3"


@pytest.mark.parametrize("is_ours", [True, False])
def test_a_file_of_somebody_else_is_kept_unless_told(desk: Desk, is_ours: bool) -> None:
    """Also one that was narrate's, and was then edited."""
    source = desk.source("a.md")
    desk.out.mkdir()
    if is_ours:
        desk.narrate(source)
    (desk.out / "Low Tide.mp3").write_bytes(b"mine")
    assert desk.name(source) == "Low Tide (2).mp3"
    assert (desk.out / "Low Tide.mp3").read_bytes() == b"mine"
    assert desk.name(source) == "Low Tide (2).mp3"
    third = desk.source("b.md")
    assert desk.name(third, OVERWRITE) == "Low Tide.mp3"
    assert (desk.out / "Low Tide.mp3").read_bytes() != b"mine"
    assert desk.name(third) == "Low Tide.mp3"


@pytest.mark.parametrize("make", [Path.mkdir, os.mkfifo, lambda path: path.symlink_to("gone")])
def test_what_is_no_file_is_kept(desk: Desk, make: Callable[[Path], None]) -> None:
    desk.out.mkdir()
    make(desk.out / "Low Tide.mp3")
    assert desk.name(desk.source("a.md")) == "Low Tide (2).mp3"


def test_formats_of_a_source_share_a_name(desk: Desk) -> None:
    first, second = desk.source("a.md"), desk.source("b.md")
    desk.narrate(first, Settings.of(engine="tone", format="wav"))
    assert desk.name(second) == "Low Tide (2).mp3"
    assert desk.name(first) == "Low Tide.mp3"


def test_the_files_beside_the_audio_count_too(desk: Desk) -> None:
    summary = Settings.of(engine="tone", summary=True)
    desk.out.mkdir()
    (desk.out / "Low Tide.summary.md").write_text("mine", encoding="utf-8")
    source = desk.source("a.md")
    assert desk.name(source) == "Low Tide.mp3"
    assert desk.name(desk.source("b.md"), summary) == "Low Tide (2).mp3"
    # what its user has edited keeps no source from its own name
    (desk.out / "Low Tide (2).summary.md").write_text("edited", encoding="utf-8")
    assert desk.name(desk.source("b.md"), summary) == "Low Tide (2).mp3"
    assert "is kept" in desk.notes[-1]
    assert (desk.out / "Low Tide (2).summary.md").read_text(encoding="utf-8") == "edited"


def test_captions_of_somebody_else_keep_a_name(desk: Desk) -> None:
    source = desk.source("a.md")
    captions = Settings.of(engine="tone", captions=("vtt",), chapters_file=True)
    files = desk.narrate(source, captions).files
    assert desk.narrate(source, captions).files == files
    (desk.out / "Low Tide.chapters.json").write_text("mine", encoding="utf-8")
    assert desk.name(source) == "Low Tide.mp3"  # for which they are not written
    assert desk.name(source, captions) == "Low Tide (2).mp3"
    assert (desk.out / "Low Tide.chapters.json").read_text(encoding="utf-8") == "mine"


def test_beside_a_file_that_was_named_nothing_of_others_is_replaced(desk: Desk) -> None:
    """Nobody named the page; the audio was, and is replaced whatever it is."""
    source = desk.source("a.md")
    page = Settings.of(engine="tone", page="beside", overwrite=False)
    (audio, html) = (desk.folder / "tide.mp3", desk.folder / "tide.html")
    html.write_text("mine", encoding="utf-8")
    audio.write_text("mine", encoding="utf-8")
    with pytest.raises(OutputError, match=r"tide\.html: narrate did not write what is there"):
        narrate_in_process(source, audio, page)
    assert html.read_text(encoding="utf-8") == audio.read_text(encoding="utf-8") == "mine"
    assert not (desk.folder / FILE_NAME).exists()
    narrate_in_process(source, audio, replace(page, output=OVERWRITE.output))
    written = html.read_bytes()
    other = desk.source("b.md", "High Tide")  # as the audio may be another source's
    narrate_in_process(other, audio, page)
    assert html.read_bytes() != written
    html.write_text("edited", encoding="utf-8")
    with pytest.raises(OutputError, match="edited"):
        narrate_in_process(source, audio, page)
    assert html.read_text(encoding="utf-8") == "edited"


def test_beside_a_file_that_was_named_a_link_of_the_users_is_followed(desk: Desk) -> None:
    page = Settings.of(engine="tone", page="beside")
    (desk.folder / "tide.html").symlink_to("read.html")
    for _ in range(2):
        narrate_in_process(desk.source("a.md"), desk.folder / "tide.mp3", page)
    assert (desk.folder / "tide.html").is_symlink()
    assert (desk.folder / "read.html").read_bytes().startswith(b"<!doctype html>")


def test_what_is_read_is_never_replaced(desk: Desk) -> None:
    source = desk.source("a.md")
    desk.out.mkdir()
    other = desk.out / "Low Tide.mp3"
    other.write_bytes(b"a source of this run")
    assert desk.narrate(source, OVERWRITE, (other,)).output.name == "Low Tide (2).mp3"
    assert other.read_bytes() == b"a source of this run"
    kept = f"{other} is read or written in this run and is kept: "
    assert desk.notes == [f"{kept}writing Low Tide (2).mp3"]
    with pytest.raises(UsageError, match="is read or written in this run"):
        narrate_in_process(source, other, TONE, kept=[other])


@pytest.mark.parametrize(
    "damaged",
    [
        b"",
        b"{",
        b"\xff",
        b"[]",
        b"[" * 100_000,
        b'{"recordings": []}',
        b'{"recordings": {"Low Tide": 3}}',
        b'{"recordings": {"Low Tide": {"source": 3, "files": {}}}}',
        b'{"recordings": {"Low Tide": {"source": "x", "files": []}}}',
        b'{"recordings": {"Low Tide": {"source": "x", "files": {"../a.md": 3}}}}',
    ],
)
def test_of_a_damaged_manifest_nothing_is_believed(tmp_path: Path, damaged: bytes) -> None:
    (tmp_path / FILE_NAME).write_bytes(damaged)
    with edit_manifest(tmp_path) as recordings:
        assert recordings == {}


def test_a_damaged_manifest_is_begun_anew(desk: Desk) -> None:
    source = desk.source("a.md")
    desk.narrate(source)
    (desk.out / FILE_NAME).write_bytes(b"{")
    (desk.out / FILE_NAME).chmod(0o400)
    assert desk.name(source) == "Low Tide (2).mp3"
    assert desk.name(source) == "Low Tide (2).mp3"
    assert list(json.loads((desk.out / FILE_NAME).read_text())["recordings"]) == ["Low Tide (2)"]


def test_a_manifest_that_cannot_be_written_is_a_note(desk: Desk) -> None:
    (desk.out / FILE_NAME).mkdir(parents=True)
    source = desk.source("a.md")
    assert desk.name(source) == "Low Tide.mp3"
    (note,) = desk.notes
    assert "cannot write" in note
    assert desk.name(source) == "Low Tide (2).mp3"


def test_an_error_leaves_no_name_behind(desk: Desk) -> None:
    """What it had before, it still has; also where a file was replaced before the error."""
    source = desk.source("a.md")
    desk.out.mkdir()

    def fail(_: Event) -> None:
        """Fail once speech begins."""
        raise OutputError("a", "b")

    with pytest.raises(OutputError):
        narrate_in_process(source, f"{desk.out}/", TONE, fail)
    assert list(desk.out.iterdir()) == []
    (desk.out / "Low Tide.mp3").write_bytes(b"mine")
    with pytest.raises(OutputError):
        narrate_in_process(source, f"{desk.out}/", OVERWRITE, fail)
    assert desk.name(source) == "Low Tide (2).mp3"
    manifest = (desk.out / FILE_NAME).read_bytes()
    with pytest.raises(OutputError):
        narrate_in_process(source, f"{desk.out}/", TONE, fail)
    assert (desk.out / FILE_NAME).read_bytes() == manifest


def test_an_error_leaves_a_name_to_whose_it_was(desk: Desk) -> None:
    first, second = desk.source("a.md"), desk.source("b.md")
    desk.narrate(first)
    manifest = (desk.out / FILE_NAME).read_bytes()
    gone = Settings.of(engine="tone", overwrite=True, cache_dir=desk.folder / "a.md")
    with pytest.raises(OutputError):
        desk.narrate(second, gone)
    assert (desk.out / FILE_NAME).read_bytes() == manifest
    assert desk.name(first) == "Low Tide.mp3"


def test_what_identifies_a_source(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    url, file, text = (Article("A", (), "a", source) for source in ("https://a.org/", "x/a", "-"))
    assert source_identity(url) == "https://a.org/"
    assert source_identity(file) == str(tmp_path / "x" / "a")
    assert source_identity(text) == f"- {hashlib.sha256(b'').hexdigest()}"
    assert source_identity(join_articles([url, file])) == f"https://a.org/ + {tmp_path}/x/a"


def test_standard_input_is_told_by_its_text(narrate: Narrate, tmp_path: Path) -> None:
    texts = (b"Ten boats came home.", b"Nine boats came home.", b"Ten boats came home.")
    for text in texts:
        assert narrate("-", "-q", "--engine", "tone", stdin=text, here=True).exit_code == 0
    names = sorted(path.name for path in (tmp_path / "output").iterdir())
    assert names == [FILE_NAME, "narration (2).mp3", "narration.mp3"]


def test_sources_of_one_run_never_stop_each_other(desk: Desk, narrate: Narrate) -> None:
    for name in ("a.md", "b.md", "con.md"):
        desk.source(name)
    words = ("a.md", "b.md", "a.md", "con.md", "-o", "out/", "--overwrite", "--engine", "tone")
    run = narrate(*words, here=True)
    assert run.exit_code == 0
    assert desk.names() == ["Low Tide (2).mp3", "Low Tide (3).mp3", "Low Tide.mp3"]


@pytest.mark.long
def test_runs_at_once_share_a_folder(desk: Desk, environment: dict[str, str]) -> None:
    """Eight of different sources with one title, and two of the same source."""
    sources = [desk.source(f"{number}.md") for number in range(8)]
    command = [str(COMMAND), "-q", "--engine", "tone", "--jobs", "1", "-o", "out/"]
    runs = [
        subprocess.Popen([*command, str(source)], cwd=desk.folder, env=environment)
        for source in [*sources, sources[0], sources[0]]
    ]
    assert [run.wait(60) for run in runs] == [0] * 10
    assert len(desk.names()) == 8
    with edit_manifest(desk.out) as recordings:
        assert {recording.source for recording in recordings.values()} == set(map(str, sources))
        for recording in recordings.values():
            for name, mark in recording.files.items():
                assert mark == mark_of(desk.out / name) != ""


@pytest.mark.long
def test_a_killed_run_keeps_its_name_for_its_source(
    desk: Desk, environment: dict[str, str]
) -> None:
    source = desk.source("a.md", text="Ten boats came home. " * 400)
    command = [str(COMMAND), str(source), "-q", "--jobs", "1", "-o", "out/"]
    run = subprocess.Popen(command, cwd=desk.folder, env=environment)
    while not (desk.out / FILE_NAME).is_file():
        assert run.poll() is None
    run.kill()
    run.wait()
    assert desk.name(desk.source("b.md")) == "Low Tide (2).mp3"
    assert desk.name(desk.source("a.md")) == "Low Tide.mp3"
