"""The store of takes, so that no sentence is spoken twice.

Each take is a file, named by a hash of everything that made it. A checksum in it shows whether it
is whole, so a run may be killed at any moment: a damaged take counts as missing. Nothing is locked.
Two runs that make the same take write the same bytes, and a run whose take another run deleted
makes it again.
"""

from __future__ import annotations

import json
import os
import re
import struct
import tempfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from narrator.audio.formats import Encoded
from narrator.errors import OutputError, os_reason
from narrator.files import replacing
from narrator.recording.take import Take
from narrator.settings import CacheSettings
from narrator.speech.engines import Word

# a take's file begins with this line; then come the lengths, the head as JSON, the encoded sound
_MAGIC = b"narrate take 1\n"
# checksum of head and sound, bytes of the head, bytes of the sound
_LENGTHS = struct.Struct(">IIQ")
_START_BYTES = len(_MAGIC) + _LENGTHS.size
_TAKE_NAME = re.compile(r"[0-9a-f]{64}")
# for the owner alone: articles may be private
_PRIVATE_FOLDER = 0o700
_BYTES_A_MEGABYTE = 1_000_000


@dataclass(frozen=True, slots=True, order=True)
class _KeptFile:
    """A take's file; the least recently used one comes first in order."""

    used_nanoseconds: int
    size: int
    path: str


@dataclass(frozen=True, slots=True)
class TakeStore:
    """A folder of takes."""

    folder: Path

    def save(self, key: str, take: Take) -> None:
        """Keep a take.

        Raises:
            OSError: It cannot be written.
        """
        head = _head(take)
        data = take.encoded.data
        lengths = _LENGTHS.pack(_checksum(head, data), len(head), len(data))
        with replacing(self.folder / key) as file:
            file.write(_MAGIC + lengths + head)
            file.write(data)

    def load(self, key: str) -> Take | None:
        """Return a take, or None if it is missing or damaged."""
        if not os.path.isfile(self.folder / key):  # opening a pipe would block
            return None
        try:
            content = (self.folder / key).read_bytes()
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


def _checksum(head: bytes, data: bytes) -> int:
    return zlib.crc32(data, zlib.crc32(head))


def _head(take: Take) -> bytes:
    """Return everything but the encoded sound, as JSON."""
    words: list[list[tuple[int, int, int]]] = []
    for utterance in take.words:
        words.append([(word.start_samples, word.offset, word.length) for word in utterance])
    head = {
        "samples": take.encoded.samples,
        "sample_rate": take.encoded.sample_rate,
        "speech_rate": take.speech_rate,
        "starts_samples": take.starts_samples,
        "words": words,
        "unsaid": take.unsaid,
    }
    return json.dumps(head).encode()


def _take(head: bytes, data: bytes) -> Take | None:
    """Return a take from its head and sound, or None if another version wrote the head."""
    try:
        known: dict[str, Any] = json.loads(head)
        words: list[tuple[Word, ...]] = []
        for utterance in known["words"]:
            words.append(tuple(Word(*word) for word in utterance))
        return Take(
            encoded=Encoded(data, known["samples"], known["sample_rate"]),
            speech_rate=known["speech_rate"],
            starts_samples=tuple(known["starts_samples"]),
            words=tuple(words),
            unsaid=tuple(known["unsaid"]),
        )
    except (ValueError, KeyError, TypeError):
        return None


@contextmanager
def open_store(settings: CacheSettings) -> Iterator[TakeStore]:
    """Open the store of takes, and shrink it to the size that settings allow when the block ends.

    Without a cache folder the store is a temporary one, which is deleted when the block ends.

    Raises:
        OutputError: The cache folder that was asked for cannot be used.
    """
    folder = cache_folder(settings)
    if folder is None:
        with tempfile.TemporaryDirectory(prefix="narrate-") as name:
            yield TakeStore(Path(name))
        return
    store = TakeStore(folder)
    try:
        yield store
    finally:
        store.evict(settings.cache_size * _BYTES_A_MEGABYTE)


def cache_folder(settings: CacheSettings) -> Path | None:
    """Return the folder of takes, created if missing; None where nothing is kept.

    Nothing is kept, too, where the default folder cannot be used.

    Raises:
        OutputError: A folder that was asked for cannot be used.
    """
    if not settings.cache:
        return None
    if settings.cache_dir is None:
        with suppress(OSError):
            return make_cache(_default_cache_folder())
        return None
    try:
        return make_cache(Path(settings.cache_dir))
    except OSError as error:
        raise OutputError(str(Path(settings.cache_dir)), os_reason(error)) from error


def make_cache(folder: Path) -> Path:
    """Return the folder of takes in a cache folder; both are created if missing.

    The folder of takes is private.

    Raises:
        OSError: A folder cannot be created or written to.
    """
    folder.mkdir(parents=True, exist_ok=True)
    takes = folder / "takes"
    takes.mkdir(mode=_PRIVATE_FOLDER, exist_ok=True)
    takes.chmod(_PRIVATE_FOLDER)
    with tempfile.TemporaryFile(dir=takes):
        return takes


def _default_cache_folder() -> Path:
    """Return the folder where narrate caches for this user."""
    import platformdirs

    return Path(platformdirs.user_cache_dir("narrate", appauthor=False))
