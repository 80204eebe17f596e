"""Word's styles: they inherit from one another, and a paragraph's own properties outweigh them."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from narrator.readers.docx.names import (
    Element,
    attribute,
    child,
    children,
    is_on,
    parse_number,
    value_of,
)
from narrator.readers.styles import BODY_TEXT_LEVEL, UNSTYLED, Style, lineage, with_name

# between the words of a style's id: "BlockText", "Heading2"
_WORD_START = re.compile(r"(?<=[a-z])(?=[\dA-Z])")
_TRUE = {"1", "true", "on"}


@dataclass(frozen=True, slots=True)
class Styles:
    """The styles of a document.

    Attributes:
        by_id: Paragraph and character styles by their ids, with what they inherit.
        default: The style of paragraphs that name none.
        language: The BCP 47 tag of text that states no other; may be empty.
    """

    by_id: Mapping[str, Style] = field(default_factory=dict)
    default: Style = UNSTYLED
    language: str = ""

    def paragraph_style(self, style_id: str) -> Style:
        """Return a paragraph's style; one without a description means what its id says."""
        if not style_id:
            return self.default
        if style_id in self.by_id:
            return self.by_id[style_id]
        return with_name(UNSTYLED, _WORD_START.sub(" ", style_id).lower())

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
    default = UNSTYLED
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
        is_heading = level < BODY_TEXT_LEVEL
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
    style = UNSTYLED
    for node in lineage(style_id, nodes, lambda node: value_of(node, "w:basedOn")):
        style = with_name(style, value_of(node, "w:name").strip().lower())
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
