"""Elements of HTML and XHTML: their names, attributes and roles, and which of them are shown.

Names come from an HTML parser or an XML parser, which treat case, namespaces and prefixes
differently; here all of them are in lower case and local.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, TypeAlias

from narrator.language.tables import load_toml

if TYPE_CHECKING:
    from lxml.etree import _Element
    from lxml.html import HtmlElement

# an element of a tree, and the root element of a page of HTML; strings at run time, so that lxml
# is loaded only when a tree is made
Element: TypeAlias = "_Element"
HtmlRoot: TypeAlias = "HtmlElement"

_TABLE = load_toml("narrator.readers.tree", "data/elements.toml")
BLOCK_TAGS = frozenset[str](_TABLE["block"])
LAYOUT_TAGS = frozenset[str](_TABLE["layout"])
_NOT_TEXT_TAGS = frozenset[str](_TABLE["not_text"])
HEADING_LEVELS = {f"h{level}": level for level in range(1, 7)}

_HIDING_STYLE = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.I)
_HIDDEN_CLASS = re.compile(rf"(?:^|\s)(?:{'|'.join(_TABLE['hidden_classes'])})(?:\s|$)", re.I)
_HIDDEN_LINK_CLASS = re.compile(
    rf"(?:^|\s)(?:{'|'.join(_TABLE['hidden_link_classes'])})(?:\s|$)", re.I
)
_LINK_TAGS = frozenset({"a", "span", "sup", "small"})
# elements that hold a whole document, which no class hides
_WHOLE_TAGS = frozenset({"html", "body", "main", "article"})
_INTEGER = re.compile(r"\s*(-?\d{1,9})")
_BEFORE_LOCAL_NAME = re.compile(r"[}:]")


def heading_tag(level: int) -> str:
    """Return the element of a heading of a level from 1; deeper ones are of the deepest."""
    return f"h{min(level, len(HEADING_LEVELS))}"


def tag_of(element: Element) -> str:
    """Return an element's local name in lower case; empty for comments and the like."""
    tag = element.tag
    if not isinstance(tag, str):
        return ""
    without_namespace = tag.rpartition("}")[2]
    return without_namespace.rpartition(":")[2].lower()


def attribute(element: Element, name: str) -> str:
    """Return an attribute by its local name; empty where the element has none.

    ``epub:type`` comes with a namespace from the XML parser, with a prefix from the HTML parser.
    """
    value = element.get(name)
    if value is not None:
        return value
    for key, other in element.attrib.items():
        if _BEFORE_LOCAL_NAME.split(str(key))[-1] == name:
            return str(other)
    return ""


def integer_attribute(element: Element, name: str) -> int | None:
    """Return the number that an attribute begins with, or None where it begins with none."""
    number = _INTEGER.match(element.get(name) or "")
    return int(number[1]) if number else None


def roles(element: Element) -> set[str]:
    """Return an element's roles by ``epub:type`` and ``role``, the latter without its ``doc-``."""
    names = f"{attribute(element, 'type')} {element.get('role') or ''}".lower().split()
    return {name.removeprefix("doc-") for name in names}


def is_hidden(element: Element, tag: str) -> bool:
    """Return whether nothing in an element is shown, or nothing in it is text of the document."""
    if tag in _NOT_TEXT_TAGS:
        return True
    attributes = element.attrib
    if not attributes:
        return False
    if "hidden" in attributes and attributes["hidden"] != "until-found":
        return True
    if attributes.get("aria-hidden") == "true":
        return True
    if tag == "dialog" and "open" not in attributes:
        return True
    if _HIDING_STYLE.search(attributes.get("style", "")):
        # what a formula's picture is a picture of
        return len(element) != 1 or tag_of(element[0]) != "math"
    return _has_hiding_class(attributes.get("class", ""), tag)


def _has_hiding_class(classes: str, tag: str) -> bool:
    """Return whether an element has a class that is known to hide its kind."""
    if not classes or tag in _WHOLE_TAGS:
        return False
    if tag in _LINK_TAGS and _HIDDEN_LINK_CLASS.search(classes):
        return True
    return bool(_HIDDEN_CLASS.search(classes))
