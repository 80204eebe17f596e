"""The text of a paragraph: its runs, without what is deleted, hidden or only instructs Word."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from narrator.readers.docx.names import (
    Element,
    attribute,
    child,
    children,
    is_on,
    short_name,
    value_of,
)
from narrator.readers.docx.notes import NoteId, Notes
from narrator.readers.docx.styles import Styles
from narrator.readers.docx.symbols import read_symbol
from narrator.readers.formulas import formula_text
from narrator.readers.metadata import is_picture_name, without_generated_note
from narrator.readers.superscript import superscript

# deleted and moved text, properties, and the reading beside a ruby base
_SKIPPED = frozenset(
    {
        "w:del",
        "w:moveFrom",
        "w:delText",
        "w:pPr",
        "w:rPr",
        "w:rt",
        "w:sdtPr",
        "w:sdtEndPr",
    }
)
_READ: Mapping[str, Callable[[Element], str]] = {
    "w:t": lambda node: node.text or "",
    "w:sym": read_symbol,
    "m:oMath": lambda node: f" {formula_text(node)} ",
}
_CHARACTERS = {
    "w:tab": " ",
    "w:ptab": " ",
    "w:br": "\n",
    "w:cr": "\n",
    "w:noBreakHyphen": "-",
    "w:softHyphen": "",
}
_NOTE_REFERENCES = {"w:footnoteReference": "footnote", "w:endnoteReference": "endnote"}
# where an element keeps a picture's alternative text
_DESCRIPTIONS = {"wp:docPr": "descr", "v:shape": "alt"}
# instructions of fields that make a table of contents, an index or a table of authorities
_CONTENTS_FIELD = re.compile(r"\s*(?:TOC|INDEX|TOA)\b")
# characters in which a field's first word has begun and ended
_LONGEST_FIRST_WORD = 100


@dataclass(slots=True)
class ParagraphText:
    """A paragraph's text and what is attached to it.

    Attributes:
        pieces: The text, in pieces as they are found.
        notes: The notes that the text refers to.
        boxes: Text boxes, whose children are paragraphs and tables.
        pictures: The alternative texts of pictures.
        diagrams: The ids of the parts that hold diagrams' words.
    """

    pieces: list[str] = field(default_factory=list)
    notes: list[NoteId] = field(default_factory=list)
    boxes: list[Element] = field(default_factory=list)
    pictures: list[str] = field(default_factory=list)
    diagrams: list[str] = field(default_factory=list)

    def __str__(self) -> str:
        return "".join(self.pieces)

    def append(self, other: ParagraphText) -> None:
        """Add another paragraph's text and what is attached to it, after a space."""
        self.pieces += [*other.pieces, " "]
        self.notes += other.notes
        self.boxes += other.boxes
        self.pictures += other.pictures
        self.diagrams += other.diagrams


class _OpenField:
    """A field that has begun and not ended.

    Attributes:
        in_contents: Whether it makes a table of contents or an index, or is inside one that does.
    """

    def __init__(self, is_inside: bool) -> None:
        self._is_inside = is_inside
        self._instruction = ""
        self.in_contents = is_inside

    def extend(self, text: str) -> None:
        """Take in more of its instruction, of which only the first word matters."""
        if len(self._instruction) < _LONGEST_FIRST_WORD:
            self._instruction += text
            makes_contents = _CONTENTS_FIELD.match(self._instruction) is not None
            self.in_contents = self._is_inside or makes_contents


class RunReader:
    """Reads the texts of paragraphs in their order.

    The order matters because a field may begin in one paragraph and end in another.
    """

    def __init__(self, styles: Styles, notes: Notes) -> None:
        self._styles = styles
        self._notes = notes
        # the fields that are open, the innermost last
        self._fields: list[_OpenField] = []

    @property
    def in_contents_field(self) -> bool:
        """Whether a field is open that makes a table of contents or an index."""
        return bool(self._fields) and self._fields[-1].in_contents

    def read(self, paragraph: Element, hidden: bool = False) -> ParagraphText:
        """Return a paragraph's text.

        Args:
            paragraph: The ``w:p``.
            hidden: Whether the paragraph's style hides its text.
        """
        text = ParagraphText()
        self._walk(paragraph, text, hidden)
        return text

    def _walk(self, node: Element | None, text: ParagraphText, hidden: bool) -> None:
        """Add the text in an element."""
        for name, part in children(node):
            if name in {"w:fldChar", "w:instrText"}:
                self._follow_field(name, part)
            elif name in _SKIPPED or is_placeholder(name, part):
                continue
            elif name == "w:r":
                self._add_run(part, text, hidden)
            elif name == "mc:AlternateContent":
                self._walk(chosen_form(part), text, hidden)
            elif name == "w:sdt":
                self._walk(part, text, hidden)
            elif not hidden:
                self._add(name, part, text)

    def _add_run(self, run: Element, text: ParagraphText, hidden: bool) -> None:
        """Add the text of a run, as superscript where it is; a note's mark is never superscript."""
        pieces_before = len(text.pieces)
        notes_before = len(text.notes)
        self._walk(run, text, self._is_hidden(run, hidden))
        is_superscript = value_of(run, "w:rPr", "w:vertAlign") == "superscript"
        if is_superscript and len(text.notes) == notes_before:
            text.pieces[pieces_before:] = map(superscript, text.pieces[pieces_before:])

    def _add(self, name: str, part: Element, text: ParagraphText) -> None:
        """Add an element that is shown: text, a reference, a box, a picture, or more of these."""
        if name in _READ:
            text.pieces.append(_READ[name](part))
        elif name in _CHARACTERS:
            text.pieces.append(_CHARACTERS[name])
        elif name in _NOTE_REFERENCES:
            self._add_reference(NoteId(_NOTE_REFERENCES[name], attribute(part, "id")), text)
        elif name == "w:txbxContent":
            text.boxes.append(part)
        elif name == "dgm:relIds":
            text.diagrams.append(attribute(part, "dm"))
        else:
            if name in _DESCRIPTIONS:
                _add_picture(attribute(part, _DESCRIPTIONS[name]), text)
            self._walk(part, text, hidden=False)

    def _add_reference(self, note: NoteId, text: ParagraphText) -> None:
        """Add a note's mark, if there is such a note."""
        mark = self._notes.mark(note)
        if mark is not None:
            text.pieces.append(f"[{mark}]")
            text.notes.append(note)

    def _follow_field(self, name: str, part: Element) -> None:
        """Open or close a field, or take in its instruction."""
        if name == "w:instrText":
            if self._fields:
                self._fields[-1].extend(part.text or "")
            return
        step = attribute(part, "fldCharType")
        if step == "begin":
            self._fields.append(_OpenField(self.in_contents_field))
        elif step == "end" and self._fields:
            self._fields.pop()

    def _is_hidden(self, run: Element, hidden: bool) -> bool:
        """Return whether a run's text is hidden, by itself, its style or what it is in."""
        properties = child(run, "w:rPr")
        if properties is None:
            return hidden
        vanish = child(properties, "w:vanish")
        if vanish is not None:
            return is_on(vanish)
        return hidden or self._styles.hides(value_of(properties, "w:rStyle"))


def chosen_form(alternatives: Element) -> Element | None:
    """Return the first form of a thing that a file holds in several, None where all are empty.

    A text box, for instance, is written in today's and in yesterday's markup.
    """
    for wanted in ("mc:Choice", "mc:Fallback"):
        for name, form in children(alternatives):
            if name == wanted and len(form):
                return form
    return None


def fields_are_balanced(document: Element) -> bool:
    """Return whether as many fields end as begin.

    Where one never ends, a table of contents would swallow all that follows.
    """
    begun = ended = 0
    for node in document.iter("{*}fldChar"):
        if short_name(str(node.tag)) == "w:fldChar":
            step = attribute(node, "fldCharType")
            begun += step == "begin"
            ended += step == "end"
    return begun == ended


def is_placeholder(name: str, part: Element) -> bool:
    """Return whether an element is a form's field that shows only what to fill in."""
    return name == "w:sdt" and is_on(child(part, "w:sdtPr", "w:showingPlcHdr"))


def _add_picture(description: str, text: ParagraphText) -> None:
    """Add a picture's alternative text, if somebody wrote one."""
    description = without_generated_note(description).strip()
    if description and not is_picture_name(description):
        text.pictures.append(description)
