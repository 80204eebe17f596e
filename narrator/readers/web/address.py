"""Web addresses: taken apart, looked up once, and kept from this machine's own network.

A page on the open web may lead to a router's or a cloud machine's own pages, by a redirect or by what its name resolves to.
So what is judged is the number that is connected to, never the name: ``resolve`` gives numbers that were all looked at, and
there is no second look-up whose answer could differ. Every spelling of a number that the system takes (decimal, hexadecimal,
octal) is judged by what the system made of it. In doubt an address is refused: 6to4 and Teredo are, though some are public.
"""

from __future__ import annotations

import re
import socket
from collections import Counter
from dataclasses import dataclass
from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address, ip_network
from threading import Thread
from typing import Any
from urllib.parse import quote, unquote, urlsplit

PORTS = {"http": 80, "https": 443}
# a name may have 253 characters (RFC 1035)
_HOST = re.compile(r"[0-9a-z._:-]{1,253}")
_LONE_PERCENT = re.compile(r"%(?![0-9A-Fa-f]{2})")
# what RFC 3986 lets stand in paths and queries, and brackets, which servers know both ways
_SAFE = "%/:=@!$&'()*+,;~"
_SAFE_IN_QUERY = _SAFE + "?[]"

# all that is given out (RFC 4291, section 2.4); the ranges of translated addresses lie outside
_IPV6_UNICAST = IPv6Network("2000::/3")
# RFC 6052: an IPv4 address stands in the last 32 bits; networks with IPv6 alone reach the old web so
_NAT64 = IPv6Network("64:ff9b::/96")
# what ``ipaddress`` calls global, in all or in older Pythons: IANA's registries of special-purpose addresses, and Azure's
# address for its machines' own data
_NOT_PUBLIC = tuple(
    map(
        ip_network,
        (
            "192.0.0.0/24",
            "192.88.99.0/24",
            "168.63.129.16/32",
            "2001::/23",
            "2002::/16",
            "3fff::/20",
        ),
    )
)


class UnreachableError(Exception):
    """An address cannot be read; ``retry_seconds`` is when it is worth one more try, None if it is not."""

    def __init__(self, reason: str, retry_seconds: float | None = None) -> None:
        super().__init__(reason)
        self.reason = reason
        self.retry_seconds = retry_seconds


@dataclass(frozen=True, slots=True)
class Address:
    """An http or https URL, ready to be asked for.

    ``host`` is ASCII in lower case, without an IPv6 address's brackets. ``target`` is path and query, percent-encoded.
    ``login`` is ``user:password`` or empty.
    """

    scheme: str
    host: str
    port: int
    target: str
    login: str = ""

    @property
    def origin(self) -> str:
        """Whom it belongs to, as ``https://example.org``."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        port = "" if self.port == PORTS[self.scheme] else f":{self.port}"
        return f"{self.scheme}://{host}{port}"

    @property
    def url(self) -> str:
        """All of it but the login."""
        return self.origin + self.target


def parse(url: str) -> Address:
    """A URL taken apart; its fragment is dropped.

    Raises:
        UnreachableError: it is not a whole http or https URL.
    """
    try:
        parts = urlsplit(url.strip())
        port, host = parts.port, _ascii(parts.hostname or "")
        target = _quoted(parts.path or "/", _SAFE) + (
            f"?{_quoted(parts.query, _SAFE_IN_QUERY)}" if parts.query else ""
        )
    except ValueError as error:
        raise UnreachableError("it is not a web address as it should be") from error
    if parts.scheme not in PORTS:
        raise UnreachableError(f"only http and https addresses are read, not {parts.scheme}")
    if not _HOST.fullmatch(host):
        raise UnreachableError("it does not name a host as it should")
    login = (
        ""
        if parts.username is None
        else f"{unquote(parts.username)}:{unquote(parts.password or '')}"
    )
    return Address(parts.scheme, host, port or PORTS[parts.scheme], target, login)


def _ascii(host: str) -> str:
    if host.isascii():
        return host
    import idna

    # UTS 46 as browsers do: other cases and widths are the same name, and ß stays
    return idna.encode(host, uts46=True).decode()


def _quoted(text: str, safe: str) -> str:
    # bytes of a command line that are no UTF-8 stay what they were
    return quote(_LONE_PERCENT.sub("%25", text), safe, errors="surrogateescape")


def resolve(address: Address, allow_local: bool, seconds: float) -> list[tuple[Any, ...]]:
    """Where a host can be connected to, as ``socket.getaddrinfo`` says it; one that must not be reached forbids all.

    Raises:
        UnreachableError: it leads into this machine or its network, and ``allow_local`` is not set.
        TimeoutError: no answer came in time.
        OSError: there is no such host, or nobody to ask.
    """
    answers: list[list[tuple[Any, ...]] | OSError] = []

    def ask() -> None:
        try:
            # as bytes: Python would apply an older rule for names to a string
            answers.append(
                socket.getaddrinfo(address.host.encode(), address.port, type=socket.SOCK_STREAM)
            )
        except OSError as error:
            answers.append(error)

    # the system's look-up takes as long as it likes, so it is waited for only as long as this may take
    thread = Thread(target=ask, daemon=True)
    thread.start()
    thread.join(seconds)
    if not answers:
        raise TimeoutError
    if isinstance(answers[0], OSError):
        raise answers[0]
    for *_, (number, *_) in answers[0]:
        if not allow_local and not is_public(number):
            name = number if number == address.host else f"{address.host} ({number})"
            raise UnreachableError(
                f"{name} belongs to this machine or its network; --allow-local reads it all the same"
            )
    return in_turns(answers[0])


def in_turns(found: list[tuple[Any, ...]]) -> list[tuple[Any, ...]]:
    """IPv6 and IPv4 by turns (RFC 8305, section 4), so that a network where one of them is broken costs one wait."""
    before: Counter[int] = Counter()
    turns = []
    for number in found:
        turns.append((before[number[0]], number))
        before[number[0]] += 1
    return [number for _, number in sorted(turns, key=lambda turn: turn[0])]


def is_public(number: str) -> bool:
    """Whether an IP address is one of the open internet, and means one where it stands for another."""
    address: IPv4Address | IPv6Address = ip_address(number)
    if isinstance(address, IPv6Address):
        if address.ipv4_mapped:
            address = address.ipv4_mapped
        elif address in _NAT64:
            address = IPv4Address(int(address) & 0xFFFF_FFFF)
        elif address not in _IPV6_UNICAST:
            return False
    special = (
        address.is_multicast
        or address.is_reserved
        or any(address in network for network in _NOT_PUBLIC)
    )
    return address.is_global and not special
