"""Companions: the files that are written beside the audio, each by a module of its own.

To add one, add a setting to ``PublishSettings`` and a line to ``companions``.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from narrator.errors import OutputError, os_reason
from narrator.files import replacing
from narrator.recording.cues import Recorded
from narrator.settings import PublishSettings


@dataclass(frozen=True, slots=True)
class Companion:
    """A file beside the audio.

    Attributes:
        path: Where it is written.
        write: Writes it to an open file.
    """

    path: Path
    write: Callable[[BinaryIO, Recorded], None]


def companions(
    audio: Path,
    language: str,  # noqa: ARG001
    settings: PublishSettings,
) -> list[Companion]:
    """Return the companions that settings ask for.

    Args:
        audio: The audio file.
        language: The language of the article, a BCP 47 tag.
        settings: What is asked for.

    Raises:
        UsageError: One of them does not go with the format of the audio.
    """
    wanted: list[Companion] = []
    if settings.epub:
        from narrator.publish.epub import epub_path, write_epub

        wanted.append(Companion(epub_path(audio), write_epub))
    return wanted


def write_companions(wanted: Iterable[Companion], recorded: Recorded) -> tuple[Path, ...]:
    """Write files beside the audio, each whole or not at all, and return their paths.

    Raises:
        OutputError: One cannot be written.
        SpeechError: A take had to be made again, and could not.
    """
    paths: list[Path] = []
    for companion in wanted:
        try:
            with replacing(companion.path) as file:
                companion.write(file, recorded)
        except OSError as error:
            raise OutputError(str(companion.path), os_reason(error)) from error
        paths.append(companion.path)
    return tuple(paths)
