"""How a paragraph that is more than prose is read aloud: line by line, with what the eye sees beside it.

A listener gets a list item's number, a table's column name with every cell, and a word before what is no part of the running
text. Those words stand in ``data/<language>/announcements.toml``; in a language without them the text is read bare.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from narrator.article import ALTERNATIVE, Kind, Paragraph
from narrator.language.sentences import split_sentences
from narrator.language.tables import load_language

_ENDS = (".", "!", "?", "…", ":", ";")


@dataclass(frozen=True, slots=True)
class SpokenLine:
    """A sentence, a table's row or a line of code: ``text`` as it stands in the source, ``wording`` as it is read."""

    text: str
    wording: str


def reading_lines(paragraph: Paragraph, language: str) -> list[SpokenLine]:
    """A paragraph's lines in the order they are read."""
    match paragraph.kind:
        case Kind.TABLE:
            return list(_rows(paragraph.rows))
        case Kind.CODE:
            return [
                SpokenLine(line.strip(), line.strip())
                for line in paragraph.text.splitlines()
                if line.strip()
            ]
        case _:
            return _with_opening(
                split_sentences(paragraph.text, language), _opening(paragraph, language)
            )


def announcement(name: str, language: str, **values: object) -> str:
    """The words of a language for something that is announced, or nothing where it has none."""
    known = load_language(language)
    words = known.table("announcements").get(name, "") if known else ""
    return str(words).format(**values)


def _opening(paragraph: Paragraph, language: str) -> str:
    """What is said before a paragraph."""
    match paragraph.kind:
        case Kind.ITEM:
            return f"{paragraph.label}: " if paragraph.label else ""
        case Kind.FOOTNOTE:
            return announcement("footnote", language, label=paragraph.label) + " "
        case Kind.CAPTION if paragraph.label == ALTERNATIVE:
            known = load_language(language)
            named = known.table("announcements")["captions"] if known else ()
            says_itself = paragraph.text.casefold().startswith(tuple(named))
            return "" if says_itself else announcement("caption", language) + " "
        case _:
            return ""


def _with_opening(sentences: Sequence[str], opening: str) -> list[SpokenLine]:
    return [
        SpokenLine(sentence, (opening if index == 0 else "") + sentence)
        for index, sentence in enumerate(sentences)
    ]


def _rows(rows: Sequence[tuple[str, ...]]) -> Iterator[SpokenLine]:
    names, *body = rows
    for row in body:
        yield SpokenLine(" ".join(filter(None, row)), _row(names, row))
    if not body:
        yield SpokenLine(" ".join(filter(None, names)), _row((), names))


def _row(names: Sequence[str], row: Sequence[str]) -> str:
    """Each cell after its column's name; what names its own row and an empty cell need none."""
    padded = (*names, *[""] * (len(row) - len(names)))
    return _joined(
        f"{name}: {cell}" if name else cell for name, cell in zip(padded, row, strict=False) if cell
    )


def _joined(cells: Iterable[str]) -> str:
    text = "; ".join(cell.rstrip(";") for cell in cells)
    return text if text.endswith(_ENDS) else f"{text}."
