"""Where the audio goes and in which format: one rule for the command and the library."""

from __future__ import annotations

import os
import re
import tempfile
from collections import Counter
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path

from narrator import registry
from narrator.errors import OutputError, UsageError, os_reason
from narrator.sources import article_name

DEFAULT_FOLDER = Path("output")
DEFAULT_FORMAT = "mp3"
# for a source whose name has no letter that a file's may have
_DEFAULT_NAME = "narration"
# what a file's name cannot hold on some system
_UNSAFE = re.compile(r'[\x00-\x1f<>:"/\\|?*]')
# file systems take 255 bytes; the rest is for suffixes
_MOST_NAME_BYTES = 200


def is_folder(output: str | Path) -> bool:
    """Return whether an output names a folder: it is one, or ends in a slash."""
    return str(output).endswith(("/", os.sep)) or os.path.isdir(output)


def check_outputs(sources: Sequence[str], output: str | Path | None) -> None:
    """Check that every source has a file of its own to write to.

    Raises:
        UsageError: Several sources would be written to one file.
    """
    if len(sources) < 2:
        return
    if output is not None and not is_folder(output):
        raise UsageError("with several sources, -o must be a folder (end it with /)")
    names = Counter(_file_name(article_name(source)) for source in sources)
    for name, count in names.items():
        if count > 1:
            clash = f"{count} of the sources would be written to {name}"
            raise UsageError(f"{clash}; narrate them one by one with -o")


def choose_format(output: str | Path | None, wanted: str | None) -> str:
    """Return the name of the format: the one wanted, else that of the output's suffix, else MP3.

    Raises:
        UsageError: There is no such format, or the output has the suffix of another one.
    """
    known = registry.names("narrator.formats")
    if wanted is not None:
        wanted = wanted.lower()
        if wanted not in known:
            raise UsageError(f"no format is called {wanted!r}; there are {', '.join(known)}")
    if output is None or is_folder(output):
        return wanted or DEFAULT_FORMAT
    suffix = Path(output).suffix[1:].lower()
    if suffix not in known:
        raise UsageError(f"{output} does not end in a known format; there are {', '.join(known)}")
    if wanted not in (None, suffix):
        raise UsageError(f"{output} and --format {wanted} disagree")
    return suffix


def choose_path(output: str | Path | None, name: str, format_name: str) -> Path:
    """Return the file to write. Its folder is created if missing.

    Args:
        output: The file or the folder that was asked for; None for the default folder.
        name: The article's name, for a file in a folder.
        format_name: The format's name, which is its files' suffix.

    Raises:
        OutputError: The folder cannot be created or written to, or the path is a folder.
    """
    if output is None or is_folder(output):
        path = Path(output or DEFAULT_FOLDER, f"{_file_name(name)}.{format_name}")
    else:
        path = Path(output)
    if os.path.isdir(path):
        raise OutputError(str(path), "it is a folder")
    if os.path.lexists(path) and not os.path.isfile(path):
        raise OutputError(str(path), "it is not a file")
    try:
        with suppress(FileNotFoundError):
            path.lstat()  # fails for a name that no file can have
        path.parent.mkdir(parents=True, exist_ok=True)
        # known now, not after an hour of speech
        with tempfile.TemporaryFile(dir=path.parent):
            pass
    except OSError as error:
        raise OutputError(str(path), os_reason(error)) from error
    return path


def check_not_source(path: Path, source: str) -> None:
    """Check that the output is not the file that is read.

    Raises:
        UsageError: It is.
    """
    with suppress(OSError):
        if os.path.samefile(path, source):
            raise UsageError(f"{path} is the source itself; choose another output")


def _file_name(name: str) -> str:
    """Return a name that all systems take, with room for a suffix."""
    safe = _UNSAFE.sub("_", name).strip(" .") or _DEFAULT_NAME
    encoded = safe.encode("utf-8", "replace")
    return encoded[:_MOST_NAME_BYTES].decode("utf-8", "ignore")
