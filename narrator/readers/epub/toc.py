"""An EPUB's table of contents, from its navigation document (EPUB 3) or its NCX (EPUB 2)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import unquote

from narrator.readers.archive import Archive, resolve
from narrator.readers.tree.document import parse_xhtml
from narrator.readers.tree.elements import Element, roles, tag_of
from narrator.readers.tree.notes import Notes
from narrator.readers.tree.text import plain_text

_DEEPEST = 6


@dataclass(frozen=True, slots=True)
class TocEntry:
    """A line of the table of contents.

    Attributes:
        label: The name of the chapter.
        level: Its depth, from 1 for the highest.
        member: The member of the archive that it leads to; empty where there is none.
        fragment: The anchor there; empty for the member's beginning.
    """

    label: str
    level: int
    member: str
    fragment: str


@dataclass(frozen=True, slots=True)
class Landmark:
    """A member of the archive and what the book says it is, such as ``cover``."""

    member: str
    role: str


def linked_member(archive: Archive, base: str, node: Element) -> str:
    """Return the member that an element refers to; empty where it leads to none.

    Args:
        archive: The book.
        base: The member that the element is in.
        node: The element, with an ``href`` or ``src``.
    """
    reference = node.get("href") or node.get("src")
    if not reference:
        return ""
    return archive.find(resolve(base, reference)) or ""


def read_navigation(archive: Archive, member: str) -> tuple[list[TocEntry], list[Landmark]]:
    """Return the table of contents and the landmarks of a navigation document.

    The table is the list with the role ``toc``, else the first list without a role.
    """
    root = parse_xhtml(archive.read(member), archive.source)
    lists = [node for node in root.iter("*") if tag_of(node) == "nav"]
    with_role = [node for node in lists if "toc" in roles(node)]
    without_role = [node for node in lists if not roles(node)]
    entries: list[TocEntry] = []
    for table in (with_role or without_role)[:1]:
        entries = list(_list_entries(archive, member, table))
    landmarks: list[Landmark] = []
    for node in lists:
        if "landmarks" in roles(node):
            landmarks += _landmarks(archive, member, node)
    return entries, landmarks


def read_ncx(archive: Archive, member: str) -> list[TocEntry]:
    """Return the table of contents of an NCX document."""
    from lxml import etree

    entries = []
    depth = 0
    root = parse_xhtml(archive.read(member), archive.source)
    for event, node in etree.iterwalk(root, events=("start", "end")):
        if tag_of(node) != "navpoint":
            continue
        if event == "end":
            depth -= 1
            continue
        depth += 1
        # of several children of a name the first one
        children = {tag_of(child): child for child in reversed(node)}
        if "content" in children and "navlabel" in children:
            label = plain_text(children["navlabel"], Notes())
            if label:
                entries.append(_entry(archive, member, children["content"], label, depth))
    return entries


def _landmarks(archive: Archive, base: str, node: Element) -> Iterator[Landmark]:
    """Yield the links of a list of landmarks that lead to a whole member."""
    for link in node.iter("*"):
        if tag_of(link) == "a" and "#" not in (link.get("href") or "#"):
            member = linked_member(archive, base, link)
            for role in roles(link):
                yield Landmark(member, role)


def _list_entries(archive: Archive, base: str, table: Element) -> Iterator[TocEntry]:
    """Yield the entries of lists in lists of links.

    A line without a link leads where the first link below it does.
    """
    from lxml import etree

    depth = 0
    for event, node in etree.iterwalk(table, events=("start", "end")):
        tag = tag_of(node)
        if tag == "ol":
            depth += 1 if event == "start" else -1
        elif event == "start" and tag in {"a", "span"}:
            link = _link_of_line(node, tag)
            if link is None:
                continue
            label = plain_text(node, Notes())
            if label:
                yield _entry(archive, base, link, label, depth)


def _link_of_line(node: Element, tag: str) -> Element | None:
    """Return the link of a line of contents; None for what is no line, or has no link."""
    parent = node.getparent()
    if parent is None or tag_of(parent) != "li":
        return None
    if tag == "a":
        return node
    return next(parent.iterdescendants("{*}a", "a"), None)


def _entry(archive: Archive, base: str, link: Element, label: str, depth: int) -> TocEntry:
    """Return the entry of a line that leads where a link does."""
    reference = link.get("href") or link.get("src") or ""
    fragment = unquote(reference.partition("#")[2])
    level = max(1, min(depth, _DEEPEST))
    return TocEntry(label, level, linked_member(archive, base, link), fragment)
