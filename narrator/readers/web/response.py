"""What a server's answer means: refusals, what kind of thing it is, its body and in which charset that is."""

from __future__ import annotations

import codecs
import gzip
import time
import zlib
from dataclasses import dataclass
from email.message import Message
from email.utils import parsedate_to_datetime
from http.client import HTTPResponse, IncompleteRead

from narrator.readers.encoding import split_byte_order_mark
from narrator.readers.web.address import Address, UnreachableError
from narrator.readers.web.connection import RETRY_SECONDS

# as for files; what comes over the wire and what it unpacks to are both held to it
MAX_BYTES = 64 * 1024 * 1024
# how long a server may ask to wait before the second try
MAX_RETRY_SECONDS = 5.0
_RETRIED = {429, 503}
_REFUSALS = {
    401: "it asks for a name and a password, as in https://name:password@host",
    403: "the server gives it to browsers or members only; save the page in a browser and narrate the file",
    404: "there is no such page",
    410: "the page is gone for good",
    429: "the server has had too many requests; try again later",
    451: "it is withheld for legal reasons",
}
# by the whole type or its first half; what is not here its content decides: a ZIP may be a book
_NOT_READ = {
    "image": "a picture",
    "video": "a video",
    "audio": "sound",
    "font": "a font",
    "application/json": "data for programs",
    "application/rss+xml": "a feed of articles",
    "application/atom+xml": "a feed of articles",
    "application/javascript": "a script",
    "text/javascript": "a script",
    "text/css": "a style sheet",
    "application/gzip": "a packed file",
    "application/x-tar": "a packed file",
    "application/x-7z-compressed": "a packed file",
    "application/vnd.rar": "a packed file",
}
# what the web means by these names (WHATWG Encoding Standard): supersets, by Python's names for both
_WEB_CHARSETS = {
    "ascii": "cp1252",
    "iso8859-1": "cp1252",
    "iso8859-9": "cp1254",
    "iso8859-11": "cp874",
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "euc_kr": "cp949",
    "shift_jis": "cp932",
}
# Python's own, and slow on purpose-made input
_NOT_CHARSETS = {"idna", "punycode", "raw-unicode-escape", "unicode-escape", "undefined", "utf-7"}


@dataclass(frozen=True, slots=True)
class Fetched:
    """What a server gave.

    ``final_url`` is where it came from after redirects, ``content_type`` is in lower case and empty where the server does
    not say, ``charset`` one that Python knows.
    """

    data: bytes
    final_url: str
    content_type: str
    charset: str | None

    def as_utf8(self) -> bytes:
        """The data, as UTF-8 with its byte order mark if it is text and the server says in which charset.

        The mark outweighs what a page says of itself. What comes with one stays as it is, and so does what is not in the
        charset that the server says.
        """
        is_text = self.content_type.startswith("text/") or self.content_type.endswith(
            ("/xml", "+xml")
        )
        if self.charset is None or not is_text or split_byte_order_mark(self.data):
            return self.data
        try:
            return codecs.BOM_UTF8 + self.data.decode(self.charset).encode()
        except UnicodeError:
            return self.data


def receive(response: HTTPResponse, address: Address) -> Fetched:
    """What an answer brings.

    Raises:
        UnreachableError: nothing that could be read.
        OSError, HTTPException: the connection failed.
    """
    _check_status(response)
    said = response.headers.get_content_type().lower() if "Content-Type" in response.headers else ""
    if kind := _NOT_READ.get(said) or _NOT_READ.get(said.partition("/")[0]):
        raise UnreachableError(f"it is {kind} ({said[:40]})")
    data = _body(response)
    if not data:
        raise UnreachableError("the server sends nothing")
    return Fetched(data, address.url, said, _charset(response.headers))


def _check_status(response: HTTPResponse) -> None:
    status = response.status
    if 200 <= status < 300:
        return
    trouble = (
        "the server has trouble; try again later"
        if status >= 500
        else "the server does not give it"
    )
    reason = f"{_REFUSALS.get(status, trouble)} ({status})"
    if status not in _RETRIED:
        raise UnreachableError(reason)
    wait = _retry_seconds(response.headers)
    if wait > MAX_RETRY_SECONDS:
        raise UnreachableError(f"{reason}; it asks to wait {wait:.0f} seconds")
    raise UnreachableError(reason, wait)


def _retry_seconds(headers: Message) -> float:
    """What ``Retry-After`` says, seconds or a date (RFC 9110, section 10.2.3)."""
    said = headers.get("Retry-After", "").strip()
    try:
        return max(
            float(said)
            if said.isdecimal()
            else parsedate_to_datetime(said).timestamp() - time.time(),
            0.0,
        )
    except (ValueError, TypeError, IndexError, OverflowError):  # what ``email`` makes of nonsense
        return RETRY_SECONDS


def _body(response: HTTPResponse) -> bytes:
    expected = response.length or 0
    coding = response.headers.get("Content-Encoding", "identity").strip().lower()
    if coding not in ("identity", "gzip", "x-gzip"):
        raise UnreachableError("it comes packed in a way that was not asked for")
    packed = coding != "identity"
    stream = gzip.GzipFile(fileobj=response, mode="rb") if packed else response
    try:
        data = b"" if expected > MAX_BYTES else stream.read(MAX_BYTES + 1)
    except (EOFError, gzip.BadGzipFile, zlib.error) as error:
        raise UnreachableError("it comes damaged or cut short", RETRY_SECONDS) from error
    if expected > MAX_BYTES or len(data) > MAX_BYTES:
        raise UnreachableError(f"it is larger than {MAX_BYTES // 1024**2} MiB")
    if not packed and len(data) < expected:
        raise IncompleteRead(data, expected)
    return data


def _charset(headers: Message) -> str | None:
    said = headers.get_content_charset()
    try:
        name = codecs.lookup(said or "").name
        "".encode(name)  # some codecs are for other things than text
    except (LookupError, ValueError):
        return None
    return None if name in _NOT_CHARSETS else _WEB_CHARSETS.get(name, name)
