"""What a reader is, and the sample of a source by which it recognises its own kind."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from enum import IntEnum
from functools import cached_property

from narrator.article import Article
from narrator.readers.encoding import split_byte_order_mark
from narrator.readers.unread import ZIP_SIGNATURE, unreadable_reason

# bytes; the marks of a kind come early, and a web page's head is seldom longer
_BEGINNING_BYTES = 4096
# begins an archive's end record, which says at its byte 16 where the directory begins
# (APPNOTE.TXT 4.3.16)
_END_RECORD = b"PK\x05\x06"
_BLANKS = re.compile(rb"\s*")
_XML = re.compile(r"\s*(?:<\?xml\b|<!doctype\b)", re.I)


def _first_mark(data: bytes) -> int:
    """Return where a text begins that is no white space and no comment of a page."""
    place = _BLANKS.match(data).end()  # type: ignore[union-attr]  # it matches nothing, too
    while data.startswith(b"<!--", place):
        end = data.find(b"-->", place)
        if end < 0:
            break
        place = _BLANKS.match(data, end + 3).end()  # type: ignore[union-attr]
    return place


class Match(IntEnum):
    """How surely a source is of a reader's kind; the surest reader reads it."""

    NONE = 0
    FALLBACK = 1  # nothing speaks against it
    LIKELY = 2  # the content looks like it
    NAMED = 3  # its name or content type says so, and the content does not contradict
    CERTAIN = 4  # the content says so, whatever the name


class Sample:
    """The beginning of a source, in the forms in which readers look at it.

    Each form is made when a reader first asks for it, so that telling the kind of a source costs
    nothing next to reading it.

    Attributes:
        data: All bytes of the source.
    """

    def __init__(self, data: bytes) -> None:
        self.data = data

    @cached_property
    def unreadable_reason(self) -> str:
        """Why it is not read though its kind is known; empty where it may be text."""
        return unreadable_reason(self.data)

    @cached_property
    def text(self) -> str:
        """The first characters, with Unix line ends; empty for a known kind of binary file.

        They are decoded only well enough to see marks of ASCII in them.
        """
        if self.unreadable_reason:
            return ""
        beginning = self.data[_first_mark(self.data) :][:_BEGINNING_BYTES]
        rest, encoding = split_byte_order_mark(beginning) or (beginning, "utf-8")
        return rest.decode(encoding, "replace").replace("\r\n", "\n")

    @cached_property
    def is_xml(self) -> bool:
        """Whether it is text that begins like XML."""
        return bool(_XML.match(self.text))

    @cached_property
    def zip_directory(self) -> bytes:
        """The bytes of a ZIP archive's directory; empty for what is no ZIP archive.

        It is found by the archive's end record. Where that is lost, it is all of the bytes.
        """
        if not self.data.startswith(ZIP_SIGNATURE):
            return b""
        end = self.data.rfind(_END_RECORD)
        start = int.from_bytes(self.data[end + 16 : end + 20], "little")
        if start < end:
            return self.data[start:end]
        return self.data


@dataclass(frozen=True, slots=True)
class Reader:
    """A kind of source that can be read.

    Attributes:
        description: The kind in a few words, for messages: ``Word documents``.
        suffixes: The suffixes of its files, in lower case and without the dot.
        content_types: What servers call it, in lower case and without parameters.
        match: Returns how surely a sample is of this kind. Its second argument says whether the
            source's suffix or content type is one of this reader's. Importing and calling it must
            be cheap: it is asked about every source.
        read: Makes an article of all bytes and the name of the source. Raises ``SourceError`` where
            they cannot be read. What it needs beyond the standard library is imported inside.
    """

    description: str
    suffixes: tuple[str, ...]
    content_types: tuple[str, ...]
    match: Callable[[Sample, bool], Match]
    read: Callable[[bytes, str], Article]
