"""Where the audio goes and in which format: one rule for the command and the library."""

from __future__ import annotations

import os
import re
import tempfile
from collections import Counter
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path

from narrator.article import Article
from narrator.audio.formats import Format, format_names, load_format
from narrator.errors import OutputError, UsageError, os_reason
from narrator.settings import AudioSettings
from narrator.sources import article_name

DEFAULT_FOLDER = Path("output")
DEFAULT_FORMAT = "mp3"
# for a source whose name has no letter that a file's may have
_DEFAULT_NAME = "narration"
# what a file's name cannot hold on some system
_UNSAFE = re.compile(r'[\x00-\x1f<>:"/\\|?*]')
# file systems take 255 bytes; the rest is for suffixes
_MAX_NAME_BYTES = 200


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
            clash = f"{count} of the sources would be written to one file, {name}"
            raise UsageError(f"{clash}; narrate them one by one with -o")


def choose_format(output: str | Path | None, settings: AudioSettings) -> Format:
    """Return the format that was asked for, else that of the output's suffix, else MP3.

    Raises:
        UsageError: There is no such format or bitrate, or the output has another format's suffix.
    """
    return load_format(_format_name(output, settings.format), settings.bitrate)


def _format_name(output: str | Path | None, wanted: str | None) -> str:
    known = format_names()
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


def choose_path(output: str | Path | None, article: Article, suffix: str) -> Path:
    """Return the file to write. Its folder is created if missing.

    Args:
        output: The file or the folder that was asked for; None for the default folder.
        article: What is narrated; it names a file in a folder.
        suffix: The suffix of a file in a folder, without a dot.

    Raises:
        OutputError: The folder cannot be created or written to, or the path is a folder.
        UsageError: The file is the article's source.
    """
    if output is None or is_folder(output):
        path = Path(output or DEFAULT_FOLDER, f"{_file_name(article.name)}.{suffix}")
    else:
        path = Path(output)
    if os.path.isdir(path):
        raise OutputError(str(path), "it is a folder")
    if os.path.lexists(path) and not os.path.isfile(path):
        raise OutputError(str(path), "it is not a file")
    try:
        _check_writable(path)
    except OSError as error:
        raise OutputError(str(path), os_reason(error)) from error
    except ValueError as error:  # a NUL in the name
        raise OutputError(repr(str(path)), str(error)) from error
    with suppress(OSError):
        if os.path.samefile(path, article.source):
            raise UsageError(f"{path} is the source itself; choose another output")
    return path


def _check_writable(path: Path) -> None:
    """Create a file's folder if it is missing, and check that files can be written there.

    So that it is known now, and not after an hour of speech.

    Raises:
        OSError: They cannot.
    """
    with suppress(FileNotFoundError):
        path.lstat()  # fails for a name that no file can have
    path.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryFile(dir=path.parent):
        pass


def _file_name(name: str) -> str:
    """Return a name that all systems take, with room for a suffix."""
    safe = _UNSAFE.sub("_", name).strip(" .") or _DEFAULT_NAME
    encoded = safe.encode("utf-8", "replace")
    return encoded[:_MAX_NAME_BYTES].decode("utf-8", "ignore")
