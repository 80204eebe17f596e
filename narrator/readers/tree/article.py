"""From a whole tree to an article: for documents that hold nothing beside their text."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from narrator.article import Article, Skipped
from narrator.readers.builder import ArticleBuilder
from narrator.readers.metadata import Metadata
from narrator.readers.tree.block import Block, write_blocks
from narrator.readers.tree.elements import Element
from narrator.readers.tree.notes import find_notes
from narrator.readers.tree.walk import walk_blocks


def tree_article(
    root: Element, metadata: Metadata, source: str, skipped: Iterable[Skipped] = ()
) -> Article:
    """Return the article of all blocks in a tree; see ``whole_tree`` and ``blocks_article``."""
    return blocks_article(whole_tree(root), metadata, source, skipped)


def whole_tree(root: Element) -> Iterator[Block]:
    """Yield all blocks in a tree of HTML; links that begin with "#" may refer to notes in it."""
    notes = find_notes({"": root}, _resolve)
    return walk_blocks(root, notes)


def blocks_article(
    blocks: Iterable[Block], metadata: Metadata, source: str, skipped: Iterable[Skipped] = ()
) -> Article:
    """Return the article of some blocks.

    Args:
        blocks: The blocks, in order.
        metadata: What the document states about itself.
        source: Where it comes from.
        skipped: What was left out of the blocks.
    """
    builder = ArticleBuilder()
    write_blocks(builder, blocks)
    return builder.stated_article(source, metadata, skipped)


def _resolve(document: str, href: str) -> str:
    """Return the document that a link leads to: this one, or another by its address."""
    return href.partition("#")[0] or document
