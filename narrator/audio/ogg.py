"""Ogg pages of one logical stream.

Source: RFC 3533, section 6 (page format).
"""

from __future__ import annotations

import struct
import zlib
from collections.abc import Sequence

_FLAG_CONTINUED = 1
_FLAG_FIRST_PAGE = 2
_FLAG_LAST_PAGE = 4
_MAX_SEGMENTS = 255
_SEGMENT_BYTES = 255
# granule position of a page on which no packet ends
_NO_PACKET_ENDS = -1
# one stream a file, so any number tells it apart; a fixed one gives the same bytes on every run
_SERIAL = 1
_MIRRORED_BYTES = bytes(int(f"{byte:08b}"[::-1], 2) for byte in range(256))


class PageWriter:
    """Puts packets into numbered pages."""

    def __init__(self) -> None:
        self._next_number = 0

    def header_pages(self, packet: bytes) -> bytes:
        """Return the pages of a header packet, which has pages of its own, however long it is."""
        segments = _lacing(packet)
        pages: list[bytes] = []
        for start in range(0, len(segments), _MAX_SEGMENTS):
            lacing = segments[start : start + _MAX_SEGMENTS]
            offset = start * _SEGMENT_BYTES
            body = packet[offset : offset + sum(lacing)]
            flags = 0
            if self._next_number == 0:
                flags |= _FLAG_FIRST_PAGE
            if start > 0:
                flags |= _FLAG_CONTINUED
            packet_ends = start + _MAX_SEGMENTS >= len(segments)
            granule = 0 if packet_ends else _NO_PACKET_ENDS
            pages.append(self._page(lacing, body, granule, flags))
        return b"".join(pages)

    def page(self, packets: Sequence[bytes], granule: int, last: bool = False) -> bytes:
        """Return one page of whole packets.

        Args:
            packets: The packets, few and small enough for the 255 segments of a page.
            granule: The stream's length in samples up to the end of this page.
            last: Whether it is the last page of the stream.
        """
        lacing: list[int] = []
        for packet in packets:
            lacing += _lacing(packet)
        flags = _FLAG_LAST_PAGE if last else 0
        return self._page(lacing, b"".join(packets), granule, flags)

    def _page(self, lacing: Sequence[int], body: bytes, granule: int, flags: int) -> bytes:
        """Return a page with its checksum (RFC 3533, section 6)."""
        version = 0
        head = struct.pack("<4sBBqII", b"OggS", version, flags, granule, _SERIAL, self._next_number)
        self._next_number += 1
        rest = bytes([len(lacing), *lacing]) + body
        no_checksum = bytes(4)
        checksum = _checksum(head + no_checksum + rest)
        return head + struct.pack("<I", checksum) + rest


def _lacing(packet: bytes) -> list[int]:
    """Return the sizes of a packet's segments: full ones and a last one that is shorter."""
    full, rest = divmod(len(packet), _SEGMENT_BYTES)
    return [_SEGMENT_BYTES] * full + [rest]


def _checksum(data: bytes) -> int:
    """Return Ogg's CRC-32.

    It is zlib's CRC-32 with the bits of each byte and of the result in reverse order, and with 0
    as start value.
    """
    mirrored = zlib.crc32(data.translate(_MIRRORED_BYTES), 0xFFFFFFFF) ^ 0xFFFFFFFF
    return int(f"{mirrored:032b}"[::-1], 2)
