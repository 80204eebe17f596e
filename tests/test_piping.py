"""The finished file on standard output: ``-o -``."""

from __future__ import annotations

import os
import pty
import subprocess
from collections.abc import Sequence
from pathlib import Path

import pytest

from tests.conftest import COMMAND, Narrate

SHORT = b"Ten boats came home on the tenth day. Nobody in the valley cheered at all."
TONE = ("--engine", "tone", "--jobs", "1")


@pytest.mark.parametrize(
    ("options", "said"),
    [
        ((), "-o - needs a format"),
        (("-f", "mp3", "--json"), "-o - and --json both write to standard output"),
        (("-f", "mp3", "--split"), "-o - writes one file"),
        (("-f", "mp3", "b.txt"), "-o - writes one file"),
        (("-f", "mp3", "--page"), "-o - writes one file"),
    ],
)
def test_what_standard_output_cannot_be(
    narrate: Narrate, options: Sequence[str], said: str
) -> None:
    run = narrate("a.txt", "-o", "-", *options, here=True)
    assert (run.exit_code, run.stdout) == (2, "")
    assert said in run.stderr


def test_nothing_is_spoken_for_an_output_that_is_closed(environment: dict[str, str]) -> None:
    command = ["sh", "-c", f"exec '{COMMAND}' a.txt -f mp3 -o - >&-"]
    done = subprocess.run(command, capture_output=True, env=environment)
    assert (done.returncode, b"which is closed" in done.stderr) == (2, True)


@pytest.mark.long
def test_the_file_goes_to_standard_output(
    narrate: Narrate, tmp_path: Path, environment: dict[str, str]
) -> None:
    """And the summary, like everything else, to standard error."""
    for name in ("mp3", "m4b", "opus", "flac", "wav"):
        options = ("--summary", "--sentences", "1", *TONE)
        assert narrate("-", "-o", f"a.{name}", *options, stdin=SHORT).exit_code == 0
        command = [str(COMMAND), "-", "-o", "-", "-f", name, *options]
        done = subprocess.run(
            command, input=SHORT, capture_output=True, cwd=tmp_path, env=environment, check=True
        )
        assert done.stdout == (tmp_path / f"a.{name}").read_bytes()
        said = done.stderr.decode().splitlines()
        assert said[0].startswith(("Ten boats came", "Nobody in the valley"))
        assert "standard output  0:00:0" in said[2]
    done = subprocess.run([*command, "-q"], input=SHORT, capture_output=True, env=environment)
    assert done.stderr == b""
    assert [path.name for path in tmp_path.iterdir() if "a." not in path.name] == []


@pytest.mark.long
def test_joined_sources_go_to_standard_output(tmp_path: Path, environment: dict[str, str]) -> None:
    for name in ("a.txt", "b.txt"):
        (tmp_path / name).write_bytes(SHORT)
    command = [str(COMMAND), "--join", "a.txt", "b.txt", "-q", "-o", "-", "-f", "flac", *TONE]
    done = subprocess.run(command, capture_output=True, cwd=tmp_path, env=environment, check=True)
    assert done.stdout.startswith(b"fLaC")


@pytest.mark.long
@pytest.mark.parametrize(
    ("redirection", "exit_code", "said"),
    [
        ("| head -c 10 >/dev/null; exit ${PIPESTATUS[0]}", 0, ""),
        (">/dev/full", 7, "narrate: cannot write standard output: no space left on device\n"),
    ],
)
def test_a_reader_that_goes_away_is_no_error(
    tmp_path: Path, environment: dict[str, str], redirection: str, exit_code: int, said: str
) -> None:
    (tmp_path / "a.txt").write_bytes(SHORT * 40)
    words = f"{COMMAND} a.txt -q -o - -f wav {' '.join(TONE)} {redirection}"
    temporary = tmp_path / "temporary"
    temporary.mkdir()
    done = subprocess.run(
        ["bash", "-c", words],
        capture_output=True,
        text=True,
        cwd=tmp_path,
        env=environment | {"TMPDIR": str(temporary)},
        check=False,
    )
    assert (done.returncode, done.stderr) == (exit_code, said)
    assert list(temporary.iterdir()) == []


@pytest.mark.long
def test_a_terminal_is_refused(environment: dict[str, str]) -> None:
    leader, follower = pty.openpty()
    command = [str(COMMAND), "-", "-o", "-", "-f", "mp3"]
    done = subprocess.run(
        command, stdin=subprocess.DEVNULL, stdout=follower, stderr=subprocess.PIPE, env=environment
    )
    os.close(follower)
    os.close(leader)
    assert done.returncode == 2
    assert b"standard output is a terminal" in done.stderr
