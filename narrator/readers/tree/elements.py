"""What the tags of HTML and XHTML are, and the plain text inside one: what is common to all that walk such a tree.

Trees are walked by events and never by recursion, so that depth costs nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import islice
from typing import Any

from narrator.readers.superscript import superscript

# a line break inside a paragraph, until white space is collapsed
BREAK = "\u2028"
# begin and end a paragraph (HTML Standard, 15.3 "Non-replaced elements", display: block and its kin)
BLOCKS = frozenset(
    {
        *(
            "address",
            "article",
            "aside",
            "blockquote",
            "body",
            "caption",
            "center",
            "dd",
            "details",
            "dialog",
            "dir",
            "div",
        ),
        *(
            "dl",
            "dt",
            "fieldset",
            "figcaption",
            "figure",
            "footer",
            "form",
            "h1",
            "h2",
            "h3",
            "h4",
            "h5",
        ),
        *(
            "h6",
            "header",
            "hgroup",
            "hr",
            "html",
            "legend",
            "li",
            "main",
            "menu",
            "nav",
            "ol",
            "optgroup",
        ),
        *(
            "p",
            "pre",
            "search",
            "section",
            "summary",
            "table",
            "tbody",
            "td",
            "tfoot",
            "th",
            "thead",
            "tr",
        ),
        "ul",
    }
)
HEADINGS = {f"h{level}": level for level in range(1, 7)}
# never text: code, controls, what is embedded, a picture's fallbacks, readings beside ruby, the source of a formula
_SKIPPED = frozenset(
    {
        *(
            "script",
            "style",
            "template",
            "noscript",
            "head",
            "title",
            "meta",
            "link",
            "base",
            "svg",
            "canvas",
        ),
        *(
            "iframe",
            "object",
            "embed",
            "video",
            "audio",
            "map",
            "select",
            "textarea",
            "input",
            "button",
            "datalist",
        ),
        *(
            "progress",
            "meter",
            "rt",
            "rp",
            "rtc",
            "annotation",
            "annotation-xml",
            "frameset",
            "noframes",
            "applet",
        ),
    }
)
_HIDING_STYLE = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.I)
# for screen readers only, links to a heading itself, and wikis' links to edit one
_HIDING_CLASS = re.compile(
    r"(?:^|\s)(?:sr-only|visually-?hidden|screen-reader-text|headerlink|anchorjs-link|permalink|mw-editsection)(?:\s|$)",
    re.I,
)
# soft hyphens and characters without width; joiners are left, for scripts that need them
_INVISIBLE = dict.fromkeys(map(ord, "\u00ad\u200b\u2060\ufeff"))
_CITATION_CLASS = re.compile(r"reference|citation|footnote|noteref|endnote", re.I)
_CITATION = re.compile(r"[\[(]?\s*(?:\d{1,3}|[*†‡§¶]{1,3}|[a-z])(?:\s*[,;–-]\s*\d{1,3})*\s*[\])]?")
_BRACKETED = re.compile(r"\[[^\[\]]{1,40}\]")
# elements in a superscript: a citation of several sources has a dozen
_MOST_WITHIN = 40
# what a number above the line is a note of, and no power: the end of a sentence, or a word longer than most units
_AFTER_PROSE = re.compile(r"(?:[.,;:!?…”’\"')\]]|[^\W\d_]{3})\s*\Z")


@dataclass(frozen=True, slots=True)
class Notes:
    """The notes of a document by their elements: references by their marks, notes by theirs, and the links back."""

    marks: Mapping[Any, str] = field(default_factory=dict)
    bodies: Mapping[Any, str] = field(default_factory=dict)
    links_back: frozenset[Any] = frozenset()


def tag_of(element: Any) -> str:
    """An element's name in small letters and without its namespace or prefix; empty for comments and the like."""
    tag = element.tag
    return tag.rpartition("}")[2].rpartition(":")[2].lower() if isinstance(tag, str) else ""


def attribute(element: Any, name: str) -> str:
    """An attribute by its local name: ``epub:type`` comes with a namespace from one parser, with a prefix from another."""
    if (value := element.get(name)) is not None:
        return str(value)
    for key, value in element.attrib.items():
        if isinstance(key, str) and re.split(r"[}:]", key)[-1] == name:
            return str(value)
    return ""


def roles(element: Any) -> set[str]:
    """What an element says it is, by ``epub:type`` and ``role``, the latter without its ``doc-``."""
    found = f"{attribute(element, 'type')} {element.get('role') or ''}".lower().split()
    return {name.removeprefix("doc-") for name in found}


def is_hidden(element: Any, tag: str) -> bool:
    """Whether nothing in it is shown, or nothing in it is text."""
    if tag in _SKIPPED:
        return True
    attributes = element.attrib
    if not attributes:
        return False
    if "hidden" in attributes and attributes["hidden"] != "until-found":
        return True
    if attributes.get("aria-hidden") == "true" or (tag == "dialog" and "open" not in attributes):
        return True
    return bool(
        _HIDING_STYLE.search(attributes.get("style", ""))
        or _HIDING_CLASS.search(attributes.get("class", ""))
    )


def instead(element: Any, tag: str, before: str, notes: Notes) -> str | None:
    """What is read instead of an element with all in it; None where that is its own text. ``before`` is the text so far."""
    if tag == "br":
        return BREAK
    if element in notes.marks:
        return f"[{notes.marks[element]}]"
    if tag == "img" or element in notes.links_back or is_hidden(element, tag):
        return ""
    return _raised(element, before, notes) if tag == "sup" else None


def plain(element: Any, notes: Notes) -> str:
    """All the text in an element, blocks apart by spaces."""
    return tidy("".join(pieces(element, notes)))


def pieces(element: Any, notes: Notes) -> Iterator[str]:
    """The text in an element as it stands in the tree, blocks on lines of their own."""
    from lxml import etree

    walker = etree.iterwalk(element, events=("start", "end"))
    before = ""
    for event, node in walker:
        tag = tag_of(node)
        inner = node is not element
        if event == "end":
            text = ("”" if tag == "q" else "") + (node.tail or "" if inner else "")
        elif inner and (other := instead(node, tag, before, notes)) is not None:
            text = other
            walker.skip_subtree()
        else:
            text = opening_quote(tag) + (node.text or "")
        if tag in BLOCKS and (event == "start" or inner):
            text = f"\n{text}"
        if text:
            before = text
            yield text


def opening_quote(tag: str) -> str:
    """``q`` is shown with quotation marks."""
    return "“" if tag == "q" else ""


def tidy(text: str) -> str:
    """Text without characters that are not seen, white space collapsed."""
    return " ".join(text.translate(_INVISIBLE).split())


def _raised(element: Any, before: str, notes: Notes) -> str | None:
    """What is read instead of a superscript; None where it holds a note's mark or more than text."""
    within = list(islice(element.iter(), _MOST_WITHIN + 1))
    if len(within) > _MOST_WITHIN or any(node in notes.marks for node in within):
        return None
    below = element.getnext()
    if below is not None and tag_of(below) == "sub" and (element.tail or "").strip() in {"/", "⁄"}:
        return None  # a fraction's upper half
    text = "".join(element.itertext()).strip()
    if _is_citation(element, within, text, before):
        return ""
    return superscript(element.text or "") if len(within) == 1 else None


def _is_citation(element: Any, within: Sequence[Any], text: str, before: str) -> bool:
    """Whether a superscript refers to something that is not here, and is no power, ordinal or unit."""
    if _BRACKETED.fullmatch(text) or _CITATION_CLASS.search(element.get("class") or ""):
        return True
    if not _CITATION.fullmatch(text):
        return False
    linked = any(tag_of(node) == "a" for node in (element.getparent(), *within) if node is not None)
    return linked or (text[-1].isdigit() and bool(_AFTER_PROSE.search(before)))
