"""Files that appear whole or not at all."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import BinaryIO

# where Linux shows a process its open files
_OPEN_FILES = "/proc/self/fd"
# characters of a file's name that the name of its unfinished one takes over
_NAME_LENGTH = 100


@contextmanager
def replacing(path: Path) -> Iterator[BinaryIO]:
    """Open a file that takes the place of ``path`` when the block ends without an error.

    Otherwise it vanishes, and what was at ``path`` stays. Where the system has files without a
    name, not even a killed process leaves an unfinished one behind.

    Raises:
        OSError: The folder or the file cannot be written.
    """
    path = Path(os.path.realpath(path))  # a link stays a link
    part = path.with_name(f".{path.name[:_NAME_LENGTH]}.{os.urandom(6).hex()}.part")
    nameless = _open_nameless(path.parent)
    with nameless or open(part, "x+b") as file:
        try:
            yield file
            file.flush()
            if nameless:
                _name(file, part)
            file.close()  # Windows renames no open file
            os.replace(part, path)
        except BaseException:
            file.close()
            with suppress(OSError):
                part.unlink()
            raise


def _open_nameless(folder: Path) -> BinaryIO | None:
    """Open a file without a name in a folder, or return None where that is not possible."""
    if not hasattr(os, "O_TMPFILE") or not os.path.isdir(_OPEN_FILES):
        return None
    try:
        return open(os.open(folder, os.O_TMPFILE | os.O_RDWR, 0o666), "w+b")
    except OSError:  # not every file system has them; any other trouble shows again at once
        return None


def _name(file: BinaryIO, path: Path) -> None:
    """Give a name to a file without one."""
    folder = os.open(_OPEN_FILES, os.O_RDONLY)
    try:
        # with a folder given, Python follows the link to the file itself
        os.link(str(file.fileno()), path, src_dir_fd=folder)
    finally:
        os.close(folder)
