"""The paragraphs and tables of a document in their order, into an article."""

from __future__ import annotations

import re
from dataclasses import replace

from narrator.article import ALTERNATIVE, Kind, Skipped
from narrator.language.characters import one_line
from narrator.readers.builder import ArticleBuilder, count_skipped
from narrator.readers.docx.handmade import NOTHING, find_handmade
from narrator.readers.docx.names import Element, attribute, child, children, value_of
from narrator.readers.docx.notes import Notes
from narrator.readers.docx.numbering import Numbering
from narrator.readers.docx.parts import Parts
from narrator.readers.docx.runs import (
    ParagraphText,
    RunReader,
    chosen_form,
    fields_are_balanced,
    is_placeholder,
)
from narrator.readers.docx.styles import Styles, with_properties
from narrator.readers.docx.tables import (
    TRANSPARENT,
    has_column_names,
    is_layout,
    nested,
    read_row,
    table_rows,
)
from narrator.readers.styles import Style
from narrator.readers.tree.block import write_blocks
from narrator.readers.tree.document import decode_page, parse_html
from narrator.readers.tree.notes import Notes as PageNotes
from narrator.readers.tree.walk import walk_blocks

# how Word marks a block that it makes as a table of contents (``w:docPartGallery``)
_CONTENTS_GALLERY = "table of contents"
_DROP_CAPS = {"drop", "margin"}
_PAGE_SUFFIXES = (".html", ".htm", ".xhtml")
# two line breaks end a paragraph
_PARAGRAPH_BREAK = re.compile(r"\n\s*\n")


class BodyReader:
    """Reads the body of a document.

    Attributes:
        builder: What was read so far.
        title: The text of the first paragraph in the style of a title; empty until then.
    """

    def __init__(self, styles: Styles, numbering: Numbering, notes: Notes, parts: Parts) -> None:
        self.builder = ArticleBuilder()
        self.title = ""
        self._styles = styles
        self._numbering = numbering
        self._notes = notes
        self._parts = parts
        self._handmade = NOTHING
        self._runs = RunReader(styles, notes)
        self._trusts_fields = True
        self._contents_lines: list[str] = []
        # lines of code are paragraphs of their own in Word
        self._code_lines: list[str] = []
        # a paragraph whose end was deleted, or a first letter that is set apart
        self._carried = ""

    def read(self, document: Element) -> None:
        """Read the root of ``word/document.xml``."""
        self._trusts_fields = fields_are_balanced(document)
        body = child(document, "w:body")
        self._handmade = find_handmade(body, self._styles)
        self._read_blocks(body)
        self.builder.add(self._carried)
        self._end_code()

    def skipped(self) -> list[Skipped]:
        """Return what was left out."""
        lines = list(filter(None, self._contents_lines))
        return count_skipped("line of the table of contents", lines)

    def _read_blocks(self, node: Element | None, in_contents: bool = False) -> None:
        """Read the paragraphs and tables in an element.

        Args:
            node: The element.
            in_contents: Whether they are part of a table of contents.
        """
        for name, part in children(node):
            if name == "w:p":
                self._read_paragraph(part, in_contents)
            elif name == "w:tbl":
                self._read_table(part, in_contents)
            elif name == "w:sdt":
                self._read_control(part, in_contents)
            elif name == "w:altChunk":
                self._read_page(part)
            elif name == "mc:AlternateContent":
                self._read_blocks(chosen_form(part), in_contents)
            elif name in TRANSPARENT:
                self._read_blocks(part, in_contents)

    def _read_control(self, control: Element, in_contents: bool) -> None:
        """Read a content control, unless it shows only what to fill in."""
        if not is_placeholder("w:sdt", control):
            self._read_blocks(control, in_contents or _is_contents_gallery(control))

    def _read_paragraph(self, node: Element, in_contents: bool) -> None:
        """Read a paragraph, or put it aside as a line of contents or the start of the next one."""
        properties = child(node, "w:pPr")
        named_style = self._styles.paragraph_style(value_of(properties, "w:pStyle"))
        style = with_properties(named_style, properties)
        began_in_field = self._runs.in_contents_field
        text = self._runs.read(node, style.hidden)
        in_field = began_in_field or self._runs.in_contents_field
        # a heading is no line of the contents, even inside a field
        is_field_line = in_field and self._trusts_fields and not style.level
        is_typed_line = node in self._handmade.contents
        if in_contents or style.is_contents or is_field_line or is_typed_line:
            self._contents_lines.append(one_line(str(text)))
            return
        if _belongs_to_next(properties):
            self._carried += str(text)
            return
        words = self._carried + str(text)
        self._carried = ""
        if node in self._handmade.levels:
            style = replace(style, level=self._handmade.levels[node])
        is_title = style.is_title or node is self._handmade.title
        self._add(words, style, is_title=is_title, has_boxes=bool(text.boxes))
        self._add_attached(text)

    def _add(self, words: str, style: Style, *, is_title: bool, has_boxes: bool) -> None:
        """Add a paragraph by its style, counting it where it belongs to a list."""
        if style.kind is not Kind.CODE or style.level:
            self._end_code()
        has_words = bool(words.strip())
        label = None
        if has_words:
            label = self._numbering.next_label(style.list_id, style.depth or 0)
        if is_title and has_words and not self.title:
            self.title = one_line(words)
            self.builder.heading(words, 1)
        elif style.level and has_words and not has_boxes:
            self.builder.heading(f"{label} {words}" if label else words, style.level)
        elif style.kind is Kind.CODE:
            self._code_lines.append(words)
        elif label is not None:
            self.builder.add(words, Kind.ITEM, label)
        else:
            for paragraph in _PARAGRAPH_BREAK.split(words):
                self.builder.add(paragraph, style.kind)

    def _end_code(self) -> None:
        """Add the lines of code that were collected as one paragraph."""
        if self._code_lines:
            self.builder.add("\n".join(self._code_lines), Kind.CODE)
            self._code_lines = []

    def _add_attached(self, text: ParagraphText) -> None:
        """Add the pictures, text boxes and notes of a paragraph, in this order."""
        if text.boxes or text.pictures or text.diagrams or text.notes:
            self._end_code()
        for description in text.pictures:
            self.builder.add(description, Kind.CAPTION, ALTERNATIVE)
        for box in text.boxes:
            self._read_blocks(box)
        for diagram in text.diagrams:
            self._read_diagram(diagram)
        for note in text.notes:
            node = self._notes.take(note)
            if node is not None:
                mark = self._notes.mark(note) or ""
                self.builder.add(self._note_text(node), Kind.FOOTNOTE, mark)

    def _read_diagram(self, identifier: str) -> None:
        """Add the words of a diagram, which lie in a part of their own."""
        member = self._parts.find(identifier)
        if not member:
            return
        for paragraph in self._parts.xml(member).iter("{*}p"):
            words = [piece.text or "" for piece in paragraph.iter("{*}t")]
            self.builder.add("".join(words))

    def _read_page(self, chunk: Element) -> None:
        """Add a web page that is embedded as a whole."""
        member = self._parts.find(attribute(chunk, "id"))
        if not member.lower().endswith(_PAGE_SUFFIXES):
            return
        page = parse_html(decode_page(self._parts.data(member)), self._parts.source)
        write_blocks(self.builder, walk_blocks(page, PageNotes()))

    def _note_text(self, note: Element) -> str:
        """Return all paragraphs of a note as one."""
        texts = []
        for paragraph in nested(note, "w:p"):
            texts.append(str(self._runs.read(paragraph)).strip())
        return " ".join(texts)

    def _read_table(self, table: Element, in_contents: bool) -> None:
        """Add a table, or read its cells as text where it is only layout."""
        rows = table_rows(table)
        if in_contents or is_layout(rows, self._styles):
            for row in rows:
                for cell in row.cells:
                    self._read_blocks(cell, in_contents)
            return
        self._end_code()
        texts = [read_row(row, self._runs) for row in rows]
        cells = [list(map(str, row)) for row in texts]
        if has_column_names(table, rows[0], cells):
            self.builder.table(cells[0], cells[1:])
        else:
            self.builder.table([], cells)
        for row_texts in texts:
            for text in row_texts:
                self._add_attached(text)


def _is_contents_gallery(block: Element) -> bool:
    """Return whether a ``w:sdt`` is a table of contents that Word made."""
    gallery = value_of(block, "w:sdtPr", "w:docPartObj", "w:docPartGallery")
    return gallery.lower() == _CONTENTS_GALLERY


def _belongs_to_next(properties: Element | None) -> bool:
    """Return whether a paragraph's text begins the next one.

    It does where its end is deleted, and where it is a large first letter set apart.
    """
    if child(properties, "w:rPr", "w:del") is not None:
        return True
    return attribute(child(properties, "w:framePr"), "dropCap") in _DROP_CAPS
