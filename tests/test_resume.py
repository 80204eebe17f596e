"""What was spoken once is not spoken again: kills, edits, damage, and several runs at once."""

from __future__ import annotations

import errno
import json
import os
import random
import re
import shutil
import signal
import stat
import subprocess
import sys
import tempfile
import time
import zlib
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from narrator.audio.formats import Encoded
from narrator.errors import OutputError
from narrator.files import replacing
from narrator.recording.scratch import open_scratch
from narrator.recording.store import (
    _LENGTHS,
    _MAGIC,
    TakeStore,
    find_cache,
    make_cache,
    open_store,
)
from narrator.recording.take import Take, Times, Timing
from narrator.settings import CacheSettings
from narrator.speech.engines import Word
from tests.conftest import COMMAND, SAMPLES, Narrate

CRANES = SAMPLES / "harbour-cranes.txt"
WORDS = 2_833
TRAINS = SAMPLES / "night-trains.txt"
# an engine and a format that cost nothing, where only the takes matter
FAST = ("--engine", "tone", "--rate", "450", "-f", "wav")
TIMINGS = (Timing(0, 90, (Word(1, 2, 3),)), Timing(100, 200, ()))
TAKE = Take(Encoded(b"sound" * 100, 576, 22_050), Times(22_050, TIMINGS))
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
    (made,) = (tmp_path / "output").glob("* (2).wav")  # of the same title
    assert (tmp_path / "fresh.wav").read_bytes() == made.read_bytes()


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


@pytest.mark.long
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


def head_of(store: TakeStore) -> tuple[dict[str, Any], bytes]:
    """Return the head and the sound of the take in a store."""
    content = (store.folder / KEY).read_bytes()[len(_MAGIC) :]
    _, head_bytes, _ = _LENGTHS.unpack_from(content)
    start = _LENGTHS.size
    return json.loads(content[start : start + head_bytes]), content[start + head_bytes :]


def write_take(store: TakeStore, head: bytes, data: bytes) -> None:
    """Write a take with a checksum that is right."""
    checksum = zlib.crc32(data, zlib.crc32(head))
    lengths = _LENGTHS.pack(checksum, len(head), len(data))
    (store.folder / KEY).write_bytes(_MAGIC + lengths + head + data)


ODD_NUMBERS: tuple[Any, ...] = (None, True, -1, 0.5, 1e99, 10**30, "1", "")
ODD_LISTS: tuple[Any, ...] = ([0], {}, [[]], [None], [1, 0], [[[2, 0, 1], [1, 0, 1]], []])


def test_a_head_that_no_take_has_is_no_take(tmp_path: Path) -> None:
    store = TakeStore(make_cache(tmp_path))
    store.save(KEY, replace(TAKE, times=replace(TAKE.times, unsaid=(1,))))
    head, data = head_of(store)
    write_take(store, json.dumps(head).encode(), data)
    assert store.load(KEY) is not None
    crafted = [head | {name: odd} for name in head for odd in ODD_NUMBERS + ODD_LISTS]
    crafted += [{other: head[other] for other in head if other != name} for name in head]
    crafted.append(head | {"unsaid": [2]})
    crafted.append(head | {"timings": [[0, 90, [], [], []], [100, 10**6, [], [], []]]})
    crafted.append(head | {"timings": [[0, 90, [1], [-2], [3]], [100, 200, [], [], []]]})
    for odd_head in crafted:
        write_take(store, json.dumps(odd_head).encode(), data)
        assert (store.load(KEY) is None) == (odd_head != head | {"unsaid": [0]}), odd_head
    write_take(store, b'{"timings":' + b"[" * 100_000, data)
    assert store.load(KEY) is None


@pytest.mark.long
def test_a_take_that_is_another_passages_is_made_again(
    narrate: Narrate, tmp_path: Path, cache_home: Path
) -> None:
    narrate("-", "-o", "a.wav", *FAST, stdin=b"Ten boats came home.")
    (own,) = takes(cache_home)
    content = own.read_bytes()
    store = TakeStore(own.parent)
    store.save(own.name, TAKE)
    narrate("-", "-o", "b.wav", *FAST, stdin=b"Ten boats came home.")
    assert own.read_bytes() == content
    assert (tmp_path / "a.wav").read_bytes() == (tmp_path / "b.wav").read_bytes()


@pytest.fixture
def scratch(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Make a folder for temporary files alone."""
    folder = tmp_path / "scratch"
    folder.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(folder))
    return folder


def test_what_the_cache_cannot_take_waits_in_a_temporary_folder(
    tmp_path: Path, scratch: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings = CacheSettings(cache_dir=tmp_path / "cache")

    def write_elsewhere(path: Path, content: Iterable[bytes]) -> None:
        if path.is_relative_to(tmp_path / "cache"):
            raise OSError(errno.ENOSPC, "no space left on device")
        path.write_bytes(b"".join(content))

    with open_store(settings) as store:
        store.save(KEY, TAKE)
        assert store.is_kept
        monkeypatch.setattr("narrator.recording.store._write", write_elsewhere)
        other = "1" * 64
        store.save(other, TAKE)
        assert not store.is_kept
        assert store.spare_note.startswith(
            f"the cache in {tmp_path / 'cache'} could not keep everything"
        )
        assert store.load(other) == store.load(KEY) == TAKE
        monkeypatch.undo()
    assert list(scratch.iterdir()) == []


def test_a_temporary_folder_that_somebody_removes_is_not_missed(
    tmp_path: Path, scratch: Path
) -> None:
    with open_store(CacheSettings(cache_dir=tmp_path / "cache")) as store:
        shutil.rmtree(scratch)
        store.save(KEY, TAKE)
        assert store.is_kept
        assert store.load(KEY) == TAKE


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such locks")
def test_folders_of_killed_runs_are_removed_by_the_next(scratch: Path) -> None:
    with open_scratch() as held:
        left = scratch / "narrate-takes-left"
        left.mkdir()
        (left / KEY).write_bytes(b"a take")
        (left / f".{KEY}.0123456789ab.part").write_bytes(b"half a take")
        (scratch / "narrate-takes-link").symlink_to(tmp := scratch.parent / "elsewhere")
        tmp.mkdir()
        (tmp / KEY).write_bytes(b"not a leftover")
        mine = scratch / "narrate-takes-mine"
        mine.mkdir()
        (mine / "notes.txt").write_bytes(b"somebody's own")
        with open_scratch():
            assert held.exists()
            assert not left.exists()
        assert (tmp / KEY).exists()
        assert (mine / "notes.txt").exists()
    assert not held.exists()


@pytest.mark.long
def test_a_killed_run_without_a_cache_leaves_its_folder_to_the_next(
    narrate: Narrate, tmp_path: Path, environment: dict[str, str]
) -> None:
    (tmp_path / "t").mkdir()
    environment |= {"TMPDIR": str(tmp_path / "t")}
    running = subprocess.Popen(
        [COMMAND, CRANES, "-q", "-o", "a.wav", "--no-cache", "--jobs", "1"],
        cwd=tmp_path,
        env=environment,
    )
    while not list((tmp_path / "t").glob("*/*")) and running.poll() is None:
        time.sleep(0.01)
    running.kill()
    running.wait()
    assert list((tmp_path / "t").iterdir())
    time.sleep(0.5)  # its workers end
    assert narrate(TRAINS, "-o", "b.wav", *FAST, TMPDIR=str(tmp_path / "t")).exit_code == 0
    assert list((tmp_path / "t").iterdir()) == []


@pytest.mark.skipif(not hasattr(os, "geteuid"), reason="Windows has no such owners")
def test_the_cache_of_another_user(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """It is used where it may be, with a line; root leaves it alone, for its owner's sake."""
    settings = CacheSettings(cache_dir=tmp_path / "cache")
    takes = make_cache(tmp_path / "cache")
    takes.chmod(0o777)
    monkeypatch.setattr("narrator.recording.store.user_id", lambda: os.geteuid() + 1)
    cache = find_cache(settings)
    assert cache.folder == takes
    assert cache.note.startswith(f"the cache in {tmp_path / 'cache'} is another user's")
    assert stat.S_IMODE(takes.stat().st_mode) == 0o777
    TakeStore(takes).save(KEY, TAKE)
    assert TakeStore(takes).load(KEY) is None  # as if another user had written it
    if os.geteuid() == 0:
        os.chown(takes, 12_345, -1)
    monkeypatch.setattr("narrator.recording.store.user_id", lambda: 0)
    with pytest.raises(OutputError, match="belongs to another user, and this is root"):
        find_cache(settings)


def test_no_mode_is_changed_through_a_link(tmp_path: Path) -> None:
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir(mode=0o755)
    (tmp_path / "cache").mkdir()
    (tmp_path / "cache" / "takes").symlink_to(elsewhere)
    make_cache(tmp_path / "cache")
    assert stat.S_IMODE(elsewhere.stat().st_mode) == 0o755


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
