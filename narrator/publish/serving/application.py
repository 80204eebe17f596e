"""What is answered to a request: a WSGI application that only reads."""

from __future__ import annotations

import hmac
import io
import os
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import lru_cache
from hashlib import sha256
from http import HTTPStatus
from typing import Any, BinaryIO

from narrator.publish.serving.addresses import Address
from narrator.publish.serving.conditions import (
    Span,
    UnsatisfiableError,
    Validators,
    refusal,
    span,
)
from narrator.publish.serving.feed import with_base
from narrator.publish.serving.index import POLICY, index_page
from narrator.publish.serving.shelf import FEED_NAME, FEED_TYPE, Found, Shelf

Environment = dict[str, Any]
StartResponse = Callable[[str, list[tuple[str, str]]], object]
Pairs = list[tuple[str, str]]

_METHODS = ("GET", "HEAD")
_HTML = "text/html; charset=utf-8"
# a feed of 1,000 episodes has 4 MB
_MOST_FEED_BYTES = 64 * 1024 * 1024
_BLOCK_BYTES = 32 * 1024
# Nothing guesses kinds, tells other sites where it was, lives in another page's frame, or is used
# by another site's page; and what is kept is asked for again.
_ALWAYS = [
    ("X-Content-Type-Options", "nosniff"),
    ("Referrer-Policy", "no-referrer"),
    ("X-Frame-Options", "DENY"),
    ("Cross-Origin-Resource-Policy", "same-origin"),
    ("Cache-Control", "private, no-cache"),
]


@dataclass(frozen=True, slots=True)
class Answer:
    """An answer to a request.

    Attributes:
        status: Its status.
        headers: Those of this answer.
        file: What is sent, from where it stands; None to send nothing.
        length: How many bytes of it.
    """

    status: HTTPStatus
    headers: Pairs
    file: BinaryIO | None = None
    length: int = 0


class Application:
    """Serves what is on a shelf.

    Args:
        shelf: The files.
        address: Where the server listens.
        token: What the path of every request begins with; empty where it is open.
    """

    def __init__(self, shelf: Shelf, address: Address, token: str) -> None:
        self._shelf = shelf
        self._address = address
        self._token = token

    @property
    def url(self) -> str:
        """The address of the folder, with a slash at its end."""
        return f"{self._address.url}{self._prefix}"

    @property
    def _prefix(self) -> str:
        return f"{self._token}/" if self._token else ""

    def __call__(self, environ: Environment, start_response: StartResponse) -> Iterable[bytes]:
        """Answer a request (PEP 3333)."""
        answer = self._answer(environ)
        headers = [*answer.headers, *_ALWAYS]
        if answer.status is not HTTPStatus.NOT_MODIFIED:
            headers.append(("Content-Length", str(answer.length)))
        start_response(f"{answer.status.value} {answer.status.phrase}", headers)
        if answer.file is None:
            return []
        if environ["REQUEST_METHOD"] == "HEAD":
            answer.file.close()
            return []
        body: Iterable[bytes] = environ["wsgi.file_wrapper"](answer.file, _BLOCK_BYTES)
        return body

    def _answer(self, environ: Environment) -> Answer:
        """Return the answer to a request."""
        if not self._address.answers_to(environ.get("HTTP_HOST", "")):
            return _text(HTTPStatus.MISDIRECTED_REQUEST)
        if environ["REQUEST_METHOD"] not in _METHODS:
            return _text(HTTPStatus.METHOD_NOT_ALLOWED, [("Allow", ", ".join(_METHODS))])
        path = self._path_of(environ)
        if path is None:
            return _text(HTTPStatus.NOT_FOUND)
        if path == "":
            return self._index()
        found = self._shelf.open(path)
        if found is None:
            return _text(HTTPStatus.NOT_FOUND)
        if path == FEED_NAME:
            base = f"http://{environ['HTTP_HOST']}/{self._prefix}"
            found = _feed(found, base)
        return _whole_or_part(found, environ)

    def _path_of(self, environ: Environment) -> str | None:
        """Return the path of a request below the token; None for a wrong token.

        PEP 3333 has bytes come as Latin-1.
        """
        data = str(environ.get("PATH_INFO", "")).encode("latin-1").removeprefix(b"/")
        prefix = self._prefix.encode()
        if not hmac.compare_digest(data[: len(prefix)], prefix):
            return None
        return os.fsdecode(data[len(prefix) :])

    def _index(self) -> Answer:
        """Return the page that lists what is served."""
        page = index_page(self._shelf.folder.name, self._shelf.paths())
        headers = [("Content-Type", _HTML), ("Content-Security-Policy", POLICY)]
        return Answer(HTTPStatus.OK, headers, io.BytesIO(page), len(page))


def _feed(found: Found, base: str) -> Found:
    """Return a feed as it is served, which closes the file."""
    with found.file as file:
        data = _feed_with_base(file.read(_MOST_FEED_BYTES), base)
    validators = Validators(f'"{sha256(data).hexdigest()[:32]}"')
    return Found(io.BytesIO(data), len(data), FEED_TYPE, validators)


# two apps that ask under two names, before and after a new episode
@lru_cache(maxsize=4)
def _feed_with_base(feed: bytes, base: str) -> bytes:
    return with_base(feed, base)


def _whole_or_part(found: Found, environ: Environment) -> Answer:
    """Return the answer that sends a file, a part of it, or says why neither is sent."""
    status = refusal(environ, found.validators)
    if status is not None:
        found.file.close()
        return Answer(status, found.validators.as_headers())
    wanted = None
    if environ["REQUEST_METHOD"] == "GET":  # it has no meaning for others (14.2)
        try:
            wanted = span(environ, found.size_bytes, found.validators)
        except UnsatisfiableError:
            found.file.close()
            whole = f"bytes */{found.size_bytes}"
            return _text(HTTPStatus.REQUESTED_RANGE_NOT_SATISFIABLE, [("Content-Range", whole)])
    headers = [
        ("Content-Type", found.content_type),
        ("Accept-Ranges", "bytes"),
        *found.validators.as_headers(),
    ]
    if wanted is None:
        return Answer(HTTPStatus.OK, headers, found.file, found.size_bytes)
    headers.append(("Content-Range", _content_range(wanted, found.size_bytes)))
    found.file.seek(wanted.start)
    return Answer(HTTPStatus.PARTIAL_CONTENT, headers, found.file, wanted.length)


def _content_range(sent: Span, size_bytes: int) -> str:
    """Return which bytes are sent, as a header says it."""
    return f"bytes {sent.start}-{sent.start + sent.length - 1}/{size_bytes}"


def _text(status: HTTPStatus, headers: Pairs | None = None) -> Answer:
    """Return an answer that is its own name."""
    line = f"{status.phrase}\n".encode()
    kind = ("Content-Type", "text/plain; charset=utf-8")
    return Answer(status, [kind, *(headers or [])], io.BytesIO(line), len(line))
