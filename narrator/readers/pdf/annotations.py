"""What people added to a page: what they filled into its form, and what they wrote on it.

It is no part of the page's text. Values and typed texts become words in the place where they are
seen; remarks, which are hidden until they are opened, are only told of.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from narrator.readers.pdf.strings import read_string
from narrator.readers.pdf.words import Word

# in points: what is filled in is no larger, in fields of several lines
_VALUE_SIZE = 10.0
# of its field's height, that a single line takes
_SIZE_IN_FIELD = 0.7
# of its size: from the middle of a line down to its baseline, from one line to the next, and a
# character's width, as most fonts have them
_BASELINE_DOWN = 0.35
_PITCH = 1.2
_CHARACTER_WIDTH = 0.5
# characters that are read of all values of a page: a file may name the same long one many times
_MOST_CHARACTERS = 20_000
# PDF 1.7, table 228: the flag of a text field that hides its value
_PASSWORD_FLAG = 1 << 13


@dataclass(frozen=True, slots=True)
class Added:
    """What was added to a page.

    Attributes:
        words: The values of its fields and the texts typed on it.
        remarks: The texts of remarks.
        checked_boxes: How many boxes are checked.
    """

    words: list[Word]
    remarks: tuple[str, ...]
    checked_boxes: int


NOTHING_ADDED = Added([], (), 0)


def read_annotations(page: Any, form: Any) -> Added:
    """Return what was added to a page.

    Args:
        page: pdfium's page.
        form: pdfium's form of the document, None where it has none.
    """
    from pypdfium2 import raw

    count = raw.FPDFPage_GetAnnotCount(page)
    if count <= 0:
        return NOTHING_ADDED
    reader = _AnnotationReader(form)
    for index in range(count):
        annotation = raw.FPDFPage_GetAnnot(page, index)
        if annotation:
            reader.read(annotation)
            raw.FPDFPage_CloseAnnot(annotation)
    return Added(reader.words, tuple(reader.remarks), reader.checked_boxes)


class _AnnotationReader:
    """Collects what annotations hold."""

    def __init__(self, form: Any) -> None:
        from pypdfium2 import raw

        self._raw = raw
        self._form = form
        self.words: list[Word] = []
        self.remarks: list[str] = []
        self.checked_boxes = 0
        self._room = _MOST_CHARACTERS

    def read(self, annotation: Any) -> None:
        """Add what an annotation holds, unless it is not shown."""
        raw = self._raw
        kind = raw.FPDFAnnot_GetSubtype(annotation)
        hidden = raw.FPDF_ANNOT_FLAG_HIDDEN | raw.FPDF_ANNOT_FLAG_NOVIEW
        if raw.FPDFAnnot_GetFlags(annotation) & hidden:
            return
        if kind == raw.FPDF_ANNOT_WIDGET:
            self._read_field(annotation)
        elif kind == raw.FPDF_ANNOT_FREETEXT:
            self._add_words(annotation, self._contents(annotation))
        elif kind not in (raw.FPDF_ANNOT_LINK, raw.FPDF_ANNOT_POPUP):
            remark = self._contents(annotation).strip()
            if remark:
                self.remarks.append(remark)

    def _contents(self, annotation: Any) -> str:
        return read_string(self._raw.FPDFAnnot_GetStringValue, annotation, b"Contents")

    def _read_field(self, annotation: Any) -> None:
        raw = self._raw
        if self._form is None:
            return
        kind = raw.FPDFAnnot_GetFormFieldType(self._form, annotation)
        if kind in (raw.FPDF_FORMFIELD_CHECKBOX, raw.FPDF_FORMFIELD_RADIOBUTTON):
            self.checked_boxes += raw.FPDFAnnot_IsChecked(self._form, annotation)
            return
        if kind not in (
            *(raw.FPDF_FORMFIELD_TEXTFIELD, raw.FPDF_FORMFIELD_COMBOBOX),
            raw.FPDF_FORMFIELD_LISTBOX,
        ):
            return
        if not raw.FPDFAnnot_GetFormFieldFlags(self._form, annotation) & _PASSWORD_FLAG:
            value = read_string(raw.FPDFAnnot_GetFormFieldValue, self._form, annotation)
            self._add_words(annotation, value)

    def _add_words(self, annotation: Any, text: str) -> None:
        """Add the words of a text as it is likely to stand in its annotation's rectangle."""
        text = text[: self._room]
        self._room -= len(text)
        lines = [line for line in text.splitlines() if line.strip()]
        box = self._raw.FS_RECTF()
        if lines and self._raw.FPDFAnnot_GetRect(annotation, box):
            self.words += _placed(lines, box)


def _placed(lines: list[str], box: Any) -> Iterator[Word]:
    """Yield the words of some lines from the top of a rectangle down."""
    bottom, top = sorted((box.bottom, box.top))
    room = (top - bottom) / len(lines)
    size = round(max(1.0, min(_VALUE_SIZE, _SIZE_IN_FIELD * room)), 1)
    step = min(room, _PITCH * size)
    baseline = top - room / 2 - _BASELINE_DOWN * size
    for line in lines:
        left = min(box.left, box.right)
        for text in line.split():
            right = left + _CHARACTER_WIDTH * size * len(text)
            yield Word(text, left, right, baseline, size)
            left = right + _CHARACTER_WIDTH * size
        baseline -= step
