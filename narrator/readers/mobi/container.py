"""The container of Mobipocket books: records of a Palm database, and what the first one states."""

from __future__ import annotations

import struct
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from itertools import pairwise

from narrator.errors import SourceError

_NAME_BYTES = 32
_COUNT_PLACE = 76
_LIST_PLACE = 78
_ENTRY_BYTES = 8
_WESTERN = "cp1252"
_ENCODINGS = {65001: "utf-8"}
_MOBI = b"MOBI"
_MOBI_PLACE = 16
_EXTH = b"EXTH"
# bit of the flags that says that the book states something about itself
_HAS_STATEMENTS = 0x40
_MOST_STATEMENTS = 1000
# with a header of this length, flags tell what follows the text in each record
_LENGTH_WITH_TRAILING = 0xE4
DAMAGED = "it is damaged or cut off: get the file again"


@dataclass(frozen=True, slots=True)
class Book:
    """A book that was opened.

    Attributes:
        source: What error messages call it.
        records: The records of its database.
        name: The title by its header.
        compression: How the text is packed, by its number.
        text_records: How many records, from the second one, hold the text.
        encoding: The encoding of the text.
        trailing: Flags of what follows the text in each record.
        dictionary: The first record, and the number of records, that Huffman's code needs.
        first_picture: The record of the first picture.
        statements: What the book states about itself, by its number.
    """

    source: str
    records: list[bytes]
    name: str
    compression: int
    text_records: int
    encoding: str = _WESTERN
    trailing: int = 0
    dictionary: tuple[int, int] = (0, 0)
    first_picture: int = 0
    statements: Mapping[int, bytes] = field(default_factory=dict)

    def stated(self, number: int) -> str:
        """Return what the book states under a number; empty where it states nothing."""
        return self.statements.get(number, b"").decode(self.encoding, "replace")

    def picture(self, number: int) -> bytes:
        """Return the picture whose number the book states; empty where there is none."""
        stated = self.statements.get(number, b"")
        place = self.first_picture + int.from_bytes(stated, "big")
        if not stated or place >= len(self.records):
            return b""
        return self.records[place]


def open_book(data: bytes, source: str) -> Book:
    """Return the book in the bytes of a file.

    Raises:
        SourceError: It is damaged or protected.
    """
    try:
        records = _records(data)
        return _book(records, data[:_NAME_BYTES], source)
    except (struct.error, IndexError) as error:
        raise SourceError(source, DAMAGED) from error


def _records(data: bytes) -> list[bytes]:
    (count,) = struct.unpack_from(">H", data, _COUNT_PLACE)
    starts = []
    for number in range(count):
        (start,) = struct.unpack_from(">L", data, _LIST_PLACE + _ENTRY_BYTES * number)
        starts.append(start)
    return [data[start:end] for start, end in pairwise([*starts, len(data)])]


def _book(records: list[bytes], name: bytes, source: str) -> Book:
    """Return the book whose first record says how the others are to be read.

    Raises:
        SourceError: It is protected.
        struct.error: The first record is cut off.
    """
    head = records[0]
    compression, _, _, text_records, _, encryption = struct.unpack_from(">HHLHHH", head)
    if encryption:
        raise SourceError(source, "it is DRM-protected: only its shop's own programs can read it")
    book = Book(source, records, _title(name), compression, text_records)
    if head[_MOBI_PLACE : _MOBI_PLACE + 4] != _MOBI:
        return book
    length, _, encoding = struct.unpack_from(">LLL", head, 20)
    name_place, name_length = struct.unpack_from(">LL", head, 84)
    (first_picture,) = struct.unpack_from(">L", head, 108)
    dictionary = struct.unpack_from(">LL", head, 112)
    (flags,) = struct.unpack_from(">L", head, 128)
    statements = _statements(head, _MOBI_PLACE + length) if flags & _HAS_STATEMENTS else {}
    trailing = 0
    if length >= _LENGTH_WITH_TRAILING:
        (trailing,) = struct.unpack_from(">H", head, 242)
    name = head[name_place : name_place + name_length]
    return replace(
        book,
        name=_title(name) or book.name,
        encoding=_ENCODINGS.get(encoding, _WESTERN),
        trailing=trailing,
        dictionary=dictionary,
        first_picture=first_picture,
        statements=statements,
    )


def _title(name: bytes) -> str:
    text = name.partition(b"\0")[0]
    try:
        return text.decode()
    except UnicodeDecodeError:
        return text.decode(_WESTERN, "replace")


def _statements(head: bytes, place: int) -> dict[int, bytes]:
    """Return what a book states about itself, the first where it states something twice."""
    found: dict[int, bytes] = {}
    if head[place : place + 4] != _EXTH:
        return found
    (count,) = struct.unpack_from(">L", head, place + 8)
    place += 12
    for _ in range(min(count, _MOST_STATEMENTS)):
        number, length = struct.unpack_from(">LL", head, place)
        found.setdefault(number, head[place + 8 : place + length])
        place += max(length, 8)
    return found
