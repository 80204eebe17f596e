"""Where a server listens, what its address is called, and which names it answers to.

A page on the web can have a browser ask this machine under a name of the page's own, which its
owner has lead here (DNS rebinding), and then read the answer. So a name that the server does not
know is refused where this machine alone reaches it. An address in figures leads where it says. On
the network the machine may have any name, and the path holds a token that no such page knows.
"""

from __future__ import annotations

import errno
import ipaddress
import re
import socket
from contextlib import suppress
from dataclasses import dataclass

from narrator.errors import AddressError, os_reason

_HOST = re.compile(r"(\[[0-9a-z:.%]+\]|[\w.-]+)(?::\d{1,5})?", re.I | re.A)
_LOCAL_NAME = "localhost"
# to connect a socket for datagrams sends nothing, but chooses the address that would be used
# (addresses for documentation, RFC 5737 and 3849)
_ELSEWHERE = {socket.AF_INET: "192.0.2.1", socket.AF_INET6: "2001:db8::1"}
_ANY_PORT = 9
_REASONS = {
    errno.EADDRINUSE: "another program uses it; choose another with --port",
    errno.EADDRNOTAVAIL: "this machine has no such address",
    errno.EACCES: "only the administrator may use ports below 1024; choose another with --port",
}


@dataclass(frozen=True, slots=True)
class Address:
    """Where a server listens.

    Attributes:
        host: What to call it in a URL: an address in figures, without brackets.
        port: Its port.
        is_loopback: Whether this machine alone reaches it.
        names: Names that lead to it on this machine.
    """

    host: str
    port: int
    is_loopback: bool
    names: frozenset[str]

    @property
    def url(self) -> str:
        """Its URL, with a slash at the end."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return f"http://{host}:{self.port}/"

    def answers_to(self, host: str) -> bool:
        """Return whether the header ``Host`` of a request may name this server."""
        found = _HOST.fullmatch(host)
        if found is None or not self.is_loopback:
            return found is not None
        name = found[1].strip("[]").rstrip(".").casefold()
        return name in self.names or _in_figures(name)


def listen_at(address: str, port: int) -> tuple[socket.socket, Address]:
    """Return a socket that listens at an address, and what the address is.

    Args:
        address: In figures or a name; ``0.0.0.0`` or ``::`` for all addresses of the machine.
        port: A port, or 0 for any that is free.

    Raises:
        AddressError: It cannot be had.
    """
    try:
        listening = _listening(address.strip("[]"), port)
    except (OSError, UnicodeError) as error:
        raise AddressError(f"{address} port {port}", _reason(error)) from error
    return listening, _address_of(listening, address)


def _listening(address: str, port: int) -> socket.socket:
    """Return a socket that listens.

    Raises:
        OSError: There is no such address, it is none of this machine's, or it is in use.
        UnicodeError: It cannot be a name.
    """
    found = socket.getaddrinfo(address, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE)
    family, kind, protocol, _, place = found[0]
    listening = socket.socket(family, kind, protocol)
    try:
        if hasattr(socket, "SO_EXCLUSIVEADDRUSE"):  # pragma: no cover (Windows)
            listening.setsockopt(socket.SOL_SOCKET, socket.SO_EXCLUSIVEADDRUSE, 1)
        else:
            listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        if family == socket.AF_INET6:
            listening.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_V6ONLY, 1)
        listening.bind(place)
        listening.listen()
    except BaseException:
        listening.close()
        raise
    return listening


def _address_of(listening: socket.socket, asked: str) -> Address:
    """Return what the address of a socket is, which was asked for by some name."""
    host, port, *_ = listening.getsockname()
    number = ipaddress.ip_address(host.partition("%")[0])
    if number.is_unspecified:
        host = _own_address(listening.family)
    names = {_LOCAL_NAME, asked.casefold().rstrip(".")}
    return Address(host, port, number.is_loopback, frozenset(names))


def _own_address(family: socket.AddressFamily) -> str:
    """Return the address at which the network reaches this machine, or its name."""
    with suppress(OSError), socket.socket(family, socket.SOCK_DGRAM) as other:
        other.connect((_ELSEWHERE[family], _ANY_PORT))
        return str(other.getsockname()[0])
    return socket.gethostname()


def _in_figures(name: str) -> bool:
    """Return whether a host is an address in figures."""
    try:
        ipaddress.ip_address(name.partition("%")[0])
    except ValueError:
        return False
    return True


def _reason(error: Exception) -> str:
    """Return why an address cannot be had, and what to do about it."""
    if isinstance(error, socket.gaierror):
        return "there is no such address"
    if not isinstance(error, OSError):
        return str(error)
    return _REASONS.get(error.errno or 0) or os_reason(error)
