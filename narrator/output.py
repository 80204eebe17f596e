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


def is_folder(output: str | Path) -> bool:
    """Whether an output names a folder: it is one, or is written like one."""
    return str(output).endswith(("/", os.sep)) or os.path.isdir(output)


def check_outputs(sources: Sequence[str], output: str | Path | None) -> None:
    """See that no two sources write to one file.

    Raises:
        UsageError: they would.
    """
    if len(sources) < 2:
        return
    if output is not None and not is_folder(output):
        raise UsageError(f"several sources need a folder to write to: {output}{os.sep}")
    for name, count in Counter(_file_name(article_name(source)) for source in sources).items():
        if count > 1:
            raise UsageError(
                f"{count} of the sources would be written to {name}; narrate them one by one with -o"
            )


def choose_format(output: str | Path | None, wanted: str | None) -> str:
    """The name of the format: the one wanted, else the one of the output's suffix, else MP3.

    Raises:
        UsageError: there is no such format, or it is not the suffix's.
    """
    known = registry.names("narrator.formats")
    wanted = wanted and wanted.lower()
    if wanted is not None and wanted not in known:
        raise UsageError(f"no format is called {wanted!r}; there are {', '.join(known)}")
    if output is None or is_folder(output):
        return wanted or DEFAULT_FORMAT
    suffix = Path(output).suffix[1:].lower()
    if suffix not in known:
        raise UsageError(f"{output} does not end in a known format; there are {', '.join(known)}")
    if wanted not in (None, suffix):
        raise UsageError(f"{output} is not the name of {wanted} audio")
    return suffix


def choose_path(output: str | Path | None, name: str, format_name: str) -> Path:
    """The file to write; its folder is made if it is missing.

    Raises:
        OutputError: the folder cannot be made or written to, or the path is a folder.
    """
    if output is None or is_folder(output):
        path = Path(output or DEFAULT_FOLDER) / f"{_file_name(name)}.{format_name}"
    else:
        path = Path(output)
    if os.path.lexists(path) and not os.path.isfile(path):
        raise OutputError(
            str(path), "it is a folder" if os.path.isdir(path) else "it is not a file"
        )
    try:
        with suppress(FileNotFoundError):
            path.lstat()  # some names no file can have
        path.parent.mkdir(parents=True, exist_ok=True)
        # known now, not after an hour of speech
        with tempfile.TemporaryFile(dir=path.parent):
            pass
    except OSError as error:
        raise OutputError(str(path), os_reason(error)) from error
    return path


def check_not_source(path: Path, source: str) -> None:
    """See that the output is not the file that is read.

    Raises:
        UsageError: it is.
    """
    with suppress(OSError):
        if os.path.samefile(path, source):
            raise UsageError(f"{path} is the source itself; choose another output")


def _file_name(name: str) -> str:
    """A name that all systems take, with room for a suffix in 255 bytes."""
    safe = re.sub(r'[\x00-\x1f<>:"/\\|?*]', "_", name).strip(" .") or "narration"
    return safe.encode("utf-8", "replace")[:200].decode("utf-8", "ignore")
