"""The manifest of a folder: which narration its files are.

A folder into which narrate writes files of its own names has a hidden file with the recordings in
it: the source of each, and what its files were like when they were written. So a source replaces
its own files, and never those of another source, of a person or of another program. It is JSON:

    {"recordings": {"Night Trains": {"source": "/home/ada/trains.txt",
                                     "files": {"Night Trains.mp3": "25a3f-1c291ca3"}}}}

A recording is called like its files, without suffixes. Names are paths from the folder on, with
``/``. A file's mark is empty while the file is being made.

Runs at the same time read and write it in turn, as far as the system has locks; each changes only
its own recording. What a killed run was making stays its source's. A manifest that is damaged is
begun anew: what it knew is then taken for files that narrate did not write.
"""

from __future__ import annotations

import json
import os
import zlib
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from narrator.files import locked, read_regular, replacing

FILE_NAME = ".narrate.json"
_ABOUT = "narrate replaces the files that are listed here, and no others"
# 100,000 recordings
_MAX_BYTES = 32 << 20
# of a file, so much of its beginning and of its end is looked at: tags are there
_LOOKED_AT_BYTES = 1 << 16


@dataclass(frozen=True, slots=True)
class Recording:
    """A recording in a folder.

    Attributes:
        source: What identifies its source.
        files: The mark of each of its files, empty while the file is being made.
    """

    source: str
    files: dict[str, str] = field(default_factory=dict)


@contextmanager
def edit_manifest(folder: Path) -> Iterator[dict[str, Recording]]:
    """Read a folder's manifest, and write what has changed when the block ends.

    Raises:
        OSError: It cannot be written.
    """
    with locked(folder):
        before = _read(folder)
        recordings = dict(before)
        yield recordings
        if recordings != before:
            _write(folder, recordings)


def mark_of(path: Path) -> str:
    """Return what tells a file from an edited or another one; empty if it cannot be read."""
    if not path.is_file():  # a pipe would keep us waiting
        return ""
    try:
        with open(path, "rb") as file:
            size = os.fstat(file.fileno()).st_size
            checksum = zlib.crc32(file.read(_LOOKED_AT_BYTES))
            file.seek(max(0, size - _LOOKED_AT_BYTES))
            checksum = zlib.crc32(file.read(_LOOKED_AT_BYTES), checksum)
    except OSError:
        return ""
    return f"{size:x}-{checksum:08x}"


def _read(folder: Path) -> dict[str, Recording]:
    """Return the recordings that a folder's manifest lists; none where it is damaged."""
    try:
        text = read_regular(folder / FILE_NAME, _MAX_BYTES).decode()
        listed = json.loads(text)["recordings"].items()
    except (OSError, ValueError, LookupError, TypeError, AttributeError, RecursionError):
        return {}
    recordings: dict[str, Recording] = {}
    for name, entry in listed:
        if _is_recording(entry):
            recordings[name] = Recording(entry["source"], entry["files"])
    return recordings


def _is_recording(entry: Any) -> bool:
    """Return whether an entry of a manifest is as this program writes them."""
    if not isinstance(entry, dict) or not isinstance(entry.get("source"), str):
        return False
    files = entry.get("files")
    if not isinstance(files, dict):
        return False
    return all(isinstance(mark, str) for mark in files.values())


def _write(folder: Path, recordings: dict[str, Recording]) -> None:
    """Write a folder's manifest; remove it when there is nothing to list.

    Raises:
        OSError: It cannot be written.
    """
    path = folder / FILE_NAME
    if not recordings:
        with suppress(FileNotFoundError):
            path.unlink()
        return
    listed = {
        name: {"source": recording.source, "files": recording.files}
        for name, recording in sorted(recordings.items())
    }
    # without indents, which Python's fast encoder does not write
    text = json.dumps({"about": _ABOUT, "recordings": listed}) + "\n"
    with replacing(path) as file:
        file.write(text.encode())
