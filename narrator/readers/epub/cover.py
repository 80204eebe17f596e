"""The cover of an EPUB: the member that its description or its landmarks name.

Where neither does, a picture that is called cover is one.

Sources: EPUB 3.3, section 5.5.2 (``cover-image``); for EPUB 2, OPF 2.0.1, section 2.6 (guide), and
the ``meta`` named ``cover``, which the specification lacks and all programs write.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress

from narrator.errors import SourceError
from narrator.readers.archive import Archive, resolve
from narrator.readers.epub.toc import Landmark, linked_member
from narrator.readers.tree.document import parse_xhtml
from narrator.readers.tree.elements import Element, attribute, tag_of

_COVER = "cover"
_COVER_PROPERTY = "cover-image"
_COVER_NAMES = {"cover", "cover-image", "coverimage"}
_PICTURE_TAGS = {"img", "image"}
_PAGE_ENDINGS = (".xhtml", ".html", ".htm", ".xml")
# bytes; a page that shows a cover holds little else
_LARGEST_PAGE = 1024 * 1024


def find_cover(
    archive: Archive,
    base: str,
    root: Element,
    items: Mapping[str, Element],
    landmarks: Iterable[Landmark],
) -> str:
    """Return the member that is a book's cover, a picture or a page; empty where none is named.

    Args:
        archive: The book.
        base: The member that describes the book.
        root: The description.
        items: The manifest's items by their ids.
        landmarks: What members are, by the navigation document or the guide.
    """
    members: list[str] = []
    for item in items.values():
        if _COVER_PROPERTY in (item.get("properties") or "").lower().split():
            members.append(linked_member(archive, base, item))
    members.append(_by_meta(archive, base, root, items))
    members += [landmark.member for landmark in landmarks if landmark.role == _COVER]
    members += _by_name(archive, base, items)
    return next(filter(None, members), "")


def read_cover(archive: Archive, member: str) -> bytes:
    """Return the bytes of a cover; none where it cannot be read, which harms no narration."""
    if member.lower().endswith(_PAGE_ENDINGS):
        member = _first_picture(archive, member)
    if not member:
        return b""
    with suppress(SourceError):
        return archive.read(member)
    return b""


def _by_meta(archive: Archive, base: str, root: Element, items: Mapping[str, Element]) -> str:
    """Return the member that the ``meta`` named ``cover`` leads to, by an item's id or a path."""
    for node in root.iter("*"):
        if tag_of(node) != "meta" or (node.get("name") or "").lower() != _COVER:
            continue
        content = node.get("content") or ""
        item = items.get(content)
        if item is not None:
            return linked_member(archive, base, item)
        return archive.find(resolve(base, content)) or ""
    return ""


def _by_name(archive: Archive, base: str, items: Mapping[str, Element]) -> Iterator[str]:
    """Yield the pictures of the manifest whose id or file is called cover."""
    for identifier, item in items.items():
        file_name = (item.get("href") or "").rpartition("/")[2]
        stem = file_name.rpartition(".")[0]
        is_picture = (item.get("media-type") or "").lower().startswith("image/")
        if is_picture and {identifier.lower(), stem.lower()} & _COVER_NAMES:
            yield linked_member(archive, base, item)


def _first_picture(archive: Archive, page: str) -> str:
    """Return the member that a page shows first; empty where it shows none or cannot be read."""
    with suppress(SourceError):
        data = archive.read(page)
        if len(data) > _LARGEST_PAGE:
            return ""
        for node in parse_xhtml(data, archive.source).iter("*"):
            if tag_of(node) in _PICTURE_TAGS:
                reference = attribute(node, "src") or attribute(node, "href")
                return archive.find(resolve(page, reference)) or ""
    return ""
