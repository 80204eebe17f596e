"""Pages of a book that are no text: cover, title page, copyright page, table of contents.

A page is known by what the book calls it, if it is also as short as such pages are. Names are
listed in each language's ``book_pages.toml``.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from narrator.article import count_words
from narrator.language.characters import title_key
from narrator.language.tables import all_words
from narrator.readers.metadata import Metadata
from narrator.readers.tree.block import Block
from narrator.readers.tree.elements import Element, attribute, tag_of

TABLE_OF_CONTENTS = "table of contents"
_SUFFIX = re.compile(r"\.\w+$")
# A list of contents links more than this share of its characters; a chapter that is called
# "Contents" does not.
_MIN_LINKED_SHARE = 0.5


# of pages that nothing names; those of copyright have a number for shops, and say whose it is
_ISBN = re.compile(r"\bISBN\b.{0,12}\d", re.I)
_RIGHTS = re.compile(r"©|\([Cc]\)|\bcopyright\b", re.I)
_MOST_WORDS_OF_RIGHTS = 400
_MOST_WORDS_OF_TITLE = 40


@dataclass(frozen=True, slots=True)
class _PageKind:
    """A kind of page.

    Attributes:
        name: What it is called when it is reported.
        key: The key of its names in the languages' tables.
        most_words: The most words that such a page has.
    """

    name: str
    key: str
    most_words: int


_PAGE_KINDS = (
    _PageKind("cover", "cover", 100),
    _PageKind("title page", "title_page", 150),
    _PageKind("copyright page", "copyright_page", 1500),
    _PageKind(TABLE_OF_CONTENTS, "table_of_contents", 5000),
)


def page_kind(names: set[str], root: Element, blocks: Sequence[Block], metadata: Metadata) -> str:
    """Return which kind of page a part of a book is; empty where it is text.

    Args:
        names: What the book calls the part.
        root: Its document, which may say itself what it is.
        blocks: Its text.
        metadata: The book's title and author.
    """
    stems = set()
    for name in names | _own_types(root):
        stems.add(_SUFFIX.sub("", name).lower())
    words = sum(count_words(block.text) for block in blocks)
    for kind in _PAGE_KINDS:
        if words > kind.most_words or stems.isdisjoint(all_words("book_pages", kind.key)):
            continue
        if kind.name != TABLE_OF_CONTENTS or _is_mostly_links(blocks):
            return kind.name
    return _unnamed_page_kind(blocks, metadata)


def _unnamed_page_kind(blocks: Sequence[Block], metadata: Metadata) -> str:
    """Return which kind of page a part is that nothing names; empty where it is text."""
    text = "\n".join(block.text for block in blocks)
    words = count_words(text)
    if words <= _MOST_WORDS_OF_RIGHTS and _RIGHTS.search(text) and _ISBN.search(text):
        return "copyright page"
    if words > _MOST_WORDS_OF_TITLE or "." in text[-1:] or not metadata.author:
        return ""
    key = title_key(text)
    if title_key(metadata.title) in key and title_key(metadata.author) in key:
        return "title page"
    return ""


def _own_types(root: Element) -> set[str]:
    """Return the ``epub:type`` of a document's body and of the first element in it."""
    body = root
    for node in root.iter("*"):
        if tag_of(node) == "body":
            body = node
            break
    types: set[str] = set()
    for node in (body, *body[:1]):
        types.update(attribute(node, "type").split())
    return types


def _is_mostly_links(blocks: Sequence[Block]) -> bool:
    """Return whether most of the characters outside headings are links."""
    characters = 0
    linked = 0
    for block in blocks:
        if not block.level:
            characters += len(block.text)
            linked += block.linked
    return linked > _MIN_LINKED_SHARE * characters
