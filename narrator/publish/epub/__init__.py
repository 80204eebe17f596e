"""An EPUB 3 with the article's text and its audio in step, as e-readers play it.

Each section is a page of its own, with an overlay that says when each of its sentences is heard.
The same article and audio always give the same bytes.

Sources: EPUB 3.3, its chapter on media overlays, and EPUB Accessibility 1.1 (W3C).
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import BinaryIO
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile, ZipInfo

from narrator.article import Section
from narrator.errors import UsageError
from narrator.language.characters import one_line
from narrator.publish.about import about
from narrator.publish.epub.contents import Entry, nested
from narrator.publish.epub.overlay import clock, heard_sections
from narrator.publish.markup import Mark, section_markup
from narrator.publish.templates import render
from narrator.recording.cues import Recorded

_TYPE = "application/epub+zip"
_FOLDER = "EPUB"
_DEEPEST_HEADING = 6
# an ordinary file that everybody may read, on whatever system it is written
_UNIX = 3
_MODE = 0o100644 << 16
_COPIED_BYTES = 1 << 20
_COVER_NAMES = {"image/jpeg": "cover.jpg", "image/png": "cover.png"}


@dataclass(frozen=True, slots=True)
class _Media:
    """The audio or the cover in the EPUB: its name and its MIME type."""

    name: str
    mime: str


# audio that every e-reader is to play, by the suffix of ours
_AUDIO = {
    ".mp3": _Media("audio.mp3", "audio/mpeg"),
    ".m4a": _Media("audio.m4a", "audio/mp4"),
    ".m4b": _Media("audio.m4a", "audio/mp4"),
    ".opus": _Media("audio.opus", "audio/ogg; codecs=opus"),
}


@dataclass(frozen=True, slots=True)
class _Part:
    """A section in the EPUB.

    Attributes:
        number: Its number, from 1.
        duration_ms: How long it is heard, in milliseconds; 0 where nothing of it is.
    """

    number: int
    duration_ms: int = 0

    @property
    def is_heard(self) -> bool:
        """Whether it has an overlay."""
        return self.duration_ms > 0

    @property
    def page_id(self) -> str:
        """The id of its page."""
        return f"section-{self.number}"

    @property
    def page(self) -> str:
        """The name of its page."""
        return f"section-{self.number}.xhtml"

    @property
    def overlay_id(self) -> str:
        """The id of its overlay."""
        return f"overlay-{self.number}"

    @property
    def overlay(self) -> str:
        """The name of its overlay."""
        return f"overlay-{self.number}.smil"

    @property
    def duration(self) -> str:
        """How long it is heard."""
        return clock(self.duration_ms)


def epub_path(audio: Path) -> Path:
    """Return where the EPUB goes: beside the audio.

    Raises:
        UsageError: An EPUB cannot have audio of that format.
    """
    suffix = audio.suffix.lower()
    if suffix not in _AUDIO:
        *others, last = (known[1:] for known in _AUDIO)
        raise UsageError(f"--epub goes with {', '.join(others)} or {last}, not with {suffix[1:]}")
    return audio.with_suffix(".epub")


def write_epub(file: BinaryIO, recorded: Recorded) -> None:
    """Write the EPUB of a recording to an open file.

    Raises:
        OSError: It cannot be written, or the audio cannot be read.
        SpeechError: A take had to be made again, and could not.
    """
    with ZipFile(file, "w") as archive:
        # readers know an EPUB by its first member, which is not compressed
        archive.writestr(_member("mimetype", ZIP_STORED), _TYPE)
        archive.writestr(_member("META-INF/container.xml"), render("epub/container.xml"))
        _Writer(archive, recorded).write()


class _Writer:
    """Writes the files of a recording into an archive."""

    def __init__(self, archive: ZipFile, recorded: Recorded) -> None:
        self._archive = archive
        self._recorded = recorded
        self._about = about(recorded)

    def write(self) -> None:
        """Write all files."""
        audio = _AUDIO[self._recorded.audio.suffix.lower()]
        parts = self._write_sections(audio)
        self._add("nav.xhtml", contents=self._contents(parts))
        self._add("style.css")
        cover = self._write_cover()
        duration = clock(sum(part.duration_ms for part in parts))
        self._add("package.opf", parts=parts, audio=audio, cover=cover, duration=duration)
        self._copy_audio(audio)

    def _write_sections(self, audio: _Media) -> list[_Part]:
        """Write a page for every section, and an overlay for each that is heard."""
        parts = [_Part(number) for number, _ in enumerate(self._recorded.article.sections, 1)]
        for heard in heard_sections(self._recorded):
            part = replace(parts[heard.number], duration_ms=heard.duration_ms)
            parts[heard.number] = part
            self._write_page(part, heard.marks)
            self._add("overlay.smil", part.overlay, part=part, audio=audio, clips=heard.clips)
        for part in parts:
            if not part.is_heard:
                self._write_page(part, ())
        return parts

    def _write_page(self, part: _Part, marks: Sequence[Mark]) -> None:
        """Write the page of a section."""
        section = self._recorded.article.sections[part.number - 1]
        level = min(section.level, _DEEPEST_HEADING)
        markup = section_markup(section, marks, level, self._about.direction)
        self._add("section.xhtml", part.page, title=self._title(section), markup=markup)

    def _contents(self, parts: Sequence[_Part]) -> list[Entry]:
        """Return the table of contents."""
        entries: list[Entry] = []
        for part, section in zip(parts, self._recorded.article.sections, strict=True):
            entries.append(Entry(self._title(section), part.page, section.level))
        return nested(entries)

    def _title(self, section: Section) -> str:
        """Return the title of a section, or the EPUB's where it has none."""
        return one_line(section.title) or self._about.title

    def _write_cover(self) -> _Media | None:
        """Write the cover, if there is one."""
        cover = self._recorded.tags.cover
        if cover is None:
            return None
        media = _Media(_COVER_NAMES[cover.mime], cover.mime)
        self._archive.writestr(_member(f"{_FOLDER}/{media.name}", ZIP_STORED), cover.data)
        return media

    def _add(self, template: str, name: str = "", **values: object) -> None:
        """Write a template with values filled in, under its own or another name."""
        text = render(f"epub/{template}", about=self._about, **values)
        self._archive.writestr(_member(f"{_FOLDER}/{name or template}"), text)

    def _copy_audio(self, audio: _Media) -> None:
        """Write the audio, which compression would not make smaller."""
        member = _member(f"{_FOLDER}/{audio.name}", ZIP_STORED)
        with open(self._recorded.audio, "rb") as source:
            member.file_size = os.fstat(
                source.fileno()
            ).st_size  # beyond 4 GB other fields are used
            with self._archive.open(member, "w") as target:
                shutil.copyfileobj(source, target, _COPIED_BYTES)


def _member(name: str, compression: int = ZIP_DEFLATED) -> ZipInfo:
    """Return a member of the archive, the same on every day and every system."""
    member = ZipInfo(name)
    member.compress_type = compression
    member.create_system = _UNIX
    member.external_attr = _MODE
    return member
