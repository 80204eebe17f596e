"""Names looked up once, and kept from this machine's own network.

A page on the open web may lead to a router's or a cloud machine's own pages, by a redirect or by
what its name resolves to. So the IP address that is connected to is checked, never the name:
``resolve`` gives addresses that were all checked, and there is no second look-up whose answer
could differ. Every spelling of an address that the system takes (decimal, hexadecimal, octal) is
checked as the system understands it. In doubt an address is refused: 6to4 and Teredo are, though
some are public.
"""

from __future__ import annotations

import socket
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address, ip_network
from threading import Thread
from typing import Any

from narrator.readers.web.address import Address, UnreachableError

# all that is given out (RFC 4291, section 2.4); the ranges of translated addresses lie outside
_IPV6_UNICAST = IPv6Network("2000::/3")
# RFC 6052: the last 32 bits are an IPv4 address; so networks with IPv6 alone reach the rest
_NAT64 = IPv6Network("64:ff9b::/96")
# what ``ipaddress`` calls global, in all or in older Pythons: IANA's registries of special-purpose
# addresses, and Azure's address for its machines' own data
_NOT_PUBLIC = (
    ip_network("192.0.0.0/24"),
    ip_network("192.88.99.0/24"),
    ip_network("168.63.129.16/32"),
    ip_network("2001::/23"),
    ip_network("2002::/16"),
    ip_network("3fff::/20"),
)


@dataclass(frozen=True, slots=True)
class Endpoint:
    """Where a host can be connected to, in the terms of ``socket.socket`` and its ``connect``."""

    family: int
    kind: int
    protocol: int
    socket_address: tuple[Any, ...]

    @property
    def ip(self) -> str:
        """The IP address."""
        return str(self.socket_address[0])


def resolve(address: Address, allow_local: bool, seconds: float) -> list[Endpoint]:
    """Return where a host can be connected to, in the order to try; one local address forbids all.

    Raises:
        UnreachableError: It leads into this machine or its network, and ``allow_local`` is not set.
        TimeoutError: No answer came within ``seconds``.
        OSError: There is no such host, or nobody to ask.
    """
    endpoints = _look_up(address, seconds)
    for endpoint in endpoints:
        if not allow_local and not is_public(endpoint.ip):
            name = endpoint.ip
            if name != address.host:
                name = f"{address.host} ({name})"
            raise UnreachableError(
                f"{name} belongs to this machine or its network; "
                "use --allow-local to read it anyway"
            )
    return interleave_families(endpoints)


def _look_up(address: Address, seconds: float) -> list[Endpoint]:
    """Ask the system, which takes as long as it likes; wait only as long as this may take."""
    answers: list[list[Endpoint] | OSError] = []

    def ask() -> None:
        try:
            answers.append(_ask_system(address))
        except OSError as error:
            answers.append(error)

    thread = Thread(target=ask, daemon=True)
    thread.start()
    thread.join(seconds)
    if not answers:
        raise TimeoutError
    answer = answers[0]
    if isinstance(answer, OSError):
        raise answer
    return answer


def _ask_system(address: Address) -> list[Endpoint]:
    # as bytes: Python would apply an older rule for names to a string
    host = address.host.encode()
    endpoints: list[Endpoint] = []
    for found in socket.getaddrinfo(host, address.port, type=socket.SOCK_STREAM):
        family, kind, protocol, _, socket_address = found
        endpoints.append(Endpoint(family, kind, protocol, socket_address))
    return endpoints


def interleave_families(endpoints: Sequence[Endpoint]) -> list[Endpoint]:
    """Return endpoints with IPv6 and IPv4 by turns, the first one's family first.

    So a network in which one of the two is broken costs one wait (RFC 8305, section 4).
    """
    counts: Counter[int] = Counter()
    turns: list[int] = []
    for endpoint in endpoints:
        turns.append(counts[endpoint.family])
        counts[endpoint.family] += 1
    order = sorted(range(len(endpoints)), key=turns.__getitem__)
    return [endpoints[index] for index in order]


def is_public(ip: str) -> bool:
    """Return whether an IP address, or the one it is a translation of, is public."""
    address: IPv4Address | IPv6Address = ip_address(ip)
    if isinstance(address, IPv6Address):
        if address.ipv4_mapped:
            address = address.ipv4_mapped
        elif address in _NAT64:
            address = IPv4Address(int(address) & 0xFFFF_FFFF)
        elif address not in _IPV6_UNICAST:
            return False
    if address.is_multicast or address.is_reserved or not address.is_global:
        return False
    return not any(address in network for network in _NOT_PUBLIC)
