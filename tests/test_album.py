"""A file for every chapter, in a folder: ``--split``."""

from __future__ import annotations

import errno
import json
import os
import subprocess
from itertools import pairwise
from pathlib import Path
from typing import Any

import mutagen
import pytest

from narrator import NarrateError, Settings
from narrator import narrate as narrate_in_process
from narrator.audio.mp3 import Mp3
from narrator.errors import OutputError, SettingError, UsageError
from narrator.files import replacing_folder
from narrator.output.manifest import FILE_NAME
from tests.conftest import Narrate
from tests.readback import hear

TEXT = """# Low Tide

The sea goes out for six hours and the boats lie on the sand until noon comes.

# Who? "Me": & 9/10

It is grey, and it is cold, and nobody who has lost a boot in it forgets it.

# Foam

It comes back, and it brings foam and wood and bottles and once a whole piano.
"""
TONE = Settings.of(engine="tone", jobs=1, split=True, author="Ada Quist")
TRACKS = ["01 Low Tide", "02 Who 'Me' - & 9-10", "03 Foam"]


@pytest.fixture
def source(tmp_path: Path) -> Path:
    path = tmp_path / "a.md"
    path.write_text(TEXT, encoding="utf-8")
    return path


def album(source: Path, settings: Settings = TONE) -> Path:
    return narrate_in_process(source, source.parent / "out", settings).output


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


@pytest.fixture(autouse=True)
def out(tmp_path: Path) -> Path:
    (tmp_path / "out").mkdir()
    return tmp_path / "out"


def test_every_chapter_is_a_track(source: Path) -> None:
    narration = narrate_in_process(source, source.parent / "out", TONE)
    assert narration.output == source.parent / "out" / "Low Tide"
    assert [path.stem for path in narration.files] == TRACKS
    lengths = []
    for path, chapter in zip(narration.files, narration.chapters, strict=True):
        heard = hear(path)
        assert [title for _, _, title in heard.chapters] == [chapter.title]
        lengths.append(len(heard.pcm) / heard.sample_rate)
        assert heard.metadata["title"] == chapter.title
        assert heard.metadata["album"] == "Low Tide"
    starts = [chapter.start_seconds for chapter in narration.chapters]
    starts.append(narration.duration_seconds)
    assert lengths == pytest.approx([end - start for start, end in pairwise(starts)], abs=0.001)


@pytest.mark.long
def test_tracks_are_numbered_in_every_format(source: Path) -> None:
    found: dict[str, Any] = {}
    for name in ("mp3", "m4b", "opus", "flac"):
        settings = Settings.of(engine="tone", jobs=1, split=True, format=name)
        folder = narrate_in_process(source, f"{source.parent}/out/{name}/", settings).output
        found[name] = mutagen.File(folder / f"{TRACKS[1]}.{name}", easy=True)["tracknumber"]
        if name in ("opus", "flac"):
            found[name] += mutagen.File(folder / f"{TRACKS[1]}.{name}")["tracktotal"]
    assert found == {"mp3": ["2/3"], "m4b": ["2/3"], "opus": ["2", "3"], "flac": ["2", "3"]}


@pytest.mark.long
def test_mediainfo_counts_the_tracks(source: Path) -> None:
    for name in ("mp3", "m4b", "opus", "flac", "wav"):
        settings = Settings.of(engine="tone", jobs=1, split=True, format=name)
        folder = narrate_in_process(source, f"{source.parent}/out/{name}/", settings).output
        command = ["mediainfo", "--Output=JSON", str(folder / f"{TRACKS[2]}.{name}")]
        done = subprocess.run(command, capture_output=True, check=True)
        general = json.loads(done.stdout)["media"]["track"][0]
        number = general.get("Track_Position") or general["Part_Position"]
        total = general.get("Track_Position_Total", "")
        assert general["Title"] == "Foam"
        assert (name, number, total) in [(name, "3", "3"), ("wav", "3/3", "")]


def test_an_album_replaces_its_own_and_nothing_else(source: Path, out: Path) -> None:
    assert album(source).name == "Low Tide"
    assert narrate_in_process(source, out, Settings.of(engine="tone", jobs=1)).output.is_file()
    source.write_text(TEXT.replace("# Foam", "# Wood"), encoding="utf-8")
    assert names(album(source)) == [f"{name}.mp3" for name in (*TRACKS[:2], "03 Wood")]
    # a file of somebody else's in it keeps all of it, also from --overwrite
    (out / "Low Tide" / "cover.jpg").write_bytes(b"mine")
    overwrite = Settings.of(engine="tone", jobs=1, split=True, overwrite=True)
    assert album(source, overwrite).name == "Low Tide (2)"
    assert album(source).name == "Low Tide (2)"
    (out / "Low Tide" / "cover.jpg").unlink()
    other = source.with_name("b.md")
    other.write_text(TEXT, encoding="utf-8")
    assert album(other).name == "Low Tide (3)"
    assert names(out) == [
        FILE_NAME,
        "Low Tide",
        "Low Tide (2)",
        "Low Tide (3)",
        "Low Tide.mp3",
    ]


def test_a_link_to_a_folder_is_kept(source: Path, out: Path) -> None:
    (out.parent / "elsewhere").mkdir()
    (out / "Low Tide").symlink_to(out.parent / "elsewhere")
    assert album(source).name == "Low Tide (2)"
    assert (out / "Low Tide").is_symlink()


def test_an_album_is_whole_or_not_there(
    source: Path, out: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write = Mp3.write
    calls: list[int] = []

    def fail_at_the_second(*arguments: Any) -> None:
        calls.append(1)
        if len(calls) % 2 == 0:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        write(*arguments)

    monkeypatch.setattr(Mp3, "write", fail_at_the_second)
    for _ in range(2):
        with pytest.raises(OutputError, match="Low Tide: no space left"):
            album(source)
        assert names(out) == []
    monkeypatch.undo()
    before = {path.name: path.read_bytes() for path in album(source).iterdir()}
    monkeypatch.setattr(Mp3, "write", fail_at_the_second)
    source.write_text(TEXT.replace("foam", "rope"), encoding="utf-8")
    with pytest.raises(NarrateError):
        album(source)
    assert {path.name: path.read_bytes() for path in (out / "Low Tide").iterdir()} == before
    assert names(out) == [FILE_NAME, "Low Tide"]


def test_a_folder_that_cannot_be_put_in_place_leaves_the_older(tmp_path: Path) -> None:
    (tmp_path / "album").mkdir()
    (tmp_path / "album" / "older").touch()
    with pytest.raises(FileNotFoundError), replacing_folder(tmp_path / "album") as part:
        part.rmdir()
    assert names(tmp_path) == ["album", "out"]
    assert names(tmp_path / "album") == ["older"]


def test_what_is_told_of_an_album(source: Path, narrate: Narrate) -> None:
    words = (source, "--split", "--json", "--cues", "--engine", "tone", "-o", "out/")
    run = narrate(*words, here=True)
    told = json.loads(run.stdout)
    assert told["output"] == "out/Low Tide"
    assert told["files"] == [f"out/Low Tide/{name}.mp3" for name in TRACKS]
    assert told["cues"][-1]["end"] > told["chapters"][-1]["start"]
    assert "out/Low Tide  0:00:2" in run.stderr
    assert "beside it" not in run.stderr


def test_an_album_is_a_folder_with_nothing_beside(source: Path, narrate: Narrate) -> None:
    with pytest.raises(UsageError, match="must end with /"):
        narrate_in_process(source, source.parent / "a.mp3", TONE)
    for option in (("--captions", "vtt"), ("--page",), ("--epub",), ("--chapters-file",)):
        run = narrate("a.md", "--split", *option, here=True)
        assert run.exit_code == 2
        assert "--split cannot be combined with files beside the audio" in run.stderr
    with pytest.raises(SettingError, match="split"):
        Settings.of(split=True, epub=True)


@pytest.mark.long
def test_many_chapters_sort_by_name(source: Path) -> None:
    chapters = [f"# Day {day}\n\nIt rained on all of that day.\n\n" for day in range(101)]
    source.write_text("".join(chapters), encoding="utf-8")
    settings = Settings.of(engine="tone", jobs=1, split=True, keep_short=True, title="Rain 1.mp3")
    narration = narrate_in_process(source, source.parent / "out", settings)
    assert narration.output.name == "Rain 1.mp3"
    assert narration.files[0].name == "001 Day 0.mp3"
    assert narration.files == tuple(sorted(narration.files))
