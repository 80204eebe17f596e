"""User data of a file: iTunes' tags and Nero's chapter list, as players and FFmpeg read them."""

from __future__ import annotations

import struct
from collections.abc import Sequence

from narrator.audio.cover import Cover
from narrator.audio.formats import Chapter, Tags
from narrator.audio.mp4.boxes import box, full_box
from narrator.audio.mp4.track import handler_box

# types of an item's value
_UTF_8 = 1
_JPEG = 13
_PNG = 14
_INTEGER = 21
# an entry count and a title's length are one byte each
_NERO_MAX_CHAPTERS = 255
_NERO_MAX_TITLE_BYTES = 255
_NERO_TICKS_A_SECOND = 10_000_000


def user_data(tags: Tags, media_type: int | None, chapters: Sequence[Chapter]) -> bytes:
    """Return tags and Nero's chapter list.

    Args:
        tags: The file's metadata; what is empty is left out.
        media_type: What iTunes takes the file for; None for any audio.
        chapters: All chapters; there is no list of more than 255.
    """
    items = _text_items(tags)
    if media_type is not None:
        items.append(_item(b"stik", _INTEGER, bytes([media_type])))
    if tags.cover:
        items.append(_cover_item(tags.cover))
    metadata = full_box(b"meta", handler_box(b"mdir", b"appl"), box(b"ilst", *items))
    if len(chapters) > _NERO_MAX_CHAPTERS:
        return box(b"udta", metadata)
    return box(b"udta", metadata, _nero_chapters(chapters))


def _text_items(tags: Tags) -> list[bytes]:
    """Return the items of the tags that are not empty."""
    texts = {
        b"\xa9nam": tags.title,
        b"\xa9ART": tags.artist,
        b"\xa9alb": tags.album,
        b"\xa9day": tags.year,
        b"\xa9too": tags.encoder,
    }
    items: list[bytes] = []
    for name, text in texts.items():
        if text:
            items.append(_item(name, _UTF_8, text.encode("utf-8", "replace")))
    return items


def _cover_item(cover: Cover) -> bytes:
    """Return the cover's item."""
    kind = _PNG if cover.mime == "image/png" else _JPEG
    return _item(b"covr", kind, cover.data)


def _item(name: bytes, kind: int, value: bytes) -> bytes:
    """Return an item of iTunes' list, of any country and language."""
    locale = 0
    return box(name, box(b"data", struct.pack(">II", kind, locale), value))


def _nero_chapters(chapters: Sequence[Chapter]) -> bytes:
    """Return Nero's chapter list."""
    rows: list[bytes] = []
    for chapter in chapters:
        title = _cut_title(chapter.title)
        start = chapter.start_samples * _NERO_TICKS_A_SECOND // chapter.sample_rate
        rows.append(struct.pack(">QB", start, len(title)) + title)
    reserved = 0
    return full_box(b"chpl", struct.pack(">IB", reserved, len(rows)), *rows, version=1)


def _cut_title(title: str) -> bytes:
    """Return as much of a title in UTF-8 as the list holds, without half a character at its end."""
    data = title.replace("\0", " ").encode("utf-8", "replace")
    whole_characters = data[:_NERO_MAX_TITLE_BYTES].decode("utf-8", "ignore")
    return whole_characters.encode()
