"""What the audio track and the text track have in common.

Source: ISO/IEC 14496-12, whose sections the functions name.
"""

from __future__ import annotations

import struct
from dataclasses import dataclass

from narrator.audio.mp4.boxes import MATRIX, box, full_box, timed_box

ENABLED = 1
IN_MOVIE = 2
_NO_MAKER = bytes(4)
_DATA_IN_THIS_FILE = 1


@dataclass(frozen=True, slots=True)
class Media:
    """What a track's media box says of it.

    Attributes:
        handler: The kind of the media: ``soun`` or ``text``.
        rate: Units of time in a second.
        duration: Length in these units, with what edits hide.
        language: ISO 639-2 code.
    """

    handler: bytes
    rate: int
    duration: int
    language: str


def track_header(track_id: int, duration: int, flags: int, volume: int) -> bytes:
    """Return the track header (section 8.3.2) of a track that takes no place on the screen."""
    layer = group = reserved = 0
    look = struct.pack(">8x2hHH", layer, group, volume, reserved)
    no_width_nor_height = bytes(8)
    ids = [track_id, reserved]
    return timed_box(b"tkhd", ids, duration, look, MATRIX, no_width_nor_height, flags=flags)


def media_box(media: Media, information: bytes, room: int = 0) -> bytes:
    """Return the media box (section 8.4.1).

    Args:
        media: What the box says of the track.
        information: The media information box.
        room: Bytes that are counted in its size and that the caller writes after it.
    """
    return box(b"mdia", _media_header(media), handler_box(media.handler), information, room=room)


def _media_header(media: Media) -> bytes:
    """Return the media header (section 8.4.2)."""
    predefined = 0
    language = struct.pack(">HH", _pack_language(media.language), predefined)
    return timed_box(b"mdhd", [media.rate], media.duration, language)


def _pack_language(code: str) -> int:
    """Return the three letters of a language code in five bits each (section 8.4.2.3)."""
    packed = 0
    for letter in code:
        five_bits = ord(letter) - 0x60 & 0b11111
        packed = packed << 5 | five_bits
    return packed


def handler_box(kind: bytes, maker: bytes = _NO_MAKER) -> bytes:
    """Return the handler box (section 8.4.3); QuickTime has a maker where MP4 has zeros."""
    component = bytes(4)
    reserved = bytes(8)
    name = b"\0"
    return full_box(b"hdlr", component, kind, maker, reserved, name)


def data_information() -> bytes:
    """Return the box that says that the data is in this file (sections 8.7.1 and 8.7.2)."""
    here = full_box(b"url ", flags=_DATA_IN_THIS_FILE)
    entry_count = struct.pack(">I", 1)
    return box(b"dinf", full_box(b"dref", entry_count, here))
