"""The names of WordprocessingML, in both of its dialects, as short ones: ``w:p`` for the transitional and the strict one."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from typing import Any

_OPEN_XML = ("http://schemas.openxmlformats.org/", "http://purl.oclc.org/ooxml/")
_PREFIXES = {
    **{
        f"{_OPEN_XML[0]}{path}/2006/{name}": prefix
        for path, name, prefix in (
            ("wordprocessingml", "main", "w"),
            ("officeDocument", "math", "m"),
            ("drawingml", "wordprocessingDrawing", "wp"),
            ("officeDocument", "relationships", "r"),
        )
    },
    f"{_OPEN_XML[0]}markup-compatibility/2006": "mc",
    **{
        f"{_OPEN_XML[1]}{path}": prefix
        for path, prefix in (
            ("wordprocessingml/main", "w"),
            ("officeDocument/math", "m"),
            ("drawingml/wordprocessingDrawing", "wp"),
            ("officeDocument/relationships", "r"),
        )
    },
    "urn:schemas-microsoft-com:vml": "v",
}


@lru_cache(4096)
def short(tag: str) -> str:
    """``w:p`` for a tag with its namespace; the bare name after a colon where the namespace is not one of Word's."""
    space, _, local = tag.rpartition("}")
    return f"{_PREFIXES.get(space[1:], '')}:{local}"


def children(node: Any) -> Iterator[tuple[str, Any]]:
    """A node's children and their short names."""
    return ((short(child.tag), child) for child in node)


def child(node: Any, *path: str) -> Any:
    """The first child of this name, and its first of the next; None where there is none."""
    for name in path:
        node = (
            next((found for known, found in children(node) if known == name), None)
            if node is not None
            else None
        )
    return node


def attribute(node: Any, name: str, default: str = "") -> str:
    """An attribute by its bare name."""
    if node is not None:
        for known, text in node.attrib.items():
            if known.rpartition("}")[2] == name:
                return str(text)
    return default


def is_on(node: Any) -> bool:
    """Whether a switch is there and not turned off."""
    return node is not None and attribute(node, "val", "1").lower() not in {"0", "false", "off"}


def number(text: str) -> int | None:
    """A small whole number, None for anything else."""
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 8 else None
