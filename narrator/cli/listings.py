"""Listings that are printed instead of speaking: preview, sections, formats and voices."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Sequence

from narrator.audio.formats import FormatDescription
from narrator.cli.phrases import as_words, duration, megabytes, name_skipped, skipped_as_list
from narrator.cli.streams import write_json, write_lines
from narrator.language.tables import language_name
from narrator.language.visible import visible
from narrator.recording.preview import Preview, SectionList, SpokenPart
from narrator.speech.voices import Speaker

# before the title of a chapter or section, and before what is said of a format
_NUMBER_COLUMNS = 6


def print_preview(preview: Preview, *, as_json: bool) -> None:
    """Print a line for every chapter, then its spoken text, one sentence a line.

    What another voice than the recording's own says comes after its id in brackets.

    Raises:
        OutputError: Standard output cannot be written.
    """
    if as_json:
        _print_preview_json(preview)
        return
    for number, chapter in enumerate(preview.chapters, 1):
        size = _size(chapter.words, chapter.seconds)
        head = f"{number:4}. {chapter.title}  ({size})"
        write_lines(head, indent=_NUMBER_COLUMNS)
        write_lines(*map(_line_of, chapter.parts), "", indent=0)
    if preview.skipped:
        write_lines(f"left out: {name_skipped(preview.skipped)}")


def _line_of(part: SpokenPart) -> str:
    if not part.voice:
        return part.text
    return f"[{part.voice}] {part.text}"


def _print_preview_json(preview: Preview) -> None:
    chapters: list[dict[str, object]] = []
    for chapter in preview.chapters:
        listed = {
            "title": chapter.title,
            "words": chapter.words,
            "duration": round(chapter.seconds, 1),
            "spoken": list(chapter.spoken),
            "voices": [part.voice or None for part in chapter.parts],
        }
        chapters.append(listed)
    write_json(
        {
            "source": preview.source,
            "title": preview.title,
            "chapters": chapters,
            "skipped": skipped_as_list(preview.skipped),
        }
    )


def print_section_list(sections: SectionList, *, as_json: bool) -> None:
    """Print a line for every section: number, title indented by depth, words and duration.

    Raises:
        OutputError: Standard output cannot be written.
    """
    if as_json:
        _print_section_list_json(sections)
        return
    for entry in sections.entries:
        indent = "  " * (entry.level - 1)
        title = entry.title or "(no heading)"
        size = _size(entry.words, entry.seconds)
        if entry.left_out:
            size += ", left out"
        line = f"{entry.number:4}. {indent}{title}  ({size})"
        write_lines(line, indent=_NUMBER_COLUMNS + len(indent))


def _print_section_list_json(sections: SectionList) -> None:
    entries = [
        {
            "number": entry.number,
            "level": entry.level,
            "title": entry.title,
            "words": entry.words,
            "duration": round(entry.seconds, 1),
            "left_out": entry.left_out,
        }
        for entry in sections.entries
    ]
    write_json({"source": sections.source, "title": sections.title, "sections": entries})


def _size(words: int, seconds: float) -> str:
    return f"{as_words(words)}, about {duration(seconds)}"


def print_formats(formats: Sequence[FormatDescription], *, as_json: bool) -> None:
    """Print one file format a line: name, sound, bitrates, chapters, cover.

    Raises:
        OutputError: Standard output cannot be written.
    """
    if as_json:
        listed = [
            {
                "name": each.name,
                "sound": each.sound,
                "bitrates": list(each.bitrates_kbps),
                "default_bitrate": each.default_bitrate_kbps,
                "chapters": each.chapters,
                "max_chapters": each.max_chapters,
                "cover": each.cover,
            }
            for each in formats
        ]
        write_json({"formats": listed})
        return
    for each in formats:
        facts = [each.sound]
        if each.default_bitrate_kbps is not None:
            bitrates = f"{each.bitrates_text} kbit/s, by default {each.default_bitrate_kbps}"
            facts.append(bitrates)
        chapters = f"chapters: {each.chapters}"
        if each.max_chapters is not None:
            chapters += f", up to {each.max_chapters:,}"
        facts.append(chapters)
        if not each.cover:
            facts.append("no cover")
        write_lines(f"{each.name:5} {'; '.join(facts)}", indent=_NUMBER_COLUMNS)


def print_voices(speakers: Sequence[Speaker], *, as_json: bool) -> None:
    """Print one voice a line: engine, id, language, whether it is present, and what is known of it.

    Raises:
        OutputError: Standard output cannot be written.
    """
    if as_json:
        write_json({"voices": [_voice_as_dict(speaker) for speaker in speakers]})
        return
    rows = [_voice_row(speaker) for speaker in speakers]
    columns = zip(*rows, strict=True)
    widths = [max(map(len, column)) for column in columns]
    for row in rows:
        cells = [cell.ljust(width) for cell, width in zip(row, widths, strict=True)]
        write_lines(_shortened("  ".join(cells).rstrip()))


def _voice_row(speaker: Speaker) -> tuple[str, ...]:
    """Return a voice's row: what tells it from others first, and the licence or its name last."""
    voice = speaker.voice
    state = "present" if voice.is_present else "absent"
    size = megabytes(voice.size_bytes) if voice.size_bytes else ""
    last = voice.licence or voice.name
    cells = (speaker.engine, voice.id, voice.language, state, voice.sex, size, last)
    return tuple(map(visible, cells))


def _shortened(line: str) -> str:
    """Return a line of a table as a terminal has room for it; elsewhere the whole line."""
    if not sys.stdout.isatty():
        return line
    width = shutil.get_terminal_size().columns
    if len(line) <= width:
        return line
    return line[: width - 1] + "…"


def _voice_as_dict(speaker: Speaker) -> dict[str, object]:
    voice = speaker.voice
    return {
        "engine": speaker.engine,
        "id": voice.id,
        "name": voice.name,
        "language": voice.language,
        "language_name": language_name(voice.language),
        "sex": voice.sex,
        "licence": voice.licence,
        "size": voice.size_bytes,
        "present": voice.is_present,
        "sha256": voice.sha256,
    }
