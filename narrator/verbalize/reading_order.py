"""The order in which a paragraph is read aloud, with words for what its layout shows.

A listener hears a list item's number, a table's column name before every cell, and a word before
footnotes and descriptions of pictures. These words are in a language's ``announcements.toml``; in a
language without them only the text is read.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import zip_longest
from typing import NamedTuple

from narrator.article import ALTERNATIVE, Kind, Paragraph
from narrator.language.sentences import split_sentences
from narrator.language.tables import load_language

# marks after which a table's row needs no full stop
_ENDS = (".", "!", "?", "…", ":", ";")
# characters of columns' names for each of their cells: a name of a few words before one digit
_MOST_NAMES = 40


class ReadingUnit(NamedTuple):
    """A sentence, a table's row or a line of code.

    Attributes:
        text: The unit as it is written in the source.
        wording: The unit as it is read, before numbers and marks become words.
        start: Where it starts in the paragraph's text.
    """

    text: str
    wording: str
    start: int


def reading_units(paragraph: Paragraph, language: str) -> list[ReadingUnit]:
    """Return a paragraph's units in the order in which they are read."""
    units = []
    position = 0
    for written, wording in _lines(paragraph, language):
        start = max(paragraph.text.find(written, position), position)
        units.append(ReadingUnit(written, wording, start))
        position = start + len(written)
    return units


def announcement(name: str, language: str, **values: object) -> str:
    """Return a language's words for something that is announced, or nothing where it has none."""
    words: str = load_language(language).table("announcements").get(name, "")
    return words.format(**values)


def _lines(paragraph: Paragraph, language: str) -> Iterator[tuple[str, str]]:
    """Yield what is read of a paragraph, each piece as it is written and as it is read."""
    match paragraph.kind:
        case Kind.TABLE:
            yield from _rows(paragraph.rows)
        case Kind.CODE:
            for line in filter(None, map(str.strip, paragraph.text.splitlines())):
                yield line, line
        case _:
            opening = _opening(paragraph, language)
            for sentence in split_sentences(paragraph.text, language):
                yield sentence, opening + sentence
                opening = ""


def _opening(paragraph: Paragraph, language: str) -> str:
    """Return what is said before a paragraph, with a space after it."""
    match paragraph.kind:
        case Kind.ITEM if paragraph.label:
            return f"{paragraph.label}: "
        case Kind.FOOTNOTE:
            return announcement("footnote", language, label=paragraph.label) + " "
        case Kind.CAPTION if paragraph.label == ALTERNATIVE:
            return _opening_of_picture(paragraph.text, language)
        case _:
            return ""


def _opening_of_picture(description: str, language: str) -> str:
    """Return what is said before a picture's description, unless it begins with such a word."""
    names = load_language(language).table("announcements").get("captions", ())
    if not names or description.casefold().startswith(tuple(names)):
        return ""
    return announcement("caption", language) + " "


def _rows(rows: Sequence[tuple[str, ...]]) -> Iterator[tuple[str, str]]:
    """Yield a table's rows but the first, which names the columns; it alone is yielded too.

    Names that would drown the cells are said with the first row only.
    """
    names, *body = rows if len(rows) > 1 else ((), *rows)
    yield _row(names, body[0])
    if _drown(names, body):
        names = ()
    for row in body[1:]:
        yield _row(names, row)


def _drown(names: Sequence[str], rows: Sequence[Sequence[str]]) -> bool:
    """Return whether nearly all that is said of a table would be the names of its columns."""
    in_cells = 0
    in_names = 0
    for row in rows:
        for name, cell in zip(names, row, strict=False):
            if cell:
                in_cells += len(cell)
                in_names += len(name)
    return in_names > _MOST_NAMES * in_cells


def _row(names: Sequence[str], row: Sequence[str]) -> tuple[str, str]:
    """Return a row as it is written, and as it is read: each cell after its column's name.

    Empty cells are left out. A cell of a column without a name, which names the row, stays alone.
    """
    cells = []
    for name, cell in zip_longest(names[: len(row)], row, fillvalue=""):
        named = f"{name}: {cell}" if name else cell
        if cell:
            cells.append(named.rstrip(";"))
    wording = "; ".join(cells)
    if not wording.endswith(_ENDS):
        wording += "."
    return " ".join(filter(None, row)), wording
