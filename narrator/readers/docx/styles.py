"""What paragraph and character styles say: headings and their levels, kinds of paragraphs, lists, hidden text, language."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from narrator.article import Kind
from narrator.readers.docx.names import attribute, child, children, is_on, number

# Word writes its own styles' names in English whatever its language; other programs translate them
_HEADING = re.compile(
    r"(?:heading|überschrift|titre|título|titulo|titolo|kop|rubrik|overskrift|otsikko|nagłówek|nadpis|заголовок|标题|標題|見出し|제목)"
    r"\s*([1-9])(?:\W.*)?"
)
_KINDS: tuple[tuple[re.Pattern[str], Kind], ...] = (
    (
        re.compile(
            r"(?:image|table|figure)?\s*caption|beschriftung|légende|leyenda|didascalia|bijschrift"
        ),
        Kind.CAPTION,
    ),
    (
        re.compile(
            r"(?:intense )?quote|block ?text|block ?quote|quotations?|(?:intensives )?zitat|citation"
        ),
        Kind.QUOTE,
    ),
    (re.compile(r".*\b(?:source|code|preformatted|verbatim|listing)\b.*|macro"), Kind.CODE),
    (re.compile(r"list (?:paragraph|bullet|number).*"), Kind.PROSE),
)
_TITLES = ("title", "titel", "titre principal")
_CONTENTS = re.compile(
    r"toc (?:\d|heading)|contents (?:\d|heading)|table of figures|verzeichnis \d|index \d"
)
# styles inherit from one another, and in damaged files in circles
_MOST_ANCESTORS = 20
_BODY_TEXT = 9


@dataclass(frozen=True, slots=True)
class Style:
    """``level`` is a heading's from 1 on, ``list_id`` and ``depth`` are its list's; None where it has none."""

    name: str = ""
    level: int | None = None
    kind: Kind = Kind.PROSE
    hidden: bool = False
    list_id: str | None = None
    depth: int | None = None

    @property
    def is_title(self) -> bool:
        """Whether it is the style of the document's title."""
        return self.name in _TITLES

    @property
    def is_contents(self) -> bool:
        """Whether it is a style of a table of contents."""
        return bool(_CONTENTS.fullmatch(self.name))


@dataclass(frozen=True, slots=True)
class Styles:
    """A document's styles by their ids."""

    known: Mapping[str, Style] = field(default_factory=dict)
    usual: Style = Style()
    language: str = ""

    def of(self, style_id: str) -> Style:
        """A paragraph's style; one that is not described is known by its id, as ``Heading2``."""
        if not style_id:
            return self.usual
        return self.known.get(style_id) or _named(
            Style(), re.sub(r"(?<=[a-z])(?=[\dA-Z])", " ", style_id).lower()
        )

    def hides(self, style_id: str) -> bool:
        """Whether a character style hides its text."""
        return style_id in self.known and self.known[style_id].hidden


def read_styles(root: Any) -> Styles:
    """The styles of ``word/styles.xml``, what they inherit filled in."""
    nodes = {attribute(node, "styleId"): node for name, node in children(root) if name == "w:style"}
    known = {style_id: _resolved(style_id, nodes) for style_id in nodes}
    paragraphs = (
        style_id for style_id, node in nodes.items() if attribute(node, "type") == "paragraph"
    )
    usual = next(
        (known[style_id] for style_id in paragraphs if _is_default(nodes[style_id])), Style()
    )
    language = attribute(child(root, "w:docDefaults", "w:rPrDefault", "w:rPr", "w:lang"), "val")
    return Styles(known, usual, language)


def described(style: Style, properties: Any) -> Style:
    """A style with what a paragraph's properties say otherwise."""
    if properties is None:
        return style
    if (level := number(attribute(child(properties, "w:outlineLvl"), "val"))) is not None:
        style = replace(style, level=level + 1 if level < _BODY_TEXT else None)
    listed = child(properties, "w:numPr")
    if listed is not None:
        list_id, depth = (
            attribute(child(listed, "w:numId"), "val"),
            number(attribute(child(listed, "w:ilvl"), "val")),
        )
        style = replace(
            style,
            list_id=list_id or style.list_id,
            depth=depth if depth is not None else style.depth,
        )
    return style


def _is_default(node: Any) -> bool:
    return attribute(node, "default").lower() in {"1", "true", "on"}


def _resolved(style_id: str, nodes: Mapping[str, Any]) -> Style:
    line: list[Any] = []
    while style_id in nodes and len(line) < _MOST_ANCESTORS:
        line.append(nodes[style_id])
        style_id = attribute(child(nodes[style_id], "w:basedOn"), "val")
    style = Style()
    for node in reversed(line):
        style = _named(style, attribute(child(node, "w:name"), "val").strip().lower())
        style = described(style, child(node, "w:pPr"))
        if (hidden := child(node, "w:rPr", "w:vanish")) is not None:
            style = replace(style, hidden=is_on(hidden))
    return style


def _named(style: Style, name: str) -> Style:
    if match := _HEADING.fullmatch(name):
        return replace(style, name=name, level=int(match.group(1)))
    kind = next((kind for pattern, kind in _KINDS if pattern.fullmatch(name)), style.kind)
    return replace(style, name=name, kind=kind)
