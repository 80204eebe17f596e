"""What a server's response means: refusals, its content type, its body and the charset of that."""

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

# as for files; neither what comes over the wire nor what it unpacks to may be larger
MAX_BYTES = 64 * 1024 * 1024
# how long a server may ask to wait before the second try
MAX_RETRY_SECONDS = 5.0
_RETRIED = {429, 503}
_CODINGS = {"identity", "gzip", "x-gzip"}
# characters of a content type in a message
_SHOWN_TYPE = 40
_REFUSALS = {
    401: "it asks for a name and a password, as in https://name:password@host",
    403: (
        "the server gives it to browsers or members only; "
        "save the page in a browser and narrate the file"
    ),
    404: "there is no such page",
    410: "the page is gone for good",
    429: "the server has had too many requests; try again later",
    451: "it is withheld for legal reasons",
}
# content types, or their first halves, that are not read; the kind of any other is recognised by
# its content, for a ZIP may be a book
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
# what the web means by these names (WHATWG Encoding Standard): supersets; both by Python's names
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
# codecs that are Python's own, and slow on purpose-made input
_NOT_CHARSETS = {"idna", "punycode", "raw-unicode-escape", "unicode-escape", "undefined", "utf-7"}


@dataclass(frozen=True, slots=True)
class Fetched:
    """What a server gave.

    Attributes:
        data: The bytes, unpacked.
        final_url: Where it came from after redirects.
        content_type: The content type in lower case; empty where the server does not say it.
        charset: The charset that the server says, by Python's name; None where it says none.
    """

    data: bytes
    final_url: str
    content_type: str
    charset: str | None

    def as_utf8(self) -> bytes:
        """Return text of a known charset as UTF-8 with a byte order mark, anything else unchanged.

        The mark overrules what a page declares. Text that has one already is returned unchanged,
        and so is text that is not in the charset that the server names.
        """
        if self.charset is None or not self._is_text or split_byte_order_mark(self.data):
            return self.data
        try:
            return codecs.BOM_UTF8 + self.data.decode(self.charset).encode()
        except UnicodeError:
            return self.data

    @property
    def _is_text(self) -> bool:
        if self.content_type.startswith("text/"):
            return True
        return self.content_type.endswith(("/xml", "+xml"))


def read_response(response: HTTPResponse, address: Address) -> Fetched:
    """Return what a response brings.

    Raises:
        UnreachableError: It brings nothing that could be read.
        OSError: The connection failed.
        HTTPException: The connection failed, or the response is not HTTP.
    """
    _check_status(response)
    content_type = ""
    if "Content-Type" in response.headers:
        content_type = response.headers.get_content_type().lower()
    main_type = content_type.partition("/")[0]
    kind = _NOT_READ.get(content_type) or _NOT_READ.get(main_type)
    if kind:
        raise UnreachableError(f"it is {kind} ({content_type[:_SHOWN_TYPE]})")
    data = _read_body(response)
    if not data:
        raise UnreachableError("the server sends nothing")
    return Fetched(data, address.url, content_type, _charset(response.headers))


def _check_status(response: HTTPResponse) -> None:
    """Check that a response holds what was asked for.

    Raises:
        UnreachableError: It does not.
    """
    status = response.status
    if 200 <= status < 300:
        return
    refusal = _REFUSALS.get(status)
    if refusal is None and status >= 500:
        refusal = "the server has trouble; try again later"
    reason = f"{refusal or 'the server does not give it'} ({status})"
    if status not in _RETRIED:
        raise UnreachableError(reason)
    wait_seconds = _retry_seconds(response.headers)
    if wait_seconds > MAX_RETRY_SECONDS:
        raise UnreachableError(f"{reason}; it asks to wait {wait_seconds:.0f} seconds")
    raise UnreachableError(reason, wait_seconds)


def _retry_seconds(headers: Message) -> float:
    """Return the wait that ``Retry-After`` asks for, in seconds.

    The header gives seconds or a date (RFC 9110, section 10.2.3).
    """
    value = headers.get("Retry-After", "").strip()
    if value.isdecimal():
        return float(value)
    try:
        seconds = parsedate_to_datetime(value).timestamp() - time.time()
    except (ValueError, TypeError, IndexError, OverflowError):
        # what ``email`` makes of nonsense
        return RETRY_SECONDS
    return max(seconds, 0.0)


def _read_body(response: HTTPResponse) -> bytes:
    """Return a response's body, unpacked.

    Raises:
        UnreachableError: It is too large, damaged, or packed in another way than gzip.
        IncompleteRead: It is shorter than the server said.
    """
    expected_bytes = response.length or 0
    coding = response.headers.get("Content-Encoding", "identity").strip().lower()
    if coding not in _CODINGS:
        raise UnreachableError("it comes packed in a way that was not asked for")
    if expected_bytes > MAX_BYTES:
        raise _too_large()
    is_packed = coding != "identity"
    stream = gzip.GzipFile(fileobj=response, mode="rb") if is_packed else response
    try:
        data = stream.read(MAX_BYTES + 1)
    except (EOFError, gzip.BadGzipFile, zlib.error) as error:
        raise UnreachableError("it comes damaged or cut short", RETRY_SECONDS) from error
    if len(data) > MAX_BYTES:
        raise _too_large()
    if not is_packed and len(data) < expected_bytes:
        raise IncompleteRead(data, expected_bytes)
    return data


def _too_large() -> UnreachableError:
    return UnreachableError(f"it is larger than {MAX_BYTES // 1024**2} MiB")


def _charset(headers: Message) -> str | None:
    """Return the charset that the headers say, by Python's name; None where Python has none."""
    try:
        name = codecs.lookup(headers.get_content_charset() or "").name
        # some codecs are for other things than text
        "".encode(name)
    except (LookupError, ValueError):
        return None
    if name in _NOT_CHARSETS:
        return None
    return _WEB_CHARSETS.get(name, name)
