"""Notes of HTML and XHTML: which links refer to them, and which elements they are.

EPUB and ARIA name notes by roles. Elsewhere a note is recognised by its shape: a mark links forward
to a short block, which often links back.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from itertools import islice

from narrator.readers.tree.elements import Element, roles, tag_of
from narrator.readers.tree.note_links import NoteMark, links_back, note_mark

_NOTE_ROLES = {"footnote", "endnote", "rearnote"}
# the mark at the beginning of a note
_LEADING_MARK = re.compile(
    r"""
    \s*+ \^? \s*+ [\[(]*+
    ( [*†‡§¶]{1,4} | \d{1,4} | [a-zA-Z][\w. ]{0,9}? )
    [\])]*+ [.:]? \s++
    """,
    re.VERBOSE,
)
# what is left around a link back
_EMPTY_BRACKETS = re.compile(r"\A\s*(?:\[\s*\]|\(\s*\)|[.:^])\s*")
# blocks that may be a note; what else begins with a note's anchor lies inside one
_NOTE_TAGS = frozenset(
    {"li", "p", "aside", "div", "dd", "td", "tr", "section", "table", "figure", "blockquote"}
)
_TITLE_TAGS = {"h1", "h2", "h3", "h4", "h5", "h6"}
# blocks with these in them have parts of their own, as no note has
_PART_TAGS = _TITLE_TAGS | {"article", "nav", "form"}
# the longest notes of scholars; what is longer is a chapter
_MOST_WORDS = 600
# about one a word
_MOST_ELEMENTS = 600
# a note in a list in a quote in a table has some ten elements around it
_MOST_LEVELS = 30
# sources in a note are linked, but pages link more
_MOST_LINKS = 40


@dataclass(frozen=True, slots=True)
class Notes:
    """The notes of one or several documents.

    Attributes:
        marks: The elements that refer to a note, with the mark by which it is read.
        bodies: The elements that are notes, with their marks; empty where nothing refers to one.
        links_back: The elements in notes that lead back to where the notes are referred to.
    """

    marks: Mapping[Element, str] = field(default_factory=dict)
    bodies: Mapping[Element, str] = field(default_factory=dict)
    links_back: frozenset[Element] = frozenset()


@dataclass(frozen=True, slots=True)
class _Target:
    """Where a link leads: a document by its name, and an anchor in it."""

    document: str
    anchor: str


@dataclass(frozen=True, slots=True)
class _Reference:
    """A link that may refer to a note; ``order`` is its place among all elements."""

    link: Element
    mark: NoteMark
    order: int


@dataclass(frozen=True, slots=True)
class _Note:
    """A block and the links that refer to it."""

    body: Element
    references: list[_Reference]

    @property
    def is_explicit(self) -> bool:
        """Whether a role of one of the links says that the block is a note."""
        return any(reference.mark.is_explicit for reference in self.references)


def find_notes(documents: Mapping[str, Element], resolve: Callable[[str, str], str]) -> Notes:
    """Return the notes of documents and the links that refer to them.

    Args:
        documents: The documents' root elements by their names.
        resolve: A function that returns the name of the document to which a document (first
            argument, its name) links by a ``href`` (second argument).
    """
    references = _references(documents, resolve)
    notes = sorted(_notes(documents, references), key=lambda note: note.references[0].order)
    bodies = _numbered_bodies(notes)
    marks = _marks(notes, bodies)
    unreferenced = _unreferenced_notes(documents, bodies)
    return Notes(marks, unreferenced | bodies, frozenset(_links_back(bodies, marks)))


def note_text(text: str, mark: str) -> str:
    """Return a note's text without the mark that it begins with."""
    text = _EMPTY_BRACKETS.sub("", text)
    leading = _LEADING_MARK.match(text)
    if not mark or leading is None:
        return text
    # another number than the note's is its number in the source; another word is a word
    if leading[1].casefold() == mark.casefold() or not leading[1][0].isalpha():
        return text[leading.end() :]
    return text


def _references(
    documents: Mapping[str, Element], resolve: Callable[[str, str], str]
) -> dict[_Target, list[_Reference]]:
    """Return the links that may refer to notes by where they lead."""
    references: dict[_Target, list[_Reference]] = {}
    for order, (document, element) in enumerate(_elements(documents)):
        href = element.get("href") or ""
        if "#" not in href or tag_of(element) != "a":
            continue
        mark = note_mark(element)
        if mark is not None:
            target = _Target(resolve(document, href), href.partition("#")[2])
            references.setdefault(target, []).append(_Reference(element, mark, order))
    return references


def _notes(
    documents: Mapping[str, Element], references: Mapping[_Target, list[_Reference]]
) -> Iterator[_Note]:
    """Yield the notes among the targets of links."""
    # several links may lead into one block
    looks_like_note = cache(_looks_like_note)
    seen: set[_Target] = set()
    for order, (document, element) in enumerate(_elements(documents)):
        for anchor in (element.get("id"), element.get("name")):
            if not anchor:
                continue
            target = _Target(document, anchor)
            if target in seen or target not in references:
                continue
            seen.add(target)
            note = _note_at(element, order, references[target])
            if note is not None and (note.is_explicit or looks_like_note(note.body)):
                yield note


def _elements(documents: Mapping[str, Element]) -> Iterator[tuple[str, Element]]:
    """Yield all elements of all documents in order, with their document's name."""
    for name, root in documents.items():
        for element in root.iter("*"):
            yield name, element


def _note_at(target: Element, order: int, references: list[_Reference]) -> _Note | None:
    """Return the block that links to a target may refer to, unless it holds one of them.

    A mark alone refers only to what comes after it.
    """
    referring = [one for one in references if one.mark.is_explicit or one.order < order]
    body = _note_body(target)
    if not referring or body is None:
        return None
    if any(body in _ancestors(reference.link) for reference in referring):
        return None
    return _Note(body, referring)


def _note_body(target: Element) -> Element | None:
    """Return the block that a note's anchor begins.

    It is the item or the paragraph around the anchor, or the definition after its term.
    """
    body: Element | None = target
    while body is not None and tag_of(body) not in _NOTE_TAGS and tag_of(body) != "dt":
        body = body.getparent()
        if body is not None and (tag_of(body) == "body" or tag_of(body) in _TITLE_TAGS):
            return None
    if body is None:
        return None
    if tag_of(body) == "dt":
        return body.getnext()
    parent = body.getparent()
    if parent is None or tag_of(body) not in {"td", "p"}:
        return body
    if tag_of(parent) in {"tr", "li", "aside", "dd"} and parent[0] is body:
        return parent
    return body


def _looks_like_note(body: Element) -> bool:
    """Return whether a block may be a note: short, and without parts of its own."""
    tags = [tag_of(element) for element in islice(body.iter("*"), _MOST_ELEMENTS + 1)]
    if len(tags) > _MOST_ELEMENTS or tags.count("a") > _MOST_LINKS:
        return False
    if not _PART_TAGS.isdisjoint(tags):
        return False
    words = len(" ".join(body.itertext()).split())
    return 0 < words <= _MOST_WORDS


def _numbered_bodies(notes: list[_Note]) -> dict[Element, str]:
    """Return the bodies of notes with the marks by which they are read.

    A sign such as "*" cannot be read aloud, so the note's number replaces it.
    """
    bodies: dict[Element, str] = {}
    for note in notes:
        mark = note.references[0].mark.text
        if not mark or not mark[0].isalnum():
            mark = str(len(bodies) + 1)
        bodies.setdefault(note.body, mark)
    return bodies


def _marks(notes: list[_Note], bodies: Mapping[Element, str]) -> dict[Element, str]:
    """Return the links outside of notes that refer to notes, with the notes' marks."""
    marks: dict[Element, str] = {}
    for note in notes:
        for reference in note.references:
            if bodies.keys().isdisjoint(_ancestors(reference.link)):
                marks.setdefault(reference.link, bodies[note.body])
    return marks


def _unreferenced_notes(
    documents: Mapping[str, Element], bodies: Mapping[Element, str]
) -> dict[Element, str]:
    """Return the elements that are notes by their roles, but that no link refers to."""
    unreferenced: dict[Element, str] = {}
    for _, element in _elements(documents):
        if not element.attrib or tag_of(element) not in _NOTE_TAGS or element in bodies:
            continue
        if roles(element) & _NOTE_ROLES:
            unreferenced[element] = ""
    return unreferenced


def _links_back(bodies: Mapping[Element, str], marks: Mapping[Element, str]) -> Iterator[Element]:
    """Yield the elements in notes that lead back to their references."""
    anchors: set[str] = set()
    for link in marks:
        anchors.update(_anchors_near(link))
    for body in bodies:
        yield from links_back(body, anchors)


def _anchors_near(link: Element) -> Iterator[str]:
    """Yield the anchors of a reference, which are often right before it or around it."""
    places = [link, *islice(link.iterancestors(), 2)]
    before = link.getprevious()
    if before is not None:
        places.append(before)
    for place in places:
        for anchor in (place.get("id"), place.get("name")):
            if anchor:
                yield anchor


def _ancestors(link: Element) -> Iterator[Element]:
    """Yield the elements around a link, as far out as a note may be."""
    return islice(link.iterancestors(), _MOST_LEVELS)
