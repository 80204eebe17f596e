"""Links that refer to notes, and links in notes that lead back.

EPUB and ARIA have roles for both. Where a page does not use them, a reference is recognised by its
text, a mark such as "1" or "*", and by how that is set.
"""

from __future__ import annotations

import re
from collections.abc import Container, Iterator
from dataclasses import dataclass
from functools import cache

from narrator.language.tables import all_words, one_of
from narrator.readers.tree.elements import Element, roles, tag_of

_REFERENCE_ROLES = {"noteref", "biblioref", "annoref"}
_BACK_ROLES = {"backlink", "referrer"}
_REFERENCE_CLASS = re.compile(
    r"""
    footnote-?ref | noteref | note-?call | fnref | footnote-reference | MsoFootnoteReference
    | reference
    """,
    re.VERBOSE | re.I,
)
_BACK_CLASS = re.compile(
    r"backlink|footnote-?back|reversefootnote|fn-?backref|mw-cite-backlink", re.I
)
# characters
_LONGEST_MARK = 12


@dataclass(frozen=True, slots=True)
class NoteMark:
    """The mark that a link to a note has.

    Attributes:
        text: The mark without brackets; it may be empty where a role says what the link is.
        is_explicit: Whether a role says so, and not only the mark's shape.
    """

    text: str
    is_explicit: bool


def note_mark(link: Element) -> NoteMark | None:
    """Return the mark of a link that may refer to a note, or None where it is another link."""
    if _is_marked_back(link):
        return None
    text = _link_text(link)
    mark = ""
    if len(text) <= _LONGEST_MARK:
        found = _mark_pattern().fullmatch(text)
        mark = found[1] if found else ""
    if roles(link) & _REFERENCE_ROLES:
        return NoteMark(mark or text[:_LONGEST_MARK].strip("[](). "), True)
    if mark and _stands_out(link, text):
        return NoteMark(mark, False)
    return None


def links_back(note: Element, anchors: Container[str]) -> Iterator[Element]:
    """Yield the elements of a note that lead back to its references.

    They are classed as such, lead to one of the references' ``anchors``, or show an arrow.
    """
    for element in note.iter("*"):
        if _is_marked_back(element) or _leads_back(element, anchors):
            yield element


def _link_text(link: Element) -> str:
    """Return the text of a link."""
    return "".join(link.itertext()).strip()


def _is_marked_back(element: Element) -> bool:
    """Return whether a class or a role says that an element leads back to a reference."""
    if _BACK_CLASS.search(element.get("class") or ""):
        return True
    return not _BACK_ROLES.isdisjoint(roles(element))


def _leads_back(element: Element, anchors: Container[str]) -> bool:
    """Return whether an element is a link to a reference, or one that shows an arrow."""
    href = element.get("href") or ""
    if "#" not in href or tag_of(element) != "a":
        return False
    text = _link_text(element)
    if href.partition("#")[2] in anchors and len(text) <= _LONGEST_MARK:
        return True
    return bool(_back_text_pattern().fullmatch(text))


def _stands_out(link: Element, text: str) -> bool:
    """Return whether a mark is set like one: a superscript, of a class for marks, or a sign."""
    if not text[0].isalnum():
        return True
    places = [link, *link.iterdescendants("*")]
    parent = link.getparent()
    if parent is not None:
        places.append(parent)
    return any(map(_sets_mark, places))


def _sets_mark(element: Element) -> bool:
    if tag_of(element) == "sup" or "super" in (element.get("style") or ""):
        return True
    return bool(_REFERENCE_CLASS.search(element.get("class") or ""))


@cache
def _mark_pattern() -> re.Pattern[str]:
    word = one_of(all_words("web_pages", "note"))
    return re.compile(
        rf"""
        [\[({{]* \s*
        (
            \d{{1,4}}
            | [*†‡§¶]{{1,4}}
            | [a-zA-Z]
            | [ivxlc]{{1,6}}
            | {word} \.? \s? \d{{1,3}}
        )
        \s* [\])}}.]*
        """,
        re.VERBOSE | re.I,
    )


@cache
def _back_text_pattern() -> re.Pattern[str]:
    """Return a pattern for the texts of links back: arrows and other signs, or a word."""
    word = one_of(all_words("web_pages", "link_back"))
    return re.compile(rf"[\s\W]*|{word}", re.I)
