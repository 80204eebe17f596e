"""The text of a Mobipocket book: unpacked record by record, without what follows it in each."""

from __future__ import annotations

import struct
from collections.abc import Callable

from narrator.errors import SourceError
from narrator.readers.mobi.container import DAMAGED, Book
from narrator.readers.mobi.huffman import Dictionary

_NOT_PACKED = 1
_PALMDOC = 2
_HUFFMAN = 17480
# as much as a whole source may have
_MOST_BYTES = 64 * 1024 * 1024
# the lowest bit of the flags: the end of a character that the record cuts
_CUT_CHARACTER = 1
_CUT_BYTES = 3
# a length is written in groups of seven bits, its first byte marked
_GROUP_BITS = 7
_FIRST_GROUP = 0x80


def read_text(book: Book) -> bytes:
    """Return the text of a book, as HTML in its encoding.

    Raises:
        SourceError: It is damaged, too large, or packed in a way that is not known.
    """
    try:
        unpack = _unpacker(book)
        text = bytearray()
        for record in book.records[1 : book.text_records + 1]:
            text += unpack(_without_trailing(record, book.trailing))
            if len(text) > _MOST_BYTES:
                raise SourceError(book.source, "it unpacks to more than any book holds")
    except (struct.error, IndexError, ValueError) as error:
        raise SourceError(book.source, DAMAGED) from error
    return bytes(text)


def _unpacker(book: Book) -> Callable[[bytes], bytes]:
    """Return the function that unpacks a record.

    Raises:
        SourceError: No way of packing has this number.
    """
    if book.compression == _NOT_PACKED:
        return bytes
    if book.compression == _PALMDOC:
        return unpack_palmdoc
    if book.compression == _HUFFMAN:
        first, count = book.dictionary
        return Dictionary(book.records[first : first + count]).unpack
    raise SourceError(book.source, "its text is packed in a way that is not known")


def _without_trailing(record: bytes, flags: int) -> bytes:
    """Return a record without what follows the text, of which each part ends in its length."""
    for _ in range((flags >> 1).bit_count()):
        record = record[: len(record) - _last_length(record)]
    if flags & _CUT_CHARACTER and record:
        record = record[: len(record) - (record[-1] & _CUT_BYTES) - 1]
    return record


def _last_length(record: bytes) -> int:
    """Return the length that the last bytes of a record hold."""
    length = 0
    for shift, byte in enumerate(reversed(record[-4:])):
        length |= (byte & ~_FIRST_GROUP) << (_GROUP_BITS * shift)
        if byte & _FIRST_GROUP:
            break
    return length


def unpack_palmdoc(record: bytes) -> bytes:
    """Return a record that is packed by PalmDOC's variant of LZ77.

    A byte below 9 counts bytes that stand for themselves; one from 0x80 begins a pair that repeats
    what came before; one from 0xC0 is a space and a letter.

    Raises:
        IndexError: It is damaged.
    """
    text = bytearray()
    place = 0
    while place < len(record):
        byte = record[place]
        place += 1
        if 1 <= byte <= 8:
            text += record[place : place + byte]
            place += byte
        elif byte < 0x80:
            text.append(byte)
        elif byte >= 0xC0:
            text += bytes((0x20, byte ^ 0x80))
        else:
            pair = byte << 8 | record[place]
            place += 1
            distance = pair >> 3 & 0x7FF
            for _ in range((pair & 7) + 3):
                text.append(text[-distance])
    return bytes(text)
