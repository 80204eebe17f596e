"""The names of WordprocessingML, shortened: ``w:p`` in the transitional and the strict dialect.

Both dialects (ECMA-376) have the same elements in different namespaces, so that nothing else here
has to know which one a file is written in.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from typing import TYPE_CHECKING, TypeAlias

if TYPE_CHECKING:
    from lxml.etree import _Element

# a string at run time, so that lxml is loaded only when a file is read
Element: TypeAlias = "_Element"

_TRANSITIONAL = "http://schemas.openxmlformats.org"
_STRICT = "http://purl.oclc.org/ooxml"
_PREFIXES = {
    f"{_TRANSITIONAL}/wordprocessingml/2006/main": "w",
    f"{_STRICT}/wordprocessingml/main": "w",
    f"{_TRANSITIONAL}/officeDocument/2006/math": "m",
    f"{_STRICT}/officeDocument/math": "m",
    f"{_TRANSITIONAL}/drawingml/2006/wordprocessingDrawing": "wp",
    f"{_STRICT}/drawingml/wordprocessingDrawing": "wp",
    f"{_TRANSITIONAL}/officeDocument/2006/relationships": "r",
    f"{_STRICT}/officeDocument/relationships": "r",
    f"{_TRANSITIONAL}/markup-compatibility/2006": "mc",
    f"{_TRANSITIONAL}/drawingml/2006/diagram": "dgm",
    "urn:schemas-microsoft-com:vml": "v",
}
_OFF = {"0", "false", "off"}
# digits; Word's own numbers have five
_LONGEST_NUMBER = 7


@lru_cache(4096)
def short_name(tag: str) -> str:
    """Return a tag with its namespace as a short name: ``w:p``.

    The prefix is empty where the namespace is none of Word's.
    """
    namespace, _, local_name = tag.rpartition("}")
    prefix = _PREFIXES.get(namespace[1:], "")
    return f"{prefix}:{local_name}"


def children(node: Element | None) -> Iterator[tuple[str, Element]]:
    """Yield the short name and the element of each child; nothing for None."""
    if node is not None:
        for child_node in node:
            yield short_name(str(child_node.tag)), child_node


def child(node: Element | None, *path: str) -> Element | None:
    """Return the first child of a name, and of that the first child of the next name.

    None is returned where there is no such child, and for None.
    """
    for wanted in path:
        node = _first_child(node, wanted)
    return node


def attribute(node: Element | None, name: str, default: str = "") -> str:
    """Return the value of an attribute, found by its name without a namespace."""
    if node is not None:
        for key, value in node.attrib.items():
            if key.rpartition("}")[2] == name:
                return str(value)
    return default


def value_of(node: Element | None, *path: str) -> str:
    """Return the attribute ``val`` of the element at the end of a path; empty without one."""
    return attribute(child(node, *path), "val")


def is_on(node: Element | None) -> bool:
    """Return whether a switch, such as ``w:vanish``, is there and is not turned off."""
    return node is not None and attribute(node, "val", "1").lower() not in _OFF


def parse_number(text: str) -> int | None:
    """Return a whole number that is not negative, or None for any other text."""
    if text.isascii() and text.isdecimal() and len(text) <= _LONGEST_NUMBER:
        return int(text)
    return None


def _first_child(node: Element | None, wanted: str) -> Element | None:
    """Return the first child of this short name, or None."""
    for name, child_node in children(node):
        if name == wanted:
            return child_node
    return None
