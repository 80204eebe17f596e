"""The body of a response, as long as it says it is, unpacked, and no larger than a source may be.

What is limited is what is held here: neither what comes over the wire nor what a parser makes of
it counts. So a body that unpacks without end, and one in chunks of a byte, which the standard
library keeps in a list, take no more memory than any other; time is the connection's business.
"""

from __future__ import annotations

import gzip
import io
import re
import zlib
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, BinaryIO, cast

from narrator.readers.web.address import UnreachableError
from narrator.readers.web.connection import RETRY_SECONDS
from narrator.readers.web.head import Head, not_http

if TYPE_CHECKING:
    from _typeshed import WriteableBuffer

# as for files
MAX_BYTES = 64 * 1024 * 1024
PIECE_BYTES = 1 << 16
_CODINGS = {"", "identity", "gzip", "x-gzip"}
_FRAMINGS = {"", "identity", "chunked"}
# answers that never have a body
_NO_BODY = {204, 205, 304}
# more digits are no length, but an attack on what reads it
_LENGTH = re.compile("[0-9]{1,15}")
# a chunk's size in hexadecimal digits, and what may follow it (RFC 9112, section 7.1)
_CHUNK_SIZE = re.compile(rb"([0-9A-Fa-f]{1,15})[ \t]*(?:;.*)?\r?\n", re.S)
_LONGEST_CHUNK_LINE = 4096
_LINE_ENDS = (b"\r\n", b"\n")


class BodyReader(io.RawIOBase):
    """The data of a body that comes in pieces of known sizes.

    Args:
        stream: Where it comes from.
        sizes: The sizes; what stands in the stream between two pieces is read by this iterator.
    """

    def __init__(self, stream: io.BufferedReader[Any], sizes: Iterator[int]) -> None:
        self._stream = stream
        self._sizes = sizes
        self._left = 0

    def readable(self) -> bool:
        """Return that it can be read."""
        return True

    def readinto(self, buffer: WriteableBuffer) -> int:
        """Read bytes into a buffer; return how many, which is none at the end of the body."""
        if not self._left:
            self._left = next(self._sizes, 0)
        room = memoryview(buffer)[: self._left]
        if not room:
            return 0
        count = self._stream.readinto1(room)
        if not count:
            raise _cut_short()
        self._left -= count
        return count


def read_body(head: Head, stream: io.BufferedReader[Any], most_bytes: int) -> bytes:
    """Return a response's body, unpacked, which may not be larger than ``most_bytes``.

    Raises:
        UnreachableError: It is too large, damaged, cut short, or packed in another way than gzip.
        OSError: The connection failed.
    """
    coding = head.get_all("content-encoding")
    framing = head.get_all("transfer-encoding")
    if coding not in _CODINGS or framing not in _FRAMINGS:
        raise UnreachableError("it comes packed in a way that was not asked for")
    if head.status in _NO_BODY:
        return b""
    body = _body(head, stream, most_bytes)
    if coding.endswith("gzip"):
        body = cast(BinaryIO, gzip.GzipFile(fileobj=body, mode="rb"))
    try:
        return _held(body, most_bytes)
    except (EOFError, gzip.BadGzipFile, zlib.error) as error:
        raise UnreachableError("it comes damaged or cut short", RETRY_SECONDS) from error


def _body(head: Head, stream: io.BufferedReader[Any], most_bytes: int) -> BinaryIO:
    """Return what reads a body as it was sent, up to its end."""
    if head.get_all("transfer-encoding") == "chunked":
        return io.BufferedReader(BodyReader(stream, _chunk_sizes(stream)))
    length = _LENGTH.fullmatch(head.get("content-length"))
    if length is None:  # it ends with the connection
        return stream
    if int(length[0]) > most_bytes:
        raise _too_large(most_bytes)
    return io.BufferedReader(BodyReader(stream, iter((int(length[0]),))))


def _held(body: BinaryIO, most_bytes: int) -> bytes:
    """Return all of a body, which may not be larger than ``most_bytes``."""
    held = io.BytesIO()
    while piece := body.read(PIECE_BYTES):
        held.write(piece)
        if held.tell() > most_bytes:
            raise _too_large(most_bytes)
    return held.getvalue()


def _chunk_sizes(stream: BinaryIO) -> Iterator[int]:
    """Yield the size of each chunk, when the one before it is read; what follows the last is left.

    Raises:
        UnreachableError: A size is none.
    """
    while True:
        line = stream.readline(_LONGEST_CHUNK_LINE)
        size = _CHUNK_SIZE.fullmatch(line)
        if size is None:
            raise not_http() if line.endswith(b"\n") else _cut_short()
        if not int(size[1], 16):
            return
        yield int(size[1], 16)
        if stream.readline(len(b"\r\n")) not in _LINE_ENDS:
            raise not_http()


def _cut_short() -> UnreachableError:
    return UnreachableError("it comes cut short", RETRY_SECONDS)


def _too_large(most_bytes: int) -> UnreachableError:
    return UnreachableError(f"it is larger than {most_bytes // 1024**2} MiB")
