"""Connections that end where a server only pretends to send.

A download has no clock over the whole, for half a gigabyte may take minutes or a night. Instead a
connection has to keep up a pace: a server that sends a byte every ten seconds, in the body, the
head or the length of a chunk, is given up after a minute, while the slowest honest line (2G: some
5 kB a second) is never near the limit. A pace of the whole, from the first byte on, would let a
server that was fast for a while be slow for a long time, and one of each wait would let it drip.

A head is limited as well, since the standard library takes a long one apart in quadratic time.
"""

from __future__ import annotations

import io
from time import monotonic
from typing import TYPE_CHECKING, Any, BinaryIO, cast

if TYPE_CHECKING:
    import socket
    import ssl
    from urllib.request import BaseHandler

    from _typeshed import WriteableBuffer

# in each window, but the last, at least so much has to come: 1 kB a second
WINDOW_SECONDS = 60.0
WINDOW_BYTES = 60_000
# twice what servers send at most
_MAX_HEAD_BYTES = 32 * 1024


class TooSlowError(OSError):
    """A server sends less than it has to."""


class _PacedReader(io.RawIOBase):
    """What a socket receives, as long as it keeps up the pace.

    One wait is limited by the socket's own timeout.
    """

    def __init__(self, received: BinaryIO) -> None:
        self._received = cast(io.RawIOBase, received)
        self._window_end = monotonic() + WINDOW_SECONDS
        self._window_bytes = 0

    def readable(self) -> bool:
        """Return that it can be read."""
        return True

    def readinto(self, buffer: WriteableBuffer) -> int | None:
        """Receive bytes into a buffer; return how many came.

        Raises:
            TooSlowError: Too few have come in the last window.
        """
        count = self._received.readinto(buffer)
        self._window_bytes += count or 0
        now = monotonic()
        if now >= self._window_end:
            if self._window_bytes < WINDOW_BYTES:
                raise TooSlowError("too slow")
            self._window_end = now + WINDOW_SECONDS
            self._window_bytes = 0
        return count

    def close(self) -> None:
        """Close it, which lets go of the socket."""
        self._received.close()
        super().close()


class _PacedSocket:
    """A socket whose reader keeps up the pace; all else is the socket's own."""

    def __init__(self, sock: socket.socket) -> None:
        self._sock = sock

    def __getattr__(self, name: str) -> Any:
        return getattr(self._sock, name)

    def makefile(self, *_: Any) -> io.BufferedReader:
        """Return a reader of what is received."""
        received = cast(BinaryIO, self._sock.makefile("rb", buffering=0))
        return io.BufferedReader(_PacedReader(received))


class _HeadReader:
    """A stream of which only so many bytes of lines can be read."""

    def __init__(self, stream: BinaryIO) -> None:
        self._stream = stream
        self._left = _MAX_HEAD_BYTES

    def readline(self, limit: int) -> bytes:
        """Return the next line."""
        line = self._stream.readline(limit)
        self._left -= len(line)
        if self._left < 0:
            raise OSError("its head has no end")
        return line


def paced_handlers(context: ssl.SSLContext) -> list[BaseHandler]:
    """Return what opens http and https addresses with connections that keep up the pace."""
    from http.client import HTTPConnection, HTTPResponse, HTTPSConnection
    from urllib.request import HTTPHandler, HTTPSHandler, Request

    class ShortHeaded(HTTPResponse):
        def begin(self) -> None:
            stream = self.fp
            self.fp = cast(Any, _HeadReader(stream))
            try:
                super().begin()
            finally:
                self.fp = stream

    class Paced(HTTPConnection):
        response_class = ShortHeaded

        def connect(self) -> None:
            super().connect()
            self.sock = _PacedSocket(self.sock)

    class PacedSecure(HTTPSConnection):
        response_class = ShortHeaded

        def connect(self) -> None:
            super().connect()
            self.sock = cast(Any, _PacedSocket(self.sock))

    class PacedHTTPHandler(HTTPHandler):
        def http_open(self, req: Request) -> HTTPResponse:
            return self.do_open(Paced, req)

    class PacedHTTPSHandler(HTTPSHandler):
        def https_open(self, req: Request) -> HTTPResponse:
            return self.do_open(cast(Any, PacedSecure), req, context=context)

    return [PacedHTTPHandler(), PacedHTTPSHandler(context=context)]
