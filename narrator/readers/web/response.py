"""What a server's response means: refusals, its content type, and the charset of its body."""

from __future__ import annotations

import codecs
import io
import re
import time
from collections.abc import Mapping
from dataclasses import dataclass
from email.utils import parsedate_to_datetime
from typing import Any

from narrator.readers.encoding import split_byte_order_mark
from narrator.readers.web.address import Address, UnreachableError
from narrator.readers.web.body import MAX_BYTES, PIECE_BYTES, read_body
from narrator.readers.web.connection import RETRY_SECONDS
from narrator.readers.web.head import Head

# how long a server may ask to wait before the second try
MAX_RETRY_SECONDS = 5.0
_RETRIED = {429, 503}
# characters of a content type in a message
_SHOWN_TYPE = 40
# characters of headers that are looked at
_LONGEST_CONTENT_TYPE = 1000
_LONGEST_WAIT = 40
# the extended form, charset*=, is not for this parameter (RFC 9110, section 8.3.2)
_CHARSET = re.compile(r""";[ \t]*charset[ \t]*=[ \t]*["']?([\w.:+-]{1,40})""", re.I | re.A)
REFUSALS = {
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
# content types, or their first halves, that are not read as pages; the kind of any other is
# recognised by its content, for a ZIP may be a book
NOT_READ = {
    "image": "a picture",
    "video": "a video",
    "audio": "sound",
    "font": "a font",
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
class Wanted:
    """What is asked for, and what it may take.

    Attributes:
        types: The content types that are asked for, as a header.
        seconds: How long all of it may take.
        most_bytes: How large it may be.
        refused_types: What content types, or their first halves, are that are refused.
        refusals: What statuses mean, and what to do about them.
    """

    types: str
    seconds: float
    most_bytes: int
    refused_types: Mapping[str, str]
    refusals: Mapping[int, str]


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
            return _utf8(self.data, self.charset)
        except UnicodeError:
            return self.data

    @property
    def _is_text(self) -> bool:
        if self.content_type.startswith("text/"):
            return True
        return self.content_type.endswith(("/xml", "+xml"))


def _utf8(data: bytes, charset: str) -> bytes:
    """Return text in another charset as UTF-8 with a byte order mark.

    It is converted piece by piece, up to the first piece by which it is larger than a source may
    be, so that it is not held in three forms at once.

    Raises:
        UnicodeError: It is not in that charset.
    """
    decoder = codecs.getincrementaldecoder(charset)()
    held = io.BytesIO()
    held.write(codecs.BOM_UTF8)
    for start in range(0, len(data), PIECE_BYTES):
        held.write(decoder.decode(data[start : start + PIECE_BYTES]).encode())
        if held.tell() > MAX_BYTES:
            return held.getvalue()
    held.write(decoder.decode(b"", final=True).encode())
    return held.getvalue()


def read_response(
    head: Head, stream: io.BufferedReader[Any], address: Address, wanted: Wanted
) -> Fetched:
    """Return what a response brings.

    Raises:
        UnreachableError: It brings nothing that could be read.
        OSError: The connection failed.
    """
    _check_status(head, wanted.refusals)
    said_type = head.get("content-type")
    content_type = said_type.partition(";")[0].strip().lower()
    main_type = content_type.partition("/")[0]
    kind = wanted.refused_types.get(content_type) or wanted.refused_types.get(main_type)
    if kind:
        raise UnreachableError(f"it is {kind} ({content_type[:_SHOWN_TYPE]})")
    data = read_body(head, stream, wanted.most_bytes)
    if not data:
        raise UnreachableError("the server sends nothing")
    return Fetched(data, address.url, content_type, _charset(said_type))


def _check_status(head: Head, refusals: Mapping[int, str]) -> None:
    """Check that a response holds what was asked for.

    Raises:
        UnreachableError: It does not.
    """
    status = head.status
    if 200 <= status < 300:
        return
    refusal = refusals.get(status)
    if refusal is None and status >= 500:
        refusal = "the server has trouble; try again later"
    reason = f"{refusal or 'the server does not give it'} ({status})"
    if status not in _RETRIED:
        raise UnreachableError(reason)
    wait_seconds = _retry_seconds(head)
    if wait_seconds > MAX_RETRY_SECONDS:
        raise UnreachableError(f"{reason}; it asks to wait {wait_seconds:.0f} seconds")
    raise UnreachableError(reason, wait_seconds)


def _retry_seconds(head: Head) -> float:
    """Return the wait that ``Retry-After`` asks for, in seconds.

    The header gives seconds or a date (RFC 9110, section 10.2.3).
    """
    value = head.get("retry-after")[:_LONGEST_WAIT]
    if value.isdecimal():
        return float(value)
    try:
        seconds = parsedate_to_datetime(value).timestamp() - time.time()
    except (ValueError, TypeError, IndexError, OverflowError):
        # what ``email`` makes of nonsense
        return RETRY_SECONDS
    return max(seconds, 0.0)


def _charset(content_type: str) -> str | None:
    """Return the charset that a header says, by Python's name; None where Python has none."""
    said = _CHARSET.search(content_type[:_LONGEST_CONTENT_TYPE])
    if said is None:
        return None
    try:
        name = codecs.lookup(said[1]).name
        # some codecs are for other things than text
        "".encode(name)
    except (LookupError, ValueError):
        return None
    if name in _NOT_CHARSETS:
        return None
    return _WEB_CHARSETS.get(name, name)
