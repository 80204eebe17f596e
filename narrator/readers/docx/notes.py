"""Footnotes and endnotes: their marks, and where each one is read."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from narrator.readers.docx.names import Element, attribute, children

# kinds of notes, as elements and parts of the archive are called by them
NOTE_KINDS = ("footnote", "endnote")


@dataclass(frozen=True, slots=True)
class NoteId:
    """What identifies a note.

    Attributes:
        kind: One of ``NOTE_KINDS``.
        number: Its id, which is unique in its kind.
    """

    kind: str
    number: str


class Notes:
    """The notes of a document. Both kinds are numbered together, as they are referred to."""

    def __init__(self, roots: Mapping[str, Element | None]) -> None:
        """Read the notes.

        Args:
            roots: The roots of ``word/footnotes.xml`` and ``word/endnotes.xml`` by their kinds.
        """
        self._unread: dict[NoteId, Element] = {}
        self._marks: dict[NoteId, str] = {}
        for kind, root in roots.items():
            for name, node in children(root):
                if name == f"w:{kind}":
                    self._unread[NoteId(kind, attribute(node, "id"))] = node

    def mark(self, note: NoteId) -> str | None:
        """Return the mark of a note that is referred to; None where there is no such note."""
        if note in self._marks:
            return self._marks[note]
        if note not in self._unread:
            return None
        self._marks[note] = str(len(self._marks) + 1)
        return self._marks[note]

    def take(self, note: NoteId) -> Element | None:
        """Return a note's element the first time it is asked for, then None."""
        return self._unread.pop(note, None)
