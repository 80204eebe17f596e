"""HTML and XHTML from bytes to a tree, without trust: no network, no entities, bounded size and depth.

A tree that is too deep is made flat and tried again, for what nests 2,000 deep are tags that were never closed.
"""

from __future__ import annotations

import re
from html.entities import html5
from typing import Any

from narrator.errors import SourceError
from narrator.readers.archive import DECLARES_ENTITIES, parse_xml
from narrator.readers.encoding import split_byte_order_mark

# some 600 MB of tree; the HTML Standard itself on one page has 700,000
MOST_TAGS = 2_000_000
# within these bytes browsers look for a page's own word on its encoding (HTML Standard, 13.2.3.2)
_PRESCAN = 1024
_META_CHARSET = re.compile(rb"""(?:charset|encoding)\s*=\s*["']?\s*([\w.:-]{2,40})""", re.I)
# of what is not ASCII; a page cut or pasted together has a few wrong bytes, one in another encoding is wrong throughout
_MOST_WRONG = 0.1
_CONTROLS = dict.fromkeys([*range(9), 11, *range(14, 32)])
_BLOCK_TAG = re.compile(
    r"</?(?:div|section|article|center|main|blockquote|address|fieldset|form)\b[^<>]*>", re.I
)
_INLINE_TAG = re.compile(
    r"</?(?:span|font|[abius]|em|strong|small|big|tt|nobr|ins|del|strike|code|mark|label|su[bp]|q|cite)\b[^<>]*>",
    re.I,
)
_ENTITY = re.compile(rb"&([A-Za-z][A-Za-z0-9]{1,31};)")
_XML_ENTITIES = {b"amp;", b"lt;", b"gt;", b"quot;", b"apos;"}


def decode_page(data: bytes) -> str:
    """A page's characters: by byte order mark, else as the page says itself, else UTF-8, else cp1252.

    Encodings have the meaning the HTML Standard gives their names. Where none of them fits without error, a page that is
    nearly UTF-8 is read as such.
    """
    from resiliparse.parse.encoding import map_encoding_to_html5

    if marked := split_byte_order_mark(data):
        rest, encoding = marked
        return rest.decode(encoding, "replace")
    own = _META_CHARSET.search(data[:_PRESCAN].partition(b"</head")[0])
    # a page whose declaration can be read is not UTF-16, whatever it declares
    declared = map_encoding_to_html5(own[1].decode() if own else "", fallback_utf8=False)
    for encoding in (
        "utf-8" if not declared or declared.startswith("utf-16") else declared,
        "utf-8",
    ):
        try:
            return data.decode(encoding)
        except (UnicodeDecodeError, LookupError):
            continue
    text = data.decode("utf-8", "replace")
    beyond_ascii = len(text) - len(text.encode("ascii", "ignore"))
    return (
        text
        if text.count("\ufffd") < _MOST_WRONG * beyond_ascii
        else data.decode("cp1252", "replace")
    )


def parse_html(text: str, source: str) -> Any:
    """The root element of a page.

    Raises:
        SourceError: it has too many tags, or is nested too deep.
    """
    if text.count("<") > MOST_TAGS:
        raise SourceError(
            source, f"it has more than {MOST_TAGS // 1_000_000} million tags, as no article has"
        )
    for shape in (str, _flat):
        root, whole = _parse(shape(text))
        if whole:
            return root
    raise SourceError(source, "its tags are nested too deep: save its text in a browser")


def parse_xhtml(data: bytes, source: str) -> Any:
    """The root element of what should be XML and may be any HTML: the parts of an EPUB.

    Raises:
        SourceError: as for ``parse_html``, or it declares entities.
    """
    if b"<!ENTITY" in data:
        raise SourceError(source, DECLARES_ENTITIES)
    root = (
        parse_xml(_ENTITY.sub(_character, data), source) if data.count(b"<") <= MOST_TAGS else None
    )
    return parse_html(decode_page(data), source) if root is None else root


def _parse(text: str) -> tuple[Any, bool]:
    """The tree, and whether all of the text is in it."""
    from lxml import etree, html

    parser = html.HTMLParser(
        encoding="utf-8",
        no_network=True,
        huge_tree=True,
        remove_comments=True,
        remove_pis=True,
        default_doctype=False,
    )
    try:
        root = html.document_fromstring(
            text.translate(_CONTROLS).encode("utf-8", "replace"), parser=parser
        )
    except (etree.ParserError, etree.XMLSyntaxError):  # nothing in it
        return html.document_fromstring("<p></p>"), True
    return root, not any(
        "depth" in error.message for error in parser.error_log.filter_from_fatals()
    )


def _flat(text: str) -> str:
    return _INLINE_TAG.sub("", _BLOCK_TAG.sub("<p>", text))


def _character(found: re.Match[bytes]) -> bytes:
    """A named character that XML does not know by itself, as numbers; in EPUB 2 the DTD would name it."""
    name = found[1]
    if name in _XML_ENTITIES or (text := html5.get(name.decode())) is None:
        return found[0]
    return b"".join(b"&#%d;" % ord(character) for character in text)
