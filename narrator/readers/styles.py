"""Paragraph styles of word processors: what their names mean.

The names are listed in each language's ``word_styles.toml``.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from functools import cache

from narrator.article import Kind
from narrator.language.tables import all_words, one_of
from narrator.readers.tree.elements import Element

# of a heading whose style is called so without a number
_LEVEL_WITHOUT_NUMBER = 1
# more than any document has; in damaged files styles inherit in circles
_MOST_ANCESTORS = 20
# outline levels count from 0; this one is no heading (ECMA-376 part 1, 17.3.1.20)
BODY_TEXT_LEVEL = 9


@dataclass(frozen=True, slots=True)
class Style:
    """What a style, or a paragraph with its style, says.

    Attributes:
        name: The style's name in lower case.
        level: A heading's level, from 1; None where it is no heading.
        kind: What its paragraphs are.
        hidden: Whether its text is not shown.
        list_id: The list its paragraphs belong to; None where there is none.
        depth: Their level in that list, from 0; None where it is not said.
        is_bold: Whether its text is bold.
        size: The size of its letters in half points; None where it is not said.
    """

    name: str = ""
    level: int | None = None
    kind: Kind = Kind.PROSE
    hidden: bool = False
    list_id: str | None = None
    depth: int | None = None
    is_bold: bool = False
    size: int | None = None

    @property
    def is_title(self) -> bool:
        """Whether it is the style of the document's title."""
        return self.name in _names("titles")

    @property
    def is_contents(self) -> bool:
        """Whether it is a style of a table of contents or an index."""
        return bool(_contents_name().fullmatch(self.name))


UNSTYLED = Style()


def lineage(
    name: str, nodes: Mapping[str, Element], parent_of: Callable[[Element], str]
) -> list[Element]:
    """Return a style's node and those that it inherits from, the first ancestor first.

    Args:
        name: The style's name.
        nodes: The nodes of all styles by their names.
        parent_of: Returns the name of the style that a node inherits from.
    """
    found: list[Element] = []
    while name in nodes and len(found) < _MOST_ANCESTORS:
        found.append(nodes[name])
        name = parent_of(nodes[name])
    return found[::-1]


def with_name(style: Style, name: str) -> Style:
    """Return a style changed by what its name, in lower case, means."""
    heading = _heading_name().fullmatch(name)
    if heading:
        return replace(style, name=name, level=int(heading[1]))
    if name in _names("headings_whole"):
        return replace(style, name=name, level=_LEVEL_WITHOUT_NUMBER)
    kind = _kind_by_name(name)
    if kind is None:
        return replace(style, name=name)
    return replace(style, name=name, kind=kind)


def _kind_by_name(name: str) -> Kind | None:
    """Return what paragraphs of a style are by its name; None where the name does not say."""
    if name in _names("captions"):
        return Kind.CAPTION
    if name in _names("quotes"):
        return Kind.QUOTE
    if _code_name().fullmatch(name):
        return Kind.CODE
    # a paragraph is an item by its list, not by its style
    if name.startswith(_names("lists")):
        return Kind.PROSE
    return None


@cache
def _heading_name() -> re.Pattern[str]:
    """Return what matches the name of a heading's style; its group is the level from 1."""
    return re.compile(rf"{one_of(_names('headings'))}\s*([1-9])(?:\W.*)?")


@cache
def _contents_name() -> re.Pattern[str]:
    """Return what matches the name of a style of a table of contents or an index."""
    return re.compile(rf"{one_of(_names('contents'))} \d|{one_of(_names('contents_whole'))}")


@cache
def _code_name() -> re.Pattern[str]:
    """Return what matches the name of a style of program code."""
    return re.compile(rf".*\b{one_of(_names('code_words'))}\b.*|{one_of(_names('code'))}")


def _names(key: str) -> tuple[str, ...]:
    """Return the names, or words of names, that any language lists under a key."""
    return all_words("word_styles", key)
