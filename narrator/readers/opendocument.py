"""OpenDocument texts, packed (``.odt``) or as one XML file (``.fodt``): as a tree of HTML.

Names are those of OpenDocument 1.3 part 3. odfpy, the usual library, is no longer maintained, and
keeps a tree of its own that would be walked in the same way.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace

from narrator.article import Article, Kind, Skipped
from narrator.errors import SourceError
from narrator.readers.archive import Archive, open_archive, whole_xml
from narrator.readers.builder import count_skipped
from narrator.readers.metadata import Metadata, as_title, day_of
from narrator.readers.styles import UNSTYLED, Style, lineage, with_name
from narrator.readers.tree.article import tree_article
from narrator.readers.tree.elements import Element, attribute, heading_tag, tag_of
from narrator.readers.unread import ZIP_SIGNATURE

# the elements of HTML that mean the same; all others only hold text
_TAGS = {
    "text": "div",
    "section": "div",
    "text-box": "div",
    "p": "p",
    "list": "ul",
    "list-item": "li",
    "list-header": "div",
    "table": "table",
    "table-header-rows": "thead",
    "table-row": "tr",
    "table-cell": "td",
    "line-break": "br",
    "ruby-text": "rt",
    "math": "math",
}
_KIND_TAGS = {Kind.QUOTE: "blockquote", Kind.CODE: "pre", Kind.CAPTION: "figcaption"}
_CONTENTS = (
    "{*}table-of-content",
    "{*}alphabetical-index",
    "{*}illustration-index",
    "{*}table-index",
    "{*}object-index",
    "{*}user-index",
)
# what is no text of the document
_BESIDE_TEXT = (
    "{*}tracked-changes",
    "{*}annotation",
    "{*}forms",
    "{*}hidden-text",
    "{*}placeholder",
    "{*}covered-table-cell",
)
# the style of the cells that name a table's columns
_COLUMN_NAME = "table heading"
# of drawings; a picture's become its alternative text
_SVG = "{urn:oasis:names:tc:opendocument:xmlns:svg-compatible:1.0}"
_DESCRIPTIONS = {f"{_SVG}title", f"{_SVG}desc"}
# in styles' names, other characters stand as their numbers: "Heading_20_1"
_ESCAPED = re.compile(r"_([0-9a-f]{1,4})_")
# an indentation of code has hardly more
_MOST_SPACES = 80
_MOST_DIGITS = 6
_LOCKED = b"encryption-data"


def read_opendocument(data: bytes, source: str) -> Article:
    """Return the article of an OpenDocument text.

    Raises:
        SourceError: The file is damaged, locked, or holds no text document.
    """
    parts = _packed(data, source) if data.startswith(ZIP_SIGNATURE) else _flat(data, source)
    body = parts.content.find(".//{*}body/{*}text")
    if body is None:
        raise SourceError(
            source, "it is an OpenDocument file, but no text document: save its text as .odt"
        )
    reader = _BodyReader(parts)
    reader.read(body)
    metadata = _read_metadata(parts.meta)
    if reader.title:
        metadata = replace(metadata, title=reader.title)
    return tree_article(body, metadata, source, reader.skipped)


@dataclass(frozen=True, slots=True)
class _Parts:
    """The parts of a document.

    Attributes:
        content: The root of its text and the styles that are made for single paragraphs.
        styles: The root of the styles with names; None where there are none.
        meta: The root of what it states about itself; None where it states nothing.
        formulas: The roots of its formulas by their members' names.
    """

    content: Element
    styles: Element | None = None
    meta: Element | None = None
    formulas: Mapping[str, Element] = field(default_factory=dict)


def _packed(data: bytes, source: str) -> _Parts:
    """Return the parts of an archive.

    Raises:
        SourceError: It is locked or damaged.
    """
    archive = open_archive(data, source)
    manifest = archive.find("META-INF/manifest.xml")
    if manifest and _LOCKED in archive.read(manifest):
        raise SourceError(source, "it is locked with a password; save it without one")
    content = archive.xml("content.xml")
    styles = _optional(archive, "styles.xml")
    meta = _optional(archive, "meta.xml")
    return _Parts(content, styles, meta, dict(_formulas(archive, content)))


def _optional(archive: Archive, name: str) -> Element | None:
    return archive.xml(name) if archive.find(name) else None


def _formulas(archive: Archive, content: Element) -> Iterator[tuple[str, Element]]:
    """Yield the formulas that a document embeds, with what refers to them."""
    for embedded in content.iter("{*}object"):
        reference = attribute(embedded, "href")
        member = archive.find(f"{reference.removeprefix('./')}/content.xml")
        if not member:
            continue
        root = archive.xml(member)
        if tag_of(root) == "math":
            yield reference, root


def _flat(data: bytes, source: str) -> _Parts:
    """Return the parts of a document that is one XML file.

    Raises:
        SourceError: It is damaged.
    """
    root = whole_xml(data, source)
    return _Parts(root, root, root)


def _read_metadata(root: Element | None) -> Metadata:
    if root is None:
        return Metadata()

    def first(*names: str) -> str:
        for name in names:
            text = root.findtext(f".//{{*}}meta/{{*}}{name}")
            if text:
                return text
        return ""

    return Metadata(
        title=as_title(first("title")),
        author=first("initial-creator", "creator"),
        date=day_of(first("creation-date", "date")),
        language=first("language"),
    )


class _BodyReader:
    """Turns the body of a document into HTML, where it stands.

    Attributes:
        title: The text of the first paragraph in the style of a title; empty until then.
        skipped: What was left out.
    """

    def __init__(self, parts: _Parts) -> None:
        self.title = ""
        self.skipped: list[Skipped] = []
        self._formulas = parts.formulas
        self._styles = dict(_read_styles(parts))
        self._numbering = dict(_numbered_lists(parts))
        # the numbers of the items so far, by the list's style
        self._numbers: dict[str, int] = {}

    def read(self, body: Element) -> None:
        """Turn the text of a document into HTML."""
        from lxml import etree

        lines = []
        for contents in body.iter(*_CONTENTS):
            for line in contents.iter("{*}p"):
                lines.append("".join(line.itertext()))
        self.skipped = count_skipped("line of the table of contents", lines)
        etree.strip_elements(body, *_CONTENTS, *_BESIDE_TEXT, with_tail=False)
        for note in list(body.iter("{*}note")):
            _turn_note(note)
        for element in list(body.iter("{*}*")):
            if "}" in str(element.tag):  # notes are turned already
                self._turn(element)
        _join_code(body)

    def _turn(self, element: Element) -> None:
        """Turn an element into one of HTML."""
        tag = tag_of(element)
        is_description = str(element.tag) in _DESCRIPTIONS
        element.tag = _TAGS.get(tag, "span")
        if is_description or self._style(element).hidden:
            element.set("hidden", "")
        turns: dict[str, Callable[[Element], None]] = {
            "h": _turn_heading,
            "p": self._turn_paragraph,
            "list": self._turn_list,
            "table-cell": _set_spans,
            "s": _set_spaces,
            "tab": _set_spaces,
            "frame": self._turn_frame,
        }
        if tag in turns:
            turns[tag](element)

    def _style(self, element: Element) -> Style:
        return self._styles.get(attribute(element, "style-name"), UNSTYLED)

    def _turn_paragraph(self, element: Element) -> None:
        """Turn a paragraph into what its style says."""
        style = self._style(element)
        text = "".join(element.itertext()).strip()
        if style.is_title and text and not self.title:
            self.title = text
            element.tag = "h1"
        elif style.level:
            element.tag = heading_tag(style.level)
        elif style.kind in _KIND_TAGS:
            element.tag = _KIND_TAGS[style.kind]
        elif style.name == _COLUMN_NAME:
            cell = element.getparent()
            if cell is not None and cell.tag == "td":
                cell.tag = "th"

    def _turn_list(self, element: Element) -> None:
        """Give a list numbers where its own style has some, or that of the list around it."""
        around = list(element.iterancestors("ul", "ol"))
        name = attribute(element, "style-name")
        for outer in around:
            name = name or attribute(outer, "style-name")
        number_format = self._numbering.get((name, 1 + len(around)))
        if not number_format:
            return
        element.tag = "ol"
        element.set("type", number_format)
        if around:
            return
        is_continued = attribute(element, "continue-numbering") == "true"
        is_continued = is_continued or attribute(element, "continue-list") != ""
        before = self._numbers.get(name, 0) if is_continued else 0
        element.set("start", str(before + 1))
        self._numbers[name] = before + len(element.findall("{*}list-item"))

    def _turn_frame(self, frame: Element) -> None:
        """Turn a frame into its formula, or its picture with the alternative text."""
        description = frame.findtext("{*}desc") or frame.findtext("{*}title") or ""
        formula = None
        for child in list(frame):
            tag = tag_of(child)
            if tag == "object":
                formula = self._formulas.get(attribute(child, "href"))
            if tag == "image" and formula is None:
                child.tag = "img"
                child.set("alt", description)
            elif tag != "text-box":
                frame.remove(child)
        if formula is not None:
            frame.clear(keep_tail=True)
            frame.tag = "span"
            frame.append(formula)


def _read_styles(parts: _Parts) -> Iterator[tuple[str, Style]]:
    """Yield the names of all styles with what they mean, by what they inherit."""
    nodes: dict[str, Element] = {}
    for root in (parts.styles, parts.content):
        if root is not None:
            for node in root.iter("{*}style"):
                nodes[attribute(node, "name")] = node
    for name in nodes:
        style = UNSTYLED
        for node in lineage(name, nodes, _parent_name):
            style = _with_node(style, node)
        yield name, style


def _parent_name(node: Element) -> str:
    return attribute(node, "parent-style-name")


def _with_node(style: Style, node: Element) -> Style:
    """Return a style changed by what one that inherits it says."""
    name = _ESCAPED.sub(_unescape, attribute(node, "name"))
    level = attribute(node, "default-outline-level")
    group = node.getparent()
    if group is not None and tag_of(group) == "automatic-styles":
        name = style.name  # such names are only numbers
    style = with_name(style, name.lower())
    if level:
        style = replace(style, level=_number(node, "default-outline-level"))
    letters = node.find("{*}text-properties")
    if letters is not None and attribute(letters, "display"):
        style = replace(style, hidden=attribute(letters, "display") == "none")
    return style


def _unescape(number: re.Match[str]) -> str:
    return chr(int(number[1], 16))


def _numbered_lists(parts: _Parts) -> Iterator[tuple[tuple[str, int], str]]:
    """Yield the names of list styles with a depth, from 1, and the format of their numbers."""
    for root in (parts.styles, parts.content):
        if root is None:
            continue
        for level in root.iter("{*}list-level-style-number"):
            style = level.getparent()
            if style is not None:
                name = attribute(style, "name")
                yield (name, _number(level, "level")), attribute(level, "num-format")


def _turn_heading(element: Element) -> None:
    element.tag = heading_tag(_number(element, "outline-level"))


def _set_spaces(element: Element) -> None:
    element.text = " " * min(_number(element, "c"), _MOST_SPACES)


def _number(element: Element, name: str) -> int:
    """Return an attribute that is a whole number from 1; 1 where it is none."""
    digits = attribute(element, name)
    if len(digits) <= _MOST_DIGITS and digits.isdecimal():
        return max(int(digits), 1)
    return 1


def _set_spans(cell: Element) -> None:
    for name, span in (("colspan", "number-columns-spanned"), ("rowspan", "number-rows-spanned")):
        cell.set(name, attribute(cell, span) or "1")


def _turn_note(note: Element) -> None:
    """Turn a note into a link where it stands, and its text into a note after the paragraph."""
    citation = note.find("{*}note-citation")
    body = note.find("{*}note-body")
    if citation is None or body is None:
        return
    name = attribute(note, "id")
    note.remove(body)
    citation.tail = None
    note.tag = "a"
    note.set("href", f"#{name}")
    note.set("role", "doc-noteref")
    body.tag = "aside"
    body.set("id", name)
    body.set("role", "doc-footnote")
    body.tail = None
    paragraph = next(note.iterancestors("{*}p", "{*}h"), note)
    paragraph.addnext(body)


def _join_code(body: Element) -> None:
    """Join the lines of code that follow on one another to one block each."""
    blocks: dict[Element, list[str]] = {}
    block_of: dict[Element | None, Element] = {}
    for line in list(body.iter("pre")):
        for element in line.iter("br"):
            element.text = "\n"
        block = block_of.get(line.getprevious(), line)
        block_of[line] = block
        blocks.setdefault(block, []).append("".join(line.itertext()))
    for other, block in block_of.items():
        around = block.getparent()
        if other is not None and other is not block and around is not None:
            around.remove(other)
    for block, lines in blocks.items():
        block.clear(keep_tail=True)
        block.text = "\n".join(lines)
