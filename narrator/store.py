"""Files that appear whole or not at all, and the takes kept between speaking and assembling."""

from __future__ import annotations

import os
import pickle
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import BinaryIO

from narrator.model import Take


@contextmanager
def replacing(path: Path) -> Iterator[BinaryIO]:
    """A file that takes the place of ``path`` when the block ends well, and vanishes when it does not.

    Raises:
        OSError: the folder or the file cannot be written.
    """
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name[:100]}.", suffix=".part")
    try:
        with os.fdopen(handle, "w+b") as file:
            yield file
        os.chmod(name, _new_file_mode())
        os.replace(name, path)
    except BaseException:
        with suppress(OSError):
            os.unlink(name)
        raise


def _new_file_mode() -> int:
    """What a plain ``open`` would have given: mkstemp's files are for the owner alone."""
    mask = os.umask(0)
    os.umask(mask)
    return 0o666 & ~mask


class TakeStore:
    """A folder of takes, one file each, that is gone when the ``with`` block ends."""

    def __init__(self) -> None:
        self._folder = tempfile.mkdtemp(prefix="narrate-")

    def __enter__(self) -> TakeStore:
        return self

    def __exit__(self, *_: object) -> None:
        shutil.rmtree(self._folder, ignore_errors=True)

    def save(self, key: str, take: Take) -> None:
        """Keep a take."""
        with replacing(Path(self._folder, key)) as file:
            pickle.dump(take, file)

    def load(self, key: str) -> Take:
        """A take that was kept."""
        with open(Path(self._folder, key), "rb") as file:
            take: Take = pickle.load(file)
        return take
