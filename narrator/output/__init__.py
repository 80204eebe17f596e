"""Where the audio goes and in which format: one rule for the command and the library.

``names`` makes names of titles, ``places`` gives each source files of its own, ``manifest``
remembers them, and ``checks`` finds what cannot be written.
"""

from __future__ import annotations

from pathlib import Path

from narrator.audio.formats import Format, format_names, load_format
from narrator.errors import UsageError
from narrator.output.checks import check_writable, is_folder
from narrator.output.names import stem_of
from narrator.output.places import DEFAULT_FOLDER
from narrator.settings import AudioSettings

DEFAULT_FORMAT = "mp3"


def choose_format(
    output: str | Path | None, settings: AudioSettings, *, split: bool = False
) -> Format:
    """Return the format that was asked for, else that of the output's suffix, else MP3.

    Raises:
        UsageError: There is no such format or bitrate, the output has another format's suffix, or
            it is no folder though there will be a file for every chapter.
    """
    if split and output is not None and not is_folder(output):
        raise UsageError(f"--split writes a folder of files: {output} must end with /")
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


def choose_path(output: str | Path | None, name: str, suffix: str) -> Path:
    """Return the file to write for what has a name of its own. Its folder is created if missing.

    Args:
        output: The file or the folder that was asked for; None for the default folder.
        name: What a file in a folder is called, without a suffix.
        suffix: Its suffix, without a dot.

    Raises:
        OutputError: The folder cannot be created or written to, or the path is a folder.
    """
    if output is None or is_folder(output):
        path = Path(output or DEFAULT_FOLDER, f"{stem_of(name)}.{suffix}")
    else:
        path = Path(output)
    check_writable(path)
    return path


def summary_path(audio: Path) -> Path:
    """Return where the summary goes: beside the audio, or beside the folder of an album."""
    is_file = audio.suffix[1:].lower() in format_names()
    stem = audio.stem if is_file else audio.name
    return audio.with_name(f"{stem}.summary.md")
