"""What is installed: versions of packages, and whether any adds to narrate.

Both stand in the folders that tell about packages, and in their names. The standard library reads
all of it, and takes longer to import than a summary of a short text to make. It is asked only where
these folders do not answer: a package may lie in an archive.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path

# what the folders end in that tell about a package: lxml-6.1.3.dist-info
_KINDS = (".dist-info", ".egg-info")


@cache
def package_version(name: str) -> str:
    """Return the version of an installed package; empty where it is missing."""
    wanted = _folder_name(name)
    for folder in _folders():
        package, _, version = folder.name.removesuffix(folder.suffix).partition("-")
        if _folder_name(package) == wanted and version:
            return version
    if not _has_archives():
        return ""
    from importlib import metadata

    try:
        return metadata.version(name)
    except metadata.PackageNotFoundError:
        return ""


def may_have_plugins(group: str) -> bool:
    """Return whether an installed package may have entry points in a group."""
    title = f"[{group}]".encode()
    for folder in _folders():
        file = folder / "entry_points.txt"
        if file.is_file() and title in file.read_bytes():
            return True
    return _has_archives()


def _folders() -> Iterator[Path]:
    """Yield the folders that tell about packages, in the order in which packages are found."""
    for place in sys.path:
        if not os.path.isdir(place or "."):
            continue
        for name in os.listdir(place or "."):
            if name.endswith(_KINDS):
                yield Path(place, name)


def _folder_name(package: str) -> str:
    """Return a package's name as such a folder begins."""
    return package.replace("-", "_").lower()


def _has_archives() -> bool:
    """Return whether packages are searched in archives, into which only the library looks."""
    return any(map(os.path.isfile, sys.path))
