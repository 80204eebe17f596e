"""User data of a file: iTunes' tags and Nero's chapter list, as players and FFmpeg read them."""

from __future__ import annotations

import struct
from collections.abc import Sequence

from narrator.audio.cover import Cover
from narrator.audio.formats import Chapter, Tags
from narrator.audio.mp4.boxes import box, full_box
from narrator.audio.mp4.track import handler_box
from narrator.audio.tag_names import NamedText, named_texts

_TRACK = "trkn"
# types of an item's value
_RESERVED = 0
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
    items: list[bytes] = []
    if media_type is not None:
        items.append(_item(b"stik", _INTEGER, bytes([media_type])))
    if tags.cover:
        items.append(_cover_item(tags.cover))
    items += [_text_item(tag) for tag in named_texts(tags, "mp4")]
    metadata = full_box(b"meta", handler_box(b"mdir", b"appl"), box(b"ilst", *items))
    if len(chapters) > _NERO_MAX_CHAPTERS:
        return box(b"udta", metadata)
    return box(b"udta", metadata, _nero_chapters(chapters))


def _text_item(tag: NamedText) -> bytes:
    """Return the item of a text."""
    text = tag.text.encode("utf-8", "replace")
    kind, _, free_name = tag.name.partition(":")
    if kind == _TRACK:
        return _item(kind.encode("ascii"), _RESERVED, _track_value(tag.text))
    if not free_name:
        return _item(kind.encode("latin-1"), _UTF_8, text)
    # a name that iTunes does not know, as the domain of who gave it and a word
    domain, _, word = free_name.partition(":")
    mean = full_box(b"mean", domain.encode("ascii"))
    name = full_box(b"name", word.encode("ascii"))
    return box(kind.encode("ascii"), mean, name, _value(_UTF_8, text))


def _track_value(text: str) -> bytes:
    """Return "3/12" as the numbers that iTunes writes."""
    track, tracks = map(int, text.split("/"))
    unused = 0
    return struct.pack(">4H", unused, track, tracks, unused)


def _cover_item(cover: Cover) -> bytes:
    """Return the cover's item."""
    kind = _PNG if cover.mime == "image/png" else _JPEG
    return _item(b"covr", kind, cover.data)


def _item(name: bytes, kind: int, value: bytes) -> bytes:
    """Return an item of iTunes' list, of any country and language."""
    return box(name, _value(kind, value))


def _value(kind: int, value: bytes) -> bytes:
    """Return the value of an item."""
    locale = 0
    return box(b"data", struct.pack(">II", kind, locale), value)


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
