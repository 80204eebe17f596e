"""Bytes from the web: one GET for the URL that the user typed. Nothing outside this folder touches the network.

The standard library's HTTP over a connection of our own (see ``wire``): urllib3 and httpx put a limit on every read, none on
the whole, so that a server that drips would never end. No cookies, no cache, no scripts. gzip is the only coding that is
asked for: all servers have it, and it is unpacked piece by piece, so that a bomb ends at the size limit.
"""

from __future__ import annotations

import time
from base64 import b64encode
from contextlib import closing
from dataclasses import replace
from http.client import HTTPConnection, HTTPException
from typing import Any, cast
from urllib.parse import urljoin

from narrator.errors import SourceError
from narrator.readers.web.address import PORTS, Address, UnreachableError, parse
from narrator.readers.web.connection import Clock, Wire, connect, explain
from narrator.readers.web.response import Fetched, receive
from narrator.sources import without_login
from narrator.version import VERSION

# the largest file at 9 Mbit/s; whatever a server does, this is the end
TOTAL_SECONDS = 60.0
# a shortener, a move to https and one to www are three; browsers stop at 20
MAX_REDIRECTS = 5

_REDIRECTS = {301, 302, 303, 307, 308}
_HEADERS = {
    "User-Agent": f"narrate/{VERSION}",
    "Accept": "text/html, application/xhtml+xml, application/epub+zip, application/pdf, text/plain, */*;q=0.5",
    "Accept-Encoding": "gzip",
    "Connection": "close",
}


def fetch(url: str, *, allow_local: bool = False) -> Fetched:
    """Ask for a URL, following redirects, with one more try where that may help.

    A user name and a password in it are sent to its own host alone. Addresses of this machine and its network are refused
    unless ``allow_local``.

    Raises:
        SourceError: it cannot be had, for whatever reason.
    """
    clock = Clock(TOTAL_SECONDS)
    try:
        address = parse(url)
        try:
            return _follow(address, allow_local, clock)
        except UnreachableError as failure:
            if failure.retry_seconds is None or clock.is_over:
                raise
            time.sleep(failure.retry_seconds)
            return _follow(address, allow_local, clock)
    except UnreachableError as failure:
        raise SourceError(without_login(url), failure.reason) from failure


def _follow(address: Address, allow_local: bool, clock: Clock) -> Fetched:
    typed, seen = address, set[str]()
    try:
        while address.url not in seen:
            seen.add(address.url)
            answer = _ask(address, allow_local, clock)
            if isinstance(answer, Fetched):
                return answer
            if len(seen) > MAX_REDIRECTS:
                raise UnreachableError(f"it redirects more than {MAX_REDIRECTS} times")
            address = _redirected(address, answer)
    except UnreachableError as failure:
        if address.origin == typed.origin:
            raise
        raise UnreachableError(
            f"it redirects to {address.origin}: {failure.reason}", failure.retry_seconds
        ) from failure
    raise UnreachableError(
        "it redirects in a circle, as pages do that want cookies; save it in a browser"
    )


def _redirected(address: Address, location: str) -> Address:
    # headers come as Latin-1; servers write UTF-8, and what is neither is sent back as it came
    location = location.encode("latin-1", "replace").decode(errors="surrogateescape")
    try:
        target = parse(urljoin(address.url, location))
    except (ValueError, UnreachableError) as error:
        raise UnreachableError(
            f"it redirects elsewhere, and {getattr(error, 'reason', 'that is no address')}"
        ) from error
    if address.scheme == "https" and target.scheme == "http":
        raise UnreachableError(
            f"it redirects from https to {target.origin}, which anyone on the way could change"
        )
    return replace(target, login=address.login if target.origin == address.origin else "")


def _ask(address: Address, allow_local: bool, clock: Clock) -> Fetched | str:
    """One request: what came, or where to go instead."""
    try:
        with closing(connect(address, allow_local, clock)) as sock:
            connection = HTTPConnection(address.host, address.port)
            connection.default_port = PORTS[address.scheme]
            connection.auto_open = (
                0  # this connection or none: another would look the name up again
            )
            connection.sock = cast(Any, Wire(sock, clock))
            connection.request("GET", address.target, headers=_HEADERS | _login(address))
            response = connection.getresponse()
            if response.status in _REDIRECTS and (location := response.headers.get("Location")):
                return location
            return receive(response, address)
    except (OSError, HTTPException) as error:
        raise explain(error, address, clock) from error


def _login(address: Address) -> dict[str, str]:
    login = b64encode(address.login.encode(errors="surrogateescape")).decode()
    return {"Authorization": f"Basic {login}"} if login else {}
