"""E-mail (RFC 5322): what its writer wrote, without what is quoted and without the signature."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from email import message_from_bytes, policy
from email.errors import MessageError
from email.header import decode_header, make_header
from email.message import EmailMessage, MIMEPart
from email.utils import parseaddr, parsedate_to_datetime

from narrator.article import Article, Skipped
from narrator.errors import SourceError
from narrator.readers.builder import count_skipped
from narrator.readers.encoding import decode, to_utf8
from narrator.readers.metadata import Metadata
from narrator.readers.tree.article import blocks_article, whole_tree
from narrator.readers.tree.block import Block
from narrator.readers.tree.document import parse_html
from narrator.readers.tree.elements import Element
from narrator.readers.tree.preformatted import plain_text_blocks

# characters
_LONGEST_FIELD = 1000
# the signature after its mark (RFC 3676, 4.3); more lines than it has are text
_SIGNATURE = re.compile(r"^-- ?$(?:\n[^\n]*+){1,10}\s*+\Z", re.M)
# lines that are quoted, and the line above them that says whose they are
_QUOTATION = re.compile(r"(?:^[^\n>]{1,200}:[ \t]*\n[ \t]*\n?)?(?:^>[^\n]*(?:\n|\Z))+", re.M)
# a line that goes on in the next one, in text that flows (RFC 3676, 4.2)
_FLOWING_END = re.compile(r"(?<=\S) \n(?![>\s]|-- ?$)", re.M)
_STUFFING = re.compile(r"^ ", re.M)
# how mail programs mark in HTML what they quote, and the signature
_QUOTED_IN_HTML = "//blockquote[@type='cite'] | //*[contains(@class, 'gmail_quote')]"
_SIGNED_IN_HTML = "//*[contains(@class, 'gmail_signature') or contains(@class, 'moz-signature')]"
# what the standard library raises on fields and parts that are damaged
_DAMAGE_ERRORS = (
    *(LookupError, ValueError, TypeError, AttributeError, ArithmeticError),
    *(MessageError, RecursionError),
)


def read_mail(data: bytes, source: str) -> Article:
    """Return the article in the bytes of a mail.

    Raises:
        SourceError: There is no text in it.
    """
    try:
        message = message_from_bytes(data, policy=policy.default)
        metadata = _read_metadata(message)
        body = message.get_body(("html", "plain"))
        attachments = len(list(message.iter_attachments()))
    except _DAMAGE_ERRORS as error:
        raise SourceError(source, "the mail is damaged: save its text") from error
    if body is None:
        raise SourceError(source, "there is no text in the mail")
    text = _content(body, source)
    if body.get_content_subtype() == "html":
        blocks, skipped = _html_blocks(text, source)
    else:
        is_flowed = body.get_param("format") == "flowed"
        blocks, skipped = _plain_blocks(text, is_flowed)
    if attachments:
        skipped.append(Skipped("attachment", attachments, 0))
    return blocks_article(blocks, metadata, source, skipped)


def _read_metadata(message: EmailMessage) -> Metadata:
    """Return what the fields of a mail say."""
    fields: dict[str, str] = {}
    for name, value in message.raw_items():
        # the parser of whole fields takes the square of their length
        fields.setdefault(name.lower(), _field_text(str(value)[:_LONGEST_FIELD]))
    sender = fields.get("from", "")
    name, address = parseaddr(sender)
    return Metadata(
        title=fields.get("subject", ""),
        # of words that are no address, the first would be taken for one
        author=name or (address if "@" in address else sender),
        date=_day(fields.get("date", "")),
        language=fields.get("content-language", ""),
    )


def _field_text(value: str) -> str:
    """Return a field with its encoded words decoded; as it is where they are damaged."""
    try:
        return str(make_header(decode_header(value)))
    except _DAMAGE_ERRORS:
        return value


def _day(date: str) -> str:
    """Return the day of a date; empty for what is none."""
    try:
        return parsedate_to_datetime(date).date().isoformat()
    except _DAMAGE_ERRORS:
        return ""


def _content(body: MIMEPart, source: str) -> str:
    """Return a text in the encoding that its mail states, or else in the one that it has.

    Raises:
        SourceError: It is not text.
    """
    payload = body.get_payload(decode=True)
    data = payload if isinstance(payload, bytes) else b""
    try:
        marked = to_utf8(data, body.get_content_charset("utf-8"), source)
    except (SourceError, UnicodeError, ValueError):
        marked = data
    return decode(marked, source)


def _html_blocks(text: str, source: str) -> tuple[Iterator[Block], list[Skipped]]:
    """Return the blocks of a mail in HTML, and what is left out.

    Raises:
        SourceError: It is out of all bounds.
    """
    root = parse_html(text, source)
    quoted = _drop(root, _QUOTED_IN_HTML)
    signatures = _drop(root, _SIGNED_IN_HTML)
    return whole_tree(root), _count_left_out(quoted, signatures)


def _drop(root: Element, path: str) -> list[str]:
    """Drop the elements that a path finds, and return their texts."""
    texts = []
    for element in root.xpath(path):
        texts.append(element.text_content())
        element.drop_tree()
    return texts


def _count_left_out(quoted: Sequence[str], signatures: Sequence[str]) -> list[Skipped]:
    quotations = count_skipped("quotation of another mail", quoted)
    return [*quotations, *count_skipped("signature of a mail", signatures)]


def _plain_blocks(text: str, is_flowed: bool) -> tuple[Iterator[Block], list[Skipped]]:
    """Return the blocks of a mail in plain text, and what is left out."""
    text = text.replace("\r\n", "\n")
    signatures = _SIGNATURE.findall(text)
    text = _SIGNATURE.sub("", text)
    quoted = _QUOTATION.findall(text)
    text = _QUOTATION.sub("\n", text)
    if is_flowed:
        text = _STUFFING.sub("", _FLOWING_END.sub(" ", text))
    return plain_text_blocks(text), _count_left_out(quoted, signatures)
