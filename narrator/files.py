"""Files that appear whole or not at all, and files that are no endless ones."""

from __future__ import annotations

import errno
import os
import stat
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import BinaryIO

# where Linux shows a process its open files
_OPEN_FILES = "/proc/self/fd"
# characters of a file's name that the name of its unfinished one takes over
_NAME_LENGTH = 100


def read_regular(path: Path, max_bytes: int) -> bytes:
    """Return the content of a regular file.

    Raises:
        OSError: It cannot be read, is too large, or is a pipe or a device, which may never end.
    """
    with open(path, "rb", opener=_open_at_once) as file:
        if not stat.S_ISREG(os.fstat(file.fileno()).st_mode):
            raise OSError(errno.EINVAL, "not a regular file")
        content = file.read(max_bytes + 1)
    if len(content) > max_bytes:
        raise OSError(errno.EFBIG, f"larger than {max_bytes:,} bytes")
    return content


def _open_at_once(path: str, flags: int) -> int:
    """Open a file without waiting for another process, as a pipe would."""
    return os.open(path, flags | getattr(os, "O_NONBLOCK", 0))


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
