"""What an EPUB says about itself: its package document, and its table of contents in either form, both as plain nouns."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from urllib.parse import unquote

from narrator.errors import SourceError
from narrator.readers.archive import Archive, resolve
from narrator.readers.tree.document import parse_xhtml
from narrator.readers.tree.elements import roles, tag_of
from narrator.readers.tree.notes import Notes
from narrator.readers.tree.text import plain_text

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
_DEEPEST = 6
# languages and dates that programs write where they know none
_UNKNOWN = {"und", "unknown", "none", "0101-01-01"}


@dataclass(frozen=True, slots=True)
class Entry:
    """A line of the table of contents: its depth from 1 on, and where it leads."""

    label: str
    level: int
    member: str
    fragment: str


@dataclass(frozen=True, slots=True)
class Package:
    """An EPUB's description. ``spine`` holds the members in reading order, with whether they belong to its main line;
    ``marks`` is what members are said to be: ``cover``, ``toc`` and so on.
    """

    title: str
    author: str
    date: str
    language: str
    spine: tuple[tuple[str, bool], ...]
    contents: tuple[Entry, ...]
    navigation: str
    marks: dict[str, set[str]]
    missing: int


def read_package(archive: Archive) -> Package:
    """The description of the EPUB in an archive.

    Raises:
        SourceError: it is no EPUB, is protected, or lacks its description.
    """
    _refuse_protected(archive)
    name = _package_name(archive)
    root = parse_xhtml(archive.read(name), archive.source)
    items: dict[str, Any] = {}
    for node in root.iter("*"):
        if tag_of(node) == "item":
            items.setdefault(node.get("id") or "", node)
    spine, missing = _spine(archive, root, items, name)
    navigation = next(
        (
            _member(archive, name, item)
            for item in items.values()
            if "nav" in _words(item, "properties")
        ),
        "",
    )
    marks: dict[str, set[str]] = {}
    for node in root.iter("*"):
        if tag_of(node) == "reference" and (member := _member(archive, name, node)):
            marks.setdefault(member, set()).add((node.get("type") or "").lower())
    for idref, item in items.items():
        marks.setdefault(_member(archive, name, item), set()).update(
            (idref, (item.get("href") or "").rpartition("/")[2])
        )
    contents, said = _contents(archive, navigation, items, name)
    for member, mark in said:
        marks.setdefault(member, set()).add(mark)
    return Package(*_details(root), spine, contents, navigation, marks, missing)


def _refuse_protected(archive: Archive) -> None:
    if archive.find(_ENCRYPTION) is None:
        return
    for node in parse_xhtml(archive.read(_ENCRYPTION), archive.source).iter("*"):
        if tag_of(node) == "encryptionmethod":
            parent = node.getparent()
            locks_data = parent is not None and tag_of(parent) == "encrypteddata"
            if (
                locks_data
                and (node.get("Algorithm") or node.get("algorithm")) not in _FONT_ALGORITHMS
            ):
                raise SourceError(
                    archive.source, "it is DRM-protected: only its shop's own programs can read it"
                )


def _package_name(archive: Archive) -> str:
    if archive.find(_CONTAINER) is not None:
        for node in parse_xhtml(archive.read(_CONTAINER), archive.source).iter("*"):
            if tag_of(node) == "rootfile" and (
                name := archive.find(resolve("", node.get("full-path") or "."))
            ):
                return name
    for name in archive.names:
        if name.lower().endswith(".opf"):
            return name
    raise SourceError(
        archive.source, "it is a ZIP archive, but no EPUB: the description of a book is not in it"
    )


def _spine(
    archive: Archive, root: Any, items: dict[str, Any], name: str
) -> tuple[tuple[tuple[str, bool], ...], int]:
    """The members in reading order, and how many of them are not there."""
    found: dict[str, bool] = {}
    missing = 0
    for node in root.iter("*"):
        if tag_of(node) == "itemref" and (item := items.get(node.get("idref") or "")) is not None:
            kind = (item.get("media-type") or "").lower()
            if kind not in _TEXT_TYPES and not _TEXT_NAME.search(item.get("href") or ""):
                continue
            member = _member(archive, name, item)
            missing += not member
            if member:
                found.setdefault(member, (node.get("linear") or "").lower() != "no")
    return tuple(found.items()), missing


def _member(archive: Archive, base: str, node: Any) -> str:
    """The member that an element's reference leads to; empty where it leads to none."""
    reference = node.get("href") or node.get("src") or ""
    return archive.find(resolve(base, reference)) or "" if reference else ""


def _words(node: Any, name: str) -> list[str]:
    return (node.get(name) or "").lower().split()


def _details(root: Any) -> tuple[str, str, str, str]:
    """Title, authors, date and language, as far as they are said."""
    found: dict[str, list[tuple[Any, str]]] = {}
    refined = {}
    for node in root.iter("*"):
        tag = tag_of(node)
        if tag in {"title", "creator", "date", "language"} and (text := plain_text(node, Notes())):
            found.setdefault(tag, []).append((node, text))
        elif tag == "meta" and node.get("property") == "role":
            refined[(node.get("refines") or "").lstrip("#")] = plain_text(node, Notes())
    authors = [
        text
        for node, text in found.get("creator", [])
        if (refined.get(node.get("id")) or _local(node, "role") or "aut").lower() == "aut"
    ]
    dates = sorted(
        found.get("date", []), key=lambda pair: _local(pair[0], "event") not in {"publication", ""}
    )
    first = [
        next((text for _, text in found.get(tag, []) if text.lower() not in _UNKNOWN), "")
        for tag in ("title", "language")
    ]
    date = next((text for _, text in dates if not text.startswith(tuple(_UNKNOWN))), "")
    return first[0], ", ".join(dict.fromkeys(authors)), date.partition("T")[0], first[1]


def _local(node: Any, name: str) -> str:
    return next(
        (str(value) for key, value in node.attrib.items() if re.split(r"[}:]", key)[-1] == name), ""
    )


def _contents(
    archive: Archive, navigation: str, items: dict[str, Any], name: str
) -> tuple[tuple[Entry, ...], list[tuple[str, str]]]:
    """The table of contents, by the navigation document or else the NCX, and the landmarks: members with what they are."""
    entries: list[Entry] = []
    landmarks: list[tuple[str, str]] = []
    if navigation:
        root = parse_xhtml(archive.read(navigation), archive.source)
        lists = [node for node in root.iter("*") if tag_of(node) == "nav"]
        tables = [node for node in lists if "toc" in roles(node)] or [
            node for node in lists if not roles(node)
        ][:1]
        for table in tables[:1]:
            entries = list(_from_lists(archive, navigation, table))
        for link in (
            link for node in lists if "landmarks" in roles(node) for link in node.iter("*")
        ):
            if tag_of(link) == "a" and "#" not in (link.get("href") or "#"):
                landmarks += [(_member(archive, navigation, link), role) for role in roles(link)]
    ncx = next(
        (
            _member(archive, name, item)
            for item in items.values()
            if item.get("media-type") == _NCX_TYPE
        ),
        "",
    )
    if ncx and not entries:
        entries = list(_from_points(archive, ncx))
    return tuple(entries), landmarks


def _from_lists(archive: Archive, base: str, table: Any) -> Iterator[Entry]:
    """Lists in lists of links; a line without a link leads where its first one below does."""
    from lxml import etree

    depth = 0
    for event, node in etree.iterwalk(table, events=("start", "end")):
        tag = tag_of(node)
        if tag == "ol":
            depth += 1 if event == "start" else -1
        elif event == "start" and tag in {"a", "span"} and tag_of(node.getparent()) == "li":
            target = (
                node if tag == "a" else next(node.getparent().iterdescendants("{*}a", "a"), None)
            )
            if target is not None and (label := plain_text(node, Notes())):
                yield _entry(archive, base, target, label, depth)


def _from_points(archive: Archive, ncx: str) -> Iterator[Entry]:
    from lxml import etree

    depth = 0
    for event, node in etree.iterwalk(
        parse_xhtml(archive.read(ncx), archive.source), events=("start", "end")
    ):
        if tag_of(node) != "navpoint":
            continue
        depth += 1 if event == "start" else -1
        parts = {tag_of(child): child for child in reversed(node)} if event == "start" else {}
        if (
            "content" in parts
            and "navlabel" in parts
            and (label := plain_text(parts["navlabel"], Notes()))
        ):
            yield _entry(archive, ncx, parts["content"], label, depth)


def _entry(archive: Archive, base: str, node: Any, label: str, depth: int) -> Entry:
    fragment = unquote((node.get("href") or node.get("src") or "").partition("#")[2])
    return Entry(label, max(1, min(depth, _DEEPEST)), _member(archive, base, node), fragment)
