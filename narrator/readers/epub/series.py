"""The series that an EPUB states: as a collection of EPUB 3, or as calibre writes it into EPUB 2.

Sources: EPUB 3.3, 5.5.5 (``belongs-to-collection``); calibre's ``calibre:series``.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from narrator.article import NO_SERIES, Series
from narrator.language.characters import one_line
from narrator.readers.tree.elements import Element, tag_of
from narrator.readers.tree.notes import Notes
from narrator.readers.tree.text import plain_text

_COLLECTION = "belongs-to-collection"
# other collections are sets, such as a publisher's; one without a type may be anything
_SERIES = "series"


@dataclass(frozen=True, slots=True)
class _Statement:
    """What a ``meta`` element says.

    Attributes:
        name: The property or name.
        value: Its value.
        id: The element's own id, to which others may refer.
        about: The id of the element that it describes; empty for the book.
    """

    name: str
    value: str
    id: str
    about: str


def read_series(root: Element) -> Series:
    """Return the first series of a package document; an empty one where it states none."""
    statements = [_statement(node) for node in root.iter("*") if tag_of(node) == "meta"]
    return _collection(statements) or _calibre_series(statements)


def _statement(node: Element) -> _Statement:
    """Return what an element says: EPUB 3 writes the value as text, EPUB 2 as an attribute."""
    name = node.get("property") or node.get("name") or ""
    value = one_line(node.get("content") or plain_text(node, Notes()))
    about = (node.get("refines") or "").lstrip("#")
    return _Statement(name.lower(), value, node.get("id") or "", about)


def _collection(statements: Sequence[_Statement]) -> Series | None:
    """Return the first collection that is a series."""
    details: defaultdict[str, dict[str, str]] = defaultdict(dict)
    for statement in statements:
        details[statement.about].setdefault(statement.name, statement.value)
    for statement in statements:
        is_collection = statement.name == _COLLECTION and statement.id and statement.value
        described = details.get(statement.id, {})
        if is_collection and described.get("collection-type") == _SERIES:
            return Series(statement.value, described.get("group-position", ""))
    return None


def _calibre_series(statements: Sequence[_Statement]) -> Series:
    """Return the series that calibre wrote; its first number is ``1.0``."""
    values = {statement.name: statement.value for statement in statements}
    name = values.get("calibre:series", "")
    if not name:
        return NO_SERIES
    return Series(name, values.get("calibre:series_index", "").removesuffix(".0"))
