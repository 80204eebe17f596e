"""Writing an ID3v2.3 tag with chapters.

Written here because mutagen sorts the CHAP frames of a tag by their size when it saves, and readers
built on FFmpeg take chapters in the order of the file. Version 2.3, because all players read it and
2.4 loses very long titles in some.

Sources: ID3v2.3.0 (id3.org, 1999) and the ID3v2 Chapter Frame Addendum 1.0 (2005).
"""

from __future__ import annotations

import struct
from collections.abc import Sequence
from urllib.parse import quote

from narrator.audio.cover import Cover
from narrator.audio.formats import Chapter, Tags
from narrator.audio.tag_names import NamedText, named_texts
from narrator.language.iso639 import UNDETERMINED

_VERSION_AND_FLAGS = bytes([3, 0, 0])
_UTF_16 = b"\x01"
_UTF_16_BYTE_ORDER_MARK = b"\xff\xfe"
_UTF_16_END = b"\0\0"
_LATIN_1 = b"\0"
_COMMENT = "COMM"
# what the names of frames of URLs begin with
_LINK = "W"
# what stands in URLs as it is (RFC 3986, section 2)
_URL_CHARACTERS = "%:/?#[]@!$&'()*+,;=~"
_FRONT_COVER = 3
# flags of a table of contents (addendum, section 3.2)
_ORDERED = 0b01
_TOP_LEVEL = 0b10
_ROOT_TABLE = b"toc\0"
_NO_BYTE_OFFSET = 0xFFFFFFFF
# an entry count is one byte; players list the chapters of a larger table only when there are
# tables below it
_MAX_TABLE_ENTRIES = 255


def make_tag(tags: Tags, chapters: Sequence[Chapter]) -> bytes:
    """Return a whole tag: texts, cover, and the chapters, if there are any, in time order."""
    language = tags.language_code or UNDETERMINED
    frames = [_tag_frame(tag, language) for tag in named_texts(tags, "id3")]
    if tags.cover:
        frames.append(_picture_frame(tags.cover))
    if chapters:
        frames += _contents_frames(len(chapters))
    frames += [_chapter_frame(index, chapter) for index, chapter in enumerate(chapters)]
    body = b"".join(frames)
    return b"ID3" + _VERSION_AND_FLAGS + _syncsafe(len(body)) + body


def _contents_frames(count: int) -> list[bytes]:
    """Return the table of contents: one frame, or a table of tables where one cannot hold all."""
    element_ids = [_element_id(index) for index in range(count)]
    if count <= _MAX_TABLE_ENTRIES:
        return [_contents_frame(_ROOT_TABLE, _TOP_LEVEL | _ORDERED, element_ids)]
    names: list[bytes] = []
    tables: list[bytes] = []
    for start in range(0, count, _MAX_TABLE_ENTRIES):
        name = b"toc%d\0" % len(names)
        part = element_ids[start : start + _MAX_TABLE_ENTRIES]
        names.append(name)
        tables.append(_contents_frame(name, _ORDERED, part))
    return [_contents_frame(_ROOT_TABLE, _TOP_LEVEL | _ORDERED, names), *tables]


def _contents_frame(name: bytes, flags: int, children: Sequence[bytes]) -> bytes:
    """Return a CTOC frame (addendum, section 3.2)."""
    head = name + bytes([flags, len(children)])
    return _frame("CTOC", head + b"".join(children))


def _chapter_frame(index: int, chapter: Chapter) -> bytes:
    """Return a CHAP frame, its times in milliseconds (addendum, section 3.1)."""
    start = round(chapter.start_seconds * 1000)
    end = round(chapter.end_seconds * 1000)
    times = struct.pack(">4I", start, end, _NO_BYTE_OFFSET, _NO_BYTE_OFFSET)
    title = _text_frame("TIT2", chapter.title)
    return _frame("CHAP", _element_id(index) + times + title)


def _element_id(index: int) -> bytes:
    """Return the identifier of a chapter."""
    return b"chp%d\0" % index


def _tag_frame(tag: NamedText, language: str) -> bytes:
    """Return the frame of a text: one of its own, a user's text by a name, or a comment."""
    name, _, description = tag.name.partition(":")
    if name.startswith(_LINK):
        return _link_frame(name, tag.text)
    if name == _COMMENT:
        described = _utf_16("") + _UTF_16_END + _utf_16(tag.text)
        return _frame(name, _UTF_16 + language.encode("ascii") + described)
    if description:
        described = _utf_16(description) + _UTF_16_END + _utf_16(tag.text)
        return _frame(name, _UTF_16 + described)
    return _text_frame(name, tag.text)


def _link_frame(name: str, url: str) -> bytes:
    """Return a frame of a URL, which is percent-encoded (section 4.3.1)."""
    address = quote(url, safe=_URL_CHARACTERS, errors="replace")
    return _frame(name, address.encode("ascii"))


def _text_frame(name: str, text: str) -> bytes:
    """Return a text frame (section 4.2). UTF-16 is the only Unicode that version 2.3 has."""
    return _frame(name, _UTF_16 + _utf_16(text))


def _utf_16(text: str) -> bytes:
    """Return a text in UTF-16 behind its byte order mark."""
    return _UTF_16_BYTE_ORDER_MARK + text.replace("\0", " ").encode("utf-16-le", "replace")


def _picture_frame(cover: Cover) -> bytes:
    """Return an APIC frame without a description (section 4.15)."""
    mime = cover.mime.encode("ascii") + b"\0"
    description = b"\0"
    head = _LATIN_1 + mime + bytes([_FRONT_COVER]) + description
    return _frame("APIC", head + cover.data)


def _frame(name: str, body: bytes) -> bytes:
    """Return a frame: name, size, flags, body (section 3.3)."""
    flags = 0
    return name.encode("ascii") + struct.pack(">IH", len(body), flags) + body


def _syncsafe(size: int) -> bytes:
    """Return a size of 28 bits in four bytes (section 3.1).

    The first bit of each is 0, so that no decoder takes it for the start of an MPEG frame.
    """
    return bytes(size >> shift & 0x7F for shift in (21, 14, 7, 0))
