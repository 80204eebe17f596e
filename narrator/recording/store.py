"""The store of takes, so that no sentence is spoken twice.

Each take is a file, named by a hash of everything that made it. A checksum in it shows whether it
is whole, so a run may be killed at any moment: a damaged take counts as missing. Nothing is locked.
Two runs that make the same take write the same bytes, and a run whose take another run deleted
makes it again.
"""

from __future__ import annotations

import errno
import json
import os
import re
import stat
import struct
import tempfile
import zlib
from collections.abc import Iterable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from narrator.audio.formats import Encoded
from narrator.errors import OutputError, os_reason
from narrator.files import read_regular, replacing
from narrator.recording.scratch import open_scratch, user_id
from narrator.recording.take import Take, Times, Timing
from narrator.settings import CacheSettings
from narrator.speech.engines import Word

# a take's file begins with this line; then come the lengths, the head as JSON, the encoded sound
_MAGIC = b"narrate take 2\n"
# checksum of head and sound, bytes of the head, bytes of the sound
_LENGTHS = struct.Struct(">IIQ")
_START_BYTES = len(_MAGIC) + _LENGTHS.size
_TAKE_NAME = re.compile(r"[0-9a-f]{64}")
# for the owner alone: articles may be private
_PRIVATE_FOLDER = 0o700
_BYTES_A_MEGABYTE = 1_000_000
_ROOT = 0
# more than any take has, in bytes, samples and samples a second
_MOST_BYTES = 1 << 28
_MOST_SAMPLES = 1 << 32
_MOST_A_SECOND = 1 << 20
# what reading a head raises that another program wrote
_NO_HEAD = (ValueError, KeyError, TypeError, RecursionError)


@dataclass(frozen=True, slots=True, order=True)
class _KeptFile:
    """A take's file; the least recently used one comes first in order."""

    used_nanoseconds: int
    size: int
    path: str


@dataclass(frozen=True, slots=True)
class TakeStore:
    """A folder of takes.

    Attributes:
        folder: Where they are.
        spare: Where those are that could not be written there; None for nowhere.
        outlives_run: Whether later runs find them.
        note: What the user should know of the folder; empty for nothing.
    """

    folder: Path
    spare: Path | None = None
    outlives_run: bool = True
    note: str = ""

    @property
    def is_kept(self) -> bool:
        """Whether later runs find all that has been saved."""
        return self.outlives_run and not self.spare_note

    @property
    def spare_note(self) -> str:
        """What the user should know of takes that the folder could not take; empty for nothing."""
        # a folder that somebody has removed holds none
        if self.spare is None or not any(self.spare.glob("*")):
            return ""
        cache = self.folder.parent
        return f"the cache in {cache} could not keep everything: it is full or cannot be written"

    def save(self, key: str, take: Take) -> None:
        """Keep a take.

        Raises:
            OSError: It cannot be written.
        """
        head = _head(take)
        data = take.encoded.data
        lengths = _LENGTHS.pack(_checksum(head, data), len(head), len(data))
        content = (_MAGIC + lengths + head, data)
        try:
            _write(self.folder / key, content)
        except OSError:
            if self.spare is None:
                raise
            _write(self.spare / key, content)

    def load(self, key: str) -> Take | None:
        """Return a take, or None if it is missing or damaged."""
        for folder in filter(None, (self.folder, self.spare)):
            take = _read(folder / key)
            if take is not None:
                return take
        return None

    def load_times(self, key: str) -> Times | None:
        """Return the times of a take without its sound, or None if it is missing or damaged."""
        for folder in filter(None, (self.folder, self.spare)):
            times = _read_times(folder / key)
            if times is not None:
                return times
        return None

    def touch(self, key: str) -> None:
        """Mark a take as used now, so that it is not the next to be deleted."""
        with suppress(OSError):
            os.utime(self.folder / key)

    def evict(self, max_bytes: int) -> int:
        """Delete the least recently used takes above a size; return how many bytes that frees."""
        kept = self._files()
        total = sum(file.size for file in kept)
        freed = 0
        for file in sorted(kept):
            if total - freed <= max_bytes:
                break
            with suppress(OSError):
                os.unlink(file.path)
                freed += file.size
        return freed

    def _files(self) -> list[_KeptFile]:
        """List the files of takes, except those that another run deletes meanwhile."""
        files: list[_KeptFile] = []
        with suppress(OSError), os.scandir(self.folder) as entries:
            for entry in entries:
                if not _TAKE_NAME.fullmatch(entry.name):
                    continue
                with suppress(OSError):
                    status = entry.stat()
                    files.append(_KeptFile(status.st_mtime_ns, status.st_size, entry.path))
        return files


def _write(path: Path, content: Iterable[bytes]) -> None:
    """Write a file, whole or not at all.

    Raises:
        OSError: It cannot be written.
    """
    with replacing(path) as file:
        file.writelines(content)


def _read(path: Path) -> Take | None:
    """Return the take in a file, or None if there is none, or another user's.

    Who may write into the folder could have anything said.
    """
    try:
        if os.stat(path).st_uid != user_id():
            return None
        content = read_regular(path, _MOST_BYTES)
    except OSError:
        return None
    if len(content) < _START_BYTES or not content.startswith(_MAGIC):
        return None
    checksum, head_bytes, data_bytes = _LENGTHS.unpack_from(content, len(_MAGIC))
    data_start = _START_BYTES + head_bytes
    head = content[_START_BYTES:data_start]
    data = content[data_start:]
    if len(data) != data_bytes or _checksum(head, data) != checksum:
        return None
    return _take(head, data)


def _read_times(path: Path) -> Times | None:
    """Return the times in a take's file, or None if there is none, or another user's.

    The checksum, which is of the sound as well, is not verified.
    """
    try:
        with open(path, "rb") as file:
            if os.fstat(file.fileno()).st_uid != user_id():
                return None
            start = file.read(_START_BYTES)
            if len(start) < _START_BYTES or not start.startswith(_MAGIC):
                return None
            _, head_bytes, _ = _LENGTHS.unpack_from(start, len(_MAGIC))
            known = json.loads(file.read(head_bytes))
        return _times(known)
    except (OSError, *_NO_HEAD):
        return None


def _checksum(head: bytes, data: bytes) -> int:
    return zlib.crc32(data, zlib.crc32(head))


def _head(take: Take) -> bytes:
    """Return everything but the encoded sound, as JSON."""
    timings: list[tuple[int | list[int], ...]] = []
    for timing in take.times.timings:
        # a column each, which is quicker to read than a list for each word
        starts = [word.start_samples for word in timing.words]
        offsets = [word.offset for word in timing.words]
        lengths = [word.length for word in timing.words]
        timings.append((timing.start_samples, timing.end_samples, starts, offsets, lengths))
    head = {
        "samples": take.encoded.samples,
        "sample_rate": take.encoded.sample_rate,
        "speech_rate": take.times.speech_rate,
        "timings": timings,
        "unsaid": take.times.unsaid,
    }
    return json.dumps(head).encode()


def _take(head: bytes, data: bytes) -> Take | None:
    """Return a take from its head and sound, or None if another program wrote the head."""
    try:
        known: dict[str, Any] = json.loads(head)
        take = Take(Encoded(data, known["samples"], known["sample_rate"]), _times(known))
        _check(take)
    except _NO_HEAD:
        return None
    return take


def _times(known: dict[str, Any]) -> Times:
    """Return the times of a take from its head.

    Raises:
        KeyError: There are none.
        TypeError: They are something else.
        ValueError: A number is out of order.
    """
    times = Times(
        speech_rate=known["speech_rate"],
        timings=tuple(map(_timing, _listed(known["timings"]))),
        unsaid=tuple(_listed(known["unsaid"])),
    )
    _check_ascending((1, times.speech_rate, _MOST_A_SECOND))
    _check_ascending((-1, *times.unsaid, len(times.timings)), is_strict=True)
    edges = [0]
    for timing in times.timings:
        edges += (timing.start_samples, timing.end_samples)
    _check_ascending((*edges, _MOST_SAMPLES))
    return times


def _timing(value: Any) -> Timing:
    """Return an utterance's times from JSON.

    Raises:
        TypeError: It is something else.
        ValueError: It has too few values, or too many.
    """
    start_samples, end_samples, *columns = _listed(value)
    starts, offsets, lengths = map(_listed, columns)
    _check_ascending((0, *starts, _MOST_SAMPLES))
    _check_ascending((0, *sorted(offsets), _MOST_SAMPLES))
    _check_ascending((0, *sorted(lengths), _MOST_SAMPLES))
    if not len(starts) == len(offsets) == len(lengths):
        raise ValueError("a word lacks a number")
    return Timing(start_samples, end_samples, tuple(map(Word, starts, offsets, lengths)))


def _listed(value: Any) -> list[Any]:
    """Return what is a list.

    Raises:
        TypeError: It is none.
    """
    if not isinstance(value, list):
        raise TypeError("no list")
    return value


def _check(take: Take) -> None:
    """Check that a take may be what it says.

    Raises:
        ValueError: A number is none, out of bounds, or out of order.
    """
    encoded = take.encoded
    times = take.times
    _check_ascending((1, encoded.sample_rate, _MOST_A_SECOND))
    _check_ascending((0, encoded.samples, _MOST_SAMPLES))
    if encoded.samples and not encoded.data:
        raise ValueError("there is no sound")
    if times.timings:
        spoken_samples = encoded.samples * times.speech_rate // encoded.sample_rate
        _check_ascending((times.timings[-1].end_samples, spoken_samples + times.speech_rate))


def _check_ascending(numbers: Iterable[Any], *, is_strict: bool = False) -> None:
    """Check that all are whole numbers in order, and if it is strict, that none comes twice.

    Raises:
        ValueError: They are not.
    """
    known = list(numbers)
    if set(map(type, known)) != {int}:  # a bool is none
        raise ValueError("not all are whole numbers")
    if known != sorted(known) or (is_strict and len(set(known)) < len(known)):
        raise ValueError("not all are in order")


@contextmanager
def open_store(settings: CacheSettings) -> Iterator[TakeStore]:
    """Open the store of takes, and shrink it to the size that settings allow when the block ends.

    Without a cache folder the store is a temporary one, which is deleted when the block ends. So is
    what the cache folder cannot take.

    Raises:
        OutputError: The cache folder that was asked for cannot be used, or no temporary one made.
    """
    cache = find_cache(settings)
    with ExitStack() as stack:
        spare = None
        try:
            spare = stack.enter_context(open_scratch())
        except OSError as error:
            if cache.folder is None:
                raise OutputError("a temporary folder", os_reason(error)) from error
        if cache.folder is None:
            assert spare is not None
            yield TakeStore(spare, outlives_run=False, note=cache.note)
            return
        store = TakeStore(cache.folder, spare, note=cache.note)
        stack.callback(store.evict, settings.cache_size * _BYTES_A_MEGABYTE)
        yield store


@dataclass(frozen=True, slots=True)
class Cache:
    """Where takes are kept.

    Attributes:
        folder: The folder; None where nothing is kept.
        note: What the user should know of it; empty for nothing.
    """

    folder: Path | None
    note: str = ""


def find_cache(settings: CacheSettings) -> Cache:
    """Return the folder of takes, created if missing.

    Nothing is kept where the default folder cannot be used.

    Raises:
        OutputError: A folder that was asked for cannot be used.
    """
    if not settings.cache:
        return Cache(None)
    try:
        takes = make_cache(Path(settings.cache_dir or _default_cache_folder()))
    except OSError as error:
        if settings.cache_dir is not None:
            raise OutputError(str(Path(settings.cache_dir)), os_reason(error)) from error
        return Cache(None, f"nothing is kept for later runs: {os_reason(error)}")
    note = ""
    if takes.stat().st_uid != user_id():
        note = f"the cache in {takes.parent} is another user's, who can read your articles there"
    return Cache(takes, note)


def make_cache(folder: Path) -> Path:
    """Return the folder of takes in a cache folder; both are created if missing.

    The folder of takes is private, if it is this user's.

    Raises:
        OSError: A folder cannot be created or written to, or this is root and it is not root's.
    """
    takes = folder / "takes"
    if user_id() == _ROOT:
        _check_is_roots(takes)
    folder.mkdir(parents=True, exist_ok=True)
    takes.mkdir(mode=_PRIVATE_FOLDER, exist_ok=True)
    _make_private(takes)
    with tempfile.TemporaryFile(dir=takes):
        return takes


def _check_is_roots(folder: Path) -> None:
    """Check that a folder, or the one that it would be made in, belongs to root.

    What root wrote into the cache of another user, that user could not use.

    Raises:
        PermissionError: It does not.
    """
    while not folder.exists():
        folder = folder.parent
    if folder.stat().st_uid != _ROOT:
        raise PermissionError(errno.EPERM, f"{folder} belongs to another user, and this is root")


def _make_private(folder: Path) -> None:
    """Let nobody else into a folder, if it is this user's own and no link to another."""
    if not hasattr(os, "fchmod"):  # pragma: no cover (Windows)
        return
    try:
        handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW)
    except OSError:
        return
    try:
        status = os.fstat(handle)
        if status.st_uid == user_id() and stat.S_IMODE(status.st_mode) != _PRIVATE_FOLDER:
            os.fchmod(handle, _PRIVATE_FOLDER)
    finally:
        os.close(handle)


def _default_cache_folder() -> Path:
    """Return the folder where narrate caches for this user."""
    import platformdirs

    return Path(platformdirs.user_cache_dir("narrate", appauthor=False))
