"""The metadata of an EPUB: title, authors, date and language in Dublin Core, and the series."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from narrator.language.tables import all_words
from narrator.readers.epub.series import read_series
from narrator.readers.metadata import Metadata
from narrator.readers.tree.elements import Element, attribute, tag_of
from narrator.readers.tree.notes import Notes
from narrator.readers.tree.text import plain_text

_DUBLIN_CORE = {"title", "creator", "date", "language"}
# MARC's code for authors; a creator without a role is one
_AUTHOR = "aut"
# types of titles; one without a type is as good as the main one, and others come last
_TITLE_TYPES = ("main", "", "short", "expanded", "subtitle", "edition", "collection")
# EPUB 2 says what happened on a date; other dates are, for instance, a conversion's
_PUBLICATION_EVENTS = {"publication", ""}
# a language and a date that programs write where they know none
_UNKNOWN_LANGUAGE = "und"
_UNKNOWN_DATE = "0101-01-01"


@dataclass(frozen=True, slots=True)
class _Statement:
    """An element of Dublin Core and its text."""

    node: Element
    text: str


def read_metadata(root: Element) -> Metadata:
    """Return the metadata that a package document states."""
    statements: dict[str, list[_Statement]] = {tag: [] for tag in _DUBLIN_CORE}
    # EPUB 3 gives a creator's role and a title's type apart, by their ids
    refinements: dict[str, dict[str, str]] = {"role": {}, "title-type": {}}
    for node in root.iter("*"):
        tag = tag_of(node)
        if tag in _DUBLIN_CORE:
            text = plain_text(node, Notes())
            if text:
                statements[tag].append(_Statement(node, text))
        elif tag == "meta" and node.get("property") in refinements:
            identifier = (node.get("refines") or "").lstrip("#")
            refinements[node.get("property") or ""][identifier] = plain_text(node, Notes())
    authors = []
    for creator in statements["creator"]:
        if _is_author(creator.node, refinements["role"]):
            authors.append(creator.text)
    return Metadata(
        title=_first_known(_titles(statements["title"], refinements["title-type"])),
        author=", ".join(dict.fromkeys(authors)),
        date=_publication_date(statements["date"]),
        language=_first_known(statements["language"]),
        series=read_series(root),
    )


def _titles(titles: Sequence[_Statement], types_by_id: dict[str, str]) -> list[_Statement]:
    """Return the titles in the order in which they name the book (EPUB 3.3, 5.5.3.2.5)."""

    def rank(title: _Statement) -> int:
        kind = types_by_id.get(title.node.get("id") or "", "")
        return _TITLE_TYPES.index(kind) if kind in _TITLE_TYPES else len(_TITLE_TYPES)

    return sorted(titles, key=rank)


def _is_author(creator: Element, roles_by_id: dict[str, str]) -> bool:
    """Return whether a creator is an author, as one is who has no role."""
    role = ""
    identifier = creator.get("id")
    if identifier is not None:
        role = roles_by_id.get(identifier, "")
    role = role or attribute(creator, "role") or _AUTHOR
    return role.lower() == _AUTHOR


def _publication_date(dates: Sequence[_Statement]) -> str:
    """Return the day of publication, else of the first other event; empty without a date."""
    published = []
    others = []
    for date in dates:
        if attribute(date.node, "event") in _PUBLICATION_EVENTS:
            published.append(date)
        else:
            others.append(date)
    unknown = tuple(_unknown_values())
    for date in [*published, *others]:
        if not date.text.startswith(unknown):
            return date.text.partition("T")[0]
    return ""


def _first_known(statements: Sequence[_Statement]) -> str:
    """Return the first text that is no placeholder, or an empty string."""
    unknown = _unknown_values()
    for statement in statements:
        if statement.text.lower() not in unknown:
            return statement.text
    return ""


def _unknown_values() -> set[str]:
    """Return what programs write where they know no title, language or date; lower case."""
    return {_UNKNOWN_LANGUAGE, _UNKNOWN_DATE, *all_words("metadata", "unknown")}
