"""The door users use: the installed command, run as a process of its own in an empty folder."""

from __future__ import annotations

import io
import os
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import pytest

import narrator.cli.command

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
    """Make a cache folder for this test alone, and no config folder."""
    folder = tmp_path_factory.mktemp("cache")
    monkeypatch.setenv("XDG_CACHE_HOME", str(folder))
    monkeypatch.setenv("XDG_CONFIG_HOME", str(folder / "config"))
    return folder


@pytest.fixture
def environment(cache_home: Path) -> dict[str, str]:
    """Return the machine's environment without settings of narrate, in a language of letters."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("NARRATE_")}
    return kept | {
        "LC_ALL": "C.UTF-8",
        "XDG_CACHE_HOME": str(cache_home),
        "XDG_CONFIG_HOME": str(cache_home / "config"),
    }


# runs that speak nothing are made in the tests' own process, for a fifth of the time
SILENT = {"--dry-run", "--sections", "--summary-only"}


@pytest.fixture
def narrate(
    tmp_path: Path, environment: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> Narrate:
    """Run ``narrate``; ``here`` runs it in this process, for runs that will be refused."""

    def run(*arguments: str | Path, stdin: bytes = b"", here: bool = False, **more: str) -> Run:
        words = [*map(str, arguments)]
        if (here or SILENT & {*words}) and not any(
            name.startswith(("LC_", "PYTHON")) for name in more
        ):
            with monkeypatch.context() as patch:
                patch.chdir(tmp_path)
                for name in os.environ.keys() - environment.keys():
                    patch.delenv(name)
                for name, value in (environment | more).items():
                    patch.setenv(name, value)
                return run_here(words, stdin, patch)
        done = subprocess.run(
            [COMMAND, *words],
            input=stdin,
            capture_output=True,
            cwd=tmp_path,
            env=environment | more,
            timeout=60,
            check=False,
        )
        return Run(done.returncode, done.stdout.decode(), done.stderr.decode())

    return run


def run_here(arguments: list[str], stdin: bytes, patch: pytest.MonkeyPatch) -> Run:
    """Run the command from its first line on, with streams and an ending of its own."""
    handlers = {number: signal.getsignal(number) for number in (signal.SIGTERM, signal.SIGHUP)}
    streams = {
        name: io.TextIOWrapper(io.BytesIO(content), encoding="utf-8")
        for name, content in (("stdin", stdin), ("stdout", b""), ("stderr", b""))
    }
    for name, stream in streams.items():
        patch.setattr(sys, name, stream)
    patch.setattr(sys, "argv", ["narrate", *arguments])
    try:
        with pytest.raises(SystemExit) as ended:
            narrator.cli.command.run()
    finally:
        for number, handler in handlers.items():
            signal.signal(number, handler)
    said = []
    for stream in (streams["stdout"], streams["stderr"]):
        stream.flush()
        assert isinstance(stream.buffer, io.BytesIO)
        said.append(stream.buffer.getvalue().decode())
    return Run(int(ended.value.code or 0), *said)
