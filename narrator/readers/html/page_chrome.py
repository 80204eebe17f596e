"""Page chrome: what a web page marks as no part of its article.

Menus, adverts, comments and lists of links are recognised by elements, roles and class names.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable
from enum import IntEnum
from functools import lru_cache
from itertools import islice

from narrator.article import Kind
from narrator.language.tables import load_toml
from narrator.readers.tree.block import Block
from narrator.readers.tree.elements import Element, tag_of


def _name_pattern(names: Iterable[str]) -> re.Pattern[str]:
    """Return a pattern for class names that have one of the names as a whole part."""
    return re.compile(rf"(?:^|[\s_-])(?:{'|'.join(names)})\d*(?:[\s_-]|$)", re.I)


_TABLE = load_toml("narrator.readers.html", "data/page_chrome.toml")
_TAGS = frozenset[str](_TABLE["tags"])
_CONTAINERS = frozenset[str](_TABLE["containers"])
_ROLES = frozenset[str](_TABLE["roles"])
_INNER_CAPITAL = re.compile(r"(?<=[a-z])(?=[A-Z])")
_NAMES = _name_pattern(_TABLE["names"])
_BOILERPLATE_NAMES = _name_pattern(_TABLE["boilerplate_names"])
# class names of elements of a few large pages
_MOST_REMEMBERED = 8192
# of a block's characters; a block with more of them in links that lead elsewhere is a list of links
_MOST_LINKED = 0.5


# words of a paragraph that is text though all of it is a link
_FEWEST_TEXT_WORDS = 15


class _Mark(IntEnum):
    """How clearly an element is marked."""

    NONE = 0
    CHROME = 1
    BOILERPLATE = 2


class PageChrome:
    """The marks of a page's elements; each element is looked at once."""

    def __init__(self, bulk: Collection[Element] = ()) -> None:
        """Prepare to look.

        Args:
            bulk: The elements that hold most of the article; their own marks mean nothing.
        """
        self._bulk = bulk
        self._marks: dict[Element, _Mark] = {}

    def is_chrome(self, block: Block) -> bool:
        """Return whether a block is marked as page chrome, or is mostly links."""
        if block.kind is Kind.FOOTNOTE:
            return False
        if block.linked > _MOST_LINKED * len(block.text) and not _is_linked_text(block):
            return True
        return self._mark(block.element) >= _Mark.CHROME

    def is_boilerplate(self, block: Block) -> bool:
        """Return whether a block is boilerplate even if the extractor kept it."""
        return self._mark(block.element) is _Mark.BOILERPLATE

    def _mark(self, element: Element | None) -> _Mark:
        """Return the clearest mark of an element and those around it."""
        path: list[Element] = []
        while element is not None and element not in self._marks:
            path.append(element)
            element = element.getparent()
        mark = _Mark.NONE
        if element is not None:
            mark = self._marks[element]
        for inner in reversed(path):
            if inner not in self._bulk:
                mark = max(mark, _own_mark(inner))
            self._marks[inner] = mark
        return mark


def _is_linked_text(block: Block) -> bool:
    """Return whether a block that is mostly links is text: a paragraph, or an announced list."""
    if block.kind is Kind.ITEM:
        return _is_announced(block.element)
    if block.level or len(block.text.split()) < _FEWEST_TEXT_WORDS:
        return False
    return block.text.rstrip("\"'”’»)]").endswith((".", "!", "?", "…"))


def _is_announced(item: Element | None) -> bool:
    """Return whether a list is part of an item, or the paragraph before it ends in a colon."""
    for around in () if item is None else islice(item.iterancestors("ul", "ol"), 1):
        parent = around.getparent()
        if parent is not None and tag_of(parent) == "li" and (parent.text or "").strip():
            return True
        before = around.getprevious()
        if before is not None and tag_of(before) == "p":
            return "".join(before.itertext()).rstrip().endswith(":")
    return False


def is_marked_chrome(element: Element) -> bool:
    """Return whether an element itself is marked as page chrome."""
    return _own_mark(element) is not _Mark.NONE


def is_marked_boilerplate(element: Element) -> bool:
    """Return whether an element itself is marked as boilerplate."""
    return _own_mark(element) is _Mark.BOILERPLATE


def _own_mark(element: Element) -> _Mark:
    tag = tag_of(element)
    if not tag or tag in _CONTAINERS:
        return _Mark.NONE
    mark = _mark_of_names(f"{element.get('class') or ''} {element.get('id') or ''}")
    if tag in _TAGS or element.get("role") in _ROLES:
        return max(mark, _Mark.CHROME)
    return mark


@lru_cache(maxsize=_MOST_REMEMBERED)
def _mark_of_names(names: str) -> _Mark:
    """Return how class names mark an element; a page has the same ones many times."""
    names = _INNER_CAPITAL.sub("-", names)
    if _BOILERPLATE_NAMES.search(names):
        return _Mark.BOILERPLATE
    if _NAMES.search(names):
        return _Mark.CHROME
    return _Mark.NONE
