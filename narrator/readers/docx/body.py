"""The paragraphs and tables of a document in their order into an outline."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from narrator.article import ALTERNATIVE, Kind, Skipped, count_words
from narrator.readers.builder import ArticleBuilder
from narrator.readers.docx.names import attribute, child, children, is_on, number
from narrator.readers.docx.numbering import Numbering
from narrator.readers.docx.runs import Runs, Text, begins_and_ends, chosen
from narrator.readers.docx.styles import Style, Styles, described

# elements whose children stand for themselves
_TRANSPARENT = frozenset(
    {"w:sdtContent", "w:customXml", "w:ins", "w:moveTo", "w:smartTag", "mc:Choice", "mc:Fallback"}
)
_CONTENTS = "table of contents"
# Word itself has no more
_MOST_COLUMNS = 63


class Body:
    """Reads a document's body. ``notes`` are the roots of its footnotes and endnotes."""

    def __init__(self, styles: Styles, numbering: Numbering, notes: Mapping[str, Any]) -> None:
        self.outline = ArticleBuilder()
        self.title = ""
        self._styles = styles
        self._numbering = numbering
        self._notes = {
            (kind, attribute(note, "id")): note
            for kind, root in notes.items()
            for name, note in children(root)
            if name == f"w:{kind}"
        }
        self._marks: dict[tuple[str, str], str] = {}
        self._runs = Runs(styles, self._mark)
        self._has_contents_fields = True
        self._contents: list[str] = []
        self._code: list[str] = []
        # the start of a paragraph whose end was deleted, or whose first letter is set apart
        self._carried = ""

    @property
    def skipped(self) -> list[Skipped]:
        """What was left out."""
        lines = [line for line in self._contents if line]
        words = sum(map(count_words, lines))
        return [Skipped("line of the table of contents", len(lines), words)] if lines else []

    def read(self, document: Any) -> None:
        """Read all of it."""
        self._has_contents_fields = begins_and_ends(document)
        self._blocks(child(document, "w:body"))
        self.outline.add(self._carried)
        self._end_code()

    def _mark(self, kind: str, note_id: str) -> str | None:
        note = kind, note_id
        if note not in self._notes and note not in self._marks:
            return None
        return self._marks.setdefault(note, str(len(self._marks) + 1))

    def _blocks(self, node: Any, in_contents: bool = False) -> None:
        for name, part in children(node) if node is not None else ():
            if name == "w:p":
                self._paragraph(part, in_contents)
            elif name == "w:tbl":
                self._table(part, in_contents)
            elif name == "w:sdt":
                gallery = attribute(
                    child(part, "w:sdtPr", "w:docPartObj", "w:docPartGallery"), "val"
                )
                self._blocks(part, in_contents or gallery.lower() == _CONTENTS)
            elif name == "mc:AlternateContent":
                self._blocks(chosen(part), in_contents)
            elif name in _TRANSPARENT:
                self._blocks(part, in_contents)

    def _paragraph(self, node: Any, in_contents: bool) -> None:
        properties = child(node, "w:pPr")
        style = described(
            self._styles.of(attribute(child(properties, "w:pStyle"), "val")), properties
        )
        was_in_contents = self._runs.in_contents
        text = self._runs.read(node, style.hidden)
        is_field = (
            self._has_contents_fields
            and not style.level
            and (was_in_contents or self._runs.in_contents)
        )
        if in_contents or style.is_contents or is_field:
            self._contents.append(" ".join(str(text).split()))
            return
        if _is_carried(properties):
            self._carried += str(text)
            return
        words, self._carried = self._carried + str(text), ""
        self._add(words, style, text)
        self._hanging(text)

    def _add(self, words: str, style: Style, text: Text) -> None:
        if style.kind is not Kind.CODE or style.level:
            self._end_code()
        label = None if not words.strip() else self._label(style)
        if style.is_title and not self.title and words.strip():
            self.title = " ".join(words.split())
            self.outline.heading(words, 1)
        elif style.level and words.strip() and not text.boxes:
            self.outline.heading(f"{label} {words}" if label else words, style.level)
        elif style.kind is Kind.CODE:
            self._code.append(words)
        elif label is not None:
            self.outline.add(words, Kind.ITEM, label)
        else:
            self.outline.add(words, style.kind)

    def _label(self, style: Style) -> str | None:
        return self._numbering.label(style.list_id, style.depth or 0)

    def _end_code(self) -> None:
        """Lines of code are paragraphs of their own in Word."""
        if self._code:
            self.outline.add("\n".join(self._code), Kind.CODE)
            self._code = []

    def _hanging(self, text: Text) -> None:
        """What a paragraph holds beside its text."""
        if text.boxes or text.pictures or text.notes:
            self._end_code()
        for picture in text.pictures:
            self.outline.add(picture, Kind.CAPTION, ALTERNATIVE)
        for box in text.boxes:
            self._blocks(box)
        for note in text.notes:
            if (found := self._notes.pop(note, None)) is not None:
                self.outline.add(self._plain(found), Kind.FOOTNOTE, self._marks[note])

    def _plain(self, node: Any) -> str:
        """All paragraphs of a note as one."""
        return " ".join(
            str(self._runs.read(paragraph)).strip() for paragraph in _inside(node, "w:p")
        )

    def _table(self, node: Any, in_contents: bool) -> None:
        rows = [row for row in _inside(node, "w:tr") if child(row, "w:trPr", "w:del") is None]
        cells = [list(_inside(row, "w:tc")) for row in rows]
        if in_contents or self._is_layout(cells):
            for cell in (cell for row in cells for cell in row):
                self._blocks(cell, in_contents)
            return
        self._end_code()
        texts = [[text for cell in row for text in self._spread(cell)] for row in cells]
        table = [[str(text) for text in row] for row in texts]
        is_headed = is_on(child(rows[0], "w:trPr", "w:tblHeader"))
        is_headed = is_headed or _sets_off_first_row(child(node, "w:tblPr", "w:tblLook"))
        # the corner above the rows' names is empty, a title over several columns leaves most of them so
        has_names = (
            is_headed
            and len(table) > 1
            and 2 * sum(map(bool, map(str.strip, table[0]))) >= len(table[0])
        )
        self.outline.table(table[0] if has_names else [], table[has_names:])
        for text in (text for row in texts for text in row):
            self._hanging(text)

    def _is_layout(self, cells: list[list[Any]]) -> bool:
        """Whether a table only places text on the page: it has one column, headings or other tables in it."""
        if max(map(len, cells), default=0) <= 1:
            return True
        for cell in (cell for row in cells for cell in row):
            if next(_inside(cell, "w:tbl"), None) is not None:
                return True
            styles = (
                attribute(child(paragraph, "w:pPr", "w:pStyle"), "val")
                for paragraph in _inside(cell, "w:p")
            )
            if any(self._styles.of(style).level for style in styles):
                return True
        return False

    def _spread(self, cell: Any) -> list[Text]:
        """A cell's text, and nothing for each further column it spans."""
        span = number(attribute(child(cell, "w:tcPr", "w:gridSpan"), "val")) or 1
        return [self._cell(cell), *(Text() for _ in range(min(span, _MOST_COLUMNS) - 1))]

    def _cell(self, cell: Any) -> Text:
        """A cell's paragraphs as one; what is merged with the cell above is empty."""
        whole = Text()
        merged = child(cell, "w:tcPr", "w:vMerge")
        if merged is not None and attribute(merged, "val") != "restart":
            return whole
        for paragraph in _inside(cell, "w:p"):
            text = self._runs.read(paragraph)
            whole.pieces += [*text.pieces, " "]
            whole.notes += text.notes
            whole.boxes += text.boxes
            whole.pictures += text.pictures
        return whole


def _inside(node: Any, wanted: str) -> Iterator[Any]:
    """The parts of this name, also where they are wrapped in what stands for its contents."""
    for name, part in children(node):
        if name == wanted:
            yield part
        elif name == "w:sdt" or name in _TRANSPARENT:
            yield from _inside(part, wanted)
        elif name == "mc:AlternateContent":
            yield from _inside(chosen(part), wanted)


def _is_carried(properties: Any) -> bool:
    """Whether a paragraph's text belongs to the next: its end is deleted, or it is a large first letter."""
    is_deleted = child(properties, "w:rPr", "w:del") is not None
    return is_deleted or attribute(child(properties, "w:framePr"), "dropCap") in {"drop", "margin"}


def _sets_off_first_row(look: Any) -> bool:
    """Whether a table's style treats its first row as column names: a bit of the older markup, an attribute of the newer."""
    bits = attribute(look, "val", "0")
    return attribute(look, "firstRow") in {"1", "true", "on"} or (
        not attribute(look, "firstRow") and _bit(bits)
    )


def _bit(bits: str) -> bool:
    try:
        return bool(int(bits, 16) & 0x0020)
    except ValueError:
        return False
