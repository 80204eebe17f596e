"""What a walk through a document yields, on the way to an outline."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from narrator.article import Kind
from narrator.readers.builder import ArticleBuilder


@dataclass(frozen=True, slots=True)
class Block:
    """A stretch of a document, a heading where ``level`` is not 0. ``rows`` is a table's, its column names first.

    ``linked`` is how many of its characters lead elsewhere; ``element`` what it stands in; ``anchors`` are the wanted
    names that were passed since the block before.
    """

    text: str
    kind: Kind = Kind.PROSE
    label: str = ""
    level: int = 0
    rows: tuple[tuple[str, ...], ...] = ()
    linked: int = 0
    element: Any = None
    anchors: tuple[str, ...] = ()


def write(outline: ArticleBuilder, found: Iterable[Block]) -> None:
    """Blocks into an outline."""
    for block in found:
        if block.level:
            outline.heading(block.text, block.level)
        elif block.kind is Kind.TABLE:
            outline.table(block.rows[0], block.rows[1:])
        else:
            outline.add(block.text, block.kind, block.label)
