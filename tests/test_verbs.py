"""The verbs of the command, help, completion and the manual page."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.conftest import PROJECT, SAMPLES, Narrate
from tests.manual import MANUAL, make_manual
from tests.test_house import options


def test_voices_are_listed(narrate: Narrate) -> None:
    lines = narrate("voices").stdout.splitlines()
    assert ["espeak", "de", "de", "present", "German"] in [line.split() for line in lines]
    listed = json.loads(narrate("voices", "--json").stdout)["voices"]
    assert len(listed) == len(lines)
    assert {voice["language_name"] for voice in listed if voice["id"] == "de"} == {"German"}
    assert "tone" in narrate("voices", "--engine", "tone").stdout


def test_formats_describe_themselves(narrate: Narrate) -> None:
    lines = narrate("formats").stdout.splitlines()
    assert [line.split()[0] for line in lines] == ["mp3", "m4b", "m4a", "opus", "flac", "wav"]
    assert "16 to 128 kbit/s, by default 64" in lines[1]
    listed = json.loads(narrate("formats", "--json").stdout)["formats"]
    assert listed[3]["max_chapters"] == 1_000
    assert listed[5]["bitrates"] == []


def test_a_verb_reads_the_environment_and_has_errors_like_any(narrate: Narrate) -> None:
    assert "tone" in narrate("voices", NARRATE_ENGINE="tone").stdout
    assert narrate("cache").stderr == "narrate: missing command; see narrate cache --help\n"
    run = narrate("voices", "--engine", "nobody")
    assert run.exit_code == 5
    assert run.stderr.startswith("narrate: no speech engine is called 'nobody'")
    unknown = "no such option --prot (did you mean --port?); see narrate serve --help"
    assert narrate("serve", "x", "--prot", "3").stderr == f"narrate: {unknown}\n"
    run = narrate("voices", "extra")
    assert (run.exit_code, run.stderr.count("\n")) == (2, 1)


def test_the_cache_is_cleared(narrate: Narrate, tmp_path: Path) -> None:
    kept = tmp_path / "kept"
    narrate(SAMPLES / "bienen.txt", "--cache-dir", kept, "--engine", "tone")
    assert list((kept / "takes").iterdir())
    run = narrate("cache", "clear", "--cache-dir", kept)
    assert run.exit_code == 0
    assert f"of kept speech deleted from {kept}" in run.stderr
    assert not list((kept / "takes").iterdir())
    assert "Usage: narrate cache clear" in narrate("cache", "clear", "--help").stdout


def test_a_file_called_like_a_verb_is_narrated_by_its_path(
    narrate: Narrate, tmp_path: Path
) -> None:
    (tmp_path / "voices").write_text("Ten boats came home on the tenth day.", encoding="utf-8")
    run = narrate("./voices", "--dry-run")
    assert "Ten boats came home" in run.stdout
    # a verb is the first argument
    assert "Ten boats came home" in narrate("--dry-run", "voices").stdout


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_a_shell_completes(narrate: Narrate, shell: str) -> None:
    script = narrate(here=True, _NARRATE_COMPLETE=f"{shell}_source").stdout
    assert "_NARRATE_COMPLETE" in script
    words = {
        "narrate ": "voices",
        "narrate --foot": "--footnotes",
        "narrate a.txt --footnotes ": "inline",
        "narrate voices --eng": "--engine",
        "narrate cache ": "clear",
        "narrate voices ": "get",
    }
    for line, expected in words.items():
        given = line.split(" ")
        last = {"fish": given[-1]}.get(shell, str(len(given) - 1))
        run = narrate(
            here=True,
            _NARRATE_COMPLETE=f"{shell}_complete",
            COMP_WORDS=line,
            COMP_CWORD=last,
        )
        assert expected in run.stdout, line


def test_the_manual_is_made_from_the_command() -> None:
    manual = MANUAL.read_text(encoding="utf-8")
    assert make_manual() == manual
    for option in options():
        assert option.opts[-1].replace("-", "\\-") in manual
    assert "\b" not in manual


def test_the_readme_names_completion_and_the_manual() -> None:
    readme = (PROJECT / "README.md").read_text(encoding="utf-8")
    assert "_NARRATE_COMPLETE=bash_source narrate" in readme
    assert "man narrate" in readme
