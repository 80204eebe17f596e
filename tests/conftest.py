"""The door users use: the installed command, run as a process of its own in an empty folder."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import pytest

PROJECT = Path(__file__).parent.parent
SAMPLES = PROJECT / "samples"
COMMAND = Path(sys.executable).with_name("narrate")


class Run(NamedTuple):
    """What a finished command left."""

    exit_code: int
    stdout: str
    stderr: str


Narrate = Callable[..., Run]


@pytest.fixture(autouse=True)
def cache_home(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A cache folder for this test alone, and no config folder."""
    folder = tmp_path_factory.mktemp("cache")
    monkeypatch.setenv("XDG_CACHE_HOME", str(folder))
    monkeypatch.setenv("XDG_CONFIG_HOME", str(folder / "config"))
    return folder


@pytest.fixture
def environment(cache_home: Path) -> dict[str, str]:
    """The machine's environment without settings of narrate, in a language that has letters."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("NARRATE_")}
    return kept | {"LC_ALL": "C.UTF-8", "XDG_CACHE_HOME": str(cache_home), "XDG_CONFIG_HOME": str(cache_home / "config")}


@pytest.fixture
def narrate(tmp_path: Path, environment: dict[str, str]) -> Narrate:
    """Run ``narrate`` with arguments, standard input and more environment."""

    def run(*arguments: str | Path, stdin: bytes = b"", **more: str) -> Run:
        done = subprocess.run(
            [COMMAND, *map(str, arguments)],
            input=stdin,
            capture_output=True,
            cwd=tmp_path,
            env=environment | more,
            timeout=60,
            check=False,
        )
        return Run(done.returncode, done.stdout.decode(), done.stderr.decode())

    return run
