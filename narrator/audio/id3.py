"""Writing an ID3v2.3 tag with chapters.

Written here because mutagen orders the CHAP frames of a tag by their size, and readers built on ffmpeg take chapters in
the order of the file. Version 2.3, because it is the one all players read and 2.4 loses very long titles in some.

Sources: ID3v2.3.0 (id3.org, 1999) and the ID3v2 Chapter Frame Addendum 1.0 (2005).
"""

from __future__ import annotations

import struct
from collections.abc import Sequence

from narrator.audio import languages
from narrator.audio.cover import Cover
from narrator.audio.formats import Chapter, Tags

_ROOT = b"toc\0"
_TOP_LEVEL_ORDERED = 0b11
_NO_BYTE_OFFSET = 0xFFFFFFFF
# an entry count is one byte; players list the chapters of a larger table only when there are tables below it
_TABLE_SIZE = 255
_FRONT_COVER = 3


def tag(tags: Tags, chapters: Sequence[Chapter]) -> bytes:
    """A whole tag: texts, cover, and the chapters in time order."""
    texts = {
        "TIT2": tags.title,
        "TPE1": tags.artist,
        "TALB": tags.album,
        "TYER": tags.year,
        "TLAN": languages.iso639_2(tags.language),
        "TSSE": tags.encoder,
    }
    frames = b"".join(_text(name, text) for name, text in texts.items() if text)
    frames += _picture(tags.cover) if tags.cover else b""
    frames += _tables(len(chapters))
    frames += b"".join(_chapter(index, chapter) for index, chapter in enumerate(chapters))
    return b"ID3\x03\x00\x00" + _syncsafe(len(frames)) + frames


def _tables(count: int) -> bytes:
    if count <= _TABLE_SIZE:
        return _table(_ROOT, _TOP_LEVEL_ORDERED, [_element(index) for index in range(count)])
    parts = [
        range(start, min(start + _TABLE_SIZE, count)) for start in range(0, count, _TABLE_SIZE)
    ]
    names = [b"toc%d\0" % number for number in range(len(parts))]
    below = (
        _table(name, _TOP_LEVEL_ORDERED & 1, [_element(index) for index in part])
        for name, part in zip(names, parts, strict=True)
    )
    return _table(_ROOT, _TOP_LEVEL_ORDERED, names) + b"".join(below)


def _table(name: bytes, flags: int, children: Sequence[bytes]) -> bytes:
    return _frame("CTOC", name + bytes([flags, len(children)]) + b"".join(children))


def _chapter(index: int, chapter: Chapter) -> bytes:
    times = [round(seconds * 1000) for seconds in (chapter.start_seconds, chapter.end_seconds)]
    body = _element(index) + struct.pack(">4I", *times, _NO_BYTE_OFFSET, _NO_BYTE_OFFSET)
    return _frame("CHAP", body + _text("TIT2", chapter.title))


def _element(index: int) -> bytes:
    return b"chp%d\0" % index


def _text(name: str, text: str) -> bytes:
    # 1: UTF-16 with a byte order mark, the only Unicode that version 2.3 has
    return _frame(name, b"\x01\xff\xfe" + text.replace("\0", " ").encode("utf-16-le", "replace"))


def _picture(cover: Cover) -> bytes:
    # encoding, MIME type, kind, an empty description
    head = b"\0" + cover.mime.encode("ascii") + b"\0" + bytes([_FRONT_COVER]) + b"\0"
    return _frame("APIC", head + cover.data)


def _frame(name: str, body: bytes) -> bytes:
    return name.encode("ascii") + struct.pack(">IH", len(body), 0) + body


def _syncsafe(size: int) -> bytes:
    """28 bits in four bytes, the first bit of each 0, so that no decoder takes it for a frame."""
    return bytes(size >> shift & 0x7F for shift in (21, 14, 7, 0))
