"""Cover pictures: JPEG or PNG, recognised by their content and checked to be whole.

Sources: ISO/IEC 10918-1 (JPEG markers and frame header), the PNG specification (chunks, IHDR).
"""

from __future__ import annotations

import struct
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from narrator.errors import SourceError, os_reason

# shops ask for 3,000 pixels square, a few MB; players load the picture whole
MAX_COVER_BYTES = 10 * 1024 * 1024
_JPEG_START = b"\xff\xd8\xff"
_JPEG_END = b"\xff\xd9"
_JPEG_MARKER = 0xFF
_START_OF_SCAN = 0xDA
# the start-of-frame markers: C0 to CF, but for tables and reserved ones
_START_OF_FRAME = set(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}
_PNG_START = b"\x89PNG\r\n\x1a\n"
# samples per pixel by the PNG colour type
_PNG_CHANNELS = {0: 1, 2: 3, 3: 1, 4: 2, 6: 4}


@dataclass(frozen=True, slots=True)
class Cover:
    """A cover picture.

    Attributes:
        mime: Its MIME type, of JPEG or PNG.
        data: The whole picture file.
        width: Width in pixels.
        height: Height in pixels.
        depth_bits: Bits per pixel.
    """

    mime: str
    data: bytes
    width: int
    height: int
    depth_bits: int


def read_cover(path: str | Path) -> Cover:
    """Return the picture in a file.

    Raises:
        SourceError: The file is missing, no JPEG or PNG, damaged or too large.
    """
    data = _read_file(path)
    try:
        return parse_cover(data)
    except ValueError as error:
        raise SourceError(str(path), str(error)) from None


def parse_cover(data: bytes) -> Cover:
    """Return the picture that the bytes of a file hold.

    Raises:
        ValueError: It is no JPEG or PNG, damaged or too large; the message says which.
    """
    if len(data) > MAX_COVER_BYTES:
        raise ValueError(f"a cover may have {MAX_COVER_BYTES // 1024**2} MiB; it is larger")
    parse = _parse_png
    if data.startswith(_JPEG_START):
        parse = _parse_jpeg
    elif not data.startswith(_PNG_START):
        raise ValueError("a cover is a JPEG or PNG picture; this is neither")
    try:
        return parse(data)
    except (ValueError, KeyError, IndexError, struct.error):
        raise ValueError("the picture is cut off or damaged") from None


def _read_file(path: str | Path) -> bytes:
    """Return a file's bytes, one more than a cover may have at the most."""
    try:
        with open(path, "rb") as file:
            return file.read(MAX_COVER_BYTES + 1)
    except OSError as error:
        raise SourceError(str(path), os_reason(error)) from error
    except ValueError as error:  # a NUL in the path
        raise SourceError(str(path), str(error)) from error


def _parse_jpeg(data: bytes) -> Cover:
    """Return a JPEG picture, seen to be whole.

    Raises:
        ValueError: It has no frame header, no end or no pixels.
        IndexError: It is cut off.
        struct.error: It is cut off.
    """
    frame_header: tuple[int, int, int, int] | None = None
    marker = 0
    position = 2
    while marker != _START_OF_SCAN:
        if data[position] != _JPEG_MARKER:
            raise ValueError("no marker")
        marker = data[position + 1]
        if marker == _JPEG_MARKER:  # fill bytes may stand before a marker
            position += 1
            continue
        (size,) = struct.unpack_from(">H", data, position + 2)
        if marker in _START_OF_FRAME:
            frame_header = struct.unpack_from(">BHHB", data, position + 4)
        position += 2 + size
    # cameras put more behind the end
    if frame_header is None or data.find(_JPEG_END, position) < 0:
        raise ValueError("no end")
    sample_bits, height, width, channels = frame_header
    _check_size(width, height)
    return Cover("image/jpeg", data, width, height, sample_bits * channels)


def _parse_png(data: bytes) -> Cover:
    """Return a PNG picture, seen to be whole.

    Raises:
        ValueError: A checksum is wrong, or it has no pixels.
        KeyError: It has no header, or an unknown colour type.
        struct.error: It is cut off.
    """
    chunks = dict(_png_chunks(data))
    header = chunks[b"IHDR"]
    width, height, sample_bits, colour_type = struct.unpack_from(">IIBB", header)
    depth_bits = sample_bits * _PNG_CHANNELS[colour_type]
    _check_size(width, height)
    return Cover("image/png", data, width, height, depth_bits)


def _png_chunks(data: bytes) -> Iterator[tuple[bytes, bytes]]:
    """Yield type and body of all chunks up to the end chunk, their checksums verified."""
    position = len(_PNG_START)
    kind = b""
    while kind != b"IEND":
        size, kind = struct.unpack_from(">I4s", data, position)
        body_start = position + 8
        body_end = body_start + size
        (checksum,) = struct.unpack_from(">I", data, body_end)
        body = data[body_start:body_end]
        if zlib.crc32(kind + body) != checksum:
            raise ValueError("wrong checksum")
        yield kind, body
        position = body_end + 4


def _check_size(width: int, height: int) -> None:
    """Raise ValueError where a picture has no pixels."""
    if not width or not height:
        raise ValueError("no pixels")
