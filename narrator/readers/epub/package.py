"""The description of an EPUB: the package document, its table of contents and its guide."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from narrator.errors import SourceError
from narrator.readers.archive import Archive, resolve
from narrator.readers.epub.cover import find_cover
from narrator.readers.epub.metadata import read_metadata
from narrator.readers.epub.toc import (
    Landmark,
    TocEntry,
    linked_member,
    read_navigation,
    read_ncx,
)
from narrator.readers.metadata import Metadata
from narrator.readers.tree.document import parse_xhtml
from narrator.readers.tree.elements import Element, tag_of

_CONTAINER = "META-INF/container.xml"
_ENCRYPTION = "META-INF/encryption.xml"
# fonts may be scrambled without the book being locked (EPUB 3.3, 4.3; Adobe's older way)
_FONT_ALGORITHMS = {"http://www.idpf.org/2008/embedding", "http://ns.adobe.com/pdf/enc#RC"}
_NCX_TYPE = "application/x-dtbncx+xml"
_TEXT_TYPES = {
    "application/xhtml+xml",
    "text/html",
    "application/x-dtbook+xml",
    "text/x-oeb1-document",
}
_TEXT_NAME = re.compile(r"\.x?html?$", re.I)

# the manifest's items by their ids
_Items = Mapping[str, Element]


@dataclass(frozen=True, slots=True)
class SpinePart:
    """A part of the book in reading order.

    Attributes:
        member: Its member of the archive.
        is_linear: Whether it belongs to the main text; else it is read only when referred to.
    """

    member: str
    is_linear: bool


@dataclass(frozen=True, slots=True)
class Package:
    """An EPUB's description.

    Attributes:
        metadata: Title, author, date and language.
        spine: The parts with text, in reading order.
        toc: The table of contents, in order.
        navigation: The member that is the navigation document; empty where there is none.
        names: What members are called, by member: their file names, ids, and what the guide or the
            landmarks say they are.
        missing: The number of parts that the spine names but the archive lacks.
        cover: The member that is the cover, a picture or a page that shows it; empty where
            there is none.
    """

    metadata: Metadata
    spine: tuple[SpinePart, ...]
    toc: tuple[TocEntry, ...]
    navigation: str
    names: Mapping[str, set[str]]
    missing: int
    cover: str


def read_package(archive: Archive) -> Package:
    """Return the description of the EPUB in an archive.

    Raises:
        SourceError: It is no EPUB, is protected, or lacks its description.
    """
    _refuse_protected(archive)
    package_member = _package_member(archive)
    root = parse_xhtml(archive.read(package_member), archive.source)
    items: dict[str, Element] = {}
    for node in root.iter("*"):
        if tag_of(node) == "item":
            items.setdefault(node.get("id") or "", node)
    spine, missing = _read_spine(archive, package_member, root, items)
    navigation = _navigation_member(archive, package_member, items)
    toc: Sequence[TocEntry] = ()
    landmarks: Sequence[Landmark] = ()
    if navigation:
        toc, landmarks = read_navigation(archive, navigation)
    if not toc:
        ncx = _ncx_member(archive, package_member, items)
        toc = read_ncx(archive, ncx) if ncx else ()
    landmarks = [*landmarks, *_guide(archive, package_member, root)]
    names = _names(archive, package_member, items, landmarks)
    cover = find_cover(archive, package_member, root, items, landmarks)
    return Package(read_metadata(root), spine, tuple(toc), navigation, names, missing, cover)


def _refuse_protected(archive: Archive) -> None:
    """Refuse a book whose text is encrypted.

    Raises:
        SourceError: It is.
    """
    if archive.find(_ENCRYPTION) is None:
        return
    for node in parse_xhtml(archive.read(_ENCRYPTION), archive.source).iter("*"):
        if _locks_text(node):
            raise SourceError(
                archive.source, "it is DRM-protected: only its shop's own programs can read it"
            )


def _locks_text(node: Element) -> bool:
    """Return whether an element says that a member is encrypted, and not only a scrambled font."""
    if tag_of(node) != "encryptionmethod":
        return False
    parent = node.getparent()
    # in a key's description it says how the key itself is encrypted
    if parent is None or tag_of(parent) != "encrypteddata":
        return False
    algorithm = node.get("Algorithm") or node.get("algorithm")
    return algorithm not in _FONT_ALGORITHMS


def _package_member(archive: Archive) -> str:
    """Return the member that describes the book.

    Raises:
        SourceError: There is none.
    """
    if archive.find(_CONTAINER) is not None:
        for node in parse_xhtml(archive.read(_CONTAINER), archive.source).iter("*"):
            if tag_of(node) == "rootfile":
                member = archive.find(resolve("", node.get("full-path") or "."))
                if member:
                    return member
    for name in archive.names:
        if name.lower().endswith(".opf"):
            return name
    raise SourceError(
        archive.source, "it is a ZIP archive, but no EPUB: the description of a book is not in it"
    )


def _read_spine(
    archive: Archive, base: str, root: Element, items: _Items
) -> tuple[tuple[SpinePart, ...], int]:
    """Return the parts with text in reading order, each once, and how many are not there."""
    parts: dict[str, SpinePart] = {}
    missing = 0
    for node in root.iter("*"):
        if tag_of(node) != "itemref":
            continue
        item = items.get(node.get("idref") or "")
        if item is None or not _is_text(item):
            continue
        member = linked_member(archive, base, item)
        if not member:
            missing += 1
            continue
        is_linear = (node.get("linear") or "").lower() != "no"
        parts.setdefault(member, SpinePart(member, is_linear))
    spine = tuple(parts.values())
    if not any(part.is_linear for part in spine):  # then nothing is beside the main text
        spine = tuple(replace(part, is_linear=True) for part in spine)
    return spine, missing


def _is_text(item: Element) -> bool:
    """Return whether an item of the manifest is text, by its type or its name."""
    media_type = (item.get("media-type") or "").lower()
    return media_type in _TEXT_TYPES or bool(_TEXT_NAME.search(item.get("href") or ""))


def _navigation_member(archive: Archive, base: str, items: _Items) -> str:
    """Return the member that is EPUB 3's navigation document, or an empty string."""
    for item in items.values():
        if "nav" in (item.get("properties") or "").lower().split():
            return linked_member(archive, base, item)
    return ""


def _ncx_member(archive: Archive, base: str, items: _Items) -> str:
    """Return the member that is EPUB 2's table of contents, or an empty string."""
    for item in items.values():
        if item.get("media-type") == _NCX_TYPE:
            return linked_member(archive, base, item)
    return ""


def _guide(archive: Archive, base: str, root: Element) -> list[Landmark]:
    """Return what EPUB 2's guide says members are."""
    references = []
    for node in root.iter("*"):
        if tag_of(node) == "reference":
            member = linked_member(archive, base, node)
            references.append(Landmark(member, (node.get("type") or "").lower()))
    return references


def _names(
    archive: Archive, base: str, items: _Items, landmarks: Iterable[Landmark]
) -> Mapping[str, set[str]]:
    """Return what members are called: by their items in the manifest, and as landmarks."""
    names: defaultdict[str, set[str]] = defaultdict(set)
    for identifier, item in items.items():
        file_name = (item.get("href") or "").rpartition("/")[2]
        names[linked_member(archive, base, item)].update((identifier, file_name))
    for landmark in landmarks:
        names[landmark.member].add(landmark.role)
    return names
