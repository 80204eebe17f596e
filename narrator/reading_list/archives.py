"""Exports that are ZIP archives: Pocket's with CSV files, Readeck's with a file an article."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Callable, Iterator
from typing import BinaryIO

from narrator.errors import SourceError
from narrator.readers.archive import DAMAGE_ERRORS
from narrator.readers.encoding import decode
from narrator.reading_list import records, tables
from narrator.reading_list.entries import ReadingList, list_of_addresses

_MIB = 1024 * 1024
_MAX_MEMBER_BYTES = 16 * _MIB
_POCKET_PART = re.compile(r"(?:[^/]+/)?part_\d+\.csv")
_READECK_ARTICLE = re.compile(r"(?:[^/]+/)?bookmarks/[^/]+/info\.json")

_Reader = Callable[[str, str], Iterator[str]]


def addresses_of_archive(file: str | BinaryIO, name: str) -> ReadingList:
    """Return the addresses in an archive.

    Args:
        file: The archive or its path.
        name: What error messages call it.

    Raises:
        SourceError: It is no export that is known, or damaged.
    """
    try:
        with zipfile.ZipFile(file) as archive:
            return list_of_addresses(_addresses(archive, name))
    except DAMAGE_ERRORS as error:
        raise SourceError(name, "it is a damaged ZIP archive: get it again") from error


def _addresses(archive: zipfile.ZipFile, name: str) -> Iterator[str]:
    """Yield the addresses in all parts that hold any.

    Raises:
        SourceError: There is no such part, or one is damaged or too large.
    """
    is_known = False
    for member in archive.infolist():
        reader = _reader_of(member.filename)
        if reader is not None:
            is_known = True
            yield from reader(_text_of(archive, member, name), name)
    if not is_known:
        raise SourceError(name, "it is a ZIP archive, but no export of a reading list")


def _reader_of(member: str) -> _Reader | None:
    """Return what reads a member's addresses, or None where it holds none."""
    if _POCKET_PART.fullmatch(member):
        return _addresses_of_table
    if _READECK_ARTICLE.fullmatch(member):
        return records.addresses
    return None


def _addresses_of_table(text: str, name: str) -> Iterator[str]:
    """Yield the addresses in a text in CSV.

    Raises:
        SourceError: It is none.
    """
    table = tables.table_of(text)
    if table is None:
        raise SourceError(name, "one of its parts is no CSV")
    yield from tables.addresses(table, name)


def _text_of(archive: zipfile.ZipFile, member: zipfile.ZipInfo, name: str) -> str:
    """Return the text of a member.

    Raises:
        SourceError: It is too large, or no text.
    """
    with archive.open(member) as file:
        data = file.read(_MAX_MEMBER_BYTES + 1)
    if len(data) > _MAX_MEMBER_BYTES:
        raise SourceError(name, f"one of its parts is larger than {_MAX_MEMBER_BYTES // _MIB} MiB")
    return decode(data, name)
