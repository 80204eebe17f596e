"""What a block of plain text is besides prose: a list item, a table, a caption, a footnote, code.

A wrong kind is worse than none, so each needs a second sign: numbers that count on, rows with equally many columns,
a mark in the text that the footnote answers. Columns drawn with blanks are left as prose, for so is justified text.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import groupby, pairwise

from narrator.article import ALTERNATIVE, Kind, Paragraph
from narrator.readers.plain.asides import is_caption
from narrator.readers.plain.blocks import Block
from narrator.readers.plain.wrapping import is_row

# dashes longer than a hyphen begin speech in many languages
_BULLET = re.compile(r"(?:[-*]\s+|[•·▪◦●○‣⁃]\s*)(?=\S*\w)")
_NUMBER = re.compile(r"(\d{1,3})[.)]\s+(?=\S*\w)")
_NOTE = re.compile(r"\[(\w{1,3})\]:?\s+(?=\S*\w)")
_PICTURE = re.compile(r"\[illustration(?::\s*(?P<words>[^\[\]]*))?\s*\]$", re.I)
_MARK = re.compile(r"(?<=\S)\s?\[(\w{1,3})\]")
# characters; what a caption says, and a table's cell
_LONGEST_CAPTION, _LONGEST_CELL = 400, 200


def note_marks(blocks: Sequence[Block]) -> frozenset[str]:
    """The marks of footnotes in a text: "[2]" behind a word."""
    return frozenset(mark for block in blocks for mark in _MARK.findall(block.text))


def paragraphs(blocks: Sequence[Block], marks: frozenset[str]) -> tuple[Paragraph, ...]:
    """The blocks of one section as paragraphs that know their kind; ``marks`` are those of its whole text."""
    tables = _tables(blocks)
    counted = _counted(blocks)
    notes = _first_note(blocks, marks)
    found: list[Paragraph] = []
    for index, block in enumerate(blocks):
        if index in tables:
            if (table := tables[index]) is not None:
                found.append(table)
        elif index >= notes and (note := _NOTE.match(block.text)):
            found.append(Paragraph(block.text[note.end() :], Kind.FOOTNOTE, note[1]))
        elif index in counted and (number := _NUMBER.match(block.text)):
            found.append(Paragraph(block.text[number.end() :], Kind.ITEM, number[1]))
        elif picture := _PICTURE.match(block.text):
            if any(map(str.isalnum, words := picture["words"] or "")):
                found.append(Paragraph(words.strip(), Kind.CAPTION, ALTERNATIVE))
        else:
            found.append(_single(block))
    return tuple(found)


def _single(block: Block) -> Paragraph:
    if block.fence is not None:
        return _code(block)
    if bullet := _BULLET.match(block.text):
        return Paragraph(block.text[bullet.end() :], Kind.ITEM)
    if len(block.text) <= _LONGEST_CAPTION and is_caption(block.text):
        return Paragraph(block.text, Kind.CAPTION)
    return Paragraph(block.text)


def _code(block: Block) -> Paragraph:
    lines = "\n".join(line.expandtabs(4).rstrip() for line in block.lines).strip("\n")
    return (
        Paragraph(lines, Kind.CODE, block.fence or "")
        if any(map(str.isalnum, lines))
        else Paragraph(block.text)
    )


def _counted(blocks: Sequence[Block]) -> set[int]:
    """Where numbered items are that count on from one block to the next."""
    numbers = [
        (index, int(number[1]))
        for index, block in enumerate(blocks)
        if (number := _NUMBER.match(block.text))
    ]
    pairs = [
        (one, two) for (one, a), (two, b) in pairwise(numbers) if two == one + 1 and b == a + 1
    ]
    return {index for pair in pairs for index in pair}


def _first_note(blocks: Sequence[Block], marks: frozenset[str]) -> int:
    """Where the footnotes at a section's end begin."""
    first = len(blocks)
    while first and (note := _NOTE.match(blocks[first - 1].text)) and note[1] in marks:
        first -= 1
    return first


def _tables(blocks: Sequence[Block]) -> dict[int, Paragraph | None]:
    """Tables at their first rows, and None at the others, which belong to them."""
    found: dict[int, Paragraph | None] = {}
    rows = [(index, cells) for index, block in enumerate(blocks) if (cells := _cells(block))]
    for _, group in groupby(enumerate(rows), lambda each: (each[1][0] - each[0], len(each[1][1]))):
        run = [row for _, row in group]
        if len(run) < 2:
            continue
        # the line drawn below the names counts as one above the first row
        drawn = blocks[run[1][0]].above > 0 and all(
            blocks[index].above == 0 for index, _ in run[2:]
        )
        table = [cells for _, cells in run]
        named = drawn or (not _figures(table[0]) and any(_figures(cells) for cells in table[1:]))
        found |= dict.fromkeys((index for index, _ in run), None)
        found[run[0][0]] = (
            Paragraph.table(table[0], tuple(table[1:]))
            if named
            else Paragraph.table((), tuple(table))
        )
    return found


def _cells(block: Block) -> tuple[str, ...]:
    """The columns of a row; none if it is no row."""
    if block.fence is not None or len(block.lines) != 1 or not is_row(block.lines[0]):
        return ()
    line = block.lines[0].strip(" ")
    parts: Sequence[str] = (
        line.strip("|").split("|") if line.count("|") > 1 else line.strip("\t").split("\t")
    )
    cells = tuple(" ".join(part.split()) for part in parts)
    full = sum(any(map(str.isalnum, cell)) for cell in cells)
    return cells if full > 1 and max(map(len, cells)) <= _LONGEST_CELL else ()


def _figures(cells: Sequence[str]) -> bool:
    return any(cell[:1].isdigit() or cell[-1:].isdigit() for cell in cells)
