"""Huffman's code as Mobipocket books use it: codes stand for phrases, which may be packed again.

Codes of up to 32 bits are ordered, so that the first eight bits tell a code's length, or where to
begin looking for it: the shortest whose first code is not above the bits.
"""

from __future__ import annotations

import struct
from collections.abc import Sequence

_CODE_BITS = 32
_INDEX_BITS = 8
# bytes that hold a code wherever in a byte it begins
_WINDOW_BYTES = 5
_LENGTH_MASK = 0x1F
_IS_LENGTH = 0x80
_IS_TEXT = 0x8000
_PHRASE_HEADER = 16
# phrases in phrases: a damaged file may refer in circles
_DEEPEST = 20
# bytes; a record holds 4,096
_LONGEST = 1 << 16


class Dictionary:
    """The codes and phrases of a book.

    Args:
        records: The record of the codes, then those of the phrases.

    Raises:
        IndexError, struct.error: The records are damaged.
    """

    def __init__(self, records: Sequence[bytes]) -> None:
        codes, *phrase_records = records
        index_place, bounds_place = struct.unpack_from(">LL", codes, 8)
        self._index = struct.unpack_from(f">{1 << _INDEX_BITS}L", codes, index_place)
        bounds = struct.unpack_from(f">{2 * _CODE_BITS}L", codes, bounds_place)
        # by the length of a code, from 0: the first code, and the last one, as 32 bits
        self._first = [0]
        self._last = [0]
        for length in range(1, _CODE_BITS + 1):
            free_bits = _CODE_BITS - length
            self._first.append(bounds[2 * length - 2] << free_bits)
            self._last.append(_filled(bounds[2 * length - 1], free_bits))
        self._phrases: list[bytes] = []
        self._is_text: list[bool] = []
        for record in phrase_records:
            self._add_phrases(record)

    def _add_phrases(self, record: bytes) -> None:
        total, bits = struct.unpack_from(">LL", record, 8)
        count = min(1 << min(bits, _CODE_BITS), total - len(self._phrases))
        for place in struct.unpack_from(f">{count}H", record, _PHRASE_HEADER):
            start = _PHRASE_HEADER + place
            (length,) = struct.unpack_from(">H", record, start)
            size = length & ~_IS_TEXT
            self._phrases.append(record[start + 2 : start + 2 + size])
            self._is_text.append(bool(length & _IS_TEXT))

    def unpack(self, record: bytes, depth: int = 0) -> bytes:
        """Return a record, or a phrase, that is packed.

        Raises:
            IndexError: It is damaged.
        """
        if depth > _DEEPEST:
            raise IndexError("phrases refer to each other in circles")
        padded = record + bytes(_WINDOW_BYTES)
        place = 0
        text = bytearray()
        while place < 8 * len(record) and len(text) <= _LONGEST:
            byte, bit = divmod(place, 8)
            bits = int.from_bytes(padded[byte : byte + _WINDOW_BYTES], "big")
            window = bits >> (8 - bit) & 0xFFFFFFFF
            length, last = self._code(window)
            if length == 0:
                raise IndexError("a code has no bits")
            place += length
            if place > 8 * len(record):
                break
            number = (last - window) >> (_CODE_BITS - length)
            text += self._phrase(number, depth)
        return bytes(text)

    def _code(self, window: int) -> tuple[int, int]:
        """Return the length of the code that 32 bits begin with, and the last of that length."""
        entry = self._index[window >> (_CODE_BITS - _INDEX_BITS)]
        length = entry & _LENGTH_MASK
        if entry & _IS_LENGTH:
            return length, _filled(entry >> 8, _CODE_BITS - length)
        while window < self._first[length]:
            length += 1
        return length, self._last[length]

    def _phrase(self, number: int, depth: int) -> bytes:
        """Return a phrase as text, and keep it so."""
        if not self._is_text[number]:
            self._phrases[number] = self.unpack(self._phrases[number], depth + 1)
            self._is_text[number] = True
        return self._phrases[number]


def _filled(code: int, free_bits: int) -> int:
    """Return the last 32 bits that begin with a code."""
    return ((code + 1) << free_bits) - 1
