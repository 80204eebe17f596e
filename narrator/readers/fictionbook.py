"""FictionBook 2 (``.fb2``, also packed): as a tree of HTML.

Names are those of the FictionBook 2.21 schema.
"""

from __future__ import annotations

import base64
import binascii
from dataclasses import replace

from narrator.article import NO_SERIES, Article, Series
from narrator.errors import SourceError
from narrator.language.characters import title_key
from narrator.readers.archive import open_archive, whole_xml
from narrator.readers.metadata import Metadata
from narrator.readers.tree.article import tree_article
from narrator.readers.tree.elements import Element, attribute, heading_tag, tag_of
from narrator.readers.unread import ZIP_SIGNATURE

# the elements of HTML that mean the same; all others only hold text
_TAGS = {
    "body": "div",
    "section": "div",
    "p": "p",
    "v": "p",
    "text-author": "p",
    "date": "p",
    "cite": "blockquote",
    "epigraph": "blockquote",
    "poem": "blockquote",
    "stanza": "div",
    "code": "code",
    "sup": "sup",
    "sub": "sub",
    "image": "img",
    "table": "table",
    "tr": "tr",
    "th": "th",
    "td": "td",
}
_SUFFIX = ".fb2"
_NAMES_OF_AUTHOR = ("{*}first-name", "{*}middle-name", "{*}last-name")


def read_fictionbook(data: bytes, source: str) -> Article:
    """Return the article of a FictionBook.

    Raises:
        SourceError: The file is damaged, or no FictionBook.
    """
    if data.startswith(ZIP_SIGNATURE):
        data = _unpack(data, source)
    root = whole_xml(data, source)
    metadata = _read_metadata(root)
    cover = _read_cover(root)
    for child in list(root):
        if tag_of(child) != "body":
            root.remove(child)
    for element in list(root.iter("*")):
        _turn(element)
    _drop_book_title(root, metadata.title)
    return replace(tree_article(root, metadata, source), cover=cover)


def _unpack(data: bytes, source: str) -> bytes:
    """Return the book in an archive.

    Raises:
        SourceError: The archive is damaged, or holds several books.
    """
    archive = open_archive(data, source)
    books = [name for name in archive.names if name.lower().endswith(_SUFFIX)]
    if len(books) != 1:
        raise SourceError(source, f"it holds {len(books)} books: unpack it and narrate one of them")
    return archive.read(books[0])


def _read_metadata(root: Element) -> Metadata:
    info = root.find("{*}description/{*}title-info")
    if info is None:
        return Metadata()
    authors = filter(None, map(_name, info.findall("{*}author")))
    sequence = info.find("{*}sequence")
    series = NO_SERIES
    if sequence is not None:
        series = Series(sequence.get("name", ""), sequence.get("number", ""))
    return Metadata(
        title=info.findtext("{*}book-title") or "",
        author=", ".join(authors),
        date=info.findtext("{*}date") or "",
        language=info.findtext("{*}lang") or "",
        series=series,
    )


def _name(author: Element) -> str:
    """Return an author's name, or the nickname."""
    names = map(author.findtext, _NAMES_OF_AUTHOR)
    return " ".join(filter(None, names)) or author.findtext("{*}nickname") or ""


def _read_cover(root: Element) -> bytes:
    """Return the cover's picture; empty where there is none."""
    image = root.find("{*}description/{*}title-info/{*}coverpage/{*}image")
    if image is None:
        return b""
    name = attribute(image, "href").removeprefix("#")
    for binary in root.findall("{*}binary"):
        if binary.get("id") == name:
            return _decode(binary.text or "")
    return b""


def _decode(text: str) -> bytes:
    """Return the bytes of a picture; empty where it is damaged."""
    try:
        return base64.b64decode(text)
    except (binascii.Error, ValueError):
        return b""


def _turn(element: Element) -> None:
    """Turn an element into one of HTML; what is around it was turned before."""
    tag = tag_of(element)
    element.tag = _TAGS.get(tag, "span")
    if tag == "section" and element.get("id") and _is_in_notes(element):
        element.tag = "aside"
        element.set("role", "doc-footnote")
    elif tag in {"title", "subtitle"}:
        _turn_title(element, tag)
    elif tag == "a":
        element.tag = "a"
        element.set("href", attribute(element, "href"))
        if element.get("type") == "note":
            element.set("role", "doc-noteref")


def _turn_title(element: Element, tag: str) -> None:
    """Turn a title into a heading; a note's is the mark that refers to it."""
    if _is_in_notes(element):
        element.set("hidden", "")
        return
    depth = sum(around.tag == "div" for around in element.iterancestors()) - 1
    if tag == "subtitle":
        depth += 1
    element.tag = heading_tag(max(depth, 1))


def _drop_book_title(root: Element, title: str) -> None:
    """Drop the text's first heading if it repeats the book's title, beside the author's name."""
    heading = root.find("div/h1")
    if heading is not None and title_key(title) in title_key(" ".join(heading.itertext())):
        heading.set("hidden", "")


def _is_in_notes(element: Element) -> bool:
    """Return whether an element is in a body of notes, which has a name."""
    return any(around.get("name") for around in element.iterancestors("div"))
