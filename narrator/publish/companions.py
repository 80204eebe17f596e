"""Companions: the files that are written beside the audio, each by a module of its own.

To add one, add a setting to ``PublishSettings`` and a line to ``companions``.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import BinaryIO

from narrator.errors import OutputError, os_reason
from narrator.files import replacing
from narrator.language.tags import base_language
from narrator.recording.cues import Recorded
from narrator.settings import EMBEDDED, PublishSettings


@dataclass(frozen=True, slots=True)
class Companion:
    """A file beside the audio.

    Attributes:
        path: Where it is written.
        write: Writes it to an open file.
    """

    path: Path
    write: Callable[[BinaryIO, Recorded], None]


# a source may call its language anything
_LANGUAGE = re.compile("[a-z]{2,8}")


def companions(audio: Path, language: str, settings: PublishSettings) -> list[Companion]:
    """Return the companions that settings ask for.

    Args:
        audio: The audio file.
        language: The language of the article, a BCP 47 tag.
        settings: What is asked for.

    Raises:
        UsageError: One of them does not go with the format of the audio.
    """
    wanted: list[Companion] = []
    if settings.captions:
        wanted += _captions(audio, language, settings.captions)
    if settings.chapters_file:
        from narrator.publish.chapters_file import write_chapters

        wanted.append(Companion(audio.with_name(f"{audio.stem}.chapters.json"), write_chapters))
    if settings.page:
        from narrator.publish.page.document import page_path, write_page

        write = partial(write_page, embed=settings.page == EMBEDDED)
        wanted.append(Companion(page_path(audio), write))
    if settings.epub:
        from narrator.publish.epub import epub_path, write_epub

        wanted.append(Companion(epub_path(audio), write_epub))
    return wanted


def _captions(audio: Path, language: str, names: Iterable[str]) -> Iterator[Companion]:
    """Yield captions in some formats, named after their language: ``a.en.vtt`` is English.

    That is the primary subtag, since most players know no more of a tag.
    """
    from narrator.publish.captions.files import CaptionFiles

    files = CaptionFiles(dict.fromkeys(names))
    code = base_language(language)
    stem = audio.stem
    if _LANGUAGE.fullmatch(code):
        stem = f"{stem}.{code}"
    for name in files.names:
        yield Companion(audio.with_name(f"{stem}.{name}"), partial(files.write, name))


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
