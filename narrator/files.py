"""Writing files whole or not at all."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import BinaryIO

_OPEN_FILES = "/proc/self/fd"


@contextmanager
def replacing(path: Path) -> Iterator[BinaryIO]:
    """A file that takes the place of ``path`` when the block ends well, and vanishes when it does not.

    Where the system has files without a name, not even a killed process leaves anything behind.

    Raises:
        OSError: the folder or the file cannot be written.
    """
    path = Path(os.path.realpath(path))  # a link stays one
    part = path.with_name(f".{path.name[:100]}.{os.urandom(6).hex()}.part")
    nameless = _open_nameless(path.parent)
    with nameless or open(part, "x+b") as file:
        try:
            yield file
            file.flush()
            if nameless:
                _link(file, part)
            file.close()  # Windows renames no open file
            os.replace(part, path)
        except BaseException:
            file.close()
            with suppress(OSError):
                part.unlink()
            raise


def _open_nameless(folder: Path) -> BinaryIO | None:
    if not hasattr(os, "O_TMPFILE") or not os.path.isdir(_OPEN_FILES):
        return None
    try:
        return open(os.open(folder, os.O_TMPFILE | os.O_RDWR, 0o666), "w+b")
    except OSError:  # not every file system has them; any other trouble shows again at once
        return None


def _link(file: BinaryIO, path: Path) -> None:
    folder = os.open(_OPEN_FILES, os.O_RDONLY)
    try:
        # with a folder given, Python follows the link to the file itself
        os.link(str(file.fileno()), path, src_dir_fd=folder)
    finally:
        os.close(folder)
