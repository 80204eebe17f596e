"""What cannot be written is found before anything is spoken."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable, Mapping
from contextlib import suppress
from pathlib import Path

from narrator.errors import OutputError, UsageError, os_reason
from narrator.files import check_replaceable
from narrator.sources import STANDARD_INPUT

# paths and URLs that are read, each with what it is: "the cover"
Inputs = Mapping[str | Path, str]


def is_folder(output: str | Path) -> bool:
    """Return whether an output names a folder: it is one, or ends in a slash."""
    return str(output).endswith(("/", os.sep)) or os.path.isdir(output)


def refuse_inputs(paths: Iterable[Path], inputs: Inputs) -> None:
    """Refuse to write to files that are read, by whatever name.

    Raises:
        UsageError: One of the paths is one of the inputs.
    """
    for path in paths:
        what = what_is_read(path, inputs)
        if what:
            raise UsageError(f"{path} is {what}; choose another output")


def what_is_read(path: Path, inputs: Inputs) -> str:
    """Return what a file is as an input, by whatever name; empty if it is none."""
    found = _file_id(path)
    if found is None:
        return ""
    kinds = [what for name, what in inputs.items() if _file_id(name) == found]
    return kinds[-1] if kinds else ""


def _file_id(name: str | Path) -> tuple[int, int] | None:
    """Return device and number of a file; None for a URL, and for a file that is not there."""
    with suppress(OSError, ValueError, AttributeError):
        place = sys.stdin.fileno() if name == STANDARD_INPUT else name
        status = os.stat(place)
        return status.st_dev, status.st_ino
    return None


def make_folder(folder: Path) -> None:
    """Create a folder if it is missing.

    Raises:
        OutputError: It cannot be created.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise OutputError(str(folder), os_reason(error)) from error
    except ValueError as error:  # a NUL in the name
        raise OutputError(repr(str(folder)), str(error)) from error


def check_writable(path: Path) -> None:
    """Create a file's folder if it is missing, and check that the file can be written.

    So that it is known now, and not after an hour of speech.

    Raises:
        OutputError: It cannot.
    """
    try:
        with suppress(FileNotFoundError):
            path.lstat()  # fails for a name that no file can have
        path.parent.mkdir(parents=True, exist_ok=True)
        check_replaceable(path)
    except OSError as error:
        raise OutputError(str(path), os_reason(error)) from error
    except ValueError as error:  # a NUL in the name
        raise OutputError(repr(str(path)), str(error)) from error
