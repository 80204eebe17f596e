"""What styles mean for paragraphs: headings and their levels, kinds, lists, hidden text.

Styles inherit from one another, and a paragraph's own properties outweigh its style's. What a
style's name means is listed in each language's ``word_styles.toml``.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import cache

from narrator.article import Kind
from narrator.language.tables import all_words, one_of
from narrator.readers.docx.names import (
    Element,
    attribute,
    child,
    children,
    is_on,
    parse_number,
    value_of,
)

# of a heading whose style is called so without a number
_LEVEL_WITHOUT_NUMBER = 1
# more than any document has; in damaged files styles inherit in circles
_MOST_ANCESTORS = 20
# Word's outline levels count from 0; this one is no heading (ECMA-376 part 1, 17.3.1.20)
_BODY_TEXT_LEVEL = 9
# between the words of a style's id: "BlockText", "Heading2"
_WORD_START = re.compile(r"(?<=[a-z])(?=[\dA-Z])")
_TRUE = {"1", "true", "on"}


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


@dataclass(frozen=True, slots=True)
class Styles:
    """The styles of a document.

    Attributes:
        by_id: Paragraph and character styles by their ids, with what they inherit.
        default: The style of paragraphs that name none.
        language: The BCP 47 tag of text that states no other; may be empty.
    """

    by_id: Mapping[str, Style] = field(default_factory=dict)
    default: Style = Style()
    language: str = ""

    def paragraph_style(self, style_id: str) -> Style:
        """Return a paragraph's style; one without a description means what its id says."""
        if not style_id:
            return self.default
        if style_id in self.by_id:
            return self.by_id[style_id]
        return _with_name(Style(), _WORD_START.sub(" ", style_id).lower())

    def hides(self, style_id: str) -> bool:
        """Return whether a character style hides its text."""
        return style_id in self.by_id and self.by_id[style_id].hidden


def read_styles(root: Element | None) -> Styles:
    """Return the styles of ``word/styles.xml``, each with what it inherits; none for None."""
    nodes: dict[str, Element] = {}
    for name, node in children(root):
        if name == "w:style":
            nodes[attribute(node, "styleId")] = node
    by_id = {style_id: _resolve(style_id, nodes) for style_id in nodes}
    default = Style()
    for style_id, node in nodes.items():
        if _is_default_paragraph(node):
            default = by_id[style_id]
            break
    language = value_of(root, "w:docDefaults", "w:rPrDefault", "w:rPr", "w:lang")
    return Styles(by_id, default, language)


def with_properties(style: Style, properties: Element | None) -> Style:
    """Return a style changed by the properties of a paragraph or of a derived style.

    Args:
        style: The style so far.
        properties: A ``w:pPr``, or None where there is none.
    """
    if properties is None:
        return style
    level = parse_number(value_of(properties, "w:outlineLvl"))
    if level is not None:
        is_heading = level < _BODY_TEXT_LEVEL
        style = replace(style, level=level + 1 if is_heading else None)
    in_list = child(properties, "w:numPr")
    if in_list is None:
        return style
    list_id = value_of(in_list, "w:numId") or style.list_id
    depth = parse_number(value_of(in_list, "w:ilvl"))
    if depth is None:
        depth = style.depth
    return replace(style, list_id=list_id, depth=depth)


def _is_default_paragraph(node: Element) -> bool:
    """Return whether a ``w:style`` is the default for paragraphs."""
    if attribute(node, "type") != "paragraph":
        return False
    return attribute(node, "default").lower() in _TRUE


def _resolve(style_id: str, nodes: Mapping[str, Element]) -> Style:
    """Return a style with what it inherits."""
    ancestry: list[Element] = []
    while style_id in nodes and len(ancestry) < _MOST_ANCESTORS:
        node = nodes[style_id]
        ancestry.append(node)
        style_id = value_of(node, "w:basedOn")
    style = Style()
    for node in reversed(ancestry):
        style = _with_name(style, value_of(node, "w:name").strip().lower())
        style = with_properties(style, child(node, "w:pPr"))
        style = _with_letters(style, child(node, "w:rPr"))
    return style


def _with_letters(style: Style, properties: Element | None) -> Style:
    """Return a style changed by what a style says of its letters (``w:rPr``)."""
    vanish = child(properties, "w:vanish")
    if vanish is not None:
        style = replace(style, hidden=is_on(vanish))
    bold = child(properties, "w:b")
    if bold is not None:
        style = replace(style, is_bold=is_on(bold))
    size = parse_number(value_of(properties, "w:sz"))
    if size is not None:
        style = replace(style, size=size)
    return style


def _with_name(style: Style, name: str) -> Style:
    """Return a style changed by what its name means."""
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
