"""Vorbis comments and FLAC pictures, the metadata of Opus and FLAC files.

Comments are UTF-8 and hold any character. A chapter is a pair of comments numbered with three
digits, so there are 1,000 at most. They are written here because FFmpeg's muxer writes them a
second late wherever a start's fraction is half a second or more.

Sources: "Ogg Vorbis I format specification: comment field and header specification" and the
chapter extension of the Xiph wiki; RFC 9639, section 8.8 (pictures).
"""

from __future__ import annotations

import struct
from collections.abc import Sequence

from narrator.audio.cover import Cover
from narrator.audio.formats import Chapter, FormatDescription, Tags
from narrator.audio.tag_names import named_texts
from narrator.errors import UsageError

MAX_CHAPTERS = 1000  # chapters are numbered with three digits
_FRONT_COVER = 3


def check_chapters(titles: Sequence[str], description: FormatDescription) -> None:
    """Check that the chapters can be numbered.

    Raises:
        UsageError: There are too many.
    """
    if len(titles) > MAX_CHAPTERS:
        raise UsageError(
            f"{description.codec} holds up to {MAX_CHAPTERS:,} chapters and there are"
            f" {len(titles):,}; mp3 and m4b hold more"
        )


def comment_header(tags: Tags, chapters: Sequence[Chapter], *more: str) -> bytes:
    """Return a comment header: vendor, tags that are not empty, chapters and ``more`` comments."""
    comments = [f"{tag.name}={tag.text}" for tag in named_texts(tags, "vorbis")]
    for number, chapter in enumerate(chapters):
        clock = _clock(chapter.start_seconds)
        comments.append(f"CHAPTER{number:03}={clock}")
        comments.append(f"CHAPTER{number:03}NAME={chapter.title}")
    comments += more
    vendor = _string(tags.encoder)
    count = struct.pack("<I", len(comments))
    return vendor + count + b"".join(map(_string, comments))


def _string(text: str) -> bytes:
    """Return a text as its length and its UTF-8 bytes."""
    data = text.replace("\0", " ").encode("utf-8", "replace")
    return struct.pack("<I", len(data)) + data


def _clock(seconds: float) -> str:
    """Return a time as ``HH:MM:SS.mmm``."""
    total_milliseconds = round(seconds * 1000)
    total_seconds, milliseconds = divmod(total_milliseconds, 1000)
    total_minutes, second = divmod(total_seconds, 60)
    hours, minute = divmod(total_minutes, 60)
    return f"{hours:02}:{minute:02}:{second:02}.{milliseconds:03}"


def picture(cover: Cover) -> bytes:
    """Return the body of a FLAC picture block (RFC 9639, section 8.8)."""
    mime = cover.mime.encode("ascii")
    description = b""
    colours = 0  # of an indexed picture; 0 is any other
    return b"".join(
        [
            struct.pack(">I", _FRONT_COVER),
            _counted(mime),
            _counted(description),
            struct.pack(">4I", cover.width, cover.height, cover.depth_bits, colours),
            _counted(cover.data),
        ]
    )


def _counted(data: bytes) -> bytes:
    """Return bytes behind their number."""
    return struct.pack(">I", len(data)) + data
