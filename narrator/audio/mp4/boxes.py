"""Boxes of any kind, and the boxes of a whole file.

Source: ISO/IEC 14496-12, whose sections the functions name.
"""

from __future__ import annotations

import struct
from collections.abc import Sequence
from dataclasses import dataclass

AUDIO_TRACK_ID = 1
TEXT_TRACK_ID = 2
U32_MAX = 0xFFFFFFFF
MEDIA_DATA_HEAD_BYTES = 16
# the identity, in 16.16 and 2.30 fixed point
MATRIX = struct.pack(">9I", 0x10000, 0, 0, 0, 0x10000, 0, 0, 0, 0x40000000)
# 1, in 16.16 fixed point
NORMAL_SPEED = 0x10000
_FULL_VOLUME = 0x100  # 1, in 8.8 fixed point
_SIZE_FOLLOWS = 1  # in place of a size: it comes behind the name, in 64 bits


@dataclass(frozen=True, slots=True)
class TimeFormat:
    """How wide the time fields of a full box are.

    Attributes:
        version: The version of the box.
        code: The code of a time field for ``struct.pack``.
    """

    version: int
    code: str


def time_format(longest: int) -> TimeFormat:
    """Return the narrowest format that holds a time: version 0 has 32 bits, version 1 has 64."""
    if longest > U32_MAX:
        return TimeFormat(1, "Q")
    return TimeFormat(0, "I")


def box(kind: bytes, *parts: bytes, room: int = 0) -> bytes:
    """Return a box (section 4.2).

    Args:
        kind: The box type.
        *parts: The pieces of its body.
        room: Bytes that are counted in its size and that the caller writes after it.
    """
    body = b"".join(parts)
    return struct.pack(">I", 8 + len(body) + room) + kind + body


def full_box(kind: bytes, *parts: bytes, version: int = 0, flags: int = 0, room: int = 0) -> bytes:
    """Return a box with version and flags (section 4.2)."""
    return box(kind, struct.pack(">I", version << 24 | flags), *parts, room=room)


def table(kind: bytes, rows: Sequence[bytes]) -> bytes:
    """Return a full box that holds a number of rows and the rows."""
    return full_box(kind, struct.pack(">I", len(rows)), *rows)


def timed_box(
    kind: bytes, fields: Sequence[int], duration: int, *parts: bytes, flags: int = 0
) -> bytes:
    """Return a full box that begins with the times of creation and change, unknown here.

    Args:
        kind: The box type.
        fields: 32-bit numbers that follow.
        duration: The duration that follows them.
        *parts: The rest of its body.
        flags: The box's flags.
    """
    form = time_format(duration)
    created = modified = 0
    layout = f">2{form.code}{len(fields)}I{form.code}"
    times = struct.pack(layout, created, modified, *fields, duration)
    return full_box(kind, times, *parts, version=form.version, flags=flags)


def file_type(brand: bytes) -> bytes:
    """Return the file's type (section 4.3): ``M4B `` for audiobooks, ``M4A `` for other audio."""
    minor_version = struct.pack(">I", 0)
    return box(b"ftyp", brand, minor_version, brand, b"mp42", b"isom")


def movie_header(rate: int, duration_samples: int) -> bytes:
    """Return the movie header (section 8.2.2), which counts time in samples."""
    look = struct.pack(">IH10x", NORMAL_SPEED, _FULL_VOLUME) + MATRIX
    predefined = bytes(24)
    next_track_id = struct.pack(">I", TEXT_TRACK_ID + 1)
    return timed_box(b"mvhd", [rate], duration_samples, look, predefined, next_track_id)


def media_data_head(size: int) -> bytes:
    """Return the head of the box that holds titles and packets (section 8.1.1), 64 bits wide."""
    return struct.pack(">I4sQ", _SIZE_FOLLOWS, b"mdat", size)
