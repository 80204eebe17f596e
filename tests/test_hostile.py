"""Environments and requests that want to break it: a plain line, the right code, nothing lost."""

from __future__ import annotations

import os
import signal
import subprocess
import tempfile
import time
from pathlib import Path

import pytest

from narrator import Settings
from narrator import narrate as narrate_in_process
from narrator.audio.formats import Encoded
from narrator.errors import OutputError
from narrator.output import choose_path
from narrator.recording.store import TakeStore, make_cache
from narrator.recording.take import Take, Times
from narrator.speech.engines import load_engine
from narrator.verbalize.pronunciations import find_pronunciations
from tests.conftest import COMMAND, SAMPLES, Narrate, install_plugin
from tests.readback import hear

SHORT = b"Ten boats came home on the tenth day. Nobody in the valley cheered at all."
KEY = "0" * 64


@pytest.mark.parametrize("option", ["--loudness", "--sentence-pause", "--chapter-pause"])
def test_what_is_no_number_is_no_number(narrate: Narrate, option: str) -> None:
    run = narrate("-", option, "nan", stdin=SHORT, here=True)
    assert run.exit_code == 2
    assert f"{option} must be a number from " in run.stderr
    assert ", not nan; " in run.stderr


def test_the_source_is_never_the_output(narrate: Narrate, tmp_path: Path) -> None:
    (tmp_path / "a.wav").write_bytes(SHORT)
    (tmp_path / "b.mp3").symlink_to("a.wav")
    for output in ("a.wav", "./a.wav", "b.mp3"):
        run = narrate("a.wav", "-o", output, here=True)
        assert (run.exit_code, run.stderr) == (
            2,
            f"narrate: {Path(output)} is the source itself; choose another output\n",
        )
    assert (tmp_path / "a.wav").read_bytes() == SHORT


def test_a_link_is_followed_and_what_is_no_file_is_left_alone(
    narrate: Narrate, tmp_path: Path
) -> None:
    (tmp_path / "real.mp3").write_bytes(b"older")
    (tmp_path / "link.mp3").symlink_to("real.mp3")
    assert narrate("-", "-o", "link.mp3", "--engine", "tone", stdin=SHORT).exit_code == 0
    assert (tmp_path / "link.mp3").is_symlink()
    assert hear(tmp_path / "real.mp3").chapters
    os.mkfifo(tmp_path / "pipe.mp3")
    assert narrate("-", "-o", "pipe.mp3", stdin=SHORT, here=True).exit_code == 7
    assert (tmp_path / "pipe.mp3").is_fifo()


def test_a_name_that_is_too_long(narrate: Narrate) -> None:
    run = narrate("-", "-o", "x" * 300 + ".mp3", stdin=SHORT, here=True)
    assert (run.exit_code, run.stderr.count("\n")) == (7, 1)


@pytest.mark.skipif(os.geteuid() != 0, reason="only root becomes somebody else")
def test_folders_that_may_not_be_searched(monkeypatch: pytest.MonkeyPatch) -> None:
    """Without rights, a forbidden output is an error, a forbidden configuration folder is none."""
    with tempfile.TemporaryDirectory() as name:
        os.chmod(name, 0o755)
        closed = Path(name, "closed")
        closed.mkdir(mode=0o700)
        monkeypatch.setenv("XDG_CONFIG_HOME", str(closed))
        find_pronunciations([], None)  # what it imports may not be where nobody can read it
        os.seteuid(65_534)
        try:
            assert not find_pronunciations([], None)
            with pytest.raises(OutputError, match="permission denied"):
                choose_path(closed / "a.mp3", "a", "mp3")
        finally:
            os.seteuid(0)


def test_an_empty_environment(tmp_path: Path) -> None:
    done = subprocess.run(
        [COMMAND, "-", "-o", "a.mp3", "--no-cache"], input=SHORT, env={}, cwd=tmp_path, check=False
    )
    assert done.returncode == 0


@pytest.mark.long
def test_a_cache_that_goes_away_or_is_full_of_nonsense(narrate: Narrate, tmp_path: Path) -> None:
    takes = make_cache(tmp_path / "mine")
    options = ["--cache-dir", "mine", "--engine", "tone"]
    narrate("-", "-o", "a.mp3", *options, stdin=SHORT)
    (name,) = [path.name for path in takes.iterdir()]
    for make in (os.mkfifo, os.mkdir):
        os.unlink(takes / name)
        make(takes / name)
        assert narrate("-", "-o", "b.mp3", *options, stdin=SHORT).exit_code == 0
        assert (tmp_path / "a.mp3").read_bytes() == (tmp_path / "b.mp3").read_bytes()
        if make is os.mkfifo and (takes / name).is_fifo():
            continue
    store = TakeStore(tmp_path / "gone")
    assert store.evict(0) == 0


def test_a_take_with_another_head_is_no_take(tmp_path: Path) -> None:
    import zlib

    from narrator.recording.store import _LENGTHS, _MAGIC

    store = TakeStore(make_cache(tmp_path))
    for head in (b"{}", b"[]", b"no json", b'{"samples": 1}'):
        (store.folder / KEY).write_bytes(
            _MAGIC + _LENGTHS.pack(zlib.crc32(head), len(head), 0) + head
        )
        assert store.load(KEY) is None
    store.save(KEY, Take(Encoded(b"", 0, 8_000), Times(8_000, ())))
    assert store.load(KEY) is not None


@pytest.mark.long
@pytest.mark.parametrize("redirection", ["2>/dev/full", "2>&1 | true", "2>&-"])
def test_messages_that_nobody_takes_stop_nothing(
    narrate: Narrate, tmp_path: Path, environment: dict[str, str], redirection: str
) -> None:
    (tmp_path / "a.txt").write_bytes(SHORT)
    subprocess.run(
        ["bash", "-c", f"'{COMMAND}' a.txt -o a.mp3 --engine tone {redirection}"],
        cwd=tmp_path,
        env=environment,
        check=False,
    )
    assert hear(tmp_path / "a.mp3").chapters
    assert narrate("a.txt", "-o", "b.mp3", "--engine", "tone").exit_code == 0


def limited(
    limit: str, arguments: str, folder: Path, environment: dict[str, str]
) -> subprocess.CompletedProcess[str]:
    """Run the command where the system gives it less of something."""
    (folder / "a.txt").write_bytes(SHORT * 5)
    return subprocess.run(
        ["bash", "-c", f"ulimit {limit}; exec '{COMMAND}' a.txt --engine tone {arguments}"],
        cwd=folder,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )


def test_processes_that_cannot_be_started(tmp_path: Path, environment: dict[str, str]) -> None:
    done = limited("-n 40", "--jobs 100", tmp_path, environment)
    assert (done.returncode, done.stderr.splitlines()[1:]) == (
        5,
        ["narrate: 100 processes cannot be started: too many open files; try fewer with --jobs"],
    )


def test_no_room_for_the_file(tmp_path: Path, environment: dict[str, str]) -> None:
    (tmp_path / "a.wav").write_bytes(b"older")
    done = limited("-f 1000", "-o a.wav", tmp_path, environment)
    assert done.returncode == 7
    assert done.stderr.endswith("narrate: cannot write a.wav: file too large\n")
    assert (tmp_path / "a.wav").read_bytes() == b"older"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a.txt", "a.wav"]


@pytest.mark.parametrize("option", ["--help", "--version"])
def test_help_that_cannot_be_written(environment: dict[str, str], option: str) -> None:
    done = subprocess.run(
        ["bash", "-c", f"'{COMMAND}' {option} >/dev/full"],
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stderr) == (
        7,
        "narrate: cannot write standard output: no space left on device\n",
    )


def test_espeak_is_not_sent_where_its_data_is_not(narrate: Narrate, tmp_path: Path) -> None:
    assert narrate("voices", here=False, ESPEAK_DATA_PATH=str(tmp_path)).exit_code == 0


@pytest.mark.long
def test_nohup_is_honoured(tmp_path: Path, environment: dict[str, str]) -> None:
    (tmp_path / "long.txt").write_text(
        "Ten boats came home on the tenth day. " * 400, encoding="utf-8"
    )
    running = subprocess.Popen(
        [COMMAND, "long.txt", "-o", "a.mp3", "--engine", "tone"],
        cwd=tmp_path,
        env=environment,
        stderr=subprocess.PIPE,
        text=True,
        preexec_fn=lambda: signal.signal(signal.SIGHUP, signal.SIG_IGN),
    )
    assert running.stderr is not None
    running.stderr.readline()
    time.sleep(0.1)
    running.send_signal(signal.SIGHUP)
    running.communicate(timeout=60)
    assert running.returncode == 0


def test_controls_of_a_text_reach_no_terminal(narrate: Narrate, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_bytes(
        b"\x1b[31mTen boats\x07 came home on the tenth day, and nobody cheered.\n" + SHORT * 3
    )
    run = narrate("a.txt", "--summary", "-o", "a.mp3", "--engine", "tone")
    assert "\x1b" not in run.stdout + run.stderr
    assert "\x07" not in run.stdout + run.stderr
    assert "Ten boats came home" in run.stdout
    assert "\x1b" not in narrate("\x1b[31mgone.txt", here=True).stderr


def test_voices_by_the_name_of_their_language() -> None:
    assert load_engine("espeak").find_voice("english").language.startswith("en")
    assert load_engine("espeak").find_voice("Spanish").id == "es"


def test_json_survives_a_terminal_without_letters(narrate: Narrate, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(
        "Größe zählt nicht, sagt jeder, der klein ist.", encoding="utf-8"
    )
    ascii_only = {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}
    assert "Gr\\u00f6\\u00dfe" in narrate("a.txt", "--summary-only", "--json", **ascii_only).stdout


def test_few_open_files_are_one_line(environment: dict[str, str], tmp_path: Path) -> None:
    text = SAMPLES / "bienen.txt"
    command = f"ulimit -n 20; exec '{COMMAND}' '{text}' --no-cache -q --jobs 4 -o a.mp3"
    done = subprocess.run(
        ["bash", "-c", command],
        env=environment,
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 5
    assert done.stderr.count("\n") == 1
    assert "too many open files; try fewer with --jobs" in done.stderr


def test_warnings_as_errors_do_no_harm(narrate: Narrate) -> None:
    run = narrate("-", "-q", "-o", "a.mp3", stdin=SHORT, PYTHONWARNINGS="error")
    assert run == (0, "", "")


ODD_ENGINE = """
import os
from narrator.speech.engines import Speech
from narrator.speech.tone import ToneEngine

class Odd(ToneEngine):
    def speak(self, text, voice, rate):
        match os.environ["ODD"]:
            case "exit": raise SystemExit(3)
            case "interrupt": raise KeyboardInterrupt
            case "nothing": return None
            case "half": return Speech(b"abc", 22_050)
            case "rate": return Speech(b"ab", 0)

def load():
    if os.environ["ODD"] == "load": raise KeyError("key")
    return Odd()
"""


@pytest.mark.parametrize(
    ("odd", "exit_code", "said"),
    [
        ("exit", 6, "'Ten boats came home on the tenth day.': 3"),
        ("interrupt", 6, "KeyboardInterrupt"),
        ("nothing", 6, "the engine returned no sound"),
        ("half", 6, "the engine returned no 16-bit samples at a rate"),
        ("rate", 6, "the engine returned no 16-bit samples at a rate"),
        ("load", 5, "the speech engine 'odd' cannot be loaded: 'key'"),
    ],
)
def test_an_odd_engine_of_somebody_elses(
    narrate: Narrate, tmp_path: Path, odd: str, exit_code: int, said: str
) -> None:
    install_plugin(tmp_path, "narrator.engines", "odd = odd:load", ODD_ENGINE)
    run = narrate(
        *("-", "--engine", "odd", "-q", "-o", "a.mp3"),
        stdin=SHORT,
        PYTHONPATH=str(tmp_path),
        ODD=odd,
    )
    assert (run.exit_code, run.stderr.count("\n")) == (exit_code, 1)
    assert said in run.stderr


def test_names_that_no_file_or_url_can_have(tmp_path: Path, narrate: Narrate) -> None:
    (tmp_path / "a.txt").write_bytes(SHORT)
    run = narrate("a.txt", "https://[::1", "-o", "out/", "--engine", "tone", "-q")
    assert (run.exit_code, run.stderr.count("\n")) == (3, 1)
    with pytest.raises(OutputError, match="null"):
        narrate_in_process(tmp_path / "a.txt", "a\0b.wav", Settings.of(engine="tone"))
    assert narrate("a.txt", "--cache-dir", "", "--engine", "tone").exit_code == 2
