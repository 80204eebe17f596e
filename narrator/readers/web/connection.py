"""A connection to an address that was judged, and what its failures mean.

Two promises hang on the socket: it goes to a number that ``address.resolve`` gave, never to a name, and every wait on it
ends with the time for the whole. Certificates are verified against what the system trusts. Proxies of the environment are
not used: a proxy looks names up itself, and nobody here would see which number was reached.
"""

from __future__ import annotations

import io
import socket
import ssl
import time
from http.client import HTTPException, IncompleteRead
from typing import TYPE_CHECKING

from narrator.errors import os_reason
from narrator.readers.web.address import Address, UnreachableError, resolve

if TYPE_CHECKING:
    from _typeshed import WriteableBuffer

# browsers and curl wait longer, people do not
CONNECT_SECONDS = 10.0
# a page that is put together when it is asked for may take a while
IDLE_SECONDS = 20.0
# before a second try
RETRY_SECONDS = 1.0
# a host may have many addresses, of which one or two are dead at most
_MAX_ATTEMPTS = 3


class Clock:
    """The time for the whole."""

    def __init__(self, seconds: float) -> None:
        self.seconds = seconds
        self._end = time.monotonic() + seconds

    @property
    def is_over(self) -> bool:
        return time.monotonic() >= self._end

    def left(self, limit: float) -> float:
        """The seconds that are left, up to a limit.

        Raises:
            TimeoutError: none are.
        """
        if (left := self._end - time.monotonic()) <= 0:
            raise TimeoutError
        return min(left, limit)


class Wire(io.RawIOBase):
    """What ``http.client`` takes for a socket: waits on the real one, which whoever opened it closes, are on the clock."""

    def __init__(self, sock: socket.socket, clock: Clock) -> None:
        self._sock, self._clock = sock, clock

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: WriteableBuffer) -> int:
        self._sock.settimeout(self._clock.left(IDLE_SECONDS))
        return self._sock.recv_into(buffer)

    def sendall(self, data: bytes) -> None:
        self._sock.settimeout(self._clock.left(IDLE_SECONDS))
        self._sock.sendall(data)

    def makefile(self, _mode: str) -> io.BufferedReader:
        return io.BufferedReader(self)

    def close(self) -> None:
        """Nothing: ``http.client`` lets go of a connection before it reads the answer's body."""


def connect(address: Address, allow_local: bool, clock: Clock) -> socket.socket:
    """An open connection, encrypted and its certificate verified if the scheme is https.

    Raises:
        UnreachableError: the address must not be reached.
        OSError: it cannot be; ``explain`` says why.
    """
    sock = _dial(address, allow_local, clock)
    if address.scheme != "https":
        return sock
    import truststore

    try:
        context = truststore.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
        context.set_alpn_protocols(["http/1.1"])
        sock.settimeout(clock.left(CONNECT_SECONDS))
        return context.wrap_socket(sock, server_hostname=address.host.rstrip("."))
    except BaseException:
        sock.close()
        raise


def _dial(address: Address, allow_local: bool, clock: Clock) -> socket.socket:
    failure: OSError | None = None
    for family, kind, protocol, _, number in resolve(
        address, allow_local, clock.left(CONNECT_SECONDS)
    )[:_MAX_ATTEMPTS]:
        sock = socket.socket(family, kind, protocol)
        try:
            sock.settimeout(clock.left(CONNECT_SECONDS))
            sock.connect(number)
            return sock
        except OSError as error:
            sock.close()
            failure = failure or error
    raise failure or OSError("it has no address")


def explain(error: Exception, address: Address, clock: Clock) -> UnreachableError:
    """What went wrong between here and the server, and whether it may go better the next time."""
    if isinstance(error, TimeoutError) and clock.is_over:
        return UnreachableError(f"it took longer than {clock.seconds:g} seconds")
    if isinstance(error, ssl.SSLCertVerificationError):
        why = (getattr(error, "verify_message", "") or str(error)).rstrip(".")
        return UnreachableError(f"the certificate of {address.host} is not to be trusted: {why}")
    if isinstance(error, IncompleteRead):
        return UnreachableError("it comes cut short", RETRY_SECONDS)
    if isinstance(error, HTTPException) and not isinstance(error, OSError):
        return UnreachableError("what answers does not speak HTTP as it should")
    is_final = isinstance(error, socket.gaierror) and error.errno != socket.EAI_AGAIN
    return UnreachableError(
        _network_reason(error, address) + _proxy_hint(address), None if is_final else RETRY_SECONDS
    )


def _network_reason(error: Exception, address: Address) -> str:
    if isinstance(error, TimeoutError):
        return f"{address.host} does not answer"
    if isinstance(error, socket.gaierror):
        if error.errno == socket.EAI_AGAIN:
            return f"the name {address.host} cannot be looked up; is this machine online?"
        return f"there is no host {address.host}"
    if isinstance(error, ConnectionRefusedError):
        return f"{address.host} refuses the connection"
    if isinstance(error, ssl.SSLError):
        return f"{address.host} makes no secure connection: {(error.reason or 'unknown').replace('_', ' ').lower()}"
    return f"the connection to {address.host} fails: {os_reason(error) if isinstance(error, OSError) else error}"


def _proxy_hint(address: Address) -> str:
    from urllib.request import getproxies

    is_set = {address.scheme, "all"} & getproxies().keys()
    return " (proxies are not used; curl URL | narrate - goes through one)" if is_set else ""
