"""Blocks: what a walk through a tree yields, on the way to an article."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from narrator.article import Kind
from narrator.readers.builder import ArticleBuilder
from narrator.readers.tree.elements import Element


@dataclass(frozen=True, slots=True)
class Block:
    """A heading or a paragraph of a document.

    Attributes:
        text: All of its text on one line; code keeps its lines.
        kind: What kind of paragraph it is; it says nothing of a heading.
        label: A list item's number, a code block's language or a footnote's mark.
        level: A heading's level, from 1 on; 0 for a paragraph.
        rows: A table's cells, its column names first, which may be none.
        linked: How many of its characters are in links that lead elsewhere.
        element: The element it is in.
        anchors: Those of the wanted anchors that were passed since the block before.
    """

    text: str
    kind: Kind = Kind.PROSE
    label: str = ""
    level: int = 0
    rows: tuple[tuple[str, ...], ...] = ()
    linked: int = 0
    element: Element | None = None
    anchors: tuple[str, ...] = ()


def write_blocks(builder: ArticleBuilder, blocks: Iterable[Block]) -> None:
    """Add blocks to an article that is being built."""
    for block in blocks:
        if block.level:
            builder.heading(block.text, block.level)
        elif block.kind is Kind.TABLE:
            builder.table(block.rows[0], block.rows[1:])
        else:
            builder.add(block.text, block.kind, block.label)
