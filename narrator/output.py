"""Where the audio goes and in which format: one rule for the command and the library."""

from __future__ import annotations

import os
import re
import sys
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from pathlib import Path

from narrator.article import Article
from narrator.audio.formats import Format, format_names, load_format
from narrator.errors import OutputError, UsageError, os_reason
from narrator.files import check_replaceable
from narrator.language.visible import without_hidden
from narrator.settings import AudioSettings, Settings
from narrator.sources import STANDARD_INPUT, article_name, without_login, without_undecoded

DEFAULT_FOLDER = Path("output")
DEFAULT_FORMAT = "mp3"
# for a source whose name has no letter that a file's may have
_DEFAULT_NAME = "narration"
# what a file's name cannot hold on Windows, or not anywhere
_UNSAFE = re.compile(r'[<>:"/\\|?*]')
# what Windows takes for a device, whatever follows a dot
_DEVICE = re.compile(r"\A(CON|PRN|AUX|NUL|CONIN\$|CONOUT\$|(COM|LPT)[0-9¹²³])(?=\s*(\.|\Z))", re.I)
# what Windows cuts off, and what joins a character to one that was cut off
_NO_ENDING = " .\u200d"
# file systems take 255 bytes; the rest is for suffixes
_MAX_NAME_BYTES = 200


def is_folder(output: str | Path) -> bool:
    """Return whether an output names a folder: it is one, or ends in a slash."""
    return str(output).endswith(("/", os.sep)) or os.path.isdir(output)


def check_outputs(sources: Sequence[str], output: str | Path | None, settings: Settings) -> None:
    """Check that every source has a file of its own to write to, and that none is a source.

    Names count as one that only differ in their case, or in how an accent is stored: on many
    systems they are one file, and on others the folder may be copied to one of these.

    Raises:
        UsageError: Several sources would be written to one file, or a file to a source.
    """
    if len(sources) < 2:
        return
    if output is not None and not is_folder(output):
        raise UsageError("with several sources, -o must be a folder (end it with /)")
    suffix = choose_format(output, settings.audio).description.name
    paths: list[Path] = []
    owners: dict[str, str] = {}
    for source in sources:
        path = _path(output, article_name(source), suffix)
        key = unicodedata.normalize("NFC", path.name).casefold()
        shown = without_login(source)
        if key in owners:
            clash = f"{owners[key]} and {shown} would be written to one file, {path.name}"
            raise UsageError(f"{clash}; narrate them one by one with -o")
        owners[key] = shown
        paths.append(path)
    if settings.summary.summary:
        paths += map(summary_path, paths.copy())
    _refuse(paths, dict.fromkeys(sources, "a source"))


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


def choose_path(
    output: str | Path | None,
    article: Article,
    suffix: str,
    inputs: Mapping[str | Path, str] | None = None,
) -> Path:
    """Return the file to write. Its folder is created if missing.

    Args:
        output: The file or the folder that was asked for; None for the default folder.
        article: What is narrated; it names a file in a folder.
        suffix: The suffix of a file in a folder, without a dot.
        inputs: Files that are read besides the article's, each with what it is: "the cover".

    Raises:
        OutputError: The folder cannot be created or written to, or the path is a folder.
        UsageError: The file is the article's source, or one of the inputs.
    """
    path = _path(output, article.name, suffix)
    _refuse([path], {**(inputs or {}), article.source: "the source itself"})
    check_writable(path)
    return path


def _path(output: str | Path | None, name: str, suffix: str) -> Path:
    """Return the file to write for an article of that name."""
    if output is None or is_folder(output):
        return Path(output or DEFAULT_FOLDER, f"{_file_name(name)}.{suffix}")
    return Path(output)


def summary_path(audio: Path) -> Path:
    """Return where the summary goes: beside the audio."""
    return audio.with_name(f"{audio.stem}.summary.md")


def check_companions(paths: Iterable[Path], source: str) -> None:
    """Check that files beside the audio can be written, and that none is the source.

    Raises:
        OutputError: One cannot be written.
        UsageError: One is the source.
    """
    for path in paths:
        _refuse([path], {source: "the source itself"})
        check_writable(path)


def _refuse(paths: Iterable[Path], inputs: Mapping[str | Path, str]) -> None:
    """Refuse to write to files that are read, by whatever name.

    Raises:
        UsageError: One of the paths is one of the inputs, which are given with what they are.
    """
    kinds = {_identity(name): what for name, what in inputs.items()}
    for path in paths:
        identity = _identity(path)
        if identity is not None and identity in kinds:
            raise UsageError(f"{path} is {kinds[identity]}; choose another output")


def _identity(name: str | Path) -> tuple[int, int] | None:
    """Return device and number of a file; None for a URL, and for a file that is not there."""
    with suppress(OSError, ValueError, AttributeError):
        place = sys.stdin.fileno() if name == STANDARD_INPUT else name
        status = os.stat(place)
        return status.st_dev, status.st_ino
    return None


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


def _file_name(name: str) -> str:
    """Return a name that all systems take, with room for a suffix."""
    text = without_hidden(without_undecoded(name))
    safe = _UNSAFE.sub("_", text).strip(" .")
    safe = _DEVICE.sub(r"\1_", safe)
    cut = safe.encode()[:_MAX_NAME_BYTES].decode("utf-8", "ignore")
    return cut.rstrip(_NO_ENDING) or _DEFAULT_NAME
