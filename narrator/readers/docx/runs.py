"""The text of a paragraph: its runs, without what is deleted, hidden or only instructs Word."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from narrator.readers.docx.names import attribute, child, children, is_on, short
from narrator.readers.docx.styles import Styles
from narrator.readers.metadata import is_picture_name
from narrator.readers.superscript import superscript

_SKIPPED = frozenset(
    {
        "w:del",
        "w:moveFrom",
        "w:delText",
        "w:instrText",
        "w:pPr",
        "w:rPr",
        "w:rt",
        "w:sdtPr",
        "w:sdtEndPr",
    }
)
_TEXT_OF = {
    "w:tab": " ",
    "w:ptab": " ",
    "w:br": "\n",
    "w:cr": "\n",
    "w:noBreakHyphen": "-",
    "w:softHyphen": "",
}
_TABLE_FIELDS = re.compile(r"\s*(?:TOC|INDEX|TOA)\b")
# what Word itself writes about a picture
_AUTOMATIC = re.compile(
    r"\s*(?:Description automatically generated|AI-generated content may be incorrect).*",
    re.I | re.S,
)


@dataclass(slots=True)
class Text:
    """A paragraph's text, and what hangs on it: notes by kind and id, text boxes and pictures' descriptions."""

    pieces: list[str] = field(default_factory=list)
    notes: list[tuple[str, str]] = field(default_factory=list)
    boxes: list[Any] = field(default_factory=list)
    pictures: list[str] = field(default_factory=list)

    def __str__(self) -> str:
        return "".join(self.pieces)


class Runs:
    """Reads paragraphs in their order; fields may begin in one and end in another.

    ``mark`` gives a note's number by its kind and id, None for a note that is not there.
    """

    def __init__(self, styles: Styles, mark: Callable[[str, str], str | None]) -> None:
        self._styles = styles
        self._mark = mark
        self._fields: list[str] = []

    @property
    def in_contents(self) -> bool:
        """Whether what is read is the result of a field that makes a table of contents or an index."""
        return any(map(_TABLE_FIELDS.match, self._fields))

    def read(self, paragraph: Any, hidden: bool = False) -> Text:
        """A paragraph's text; ``hidden`` says that its style hides it."""
        text = Text()
        self._walk(paragraph, text, hidden)
        return text

    def _walk(self, node: Any, text: Text, hidden: bool) -> None:
        for name, part in children(node):
            if name in _SKIPPED:
                if name == "w:instrText" and self._fields:
                    self._fields[-1] += part.text or ""
            elif name == "w:r":
                start, notes = len(text.pieces), len(text.notes)
                self._walk(part, text, self._is_hidden(part, hidden))
                if (
                    attribute(child(part, "w:rPr", "w:vertAlign"), "val") == "superscript"
                    and len(text.notes) == notes
                ):
                    text.pieces[start:] = map(superscript, text.pieces[start:])
            elif name == "w:fldChar":
                self._turn(attribute(part, "fldCharType"))
            elif name == "w:sdt":
                if not is_on(child(part, "w:sdtPr", "w:showingPlcHdr")):
                    self._walk(part, text, hidden)
            elif name == "mc:AlternateContent":
                self._walk(chosen(part), text, hidden)
            elif not hidden:
                self._take(name, part, text)

    def _take(self, name: str, part: Any, text: Text) -> None:
        if name in {"w:t", "m:t"}:
            text.pieces.append(part.text or "")
        elif name in _TEXT_OF:
            text.pieces.append(_TEXT_OF[name])
        elif name in {"w:footnoteReference", "w:endnoteReference"}:
            note = name[2:].removesuffix("Reference"), attribute(part, "id")
            if (mark := self._mark(*note)) is not None:
                text.pieces.append(f"[{mark}]")
                text.notes.append(note)
        elif name == "w:txbxContent":
            text.boxes.append(part)
        else:
            if name == "wp:docPr":
                self._picture(attribute(part, "descr"), text)
            elif name == "v:shape":
                self._picture(attribute(part, "alt"), text)
            self._walk(part, text, hidden=False)

    def _picture(self, description: str, text: Text) -> None:
        description = _AUTOMATIC.sub("", description).strip()
        if description and not is_picture_name(description):
            text.pictures.append(description)

    def _turn(self, what: str) -> None:
        if what == "begin":
            self._fields.append("")
        elif what == "end" and self._fields:
            self._fields.pop()

    def _is_hidden(self, run: Any, hidden: bool) -> bool:
        properties = child(run, "w:rPr")
        if properties is None:
            return hidden
        if (vanish := child(properties, "w:vanish")) is not None:
            return is_on(vanish)
        return hidden or self._styles.hides(attribute(child(properties, "w:rStyle"), "val"))


def chosen(alternatives: Any) -> Any:
    """Of several forms of one thing, such as a text box in today's and yesterday's markup, the first."""
    for name in ("mc:Choice", "mc:Fallback"):
        for known, part in children(alternatives):
            if known == name and len(part):
                return part
    return ()


def begins_and_ends(body: Any) -> bool:
    """Whether as many fields end as begin; else a table of contents would swallow all after it."""
    kinds = [
        attribute(node, "fldCharType")
        for node in body.iter("{*}fldChar")
        if short(node.tag) == "w:fldChar"
    ]
    return kinds.count("begin") == kinds.count("end")
