"""Bytes from the web: one GET for the URL that the user typed, one for that page's picture.

Nothing outside this package uses the network, but ``speech.download`` when a voice is to be got.
No cookies, no cache, no scripts.

Why not a library of the field: three promises depend on code that is private in urllib3 and
httpx.

- One clock runs over the whole. Libraries limit every read but not their sum, so a server that
  drips would never end; here each wait, from the look-up of the name to the last byte, gets only
  what is left of the time for all (``connection``).
- Addresses are checked at connect time. The name is looked up once, every number that it gives is
  checked, and the connection goes to one of these numbers, so that no second answer can differ
  (``lookup``); every redirect is checked the same way.
- Sizes are limited as they are held: a head as lines up to a total (``head``), a body as what it
  unpacks to (``body``). gzip is the only coding that is asked for, because all servers have it; it
  is unpacked piece by piece, so that a bomb ends at the limit.

The standard library's HTTP breaks the last one: it reads a chunk of -1 bytes to the end of the
connection, keeps chunks of a byte in a list, and parses megabytes of a header's parameters in
quadratic time. One GET over a connection that is closed after it is no more than these modules.
"""

from __future__ import annotations

import io
from base64 import b64encode
from contextlib import closing
from dataclasses import dataclass, replace
from urllib.parse import urljoin

from narrator.errors import SourceError
from narrator.readers.web import body
from narrator.readers.web.address import Address, UnreachableError, parse_url
from narrator.readers.web.connection import Deadline, DeadlineSocket, connect, explain_failure
from narrator.readers.web.head import read_head
from narrator.readers.web.response import NOT_READ, REFUSALS, Fetched, Wanted, read_response
from narrator.sources import without_login
from narrator.version import VERSION

# the largest file at 9 Mbit/s; whatever a server does, this is the end
TOTAL_SECONDS = 60.0
# a shortener, a move to https and one to www are three; browsers stop at 20
MAX_REDIRECTS = 5

_REDIRECTS = {301, 302, 303, 307, 308}
# nobody waits longer for a picture
PICTURE_SECONDS = 10.0
_PAGE_TYPES = (
    "text/html, application/xhtml+xml, application/epub+zip, application/pdf, text/plain, */*;q=0.5"
)
_PICTURE_TYPES = "image/jpeg, image/png, image/webp;q=0.8, image/gif;q=0.8, */*;q=0.1"
_HEADERS = {
    "User-Agent": f"narrate/{VERSION}",
    "Accept-Encoding": "gzip",
    "Connection": "close",
}


def fetch(url: str, *, allow_local: bool = False) -> Fetched:
    """Return what a URL gives, following redirects, with a second try where that may help.

    A user name and a password in the URL are sent to its own host alone. Addresses of this machine
    and its network are refused unless ``allow_local``.

    Raises:
        SourceError: It cannot be had, for whatever reason.
    """
    wanted = Wanted(_PAGE_TYPES, TOTAL_SECONDS, body.MAX_BYTES, NOT_READ, REFUSALS)
    visit = _Visit(wanted, allow_local, Deadline(TOTAL_SECONDS))
    try:
        address = parse_url(url)
        try:
            return _follow(address, visit)
        except UnreachableError as failure:
            if failure.retry_seconds is None or visit.deadline.is_over:
                raise
            visit.deadline.sleep(failure.retry_seconds)
            return _follow(address, visit)
    except UnreachableError as failure:
        raise SourceError(without_login(url), failure.reason) from failure


def fetch_picture(url: str, most_bytes: int, *, allow_local: bool = False) -> bytes:
    """Return the picture that a page names, by the rules for pages, but sooner and only once.

    Raises:
        SourceError: It cannot be had, for whatever reason.
    """
    wanted = Wanted(_PICTURE_TYPES, PICTURE_SECONDS, most_bytes, {}, {})
    visit = _Visit(wanted, allow_local, Deadline(PICTURE_SECONDS))
    try:
        return _follow(parse_url(url), visit).data
    except UnreachableError as failure:
        raise SourceError(without_login(url), failure.reason) from failure


@dataclass(frozen=True, slots=True)
class _Visit:
    """What holds for a request and those that it is redirected to.

    Attributes:
        wanted: What is asked for.
        allow_local: Whether addresses of this machine and its network may be reached.
        deadline: When all of it has to end.
    """

    wanted: Wanted
    allow_local: bool
    deadline: Deadline


def _follow(typed: Address, visit: _Visit) -> Fetched:
    """Return what an address, or the one that it redirects to, gives."""
    address = typed
    seen: set[str] = set()
    try:
        while address.url not in seen:
            seen.add(address.url)
            answer = _request(address, visit)
            if isinstance(answer, Fetched):
                return answer
            if len(seen) > MAX_REDIRECTS:
                raise UnreachableError(f"it redirects more than {MAX_REDIRECTS} times")
            address = _redirected(address, answer)
    except UnreachableError as failure:
        if address.origin == typed.origin:
            raise
        reason = f"it redirects to {address.origin}: {failure.reason}"
        raise UnreachableError(reason, failure.retry_seconds) from failure
    raise UnreachableError(
        "it redirects in a circle, as pages do that want cookies; save it in a browser"
    )


def _redirected(address: Address, location: str) -> Address:
    """Return the address that a redirect leads to.

    Raises:
        UnreachableError: It is no web address, or not encrypted though the first one is.
    """
    # headers come as Latin-1; servers write UTF-8, and what is neither is sent back as it came
    location = location.encode("latin-1", "replace").decode(errors="surrogateescape")
    try:
        target = parse_url(urljoin(address.url, location))
    except UnreachableError as error:
        raise UnreachableError(f"it redirects elsewhere, and {error.reason}") from error
    except ValueError as error:
        raise UnreachableError("it redirects elsewhere, and that is no address") from error
    if address.scheme == "https" and target.scheme == "http":
        raise UnreachableError(
            f"it redirects from https to {target.origin}, which anyone on the way could change"
        )
    if target.origin == address.origin:
        return replace(target, credentials=address.credentials)
    return replace(target, credentials="")


def _request(address: Address, visit: _Visit) -> Fetched | str:
    """Make one request; return what came, or the location to go to instead."""
    try:
        with closing(connect(address, visit.allow_local, visit.deadline)) as sock:
            connection = DeadlineSocket(sock, visit.deadline)
            connection.send_all(_get(address, visit.wanted))
            stream = io.BufferedReader(connection)
            head = read_head(stream)
            location = head.get("location")
            if location and head.status in _REDIRECTS:
                return location
            return read_response(head, stream, address, visit.wanted)
    except OSError as error:
        raise explain_failure(error, address, visit.deadline) from error


def _get(address: Address, wanted: Wanted) -> bytes:
    """Return the bytes of the request for an address, which is ASCII."""
    lines = [f"GET {address.target} HTTP/1.1", f"Host: {address.authority}"]
    headers = _HEADERS | {"Accept": wanted.types} | _authorization(address)
    lines += [f"{name}: {value}" for name, value in headers.items()]
    return ("\r\n".join(lines) + "\r\n\r\n").encode("ascii")


def _authorization(address: Address) -> dict[str, str]:
    """Return the header with the credentials (RFC 7617), if the address has any."""
    if not address.credentials:
        return {}
    encoded = b64encode(address.credentials.encode(errors="surrogateescape")).decode()
    return {"Authorization": f"Basic {encoded}"}
