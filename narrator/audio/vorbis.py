"""Vorbis comments and FLAC pictures, the tags and chapters of Opus and FLAC files.

Comments are UTF-8 and hold any character. Chapters are pairs of comments with three digits, so there are a thousand at
most. They are written here because FFmpeg's writer of them is a second late wherever a start's fraction is half a second
or more.

Sources: "Ogg Vorbis I format specification: comment field and header specification" and the chapter extension of the Xiph
wiki; RFC 9639, section 8.8 (pictures).
"""

from __future__ import annotations

import struct
from collections.abc import Sequence

from narrator.audio import languages
from narrator.audio.cover import Cover
from narrator.audio.formats import Chapter, Tags
from narrator.errors import UsageError

_MAX_CHAPTERS = 1000
_FRONT_COVER = 3


def check_chapters(titles: Sequence[str], format_name: str) -> None:
    """See that the chapters can be numbered.

    Raises:
        UsageError: there are too many.
    """
    if len(titles) > _MAX_CHAPTERS:
        raise UsageError(
            f"{format_name} holds up to {_MAX_CHAPTERS:,} chapters and there are {len(titles):,}; mp3 and m4b hold more"
        )


def comments(tags: Tags, chapters: Sequence[Chapter], *more: str) -> bytes:
    """A comment header: vendor, tags that are not empty, chapters, and ``more`` comments."""
    fields = {
        "TITLE": tags.title,
        "ARTIST": tags.artist,
        "ALBUM": tags.album,
        "DATE": tags.year,
        "LANGUAGE": languages.iso639_2(tags.language),
        "ENCODER": tags.encoder,
    }
    entries = [f"{name}={text}" for name, text in fields.items() if text]
    for number, chapter in enumerate(chapters):
        entries.append(f"CHAPTER{number:03}={_clock(chapter.start_seconds)}")
        entries.append(f"CHAPTER{number:03}NAME={chapter.title}")
    entries += more
    return _string(tags.encoder) + struct.pack("<I", len(entries)) + b"".join(map(_string, entries))


def _string(text: str) -> bytes:
    data = text.replace("\0", " ").encode("utf-8", "replace")
    return struct.pack("<I", len(data)) + data


def _clock(seconds: float) -> str:
    milliseconds = round(seconds * 1000)
    minutes, rest = divmod(milliseconds, 60_000)
    return f"{minutes // 60:02}:{minutes % 60:02}:{rest // 1000:02}.{rest % 1000:03}"


def picture(cover: Cover) -> bytes:
    """The body of a FLAC picture block."""
    mime = cover.mime.encode("ascii")
    size = struct.pack(">5I", cover.width, cover.height, cover.depth_bits, 0, len(cover.data))
    # the zero is an empty description's length
    return struct.pack(">II", _FRONT_COVER, len(mime)) + mime + bytes(4) + size + cover.data
