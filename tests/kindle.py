"""Mobipocket books made in memory, packed in each of the ways that there are."""

from __future__ import annotations

import struct
from collections.abc import Mapping

NOT_PACKED = 1
PALMDOC = 2
HUFFMAN = 17480
PACKINGS = (NOT_PACKED, PALMDOC, HUFFMAN)
_RECORD = 4096


def mobi(
    page: str,
    stated: Mapping[int, str | bytes] | None = None,
    packing: int = PALMDOC,
    encryption: int = 0,
) -> bytes:
    """Return a book of a page of HTML; ``stated`` is what it says about itself, by its number."""
    stated = stated or {}
    text = page.encode()
    parts = [text[start : start + _RECORD] for start in range(0, len(text), _RECORD)]
    records = [_pack(part, packing) for part in parts]
    first_dictionary = len(records) + 1
    dictionary = [_codes(), _phrases()] if packing == HUFFMAN else []
    exth = b"".join(_statement(number, value) for number, value in stated.items())
    exth = b"EXTH" + struct.pack(">LL", 12 + len(exth), len(stated)) + exth
    header = bytearray(0xE8)
    struct.pack_into(">4sLLL", header, 0, b"MOBI", len(header), 2, 65001)
    name = b"Kept in the header"
    struct.pack_into(">LL", header, 84 - 16, 16 + len(header) + len(exth), len(name))
    struct.pack_into(">L", header, 108 - 16, first_dictionary + len(dictionary))
    struct.pack_into(">LL", header, 112 - 16, first_dictionary, len(dictionary))
    struct.pack_into(">L", header, 128 - 16, 0x40)
    # a part of two bytes, and the end of a character, follow the text of each record
    struct.pack_into(">H", header, 242 - 16, 0b11)
    head = struct.pack(">HHLHHHH", packing, 0, len(text), len(records), _RECORD, encryption, 0)
    first = head + bytes(header) + exth + name
    records = [record + b"\x00\x11\x82" for record in records]
    return _database([first, *records, *dictionary, b"picture"])


def _database(records: list[bytes]) -> bytes:
    """Return records as a Palm database."""
    place = 78 + 8 * len(records) + 2
    entries = []
    for record in records:
        entries.append(struct.pack(">LL", place, 0))
        place += len(record)
    head = b"A_short_name".ljust(32, b"\0") + bytes(28) + b"BOOKMOBI" + bytes(8)
    count = struct.pack(">H", len(records))
    return head + count + b"".join(entries) + bytes(2) + b"".join(records)


def _statement(number: int, value: str | bytes) -> bytes:
    data = value.encode() if isinstance(value, str) else value
    return struct.pack(">LL", number, 8 + len(data)) + data


def _pack(text: bytes, packing: int) -> bytes:
    if packing == PALMDOC:
        return _as_palmdoc(text)
    if packing == HUFFMAN:
        return bytes(255 - byte for byte in text)
    return text


def _as_palmdoc(text: bytes) -> bytes:
    """Return text in which pairs, blanks with a letter, and bytes beyond ASCII are packed."""
    packed = bytearray()
    place = 0
    while place < len(text):
        found = text.rfind(text[place : place + 5], max(0, place - 2000), place)
        byte = text[place]
        if len(text) - place >= 5 and found >= 0:
            packed += struct.pack(">H", 0x8000 | (place - found) << 3 | 2)
            place += 5
        elif byte == 0x20 and text[place + 1 : place + 2].isalpha() and text[place + 1] < 128:
            packed.append(text[place + 1] ^ 0x80)
            place += 2
        elif byte < 9 or byte > 0x7F:
            packed += bytes((1, byte))
            place += 1
        else:
            packed.append(byte)
            place += 1
    return bytes(packed)


def _codes() -> bytes:
    """Return codes of eight bits each, so that a code is 255 less the number of a phrase."""
    index = struct.pack(">L", 255 << 8 | 0x80 | 8) * 256
    bounds = bytes(4 * 64)
    return b"HUFF" + struct.pack(">LLL", 24, 24, 24 + len(index)) + bytes(8) + index + bounds


def _phrases() -> bytes:
    """Return phrases that are one byte each, of which one is packed again."""
    phrases = [struct.pack(">H", 0x8001) + bytes([byte]) for byte in range(256)]
    phrases[ord("e")] = struct.pack(">H", 1) + bytes([255 - 1])
    phrases[1] = struct.pack(">H", 0x8001) + b"e"
    places = []
    place = 2 * len(phrases)
    for phrase in phrases:
        places.append(place)
        place += len(phrase)
    head = b"CDIC" + struct.pack(">LLL", 16, 256, 8)
    return head + struct.pack(">256H", *places) + b"".join(phrases)
