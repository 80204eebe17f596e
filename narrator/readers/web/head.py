"""The head of a response: its status and its headers (RFC 9112, sections 4 and 5).

The standard library's parser takes a head for a message of e-mail: 6 MB of it, whose parameters it
takes apart in quadratic time. Here a head is lines, up to a total; headers whose names make no
sense are passed over, as browsers do, and of a header's parameters only those asked for are looked
at.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import BinaryIO

from narrator.readers.web.address import UnreachableError

# as in Chrome; a head with many cookies has 16 KiB
_MAX_HEAD_BYTES = 256 * 1024
# heads that only announce another one (RFC 9110, section 15.2); servers send one or two
_MAX_HEADS = 10
_FIRST_FINAL_STATUS = 200
_STATUS_LINE = re.compile(rb"HTTP/1\.[01] ([1-9][0-9]{2})(?: |\Z)")
_HEADER = re.compile(rb"([!#$%&'*+.^_`|~0-9A-Za-z-]{1,256}):(.*)", re.S)
_FOLDED = (b" ", b"\t")


@dataclass(frozen=True, slots=True)
class Head:
    """A response's status and headers.

    Attributes:
        status: The status code.
        headers: The values of each header, by its name in lower case.
    """

    status: int
    headers: Mapping[str, Sequence[str]]

    def get(self, name: str) -> str:
        """Return a header's first value; empty where there is none."""
        return self.headers.get(name, ("",))[0]

    def get_all(self, name: str) -> str:
        """Return a header's values, in lower case, as the one list that they mean."""
        return ", ".join(self.headers.get(name, ())).lower()


def not_http() -> UnreachableError:
    """Return the error for what is no HTTP."""
    return UnreachableError("what answers does not speak HTTP as it should")


def read_head(stream: BinaryIO) -> Head:
    """Return the head of the answer that a stream begins with.

    Raises:
        UnreachableError: It is no HTTP, or too long.
        OSError: The connection failed.
    """
    for _ in range(_MAX_HEADS):
        lines = _lines(stream)
        status = _STATUS_LINE.match(next(lines, b""))
        if status is None:
            raise not_http()
        headers = _headers(lines)
        if int(status[1]) >= _FIRST_FINAL_STATUS:
            return Head(int(status[1]), headers)
    raise not_http()


def _lines(stream: BinaryIO) -> Iterator[bytes]:
    """Yield the lines of a head, without their ends, up to the empty one."""
    left = _MAX_HEAD_BYTES
    while True:
        line = stream.readline(left)
        left -= len(line)
        if not line.endswith(b"\n"):
            raise not_http() if not left else ConnectionResetError("it was closed early")
        line = line.rstrip(b"\r\n")
        if not line:
            return
        yield line


def _headers(lines: Iterator[bytes]) -> Mapping[str, Sequence[str]]:
    headers: dict[str, list[str]] = {}
    for line in _unfolded(lines):
        header = _HEADER.fullmatch(line)
        if header is not None:
            values = headers.setdefault(header[1].decode().lower(), [])
            values.append(header[2].decode("latin-1").strip())
    return headers


def _unfolded(lines: Iterator[bytes]) -> Iterator[bytes]:
    """Yield lines with those that continue them (RFC 9112, section 5.2)."""
    parts: list[bytes] = []
    for line in lines:
        if parts and not line.startswith(_FOLDED):
            yield b"".join(parts)
            parts.clear()
        parts.append(line)
    yield b"".join(parts)
