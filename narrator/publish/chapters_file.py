"""The chapters as a JSON file, which podcast feeds link to.

Source: Podcasting 2.0, "JSON Chapters Format", version 1.2.
"""

from __future__ import annotations

import json
from typing import Any, BinaryIO

from narrator.audio.formats import Chapter
from narrator.recording.cues import Recorded

_VERSION = "1.2.0"


def write_chapters(file: BinaryIO, recorded: Recorded) -> None:
    """Write the chapters of a recording as JSON."""
    text = json.dumps(_described(recorded), ensure_ascii=False, indent=2)
    # half a character, which UTF-8 cannot hold, becomes an escape of JSON's
    file.write(text.encode("utf-8", "backslashreplace") + b"\n")


def _described(recorded: Recorded) -> dict[str, Any]:
    """Return the object of the file, without what is not known."""
    tags = recorded.tags
    # of an album of its own, the title says it all
    podcast = "" if tags.album == tags.title else tags.album
    known = {
        "version": _VERSION,
        "title": tags.title,
        "author": tags.artist,
        "podcastName": tags.series or podcast,
        "description": tags.description,
        "fileName": recorded.audio.name,
    }
    described: dict[str, Any] = {name: value for name, value in known.items() if value}
    described["chapters"] = [_chapter(chapter) for chapter in recorded.chapters]
    return described


def _chapter(chapter: Chapter) -> dict[str, Any]:
    """Return a chapter; its times are in seconds."""
    return {
        "startTime": round(chapter.start_seconds, 3),
        "title": chapter.title,
        "endTime": round(chapter.end_seconds, 3),
    }
