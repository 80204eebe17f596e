"""The text inside an element: nothing hidden, with note marks and superscripts set right."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import islice

from narrator.readers.formulas import formula_text
from narrator.readers.superscript import superscript
from narrator.readers.tree.elements import BLOCK_TAGS, Element, is_hidden, tag_of
from narrator.readers.tree.notes import Notes

# a line break inside a paragraph, until white space is collapsed
LINE_BREAK = "\u2028"
# the marks that browsers show around the text of an element, by its tag
OPENING_MARKS = {"q": "“"}
CLOSING_MARKS = {"q": "”"}
# soft hyphens and characters without width; joiners stay, for the scripts that need them
_INVISIBLE = dict.fromkeys(map(ord, "\u00ad\u200b\u2060\ufeff"))

_CITATION_CLASS = re.compile(r"reference|citation|footnote|noteref|endnote", re.I)
_CITATION = re.compile(
    r"""
    [\[(]? \s*
    (?: \d{1,3} | [*†‡§¶]{1,3} | [a-z] )  # the first source
    (?: \s* [,;–-] \s* \d{1,3} )*          # others, or the end of a range
    \s* [\])]?
    """,
    re.VERBOSE,
)
_BRACKETED = re.compile(r"\[[^\[\]]{1,40}\]")
# starts and ends of the elements in a caption with many links
_LONGEST_CAPTION = 500
# elements in a superscript: a citation of several sources has a dozen
_MOST_ELEMENTS = 40
# a number after the end of a sentence, or after a word longer than most units, is a citation's;
# elsewhere it is a power
_AFTER_PROSE = re.compile(r"(?:[.,;:!?…”’\"')\]]|[^\W\d_]{3})\s*\Z")


def plain_text(element: Element, notes: Notes) -> str:
    """Return all the text in an element on one line."""
    return visible_text("".join(text_pieces(element, notes)))


def beginning_of_text(element: Element, notes: Notes) -> str:
    """Return the text in an element on one line, as far as the longest captions go.

    It takes as long however much is in the element, so that figures in figures are read once.
    """
    pieces = islice(_pieces(element, notes), _LONGEST_CAPTION)
    return visible_text("".join(pieces))


def text_pieces(element: Element, notes: Notes) -> Iterator[str]:
    """Yield the text in an element with the white space it has, each block on a line of its own."""
    return filter(None, _pieces(element, notes))


def _pieces(element: Element, notes: Notes) -> Iterator[str]:
    """Yield the text at the start and the end of each element in one; it may be empty."""
    from lxml import etree

    walker = etree.iterwalk(element, events=("start", "end"))
    before = ""
    for event, node in walker:
        tag = tag_of(node)
        is_inner = node is not element
        text = ""
        if tag in BLOCK_TAGS and (event == "start" or is_inner):
            text = "\n"
        if event == "end":
            text += CLOSING_MARKS.get(tag, "")
            if is_inner:
                text += node.tail or ""
        else:
            instead = replacement(node, tag, before, notes) if is_inner else None
            if instead is None:
                text += OPENING_MARKS.get(tag, "") + (node.text or "")
            else:
                text += instead
                walker.skip_subtree()
        before = text or before
        yield text


def replacement(element: Element, tag: str, before: str, notes: Notes) -> str | None:
    """Return the text that is read instead of an element and everything in it.

    Args:
        element: The element.
        tag: Its local name.
        before: The text before it, as far as the last piece goes.
        notes: The document's notes.

    Returns:
        The text, which is empty where nothing is read; None where the element's own text is read.
    """
    if tag == "br":
        return LINE_BREAK
    if element in notes.marks:
        return f"[{notes.marks[element]}]"
    if tag == "img" or element in notes.links_back or is_hidden(element, tag):
        return ""
    if tag == "math":
        return f" {formula_text(element)} "
    if tag == "sup":
        return _superscript_text(element, before, notes)
    return None


def visible_text(text: str) -> str:
    """Return a text without invisible characters, runs of white space as one space."""
    return " ".join(text.translate(_INVISIBLE).split())


def _superscript_text(element: Element, before: str, notes: Notes) -> str | None:
    """Return what is read instead of a superscript, as ``replacement`` does.

    One that holds a note's mark, or more than text, is read like any other element.
    """
    nodes = list(islice(element.iter(), _MOST_ELEMENTS + 1))
    if len(nodes) > _MOST_ELEMENTS or any(node in notes.marks for node in nodes):
        return None
    if _is_numerator(element):
        return None
    text = "".join(element.itertext()).strip()
    if _is_citation(element, nodes, text, before):
        return ""
    if len(nodes) > 1:
        return None
    return superscript(element.text or "")


def _is_numerator(element: Element) -> bool:
    """Return whether a superscript is a fraction's upper half."""
    following = element.getnext()
    if following is None or tag_of(following) != "sub":
        return False
    return (element.tail or "").strip() in {"/", "⁄"}


def _is_citation(element: Element, nodes: Sequence[Element], text: str, before: str) -> bool:
    """Return whether a superscript cites something, and is no power, ordinal or unit."""
    if _BRACKETED.fullmatch(text) or _CITATION_CLASS.search(element.get("class") or ""):
        return True
    if not _CITATION.fullmatch(text):
        return False
    parent = element.getparent()
    if parent is not None and tag_of(parent) == "a":
        return True
    if any(tag_of(node) == "a" for node in nodes):
        return True
    return text[-1].isdigit() and bool(_AFTER_PROSE.search(before))
