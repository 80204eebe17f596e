"""A private temporary folder for takes, removed with the run or, if that was killed, by the next.

A run holds a lock on its folder, which the system lets go when the last of its processes ends. What
no process holds is a leftover.
"""

from __future__ import annotations

import os
import re
import stat
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

try:
    import fcntl
except ImportError:  # pragma: no cover (Windows)
    fcntl = None  # type: ignore[assignment]

_PREFIX = "narrate-takes-"
# takes, and those that are not yet whole; no other file is ever removed
_OUR_FILE = re.compile(r"[0-9a-f]{64}|\.[0-9a-f]{64}\.[0-9a-f]{12}\.part")
_OPEN_FOLDER = getattr(os, "O_DIRECTORY", 0) | getattr(os, "O_NOFOLLOW", 0)


@contextmanager
def open_scratch() -> Iterator[Path]:
    """Make a folder that is removed when the block ends, and remove those of killed runs.

    Raises:
        OSError: It cannot be made.
    """
    _remove_leftovers()
    folder, lock = _make_held()
    try:
        yield folder
    finally:
        _remove(folder)
        lock.close()


def user_id() -> int:
    """Return the id of the user that this process acts for; 0 on Windows, as of all its files."""
    if hasattr(os, "geteuid"):
        return os.geteuid()
    return 0  # pragma: no cover


def _make_held() -> tuple[Path, FolderLock]:
    """Make a folder and lock it.

    Raises:
        OSError: It cannot be made.
    """
    while True:
        folder = Path(tempfile.mkdtemp(prefix=_PREFIX))
        with suppress(BlockingIOError):  # another run has just taken it for a leftover
            lock = FolderLock.on(folder)
            if folder.exists():
                return folder, lock
            lock.close()


@dataclass(frozen=True, slots=True)
class FolderLock:
    """A lock on a folder, which forks of this process hold as well.

    Attributes:
        handle: The open folder; None where the system has no such locks.
    """

    handle: int | None

    @property
    def is_held(self) -> bool:
        """Whether the folder is locked, and not one that the system has no lock for."""
        return self.handle is not None

    @classmethod
    def on(cls, folder: Path) -> FolderLock:
        """Lock a folder, if the system can.

        Raises:
            BlockingIOError: Another process holds it.
        """
        if fcntl is None:  # pragma: no cover (Windows)
            return cls(None)
        handle = None
        try:
            handle = os.open(folder, os.O_RDONLY | _OPEN_FOLDER)
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            if handle is not None:
                os.close(handle)
            if isinstance(error, BlockingIOError):
                raise
            return cls(None)
        return cls(handle)

    def close(self) -> None:
        """Let the folder go."""
        if self.handle is not None:
            os.close(self.handle)


def _remove_leftovers() -> None:
    """Remove this user's folders that no process holds."""
    with suppress(OSError), os.scandir(tempfile.gettempdir()) as entries:
        for entry in entries:
            if entry.name.startswith(_PREFIX) and _is_own(entry):
                _remove_if_left(Path(entry.path))


def _is_own(entry: os.DirEntry[str]) -> bool:
    """Return whether a folder, and no link to one, belongs to this user."""
    try:
        status = entry.stat(follow_symlinks=False)
    except OSError:
        return False
    return stat.S_ISDIR(status.st_mode) and status.st_uid == user_id()


def _remove_if_left(folder: Path) -> None:
    """Remove a folder, unless a process holds it or it is not known whether one does."""
    with suppress(BlockingIOError):
        lock = FolderLock.on(folder)
        if lock.is_held:
            _remove(folder)
        lock.close()


def _remove(folder: Path) -> None:
    """Remove a folder of takes; what else is in it stays, and the folder with it."""
    with suppress(OSError):
        for name in os.listdir(folder):
            if _OUR_FILE.fullmatch(name):
                os.unlink(folder / name)
        folder.rmdir()
