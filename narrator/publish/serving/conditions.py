"""HTTP's conditions and ranges (RFC 9110, 13 and 14): which part of a file is sent, if any.

A request for several ranges is answered with the whole, as one may (14.2).
"""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import format_datetime, parsedate_to_datetime
from http import HTTPStatus

# what a client sends, by the names of WSGI
Headers = Mapping[str, str]

_RANGE = re.compile(r"\s*+bytes\s*+=\s*+(\d{0,20}+)\s*+-\s*+(\d{0,20}+)\s*+", re.I | re.A)
_ETAG = re.compile(r'(?:W/)?"[^"]*"')
_ANY = "*"


@dataclass(frozen=True, slots=True)
class Validators:
    """What tells one version of a file from another.

    Attributes:
        etag: A strong one, in quotes.
        modified: When it changed, in whole seconds; None where that is not known.
    """

    etag: str
    modified: datetime | None = None

    @classmethod
    def of_file(cls, status: os.stat_result) -> Validators:
        """Return those of a file."""
        modified = datetime.fromtimestamp(max(0, int(status.st_mtime)), UTC)
        return cls(f'"{status.st_mtime_ns:x}-{status.st_size:x}"', modified)

    def as_headers(self) -> list[tuple[str, str]]:
        """Return the headers that say them."""
        headers = [("ETag", self.etag)]
        if self.modified is not None:
            headers.append(("Last-Modified", format_datetime(self.modified, usegmt=True)))
        return headers


@dataclass(frozen=True, slots=True)
class Span:
    """Which bytes of a file are sent.

    Attributes:
        start: The first one.
        length: How many.
    """

    start: int
    length: int


class UnsatisfiableError(Exception):
    """A range that begins after the last byte."""


def refusal(headers: Headers, validators: Validators) -> HTTPStatus | None:
    """Return why a file is not sent: it is not the version that is asked for, or is known."""
    wanted = headers.get("HTTP_IF_MATCH")
    if wanted is not None:
        if not _lists(wanted, validators.etag, is_strong=True):
            return HTTPStatus.PRECONDITION_FAILED
    elif _is_newer(validators, headers.get("HTTP_IF_UNMODIFIED_SINCE")) is True:
        return HTTPStatus.PRECONDITION_FAILED
    known = headers.get("HTTP_IF_NONE_MATCH")
    if known is not None:
        if _lists(known, validators.etag, is_strong=False):
            return HTTPStatus.NOT_MODIFIED
    elif _is_newer(validators, headers.get("HTTP_IF_MODIFIED_SINCE")) is False:
        return HTTPStatus.NOT_MODIFIED
    return None


def span(headers: Headers, size_bytes: int, validators: Validators) -> Span | None:
    """Return the range that is asked for; None where the whole file is sent.

    Raises:
        UnsatisfiableError: It begins after the last byte.
    """
    found = _RANGE.fullmatch(headers.get("HTTP_RANGE", ""))
    if found is None or not _is_version(headers.get("HTTP_IF_RANGE"), validators):
        return None
    first, last = found.groups()
    if not first and not last:
        return None
    if not first:
        length = min(int(last), size_bytes)
        return _span(size_bytes - length, size_bytes)
    end = min(int(last) + 1, size_bytes) if last else size_bytes
    if last and int(last) < int(first):
        return None  # no range at all (14.1.1)
    return _span(int(first), end)


def _span(start: int, end: int) -> Span:
    """Return a span from one byte to another.

    Raises:
        UnsatisfiableError: There is no byte in it.
    """
    if end <= start:
        raise UnsatisfiableError
    return Span(start, end - start)


def _lists(header: str, etag: str, *, is_strong: bool) -> bool:
    """Return whether a list of entity tags has this one.

    Args:
        header: The list, or ``*`` for any.
        etag: A strong entity tag.
        is_strong: Whether a weak one counts as another.
    """
    if header.strip() == _ANY:
        return True
    listed = _ETAG.findall(header)
    if not is_strong:
        listed = [tag.removeprefix("W/") for tag in listed]
    return etag in listed


def _is_version(header: str | None, validators: Validators) -> bool:
    """Return whether a range of this version is asked for, by ``If-Range``."""
    if header is None or header.strip() == validators.etag:
        return True
    date = _date(header)
    return date is not None and date == validators.modified


def _is_newer(validators: Validators, header: str | None) -> bool | None:
    """Return whether a file changed after a date; None where there is none."""
    date = _date(header)
    if date is None or validators.modified is None:
        return None
    return validators.modified > date


def _date(header: str | None) -> datetime | None:
    """Return the date in a header, or None."""
    try:
        date = parsedate_to_datetime(header or "")
    except (ValueError, TypeError, IndexError, OverflowError):
        return None
    return date if date.tzinfo else date.replace(tzinfo=UTC)
