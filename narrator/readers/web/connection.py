"""A connection to an address that was checked, and what its failures mean.

The socket keeps two promises: it goes to an IP address that ``lookup.resolve`` gave, never to a
name, and every wait on it ends with the time for the whole. Certificates are verified against what
the system trusts. Proxies of the environment are not used: a proxy looks names up itself, and
nobody here would see which IP address was reached.
"""

from __future__ import annotations

import io
import socket
import ssl
import time
from typing import TYPE_CHECKING

from narrator.errors import os_reason
from narrator.readers.web.address import Address, UnreachableError
from narrator.readers.web.lookup import resolve

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


class Deadline:
    """The end of the time for all steps together."""

    def __init__(self, seconds: float) -> None:
        self.seconds = seconds
        self._end = time.monotonic() + seconds

    @property
    def is_over(self) -> bool:
        """Whether no time is left."""
        return time.monotonic() >= self._end

    def remaining(self, limit: float) -> float:
        """Return the seconds that are left, at most ``limit``.

        Raises:
            TimeoutError: None are left.
        """
        seconds = self._end - time.monotonic()
        if seconds <= 0:
            raise TimeoutError
        return min(seconds, limit)

    def sleep(self, seconds: float) -> None:
        """Wait, at most until the end."""
        time.sleep(max(0.0, min(seconds, self._end - time.monotonic())))


class DeadlineSocket(io.RawIOBase):
    """A connection whose every wait ends at the deadline.

    The socket is closed by whoever opened it.
    """

    def __init__(self, sock: socket.socket, deadline: Deadline) -> None:
        self._sock = sock
        self._deadline = deadline

    def readable(self) -> bool:
        """Return that it can be read."""
        return True

    def readinto(self, buffer: WriteableBuffer) -> int:
        """Receive bytes into a buffer; return how many came."""
        self._sock.settimeout(self._deadline.remaining(IDLE_SECONDS))
        return self._sock.recv_into(buffer)

    def send_all(self, data: bytes) -> None:
        """Send all of the bytes."""
        self._sock.settimeout(self._deadline.remaining(IDLE_SECONDS))
        self._sock.sendall(data)


def connect(address: Address, allow_local: bool, deadline: Deadline) -> socket.socket:
    """Return an open connection, encrypted and its certificate verified if the scheme is https.

    Raises:
        UnreachableError: The address must not be reached.
        OSError: It cannot be; ``explain_failure`` says why.
    """
    sock = _open_socket(address, allow_local, deadline)
    if address.scheme != "https":
        return sock
    import truststore

    try:
        context = truststore.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
        context.set_alpn_protocols(["http/1.1"])
        sock.settimeout(deadline.remaining(CONNECT_SECONDS))
        return context.wrap_socket(sock, server_hostname=address.host.rstrip("."))
    except BaseException:
        sock.close()
        raise


def _open_socket(address: Address, allow_local: bool, deadline: Deadline) -> socket.socket:
    """Connect to the first endpoint that answers.

    Raises:
        OSError: None does; it is the failure of the first one.
    """
    endpoints = resolve(address, allow_local, deadline.remaining(CONNECT_SECONDS))
    failure = OSError("it has no address")
    for attempt, endpoint in enumerate(endpoints[:_MAX_ATTEMPTS]):
        sock = socket.socket(endpoint.family, endpoint.kind, endpoint.protocol)
        try:
            sock.settimeout(deadline.remaining(CONNECT_SECONDS))
            sock.connect(endpoint.socket_address)
            return sock
        except OSError as error:
            sock.close()
            if attempt == 0:
                failure = error
    raise failure


def explain_failure(error: OSError, address: Address, deadline: Deadline) -> UnreachableError:
    """Return what went wrong on the way to the server, and whether a second try may help."""
    if isinstance(error, TimeoutError) and deadline.is_over:
        return UnreachableError(f"it took longer than {deadline.seconds:g} seconds")
    if isinstance(error, ssl.SSLCertVerificationError):
        why = getattr(error, "verify_message", "") or str(error)
        return UnreachableError(
            f"the certificate of {address.host} is not to be trusted: {why.rstrip('.')}"
        )
    reason = _network_reason(error, address) + _proxy_hint(address)
    if isinstance(error, socket.gaierror) and error.errno != socket.EAI_AGAIN:
        return UnreachableError(reason)
    return UnreachableError(reason, RETRY_SECONDS)


def _network_reason(error: OSError, address: Address) -> str:
    host = address.host
    if isinstance(error, TimeoutError):
        return f"{host} does not answer"
    if isinstance(error, socket.gaierror):
        if error.errno == socket.EAI_AGAIN:
            return f"the name {host} cannot be looked up; is this machine online?"
        return f"cannot find {host}: is the name right, and this machine online?"
    if isinstance(error, ConnectionRefusedError):
        return f"{host} refuses the connection"
    if isinstance(error, ssl.SSLError):
        reason = (error.reason or "unknown").replace("_", " ").lower()
        return f"{host} makes no secure connection: {reason}"
    return f"the connection to {host} fails: {os_reason(error)}"


def _proxy_hint(address: Address) -> str:
    from urllib.request import getproxies

    proxies = getproxies()
    if address.scheme in proxies or "all" in proxies:
        return " (proxies are not used; curl URL | narrate - goes through one)"
    return ""
