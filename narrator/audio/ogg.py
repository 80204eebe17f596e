"""Ogg pages of one logical stream.

Source: RFC 3533.
"""

from __future__ import annotations

import struct
import zlib
from collections.abc import Sequence

_FIRST, _LAST, _CONTINUED = 2, 4, 1
_MAX_SEGMENTS = 255
_SEGMENT_BYTES = 255
_NO_PACKET_ENDS = -1
# one stream a file, so any number tells it from the others; a fixed one gives the same bytes on every run
_SERIAL = 1
_MIRRORED = bytes(int(f"{byte:08b}"[::-1], 2) for byte in range(256))


class Pages:
    """Numbers pages and puts packets into them."""

    def __init__(self) -> None:
        self._next = 0

    def header(self, packet: bytes) -> bytes:
        """A header packet on pages of its own, however long."""
        segments = [
            *[_SEGMENT_BYTES] * (len(packet) // _SEGMENT_BYTES),
            len(packet) % _SEGMENT_BYTES,
        ]
        pages = []
        for start in range(0, len(segments), _MAX_SEGMENTS):
            lacing = segments[start : start + _MAX_SEGMENTS]
            at = start * _SEGMENT_BYTES
            ends = start + _MAX_SEGMENTS >= len(segments)
            flags = (_FIRST if self._next == 0 else 0) | (_CONTINUED if start else 0)
            pages.append(
                self._page(
                    lacing, packet[at : at + sum(lacing)], 0 if ends else _NO_PACKET_ENDS, flags
                )
            )
        return b"".join(pages)

    def page(self, packets: Sequence[bytes], granule: int, last: bool = False) -> bytes:
        """A page of whole packets, up to ``granule`` in samples; few and small enough for its 255 segments."""
        lacing: list[int] = []
        for packet in packets:
            full, rest = divmod(len(packet), _SEGMENT_BYTES)
            lacing += [*[_SEGMENT_BYTES] * full, rest]
        return self._page(lacing, b"".join(packets), granule, _LAST if last else 0)

    def _page(self, lacing: Sequence[int], body: bytes, granule: int, flags: int) -> bytes:
        head = struct.pack("<4sBBqII", b"OggS", 0, flags, granule, _SERIAL, self._next)
        self._next += 1
        rest = bytes([len(lacing), *lacing]) + body
        return head + struct.pack("<I", _checksum(head + bytes(4) + rest)) + rest


def _checksum(data: bytes) -> int:
    """Ogg's CRC-32, which is zlib's with the bits of each byte and of the result the other way round, from 0 on."""
    mirrored = zlib.crc32(data.translate(_MIRRORED), 0xFFFFFFFF) ^ 0xFFFFFFFF
    return int(f"{mirrored:032b}"[::-1], 2)
