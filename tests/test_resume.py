"""What was spoken once is not spoken again: kills, edits, damage, and several runs at once."""

from __future__ import annotations

import os
import random
import re
import signal
import stat
import subprocess
import time
from pathlib import Path

import pytest

from narrator.audio.formats import Encoded
from narrator.files import replacing
from narrator.recording.store import TakeStore, make_cache
from narrator.recording.take import Take
from narrator.speech.engines import Word
from tests.conftest import COMMAND, SAMPLES, Narrate

CRANES = SAMPLES / "harbour-cranes.txt"
WORDS = 2_833
TRAINS = SAMPLES / "night-trains.txt"
# an engine and a format that cost nothing, where only the takes matter
FAST = ("--engine", "tone", "--rate", "450", "-f", "wav")
TAKE = Take(Encoded(b"sound" * 100, 576, 22_050), 22_050, (0, 100), ((Word(1, 2, 3),), ()))
KEY = "0" * 64


def reused(stderr: str) -> int:
    """How many words a run said it reused."""
    found = re.search(r"\(([\d,]+) of [\d,]+ words reused\)", stderr)
    return int(found[1].replace(",", "")) if found else 0


def takes(cache_home: Path) -> list[Path]:
    return sorted((cache_home / "narrate" / "takes").iterdir())


def test_a_second_run_speaks_nothing_and_makes_the_same_file(
    narrate: Narrate, tmp_path: Path
) -> None:
    first = narrate(TRAINS, "-o", "a.mp3", "--engine", "tone")
    second = narrate(TRAINS, "-o", "b.mp3", "--engine", "tone")
    assert (reused(first.stderr), reused(second.stderr)) == (0, 560)
    assert (tmp_path / "a.mp3").read_bytes() == (tmp_path / "b.mp3").read_bytes()


@pytest.mark.long
def test_an_edit_has_only_its_neighbourhood_spoken(narrate: Narrate, tmp_path: Path) -> None:
    text = CRANES.read_text(encoding="utf-8")
    narrate(CRANES, *FAST)
    (tmp_path / "a.txt").write_text(
        text.replace("Dockers christened it", "The dockers at once called it"), encoding="utf-8"
    )
    assert reused(narrate("a.txt", *FAST).stderr) > WORDS - 900
    assert reused(narrate("a.txt", "-o", "fresh.wav", "--no-cache", *FAST).stderr) == 0
    assert (tmp_path / "fresh.wav").read_bytes() == (tmp_path / "output" / "a.wav").read_bytes()


@pytest.mark.long
def test_what_makes_a_take_is_part_of_its_name(narrate: Narrate) -> None:
    narrate("-", "-o", "a/", stdin=b"Ten boats came home.")
    for option in (
        "--rate=180",
        "--voice=en-gb",
        "--loudness=-20",
        "--bitrate=48",
        "--format=flac",
    ):
        assert (
            reused(narrate("-", "-o", "a/", option, stdin=b"Ten boats came home.").stderr) == 0
        ), option


@pytest.mark.long
def test_killed_at_any_moment_it_goes_on_and_makes_the_same_file(
    narrate: Narrate, tmp_path: Path, environment: dict[str, str], cache_home: Path
) -> None:
    narrate(CRANES, "-o", "undisturbed.wav", "--no-cache", *FAST)
    moment = random.Random(4)
    for kill in range(5):
        running = subprocess.Popen(
            [COMMAND, CRANES, "-o", "a.wav", "--jobs", "1", *FAST],
            cwd=tmp_path,
            env=environment,
            stderr=subprocess.DEVNULL,
        )
        # each run is given the time for at least one more take, and a little
        while running.poll() is None and len(list(cache_home.glob("narrate/takes/*"))) <= kill:
            time.sleep(0.005)
        time.sleep(moment.uniform(0, 0.01))
        running.send_signal(signal.SIGKILL)
        assert running.wait() == -signal.SIGKILL
    last = narrate(CRANES, "-o", "a.wav", *FAST)
    assert 0 < reused(last.stderr) < WORDS
    assert (tmp_path / "a.wav").read_bytes() == (tmp_path / "undisturbed.wav").read_bytes()
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a.wav", "undisturbed.wav"]


def test_damaged_takes_are_made_again(narrate: Narrate, tmp_path: Path, cache_home: Path) -> None:
    narrate(CRANES, "-o", "a.wav", *FAST)
    damaged = takes(cache_home)[:5]
    damaged[0].write_bytes(b"")
    damaged[1].write_bytes(damaged[1].read_bytes()[:-1])
    damaged[2].write_bytes(damaged[2].read_bytes() + b"x")
    flipped = bytearray(damaged[3].read_bytes())
    flipped[-1] ^= 1
    damaged[3].write_bytes(flipped)
    damaged[4].write_bytes(os.urandom(5_000))
    assert 0 < reused(narrate(CRANES, "-o", "b.wav", *FAST).stderr) < WORDS
    assert (tmp_path / "a.wav").read_bytes() == (tmp_path / "b.wav").read_bytes()


@pytest.mark.long
def test_runs_at_once_on_one_cache_and_one_output(
    narrate: Narrate, tmp_path: Path, environment: dict[str, str]
) -> None:
    """With no room in the cache every run that ends throws away what the others still need."""
    narrate(TRAINS, "-o", "alone.wav", "--no-cache", *FAST)
    runs = [
        subprocess.Popen(
            [COMMAND, TRAINS, "-o", "a.wav", "-q", "--cache-size", "0", *FAST],
            cwd=tmp_path,
            env=environment,
        )
        for _ in range(3)
    ]
    assert [run.wait(timeout=60) for run in runs] == [0, 0, 0]
    assert (tmp_path / "a.wav").read_bytes() == (tmp_path / "alone.wav").read_bytes()


def test_no_cache_keeps_nothing(narrate: Narrate, cache_home: Path) -> None:
    narrate("-", "--no-cache", *FAST, stdin=b"Ten boats came home.")
    assert not (cache_home / "narrate").exists()


def test_the_cache_is_private_and_can_be_cleared(narrate: Narrate, cache_home: Path) -> None:
    narrate("-", *FAST, stdin=b"Ten boats came home.")
    assert stat.S_IMODE((cache_home / "narrate" / "takes").stat().st_mode) == 0o700
    assert len(takes(cache_home)) == 1
    run = narrate("cache", "clear")
    assert run.exit_code == 0
    assert run.stderr.startswith("0 MB of kept speech deleted from ")
    assert takes(cache_home) == []


def test_a_cache_folder_of_ones_own(narrate: Narrate, tmp_path: Path) -> None:
    narrate("-", "--cache-dir", "mine", *FAST, stdin=b"Ten boats came home.")
    assert len(list((tmp_path / "mine" / "takes").iterdir())) == 1
    (tmp_path / "file").write_text("in the way", encoding="utf-8")
    run = narrate("-", "--cache-dir", "file", stdin=b"Ten boats came home.", here=True)
    assert (run.exit_code, run.stderr) == (7, "narrate: cannot write file: file exists\n")


def test_without_a_place_for_the_cache_it_narrates_all_the_same(
    narrate: Narrate, tmp_path: Path
) -> None:
    (tmp_path / "file").write_text("in the way", encoding="utf-8")
    run = narrate(
        *("-", "-o", "a.wav", *FAST),
        stdin=b"Ten boats came home.",
        XDG_CACHE_HOME=str(tmp_path / "file"),
    )
    assert run.exit_code == 0


def test_the_oldest_takes_go_first(tmp_path: Path) -> None:
    store = TakeStore(make_cache(tmp_path))
    for age, name in enumerate("abc"):
        store.save(name * 64, TAKE)
        os.utime(store.folder / (name * 64), (1_000_000 - age, 1_000_000 - age))
    (store.folder / "yours.txt").write_text("not a take", encoding="utf-8")
    store.touch("c" * 64)
    size = (store.folder / ("a" * 64)).stat().st_size
    assert store.evict(2 * size) == size
    assert [store.load(name * 64) is not None for name in "abc"] == [True, False, True]
    assert (store.folder / "yours.txt").exists()


def test_a_take_comes_back_as_it_was(tmp_path: Path) -> None:
    store = TakeStore(make_cache(tmp_path))
    assert store.load(KEY) is None
    store.save(KEY, TAKE)
    assert store.load(KEY) == TAKE


@pytest.mark.parametrize("has_nameless_files", [True, False])
def test_files_appear_whole_or_not_at_all(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, has_nameless_files: bool
) -> None:
    if not has_nameless_files:
        monkeypatch.delattr(os, "O_TMPFILE")
    path = tmp_path / "a"
    path.write_text("older", encoding="utf-8")
    with pytest.raises(TypeError), replacing(path) as file:
        file.writelines([b"half", None])  # type: ignore[list-item]
    assert path.read_text(encoding="utf-8") == "older"
    with replacing(path) as file:
        file.write(b"newer")
        assert path.read_text(encoding="utf-8") == "older"
    assert path.read_text(encoding="utf-8") == "newer"
    assert stat.S_IMODE(path.stat().st_mode) == 0o644
    assert list(tmp_path.iterdir()) == [path]
