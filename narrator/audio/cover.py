"""Cover pictures: JPEG or PNG, told by their content and seen to be whole.

Sources: ISO/IEC 10918-1 (JPEG markers and frame header), the PNG specification (chunks, IHDR).
"""

from __future__ import annotations

import struct
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from narrator.errors import SourceError, os_reason


@dataclass(frozen=True, slots=True)
class Cover:
    """A picture: a whole JPEG or PNG file, its size in pixels and the bits of one pixel."""

    mime: str
    data: bytes
    width: int
    height: int
    depth_bits: int


# shops ask for 3,000 pixels square, a few MB; players load the picture whole
_MAX_BYTES = 10 * 1024 * 1024
_JPEG_START, _JPEG_END, _PNG_START = b"\xff\xd8\xff", b"\xff\xd9", b"\x89PNG\r\n\x1a\n"
_START_OF_SCAN = 0xDA
# all start-of-frame markers: C0 to CF but for tables and reserved ones
_START_OF_FRAME = set(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}
# samples a pixel by the PNG colour type
_PNG_CHANNELS = {0: 1, 2: 3, 3: 1, 4: 2, 6: 4}


def read_cover(path: str | Path) -> Cover:
    """A picture from a file.

    Raises:
        SourceError: it is not there, not a JPEG or PNG, damaged or too large.
    """
    try:
        with open(path, "rb") as file:
            data = file.read(_MAX_BYTES + 1)
    except OSError as error:
        raise SourceError(str(path), os_reason(error)) from error
    except ValueError as error:  # a NUL in the path
        raise SourceError(str(path), str(error)) from error
    if len(data) > _MAX_BYTES:
        raise SourceError(str(path), f"a cover may have {_MAX_BYTES // 1024**2} MiB; it is larger")
    try:
        if data.startswith(_JPEG_START):
            return _jpeg(data)
        if data.startswith(_PNG_START):
            return _png(data)
    except (ValueError, KeyError, IndexError, struct.error):
        raise SourceError(str(path), "the picture is cut off or damaged") from None
    raise SourceError(str(path), "a cover is a JPEG or PNG picture; this is neither")


def _jpeg(data: bytes) -> Cover:
    shape: tuple[int, int, int, int] | None = None
    at = 2
    while True:
        if data[at] != 0xFF:
            raise ValueError("no marker")
        marker = data[at + 1]
        if marker == 0xFF:  # fill bytes may stand before a marker
            at += 1
            continue
        (size,) = struct.unpack_from(">H", data, at + 2)
        if marker in _START_OF_FRAME:
            shape = struct.unpack_from(">BHHB", data, at + 4)
        at += 2 + size
        if marker == _START_OF_SCAN:
            break
    # cameras put more behind the end
    if shape is None or data.find(_JPEG_END, at) < 0:
        raise ValueError("no end")
    bits, height, width, channels = shape
    return _cover("image/jpeg", data, width, height, bits * channels)


def _png(data: bytes) -> Cover:
    chunks = dict(_png_chunks(data))
    width, height, bits, colour = struct.unpack_from(">IIBB", chunks[b"IHDR"])
    return _cover("image/png", data, width, height, bits * _PNG_CHANNELS[colour])


def _png_chunks(data: bytes) -> Iterator[tuple[bytes, bytes]]:
    """All chunks up to the end chunk, each with its checksum seen to be right."""
    at, kind = len(_PNG_START), b""
    while kind != b"IEND":
        size, kind = struct.unpack_from(">I4s", data, at)
        (checksum,) = struct.unpack_from(">I", data, at + 8 + size)
        body = data[at + 8 : at + 8 + size]
        if zlib.crc32(kind + body) != checksum:
            raise ValueError("wrong checksum")
        yield kind, body
        at += 12 + size


def _cover(mime: str, data: bytes, width: int, height: int, depth_bits: int) -> Cover:
    if not width or not height:
        raise ValueError("no pixels")
    return Cover(mime, data, width, height, depth_bits)
