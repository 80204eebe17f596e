"""Marks of headings so plain that where some have them, those without are no headings.

Such a mark is an underline, a number that counts on, or being in capitals.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from narrator.readers.plain.document import TextDocument
from narrator.readers.plain.numbering import LETTER, ROMAN, read_number

# a mark is common if more candidates than this have it
_COMMON = 2
# characters; capitals in a shorter text are often an abbreviation
_SHORTEST_CAPITALS = 5
# the forms of what a heading stands above
_TEXT_FORMS = frozenset(("long", "sentences", "sentence"))


class HeadingMarks:
    """The marks of a text's candidates.

    Args:
        document: The text.
    """

    def __init__(self, document: TextDocument) -> None:
        self._document = document
        self._marks: dict[int, frozenset[str]] = {}
        counts: Counter[str] = Counter()
        for place in document.candidates:
            marks = frozenset(self._find_marks(place))
            self._marks[place] = marks
            counts.update(marks)
        self._common = frozenset(mark for mark, count in counts.items() if count > _COMMON)

    def lacking(self, place: int) -> list[str]:
        """Return the marks that are common in the text, and that a candidate has not."""
        return sorted(self._common - self._marks[place])

    def _find_marks(self, place: int) -> Iterator[str]:
        shape = self._document.shapes[place]
        if shape.block.underline:
            yield "underlined"
        if not self._document.is_brief(place):
            return
        if self._document.is_in_sequence(place):
            yield "in sequence"
        if len(shape.text) >= _SHORTEST_CAPITALS and shape.text.isupper():
            yield "capitals"
        number = read_number(shape.text)
        if number is None or number.style in (ROMAN, LETTER):
            return
        if self._document.form(place + 1) in _TEXT_FORMS:
            yield f"numbered {number.style}"
