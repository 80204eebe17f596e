"""HTML and XHTML from bytes to a tree, for input that cannot be trusted.

Nothing is fetched, no entity is resolved, and size and depth are bounded. A tree that is too deep
is made flat and tried again, because tags nested 2,000 deep are tags that were never closed.
"""

from __future__ import annotations

import re
from html.entities import html5

from narrator.errors import SourceError
from narrator.readers.archive import DECLARES_ENTITIES, parse_xml
from narrator.readers.encoding import legacy_encodings, split_byte_order_mark
from narrator.readers.tree.elements import Element, HtmlRoot, tag_of

# some 600 MB of tree; the HTML Standard itself on one page has 700,000
MOST_TAGS = 2_000_000
# bytes within which a page declares its encoding. Browsers look for it in the first 1,024 (HTML
# Standard, 13.2.3.2) and begin anew where it comes later.
_PRESCAN_BYTES = 1 << 16
_META_CHARSET = re.compile(rb"""(?:charset|encoding)\s*+=\s*+["']?\s*+([\w.:-]{2,40})""", re.I)
# of the characters beyond ASCII: a page cut or pasted together has a few wrong bytes, one in
# another encoding is wrong throughout
_MOST_WRONG = 0.1
_CONTROLS = dict.fromkeys([*range(9), 11, *range(14, 32)])

_BLOCK_NAMES = "div|section|article|center|main|blockquote|address|fieldset|form"
_INLINE_NAMES = (
    "span|font|[abius]|em|strong|small|big|tt|nobr|ins|del|strike|code|mark|label|su[bp]|q|cite"
)
_BLOCK_TAG = re.compile(rf"</?(?:{_BLOCK_NAMES})\b[^<>]*>", re.I)
_INLINE_TAG = re.compile(rf"</?(?:{_INLINE_NAMES})\b[^<>]*>", re.I)

_NAMED_CHARACTER = re.compile(rb"&([A-Za-z][A-Za-z0-9]{1,31};)")
_ENTITY = re.compile(rb"&([A-Za-z][\w.-]{0,40});")
# a declaration of up to ten characters, each as itself or by its number
_CHARACTERS = rb"(?:[^&%<\"']|&#\w{1,8};){0,10}"
_HARMLESS_ENTITY = re.compile(
    rb"<!ENTITY\s+([A-Za-z][\w.-]{0,40})\s+(?:\"("
    + _CHARACTERS
    + rb")\"|'("
    + _CHARACTERS
    + rb")')\s*>"
)
# what a page's head holds (HTML Standard, 4.2)
_HEAD_TAGS = {
    *("", "title", "meta", "link", "base", "style", "script", "noscript", "template", "object"),
    *("bgsound", "basefont", "isindex"),
}
_XML_NAMES = {b"amp;", b"lt;", b"gt;", b"quot;", b"apos;"}


def decode_page(data: bytes) -> str:
    """Return a page's characters.

    The encoding is that of a byte order mark, else the one that the page declares, else UTF-8,
    else the one that its letters speak for. Names of encodings mean what the HTML Standard says.
    Where none of the first three fits without error, a page that is nearly UTF-8 is read as such.
    """
    marked = split_byte_order_mark(data)
    if marked:
        rest, encoding = marked
        return rest.decode(encoding, "replace")
    for encoding in (_declared_encoding(data), "utf-8"):
        try:
            return data.decode(encoding)
        except (UnicodeDecodeError, LookupError):
            continue
    text = data.decode("utf-8", "replace")
    beyond_ascii = len(text) - len(text.encode("ascii", "ignore"))
    if text.count("\ufffd") < _MOST_WRONG * beyond_ascii:
        return text
    return data.decode(legacy_encodings(data)[0], "replace")


def _declared_encoding(data: bytes) -> str:
    """Return the encoding that a page without a byte order mark declares, or UTF-8."""
    from resiliparse.parse.encoding import map_encoding_to_html5

    head = data[:_PRESCAN_BYTES].partition(b"</head")[0]
    declaration = _META_CHARSET.search(head)
    if declaration is None:
        return "utf-8"
    encoding = map_encoding_to_html5(declaration[1].decode(), fallback_utf8=False)
    # a page whose declaration can be read is not UTF-16, whatever it declares
    if not encoding or encoding.startswith("utf-16"):
        return "utf-8"
    return str(encoding)


def parse_html(text: str, source: str) -> HtmlRoot:
    """Return the root element of a page.

    Raises:
        SourceError: It has too many tags, or is nested too deep.
    """
    if text.count("<") > MOST_TAGS:
        millions = MOST_TAGS // 1_000_000
        raise SourceError(source, f"it has more than {millions} million tags, as no article has")
    root = _parse(text)
    if root is None:
        # divisions as paragraphs, and no inline elements
        root = _parse(_INLINE_TAG.sub("", _BLOCK_TAG.sub("<p>", text)))
    if root is None:
        raise SourceError(source, "its tags are nested too deep: save its text in a browser")
    return root


def parse_xhtml(data: bytes, source: str) -> Element:
    """Return the root element of what should be XML and may be any HTML: a part of an EPUB.

    Raises:
        SourceError: As for ``parse_html``, or it declares entities that are more than short texts.
    """
    if b"<!ENTITY" in data:
        data = _expand_entities(data, source)
    root: Element | None = None
    if data.count(b"<") <= MOST_TAGS:
        root = parse_xml(_NAMED_CHARACTER.sub(_numeric_reference, data), source)
    if root is None:
        root = parse_html(decode_page(data), source)
    return root


def _expand_entities(data: bytes, source: str) -> bytes:
    """Return a document with the texts of the entities that it declares, without declarations.

    Raises:
        SourceError: It declares one that is long, holds another or markup, or lies elsewhere.
    """
    texts: dict[bytes, bytes] = {}

    def note(declaration: re.Match[bytes]) -> bytes:
        texts.setdefault(declaration[1], declaration[2] or declaration[3] or b"")
        return b""

    data = _HARMLESS_ENTITY.sub(note, data)
    if b"<!ENTITY" in data:
        raise SourceError(source, DECLARES_ENTITIES)

    def expand(reference: re.Match[bytes]) -> bytes:
        name = reference[1]
        if name + b";" in _XML_NAMES:
            return reference[0]
        return texts.get(name, reference[0])

    return _ENTITY.sub(expand, data)


def _parse(text: str) -> HtmlRoot | None:
    """Return the tree, or None where the parser lost text that was nested too deep."""
    from lxml import etree, html

    parser = html.HTMLParser(
        encoding="utf-8",
        no_network=True,
        huge_tree=True,
        remove_comments=True,
        remove_pis=True,
        default_doctype=False,
    )
    data = text.translate(_CONTROLS).encode("utf-8", "replace")
    try:
        root = html.document_fromstring(data, parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError):
        # there is nothing in it
        return html.document_fromstring("<p></p>")
    _mend_head(root)
    if any("depth" in error.message for error in parser.error_log.filter_from_fatals()):
        return None
    return root


def _mend_head(root: HtmlRoot) -> None:
    """Move what a page shows out of its head: the parser leaves newer elements there.

    It happens where neither the head's end nor the body's beginning is written.
    """
    from lxml import html

    head = root.find("head")
    shown = [] if head is None else [child for child in head if tag_of(child) not in _HEAD_TAGS]
    if head is None or not shown:
        return
    body = root.find("body")
    if body is None:
        body = html.Element("body")
        root.append(body)
    first = head.index(shown[0])
    for place, child in enumerate(head[first:]):
        body.insert(place, child)


def _numeric_reference(reference: re.Match[bytes]) -> bytes:
    """Return a named character as numbers, unless XML knows the name by itself.

    In EPUB 2 the document type would define the names, but it is not loaded.
    """
    name = reference[1]
    characters = html5.get(name.decode())
    if name in _XML_NAMES or characters is None:
        return reference[0]
    numbers = [b"&#%d;" % ord(character) for character in characters]
    return b"".join(numbers)
