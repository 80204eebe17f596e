"""What is printed instead of speaking: the script, the table of contents, the voices."""

from __future__ import annotations

from collections.abc import Sequence

from narrator.cli.phrases import as_words, duration, name_skipped, skipped_as_list
from narrator.cli.streams import write_json, write_stdout
from narrator.recording.preview import Preview, SectionList
from narrator.speech.engines import Voice


def print_preview(preview: Preview, *, as_json: bool) -> None:
    """What would be said: a line for every chapter, then its spoken text, a sentence a line."""
    if as_json:
        write_json(
            {
                "source": preview.source,
                "title": preview.title,
                "chapters": [
                    {
                        "title": c.title,
                        "words": c.words,
                        "duration": round(c.seconds, 1),
                        "spoken": list(c.spoken),
                    }
                    for c in preview.chapters
                ],
                "skipped": skipped_as_list(preview.skipped),
            }
        )
        return
    for number, chapter in enumerate(preview.chapters, 1):
        head = f"{number:4}. {chapter.title}  ({as_words(chapter.words)}, about {duration(chapter.seconds)})\n"
        write_stdout(head + "".join(f"{line}\n" for line in chapter.spoken) + "\n")
    if preview.skipped:
        write_stdout(f"left out: {name_skipped(preview.skipped)}\n")


def print_section_list(sections: SectionList, *, as_json: bool) -> None:
    """A line for every section: its number, its title indented by its depth, its words and its duration."""
    if as_json:
        write_json(
            {
                "source": sections.source,
                "title": sections.title,
                "sections": [
                    {
                        "number": e.number,
                        "level": e.level,
                        "title": e.title,
                        "words": e.words,
                        "duration": round(e.seconds, 1),
                        "left_out": e.left_out,
                    }
                    for e in sections.entries
                ],
            }
        )
        return
    for entry in sections.entries:
        title = "  " * (entry.level - 1) + (entry.title or "(no heading)")
        out = ", left out" if entry.left_out else ""
        write_stdout(
            f"{entry.number:4}. {title}  ({as_words(entry.words)}, about {duration(entry.seconds)}{out})\n"
        )


def print_voices(voices: Sequence[Voice]) -> None:
    """One voice a line on stdout: id, language, name."""
    widest = max(len(voice.id) for voice in voices)
    write_stdout("".join(f"{v.id:{widest}}  {v.language:{widest}}  {v.name}\n" for v in voices))
