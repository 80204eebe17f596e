"""Files that appear whole or not at all, and the takes that are kept, so that no sentence is spoken twice.

A take is a file of its own, named after all that made it. It carries a checksum, so a store may be killed, cut short or
scribbled over at any moment: what is not whole is not there. Nothing is locked. Two runs that make the same take write
the same bytes, and a run whose take another one has thrown away makes it again.
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

from narrator.audio.formats import Encoded
from narrator.files import replacing
from narrator.recording.take import Take
from narrator.speech.engines import Word

_MAGIC = b"narrate take 1\n"
_LENGTHS = struct.Struct(">IIQ")  # checksum of what follows, bytes of the head, bytes of the sound
_TAKE_NAME = re.compile(r"[0-9a-f]{64}")
# for the owner alone: articles may be private
_PRIVATE_FOLDER = 0o700


@dataclass(frozen=True, slots=True)
class TakeStore:
    """A folder of takes."""

    folder: Path

    def save(self, key: str, take: Take) -> None:
        """Keep a take.

        Raises:
            OSError: it cannot be written.
        """
        head = json.dumps(
            {
                "samples": take.encoded.samples,
                "sample_rate": take.encoded.sample_rate,
                "speech_rate": take.speech_rate,
                "starts_samples": take.starts_samples,
                "words": [
                    [(word.start_samples, word.offset, word.length) for word in words]
                    for words in take.words
                ],
            }
        ).encode()
        data = take.encoded.data
        checksum = zlib.crc32(data, zlib.crc32(head))
        with replacing(self.folder / key) as file:
            file.write(_MAGIC + _LENGTHS.pack(checksum, len(head), len(data)) + head)
            file.write(data)

    def load(self, key: str) -> Take | None:
        """A take that was kept; None when there is none, or not a whole one."""
        if not os.path.isfile(self.folder / key):  # a pipe would keep us waiting
            return None
        try:
            with open(self.folder / key, "rb") as file:
                start = file.read(len(_MAGIC) + _LENGTHS.size)
                if len(start) < len(_MAGIC) + _LENGTHS.size or not start.startswith(_MAGIC):
                    return None
                checksum, head_bytes, data_bytes = _LENGTHS.unpack(start[len(_MAGIC) :])
                if os.fstat(file.fileno()).st_size != len(start) + head_bytes + data_bytes:
                    return None
                head, data = file.read(head_bytes), file.read(data_bytes)
        except OSError:
            return None
        return _take(head, data) if zlib.crc32(data, zlib.crc32(head)) == checksum else None

    def use(self, key: str) -> None:
        """Note that a take is in use, so that it is not the next to go."""
        with suppress(OSError):
            os.utime(self.folder / key)

    def evict(self, most_bytes: int) -> int:
        """Delete the takes that were used the longest ago until the rest fits; how many bytes that freed."""
        takes = []
        # what another run deletes meanwhile, or all of it, is not there to be counted
        with suppress(OSError), os.scandir(self.folder) as entries:
            for entry in entries:
                with suppress(OSError):
                    if _TAKE_NAME.fullmatch(entry.name):
                        takes.append((entry.stat().st_mtime_ns, entry.stat().st_size, entry.path))
        total = sum(size for _, size, _ in takes)
        freed = 0
        for _, size, path in sorted(takes):
            if total - freed <= most_bytes:
                break
            with suppress(OSError):
                os.unlink(path)
                freed += size
        return freed


def _take(head: bytes, data: bytes) -> Take | None:
    try:
        about = json.loads(head)
        return Take(
            encoded=Encoded(data, about["samples"], about["sample_rate"]),
            speech_rate=about["speech_rate"],
            starts_samples=tuple(about["starts_samples"]),
            words=tuple(tuple(Word(*word) for word in words) for words in about["words"]),
        )
    except (ValueError, KeyError, TypeError):  # of another program, or another version
        return None


@contextmanager
def open_store(folder: Path | None, most_bytes: int) -> Iterator[TakeStore]:
    """The takes kept in a folder, cut to size in the end; for None a store that is gone when the block ends."""
    if folder is None:
        with tempfile.TemporaryDirectory(prefix="narrate-") as name:
            yield TakeStore(Path(name))
        return
    store = TakeStore(folder)
    try:
        yield store
    finally:
        store.evict(most_bytes)


def make_cache(folder: Path) -> Path:
    """The folder of takes in a cache folder, both made if they are missing, and private.

    Raises:
        OSError: it cannot be made or written to.
    """
    folder.mkdir(parents=True, exist_ok=True)
    takes = folder / "takes"
    takes.mkdir(mode=_PRIVATE_FOLDER, exist_ok=True)
    takes.chmod(_PRIVATE_FOLDER)
    with tempfile.TemporaryFile(dir=takes):
        return takes


def default_cache_folder() -> Path:
    """Where this user's caches are."""
    import platformdirs

    return Path(platformdirs.user_cache_dir("narrate", appauthor=False))
