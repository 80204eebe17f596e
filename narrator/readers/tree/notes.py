"""Which links of HTML and XHTML refer to notes, and which elements those notes are.

Said outright by EPUB and ARIA, else told by shape: a mark that links forward to a short block, which often links back.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from itertools import islice
from typing import Any

from narrator.readers.tree.elements import Notes, roles, tag_of

_REFERENCE_ROLES = {"noteref", "biblioref", "annoref"}
_NOTE_ROLES = {"footnote", "endnote", "rearnote"}
_REFERENCE_CLASS = re.compile(
    r"footnote-?ref|noteref|note-?call|fnref|footnote-reference|MsoFootnoteReference|reference",
    re.I,
)
_BACK_CLASS = re.compile(
    r"backlink|footnote-?back|reversefootnote|fn-?backref|mw-cite-backlink", re.I
)
_BACK_TEXT = re.compile(r"[\s\W]*|\^|back|return|jump up", re.I)
_MARK = re.compile(
    r"[\[({]*\s*(\d{1,4}|[*†‡§¶]{1,4}|[a-zA-Z]|[ivxlc]{1,6}|(?:note|nb|n)\.?\s?\d{1,3})\s*[\])}.]*",
    re.I,
)
_BEGINNING = re.compile(r"\s*\^?\s*[\[(]*([*†‡§¶]{1,4}|\d{1,4}|[a-zA-Z][\w. ]{0,9}?)[\])]*[.:]?\s+")
# what is left around a link back
_EMPTY = re.compile(r"\A\s*(?:\[\s*\]|\(\s*\)|[.:^])\s*")
# a block may be a note that begins in these; the rest lie inside one
_BODIES = frozenset(
    {"li", "p", "aside", "div", "dd", "td", "tr", "section", "table", "figure", "blockquote"}
)
# the longest notes of scholars; what is longer is a chapter
_LONGEST_WORDS = 600
_MOST_ELEMENTS = 600  # one a word
_MOST_LEVELS = 30  # in a note in a list in a quote in a table some ten
_LONGEST_MARK = 12
_PARTS = {"h1", "h2", "h3", "h4", "h5", "h6", "article", "nav", "form"}
# sources in a note are linked, but pages link more
_MOST_LINKS = 40


@dataclass(frozen=True, slots=True)
class _Reference:
    link: Any
    mark: str
    said: bool  # outright, not by its shape
    order: int


def find_notes(documents: Mapping[str, Any], resolve: Callable[[str, str], str]) -> Notes:
    """The notes of documents by their names. ``resolve(base, href)`` is the name of the document a link leads to."""
    references: dict[tuple[str, str], list[_Reference]] = {}
    for order, name, link in _links(documents):
        href = str(link.get("href"))
        mark, said = _mark(link)
        if mark or said:
            target = (resolve(name, href), href.partition("#")[2])
            references.setdefault(target, []).append(_Reference(link, mark, said, order))
    is_note = cache(_is_note)  # of one block many may be told to be notes
    found: list[tuple[list[_Reference], Any]] = []
    for order, target, referring in _targets(documents, references):
        referring = [one for one in referring if one.said or one.order < order]
        body = _body(target)
        if not referring or body is None or any(_is_in(one.link, body) for one in referring):
            continue
        if any(one.said for one in referring) or is_note(body):
            found.append((referring, body))
    marks: dict[Any, str] = {}
    bodies: dict[Any, str] = {}
    for referring, body in sorted(found, key=lambda pair: pair[0][0].order):
        mark = bodies.setdefault(body, _spoken(referring[0].mark, len(bodies) + 1))
        marks.update((one.link, mark) for one in referring if one.link not in marks)
    outright = {
        element: ""
        for root in documents.values()
        for element in _said_notes(root)
        if element not in bodies
    }
    marks = {
        link: mark
        for link, mark in marks.items()
        if not any(parent in bodies for parent in _around(link))
    }
    return Notes(marks, outright | bodies, frozenset(_links_back(bodies, marks)))


def note_text(text: str, mark: str) -> str:
    """A note's text without the mark it begins with."""
    text = _EMPTY.sub("", text)
    found = _BEGINNING.match(text)
    if mark and found and (found[1].casefold() == mark.casefold() or not found[1][0].isalpha()):
        return text[found.end() :]
    return text


def _links(documents: Mapping[str, Any]) -> Iterator[tuple[int, str, Any]]:
    for order, (name, element) in enumerate(_elements(documents)):
        if tag_of(element) == "a" and "#" in (element.get("href") or ""):
            yield order, name, element


def _targets(
    documents: Mapping[str, Any], references: Mapping[tuple[str, str], list[_Reference]]
) -> Iterator[tuple[int, Any, list[_Reference]]]:
    found: set[tuple[str, str]] = set()
    for order, (name, element) in enumerate(_elements(documents)):
        for anchor in (element.get("id"), element.get("name")):
            if anchor and (key := (name, anchor)) in references and key not in found:
                found.add(key)
                yield order, element, references[key]


def _elements(documents: Mapping[str, Any]) -> Iterator[tuple[str, Any]]:
    for name, root in documents.items():
        yield from ((name, element) for element in root.iter("*"))


def _mark(link: Any) -> tuple[str, bool]:
    """The mark a link may be, empty where it is none, and whether it is said to refer to a note."""
    said = bool(roles(link) & _REFERENCE_ROLES)
    text = "".join(link.itertext()).strip()
    if roles(link) & {"backlink", "referrer"} or _BACK_CLASS.search(link.get("class") or ""):
        return "", False
    found = _MARK.fullmatch(text) if len(text) <= _LONGEST_MARK else None
    if said:
        return (found[1] if found else text[:_LONGEST_MARK].strip("[](). ")), True
    return (found[1] if found and _stands_out(link, text) else ""), False


def _stands_out(link: Any, text: str) -> bool:
    """Whether a mark is set like one: raised, in brackets, by its class, or a sign that is no word."""
    if not text[0].isalnum():
        return True
    near = (link, link.getparent(), *link.iterdescendants("*"))
    return any(
        tag_of(node) == "sup"
        or "super" in (node.get("style") or "")
        or _REFERENCE_CLASS.search(node.get("class") or "")
        for node in near
        if node is not None
    )


def _body(target: Any) -> Any | None:
    """The block that a note's anchor begins: the item around it, or the definition after its term."""
    body = target
    while tag_of(body) not in _BODIES | {"dt"}:
        body = body.getparent()
        if body is None or tag_of(body) in {"body", "h1", "h2", "h3", "h4", "h5", "h6"}:
            return None
    parent = body.getparent()
    if tag_of(body) == "dt":
        return body.getnext()
    if (
        tag_of(body) in {"td", "p"}
        and tag_of(parent) in {"tr", "li", "aside", "dd"}
        and parent[0] is body
    ):
        return parent
    return body


def _is_note(body: Any) -> bool:
    """Whether a block may be a note: short, and no part of a page with parts of its own."""
    tags = [tag_of(node) for node in islice(body.iter("*"), _MOST_ELEMENTS + 1)]
    if len(tags) > _MOST_ELEMENTS or _PARTS.intersection(tags) or tags.count("a") > _MOST_LINKS:
        return False
    return 0 < len(" ".join(body.itertext()).split()) <= _LONGEST_WORDS


def _is_in(element: Any, body: Any) -> bool:
    return any(parent is body for parent in _around(element))


def _around(link: Any) -> Iterator[Any]:
    """The elements around a link that may be a note."""
    return islice(link.iterancestors(), _MOST_LEVELS)


def _spoken(mark: str, number: int) -> str:
    """A mark that can be said: a sign is replaced by the note's number."""
    return mark if mark and mark[0].isalnum() else str(number)


def _said_notes(root: Any) -> Iterator[Any]:
    for element in root.iter("*"):
        if element.attrib and tag_of(element) in _BODIES and roles(element) & _NOTE_ROLES:
            yield element


def _links_back(bodies: Mapping[Any, str], marks: Mapping[Any, str]) -> Iterator[Any]:
    """What in a note leads back to its references: links to where they stand, arrows, and what is classed as such."""
    there = {
        name
        for link in marks
        for node in (link, *_near(link))
        for name in (node.get("id"), node.get("name"))
        if name
    }
    for body in bodies:
        for element in body.iter("*"):
            if _BACK_CLASS.search(element.get("class") or "") or roles(element) & {
                "backlink",
                "referrer",
            }:
                yield element
            elif tag_of(element) == "a" and (href := element.get("href") or ""):
                text = "".join(element.itertext()).strip()
                leads_there = href.partition("#")[2] in there and len(text) <= _LONGEST_MARK
                if leads_there or ("#" in href and _BACK_TEXT.fullmatch(text)):
                    yield element


def _near(link: Any) -> Iterator[Any]:
    """The elements right around a link and the anchor before it, where its own name often stands."""
    for _, parent in zip(range(2), link.iterancestors(), strict=False):
        yield parent
    if (before := link.getprevious()) is not None:
        yield before
