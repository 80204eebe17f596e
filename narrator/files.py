"""Files and folders that appear whole or not at all, locks on folders, and files that do end."""

from __future__ import annotations

import errno
import os
import shutil
import stat
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import BinaryIO

try:
    import fcntl
except ImportError:  # pragma: no cover (Windows)
    fcntl = None  # type: ignore[assignment]

# where Linux shows a process its open files
_OPEN_FILES = "/proc/self/fd"
# where Linux lists what is mounted where
_MOUNTS = Path("/proc/self/mountinfo")
# of a file's name, what the name of its unfinished one takes over: with what is added, far below
# the 143 bytes that an encrypted folder takes, and the 255 of most
_NAME_BYTES = 100
# as many as Linux follows
_MAX_LINKS = 40
_ROOT = 0


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
def locked(folder: Path) -> Iterator[None]:
    """Keep other runs that lock a folder waiting while the block runs, if the system can."""
    handle = None
    if fcntl is not None:  # pragma: no branch (Windows)
        with suppress(OSError):  # not every file system has locks
            handle = os.open(folder, os.O_RDONLY)
            fcntl.flock(handle, fcntl.LOCK_EX)
    try:
        yield
    finally:
        if handle is not None:  # pragma: no branch
            with suppress(OSError):  # before it is closed: forks have it open, too
                fcntl.flock(handle, fcntl.LOCK_UN)
            os.close(handle)


def check_replaceable(path: Path) -> None:
    """Check that ``replacing`` can put a file in the place of ``path``.

    For that, an empty file is written beside it and deleted.

    Raises:
        OSError: It cannot: no file can have that name or be written there, a link is not followed,
            or what is there is no file, is read-only or belongs to somebody else.
    """
    path = follow_links(path)
    with suppress(FileNotFoundError):
        _check_older(path, path.lstat())
    part = _part_of(path)
    with open(part, "xb"):
        part.unlink()


def _check_older(path: Path, older: os.stat_result) -> None:
    """Check that what is at a path is a file that may be replaced.

    Raises:
        OSError: It is not.
    """
    if stat.S_ISDIR(older.st_mode):
        raise IsADirectoryError(errno.EISDIR, "it is a folder")
    if not stat.S_ISREG(older.st_mode):
        raise OSError(errno.EINVAL, "it is not a file")
    os.close(_open_at_once(str(path), os.O_WRONLY))
    folder = path.parent.stat()
    is_sticky = bool(folder.st_mode & stat.S_ISVTX)  # as /tmp is
    if is_sticky and os.geteuid() not in (_ROOT, older.st_uid, folder.st_uid):
        raise PermissionError(errno.EPERM, "it belongs to another user")
    if _is_mounted(path):
        raise OSError(errno.EBUSY, "it is mounted there; mount its folder instead")


def _is_mounted(path: Path) -> bool:
    """Return whether something is mounted at a path, as may be with one file in a container."""
    try:
        mounts = _MOUNTS.read_bytes()
    except OSError:  # not Linux
        return False
    shown = os.fsencode(path).replace(b"\\", rb"\134").replace(b" ", rb"\040")
    return shown in mounts.split()


def follow_links(path: Path) -> Path:
    """Return where a path leads when its symbolic links are followed; nothing need be there.

    A link is followed where it stands for what its user wants: it belongs to the user, to root or
    to the owner of its folder, and not everybody may write to that folder. In a folder such as
    ``/tmp`` anybody could make a link that has a file of the user's overwritten. What holds for
    the path holds for the folders in it, and for a link that a link leads to.

    Raises:
        OSError: A link is not followed, or links lead in a circle.
    """
    path = path.absolute()
    for _ in range(_MAX_LINKS):
        for place in path.parents:
            _is_link(place)
        if not _is_link(path):
            return Path(os.path.realpath(path.parent), path.name)
        path = path.parent / os.readlink(path)
    raise OSError(errno.ELOOP, os.strerror(errno.ELOOP))


def _is_link(path: Path) -> bool:
    """Return whether a path is a symbolic link.

    Raises:
        PermissionError: It is one that is not followed.
    """
    if not path.is_symlink():
        return False
    if hasattr(os, "geteuid"):  # pragma: no branch (Windows asks for rights to make a link)
        folder = path.parent.stat()
        if folder.st_mode & stat.S_IWOTH or not _is_trusted(path.lstat(), folder):
            raise PermissionError(errno.EPERM, f"{path} is a link that anybody could have made")
    return True


def _is_trusted(status: os.stat_result, folder: os.stat_result) -> bool:
    """Return whether something belongs to the user, to root or to the owner of its folder."""
    return status.st_uid in (os.geteuid(), _ROOT, folder.st_uid)


@contextmanager
def replacing(path: Path) -> Iterator[BinaryIO]:
    """Open a file that takes the place of ``path`` when the block ends without an error.

    Otherwise it vanishes, and what was at ``path`` stays. Where the system has files without a
    name, not even a killed process leaves an unfinished one behind. The new file has the mode and
    the owner of the one that it replaces, as far as the system allows. A link stays a link, and
    where it leads is replaced; ``follow_links`` says which are followed.

    Raises:
        OSError: The folder or the file cannot be written, or a link is not followed.
    """
    path = follow_links(path)
    part = _part_of(path)
    nameless = _open_nameless(path.parent)
    with nameless or open(part, "x+b") as file:
        try:
            yield file
            file.flush()
            take_rights_over(file, path)
            if nameless:
                _name(file, part)
            file.close()  # Windows renames no open file
            os.replace(part, path)
        except BaseException:
            file.close()
            with suppress(OSError):
                part.unlink()
            raise


@contextmanager
def replacing_folder(path: Path) -> Iterator[Path]:
    """Make a folder that takes the place of ``path`` when the block ends without an error.

    Otherwise it vanishes with what is in it, and what was at ``path`` stays.

    Raises:
        OSError: A folder cannot be made or renamed.
    """
    part = _part_of(path)
    part.mkdir()
    try:
        yield part
        with locked(path.parent):
            _swap(part, path)
    except BaseException:
        shutil.rmtree(part, ignore_errors=True)
        raise


def _swap(part: Path, path: Path) -> None:
    """Put a folder in the place of another one, which is deleted, or of nothing.

    Raises:
        OSError: It cannot be renamed.
    """
    older = _part_of(path)
    with suppress(FileNotFoundError):
        os.rename(path, older)
    try:
        os.rename(part, path)
    except OSError:
        with suppress(OSError):
            os.rename(older, path)
        raise
    shutil.rmtree(older, ignore_errors=True)


def _part_of(path: Path) -> Path:
    """Return a path for the unfinished file beside the finished one, with a name of its own."""
    name = path.name.encode("utf-8", "ignore")[:_NAME_BYTES].decode("utf-8", "ignore")
    return path.with_name(f".{name}.{os.urandom(6).hex()}.part")


def take_rights_over(file: BinaryIO, path: Path) -> None:
    """Give a file owner, group and mode of the one at a path, as far as the system allows."""
    try:
        older = path.lstat()
    except FileNotFoundError:
        return
    if not hasattr(os, "fchown"):  # pragma: no cover (Windows)
        return
    mode = older.st_mode & 0o777
    try:
        _take_owner_over(file, older)
    except OSError:
        mode &= ~stat.S_IRWXG  # what its group might do is not for another one
    with suppress(OSError):  # not every file system has modes
        os.fchmod(file.fileno(), mode)


def _take_owner_over(file: BinaryIO, older: os.stat_result) -> None:
    """Give a file the owner of an older one, where only root may do that; and its group.

    Raises:
        OSError: It cannot be given the group.
    """
    with suppress(PermissionError):
        os.fchown(file.fileno(), older.st_uid, -1)
    os.fchown(file.fileno(), -1, older.st_gid)


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
