"""E-mail (RFC 5322): what its writer wrote, without what is quoted and without the signature."""

from __future__ import annotations

import re
from collections.abc import Iterator
from email import message_from_bytes, policy
from email.header import decode_header, make_header
from email.message import EmailMessage
from email.utils import parseaddr, parsedate_to_datetime

from narrator.article import Article, Skipped
from narrator.errors import SourceError
from narrator.readers.builder import count_skipped
from narrator.readers.metadata import Metadata
from narrator.readers.tree.article import blocks_article, whole_tree
from narrator.readers.tree.block import Block
from narrator.readers.tree.document import parse_html
from narrator.readers.tree.preformatted import plain_text_blocks

# characters
_LONGEST_FIELD = 1000
# before the signature (RFC 3676, 4.3)
_SIGNATURE = re.compile(r"^-- ?$.*", re.M | re.S)
# lines that are quoted, and the line above them that says whose they are
_QUOTATION = re.compile(r"(?:^[^\n>]{1,200}:[ \t]*\n[ \t]*\n?)?(?:^>[^\n]*(?:\n|\Z))+", re.M)
# a line that goes on in the next one, in text that flows (RFC 3676, 4.2)
_FLOWING_END = re.compile(r"(?<=\S) \n(?![>\s]|-- ?$)", re.M)
_STUFFING = re.compile(r"^ ", re.M)
# how mail programs mark in HTML what they quote, and the signature
_QUOTED_IN_HTML = "//blockquote[@type='cite'] | //*[contains(@class, 'gmail_quote')]"
_SIGNED_IN_HTML = "//*[contains(@class, 'gmail_signature') or contains(@class, 'moz-signature')]"
# what the standard library raises on fields and parts that are damaged
_DAMAGE_ERRORS = (LookupError, ValueError, TypeError, AttributeError, ArithmeticError)


def read_mail(data: bytes, source: str) -> Article:
    """Return the article in the bytes of a mail.

    Raises:
        SourceError: There is no text in it.
    """
    message = message_from_bytes(data, policy=policy.default)
    try:
        metadata = _read_metadata(message)
        body = message.get_body(("html", "plain"))
        text = body.get_content() if body is not None else ""
        attachments = len(list(message.iter_attachments()))
    except _DAMAGE_ERRORS as error:
        raise SourceError(source, "the mail is damaged: save its text") from error
    if body is None:
        raise SourceError(source, "there is no text in the mail")
    if body.get_content_subtype() == "html":
        blocks, quoted = _html_blocks(text, source)
    else:
        is_flowed = body.get_param("format") == "flowed"
        blocks, quoted = _plain_blocks(text, is_flowed)
    skipped = count_skipped("quotation of another mail", quoted)
    if attachments:
        skipped.append(Skipped("attachment", attachments, 0))
    return blocks_article(blocks, metadata, source, skipped)


def _read_metadata(message: EmailMessage) -> Metadata:
    """Return what the fields of a mail say."""
    fields: dict[str, str] = {}
    for name, value in message.raw_items():
        # the parser of whole fields takes the square of their length
        decoded = make_header(decode_header(str(value)[:_LONGEST_FIELD]))
        fields.setdefault(name.lower(), str(decoded))
    name, address = parseaddr(fields.get("from", ""))
    date = fields.get("date", "")
    if date:
        date = parsedate_to_datetime(date).date().isoformat()
    return Metadata(
        title=fields.get("subject", ""),
        author=name or address,
        date=date,
        language=fields.get("content-language", ""),
    )


def _html_blocks(text: str, source: str) -> tuple[Iterator[Block], list[str]]:
    """Return the blocks of a mail in HTML, and what it quotes.

    Raises:
        SourceError: It is out of all bounds.
    """
    root = parse_html(text, source)
    quoted = []
    for element in root.xpath(_QUOTED_IN_HTML):
        quoted.append(element.text_content())
        element.drop_tree()
    for element in root.xpath(_SIGNED_IN_HTML):
        element.drop_tree()
    return whole_tree(root), quoted


def _plain_blocks(text: str, is_flowed: bool) -> tuple[Iterator[Block], list[str]]:
    """Return the blocks of a mail in plain text, and what it quotes."""
    text = _SIGNATURE.sub("", text.replace("\r\n", "\n"))
    quoted = _QUOTATION.findall(text)
    text = _QUOTATION.sub("\n", text)
    if is_flowed:
        text = _STUFFING.sub("", _FLOWING_END.sub(" ", text))
    return plain_text_blocks(text), quoted
