"""Pages that a browser saved with all that belongs to them as one file: MHTML (RFC 2557)."""

from __future__ import annotations

from email import message_from_bytes, policy
from email.message import EmailMessage

from narrator.article import Article
from narrator.errors import SourceError
from narrator.readers.html import read_html


def read_saved_page(data: bytes, source: str) -> Article:
    """Return the article in the bytes of a saved page.

    Raises:
        SourceError: There is no page in it, or no article in the page.
    """
    message = message_from_bytes(data, policy=policy.compat32.clone(message_factory=EmailMessage))
    for part in message.walk():
        if part.get_content_type() in {"text/html", "application/xhtml+xml"}:
            page = part.get_payload(decode=True)
            break
    else:
        raise SourceError(source, "there is no page in it: save the page anew")
    if not isinstance(page, bytes):
        raise SourceError(source, "the saved page is damaged: save it anew")
    address = part.get("Content-Location") or message.get("Snapshot-Content-Location") or ""
    return read_html(_with_mark(page, part.get_content_charset() or ""), source, str(address))


def _with_mark(page: bytes, encoding: str) -> bytes:
    """Return a page in UTF-8 with a byte order mark where its part names an encoding."""
    if not encoding:
        return page
    try:
        return page.decode(encoding).encode("utf-8-sig")
    except (UnicodeDecodeError, LookupError):
        return page
