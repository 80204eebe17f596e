"""Which files of a folder are served, found by the path of a request or listed."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from itertools import islice
from pathlib import Path
from typing import BinaryIO

from narrator.audio.formats import describe_formats
from narrator.language.tables import load_toml
from narrator.publish.serving.conditions import Validators

FEED_NAME = "feed.xml"
FEED_TYPE = "application/rss+xml; charset=utf-8"
# a folder in a folder holds the parts of one article
_DEEPEST = 3
_MOST_LISTED = 5_000
# files of other kinds as well: somebody may serve a home folder
_MOST_SEEN = 50_000
# what parts a path, or names a drive or another stream of a file, on some system
_NOT_IN_NAMES = frozenset("/\\:\0")
# a link in the last place is none that was followed; a pipe is not waited for
_OPEN_FLAGS = ("O_NOFOLLOW", "O_NONBLOCK", "O_CLOEXEC", "O_BINARY")


@dataclass(frozen=True, slots=True)
class Found:
    """A file that is served, opened.

    Attributes:
        file: Its bytes.
        size_bytes: How many there are.
        content_type: What the header calls it.
        validators: What tells one version of it from another.
    """

    file: BinaryIO
    size_bytes: int
    content_type: str
    validators: Validators


class Shelf:
    """The files of a folder that are served."""

    def __init__(self, folder: Path) -> None:
        self.folder = Path(os.path.realpath(folder))

    def open(self, path: str) -> Found | None:
        """Return the file at a path relative to the folder, or None where none is served."""
        place = self._find(path)
        if place is None:
            return None
        flags = os.O_RDONLY
        for name in _OPEN_FLAGS:
            flags |= getattr(os, name, 0)
        try:
            file = open(os.open(place, flags), "rb")
        except OSError:
            return None
        status = os.fstat(file.fileno())
        if not stat.S_ISREG(status.st_mode):
            file.close()
            return None
        validators = Validators.of_file(status)
        return Found(file, status.st_size, content_type_of(place.name), validators)

    def has_feed(self) -> bool:
        """Return whether there is a feed."""
        found = self.open(FEED_NAME)
        if found is None:
            return False
        found.file.close()
        return True

    def paths(self) -> list[str]:
        """Return the paths of the files that are served, by name, up to a few thousand."""
        found: list[str] = []
        for path in islice(_walk(self.folder, ""), _MOST_SEEN):
            if len(found) == _MOST_LISTED:
                break
            place = self._find(path)
            if place is not None and place.is_file():
                found.append(path)
        return found

    def _find(self, path: str) -> Path | None:
        """Return the real place of a file that may be served; nothing need be there."""
        parts = path.split("/")
        if not _is_served(parts):
            return None
        try:
            place = Path(os.path.realpath(self.folder.joinpath(*parts)))
        except (OSError, ValueError):  # pragma: no cover (names on Windows)
            return None
        if not place.is_relative_to(self.folder):
            return None
        # a link may lead to what is hidden or of another kind
        return place if _is_served(place.relative_to(self.folder).parts) else None


def content_type_of(name: str) -> str:
    """Return what a file of that name is served as; empty where it is not served."""
    if name == FEED_NAME:
        return FEED_TYPE
    for ending, content_type in _types().items():
        if name.lower().endswith(ending):
            return content_type
    return ""


def _is_served(parts: tuple[str, ...] | list[str]) -> bool:
    """Return whether a file with this path may be served, if it is there."""
    if not parts or not all(map(_is_shown, parts)):
        return False
    return bool(content_type_of(parts[-1])) and (parts[-1] != FEED_NAME or len(parts) == 1)


def _is_shown(name: str) -> bool:
    """Return whether a name is that of a file or folder that is not hidden."""
    return bool(name) and not name.startswith(".") and not _NOT_IN_NAMES & set(name)


def _walk(folder: Path, prefix: str) -> Iterator[str]:
    """Yield the paths of what is in a folder and the folders in it, by name."""
    try:
        entries = sorted(os.scandir(folder), key=lambda entry: entry.name.casefold())
    except OSError:
        return
    for entry in entries:
        path = prefix + entry.name
        if _is_folder(entry):
            if prefix.count("/") < _DEEPEST and _is_shown(entry.name):
                yield from _walk(folder / entry.name, f"{path}/")
        else:
            yield path


def _is_folder(entry: os.DirEntry[str]) -> bool:
    """Return whether something is a folder, and no link to one."""
    return entry.is_dir(follow_symlinks=False)


@cache
def _types() -> dict[str, str]:
    """Return the content types by the ends of names: those of formats, and the table's."""
    types = {f".{each.name}": each.media_type for each in describe_formats()}
    types.update(load_toml(__package__, "data/types.toml"))
    return types
