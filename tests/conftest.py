"""The door users use: the installed command, run as a process of its own in an empty folder."""

from __future__ import annotations

import functools
import io
import os
import re
import signal
import subprocess
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import NamedTuple

import hypothesis
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

# the suite draws the same examples in every run; `--hypothesis-profile=search` draws others
hypothesis.settings.register_profile("suite", derandomize=True, deadline=None)
hypothesis.settings.register_profile("search", max_examples=10_000, deadline=None)
hypothesis.settings.load_profile("suite")


@pytest.fixture(autouse=True)
def cache_home(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Make a cache folder for this test alone, and no config folder."""
    folder = tmp_path_factory.mktemp("cache")
    monkeypatch.setenv("XDG_CACHE_HOME", str(folder))
    monkeypatch.setenv("XDG_CONFIG_HOME", str(folder / "config"))
    monkeypatch.setenv("XDG_DATA_HOME", str(folder / "data"))
    monkeypatch.setenv("XDG_STATE_HOME", str(folder / "state"))
    return folder


def clean_environment(cache_home: Path) -> dict[str, str]:
    """Return the machine's environment without settings of narrate, in a language of letters."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("NARRATE_")}
    return kept | {
        "LC_ALL": "C.UTF-8",
        "XDG_CACHE_HOME": str(cache_home),
        "XDG_CONFIG_HOME": str(cache_home / "config"),
        "XDG_DATA_HOME": str(cache_home / "data"),
        "XDG_STATE_HOME": str(cache_home / "state"),
        # most tests are about something else than voice and cover
        "NARRATE_ENGINE": "espeak",
        "NARRATE_COVER": "none",
    }


@pytest.fixture
def environment(cache_home: Path) -> dict[str, str]:
    """Return an environment for the command with this test's own cache."""
    return clean_environment(cache_home)


def run_command(
    arguments: Sequence[str], folder: Path, environment: dict[str, str], stdin: bytes = b""
) -> Run:
    """Run the installed command in a folder."""
    done = subprocess.run(
        [COMMAND, *arguments],
        input=stdin,
        capture_output=True,
        cwd=folder,
        env=environment,
        timeout=60,
        check=False,
    )
    return Run(done.returncode, done.stdout.decode(), done.stderr.decode())


class Narrated(NamedTuple):
    """A narration that several tests look at, and none changes."""

    run: Run
    folder: Path

    @property
    def audio(self) -> Path:
        """The audio file."""
        (path,) = (self.folder / "output").glob("*.mp3")
        return path


NarratedSample = Callable[..., Narrated]


@pytest.fixture(scope="session")
def narrated(tmp_path_factory: pytest.TempPathFactory) -> NarratedSample:
    """Narrate a sample with the options given, once for all tests that ask for it."""

    @functools.cache
    def narrated(name: str, *options: str) -> Narrated:
        folder = tmp_path_factory.mktemp("narrated")
        environment = clean_environment(tmp_path_factory.mktemp("cache"))
        run = run_command([str(SAMPLES / f"{name}.txt"), *options], folder, environment)
        assert run.exit_code == 0, run.stderr
        return Narrated(run, folder)

    return narrated


# runs that speak nothing are made in the tests' own process, for a fifth of the time
SILENT_OPTIONS = {"--dry-run", "--sections", "--summary-only", "--help", "--version"}
SILENT_VERBS = {"voices", "formats", "cache"}


@pytest.fixture
def narrate(
    tmp_path: Path, environment: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> Narrate:
    """Run ``narrate``, in this process where that can make no difference.

    ``here`` says whether to do that, for runs that will be refused and for others that do not show
    by their arguments what they need.
    """

    def run(
        *arguments: str | Path, stdin: bytes = b"", here: bool | None = None, **more: str
    ) -> Run:
        words = [*map(str, arguments)]
        if here is None:
            here = bool(SILENT_OPTIONS & {*words} or SILENT_VERBS & {*words[:1]})
        if here and not any(name.startswith(("LC_", "PYTHON")) for name in more):
            with monkeypatch.context() as patch:
                patch.chdir(tmp_path)
                for name in os.environ.keys() - environment.keys():
                    patch.delenv(name)
                for name, value in (environment | more).items():
                    patch.setenv(name, value)
                return run_here(words, stdin, patch)
        return run_command(words, tmp_path, environment | more, stdin)

    return run


def run_here(arguments: list[str], stdin: bytes, patch: pytest.MonkeyPatch) -> Run:
    """Run the command from its first line on, with streams and an ending of its own."""
    numbers = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
    handlers = {number: signal.getsignal(number) for number in numbers}
    patch.setattr(sys, "unraisablehook", sys.unraisablehook)
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


def install_plugin(folder: Path, group: str, entry_points: str, source: str = "") -> None:
    """Put a package into a folder as pip would, with entry points and a module of their name.

    Args:
        folder: A folder on Python's path.
        group: The group of the entry points, such as ``narrator.engines``.
        entry_points: Lines such as ``odd = odd:load``.
        source: The text of the module that the first line names, where it is to be written.
    """
    module = re.split(r"[=:]", entry_points)[1].strip()
    if source:
        (folder / f"{module}.py").write_text(source, encoding="utf-8")
    name = module.replace(".", "_")
    distribution = folder / f"{name}-1.dist-info"
    distribution.mkdir()
    metadata = f"Metadata-Version: 2.1\nName: {name}\nVersion: 1\n"
    (distribution / "METADATA").write_text(metadata, encoding="utf-8")
    listed = f"[{group}]\n{entry_points}\n"
    (distribution / "entry_points.txt").write_text(listed, encoding="utf-8")
