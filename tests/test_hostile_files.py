"""Hostile files through the installed command: one line, in bounded time and memory."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

import pytest

from tests.conftest import COMMAND
from tests.hostile import HOSTILE

pytestmark = pytest.mark.long

# what a reader may take (narrator.readers.guarded) and what the rest takes in proportion
MOST_SECONDS = 60
MOST_MIB = 1_500


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_file_is_read_or_refused_in_a_line(
    name: str, tmp_path: Path, environment: dict[str, str]
) -> None:
    (tmp_path / name).write_bytes(HOSTILE[name]())
    with open(tmp_path / "said", "w+b") as said:
        running = subprocess.Popen(
            [str(COMMAND), name, "--sections"],
            cwd=tmp_path,
            env=environment,
            stdout=subprocess.DEVNULL,
            stderr=said,
        )
        _, status, used = os.wait4(running.pid, 0)
        running.returncode = os.waitstatus_to_exitcode(status)
        said.seek(0)
        lines = said.read().decode().splitlines()
    seconds = used.ru_utime + used.ru_stime
    mebibytes = used.ru_maxrss // 1024
    print(f"{name}: {running.returncode}, {seconds:.1f} s, {mebibytes} MiB, {lines}")
    assert running.returncode in (0, 3, 4)
    assert len(lines) == (1 if running.returncode else 0)
    assert seconds < MOST_SECONDS
    assert mebibytes < MOST_MIB
