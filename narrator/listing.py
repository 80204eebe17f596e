"""What is printed instead of speaking: the script, the table of contents, the voices."""

from __future__ import annotations

from collections.abc import Sequence

from narrator.model import Contents, Script, Voice
from narrator.phrases import as_words, duration, name_skipped, skipped_as_list
from narrator.terminal import write_json, write_stdout


def print_script(script: Script, *, as_json: bool) -> None:
    """What would be said: a line for every chapter, then its spoken text, a sentence a line."""
    if as_json:
        write_json(
            {
                "source": script.source,
                "title": script.title,
                "chapters": [
                    {"title": c.title, "words": c.words, "duration": round(c.seconds, 1), "spoken": list(c.spoken)}
                    for c in script.chapters
                ],
                "skipped": skipped_as_list(script.skipped),
            }
        )
        return
    for number, chapter in enumerate(script.chapters, 1):
        head = f"{number:4}. {chapter.title}  ({as_words(chapter.words)}, about {duration(chapter.seconds)})\n"
        write_stdout(head + "".join(f"{line}\n" for line in chapter.spoken) + "\n")
    if script.skipped:
        write_stdout(f"left out: {name_skipped(script.skipped)}\n")


def print_contents(contents: Contents, *, as_json: bool) -> None:
    """A line for every section: its number, its title indented by its depth, its words and its duration."""
    if as_json:
        write_json(
            {
                "source": contents.source,
                "title": contents.title,
                "sections": [
                    {
                        "number": e.number,
                        "level": e.level,
                        "title": e.title,
                        "words": e.words,
                        "duration": round(e.seconds, 1),
                        "left_out": e.left_out,
                    }
                    for e in contents.entries
                ],
            }
        )
        return
    for entry in contents.entries:
        title = "  " * (entry.level - 1) + (entry.title or "(no heading)")
        out = ", left out" if entry.left_out else ""
        write_stdout(f"{entry.number:4}. {title}  ({as_words(entry.words)}, about {duration(entry.seconds)}{out})\n")


def print_voices(voices: Sequence[Voice]) -> None:
    """One voice a line on stdout: id, language, name."""
    widest = max(len(voice.id) for voice in voices)
    write_stdout("".join(f"{v.id:{widest}}  {v.language:{widest}}  {v.name}\n" for v in voices))
