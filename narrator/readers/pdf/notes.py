"""Footnotes: small type, or a raised mark, at the foot of a column, and the marks in the text that refer to it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from narrator.article import Kind
from narrator.readers.pdf.blocks import Block
from narrator.readers.pdf.characters import Word
from narrator.readers.pdf.lines import Line, make_line
from narrator.readers.superscript import superscript

# of the body's size: notes are set at 0.8 to 0.9 of it
_NOTE_SIZE = 0.94
# a raised mark's size and height, in its line's size
_RAISED_SIZE = 0.95
_RAISED_BY = 0.12
_MARK = re.compile(r"\[?(\d{1,3}|[*†‡§¶]{1,3})\]?[.)]?")
_SYMBOLS = "*†‡§¶"
# a number raised after one of these refers to a note elsewhere; after a letter or a digit it may be a power
_BEFORE_A_MARK = tuple(".,;:!?”’\"')»…")


def split_notes(
    page: int, columns: Sequence[list[Line]], body: float
) -> tuple[list[list[Line]], list[Block]]:
    """The columns without footnotes, their marks in square brackets, and the footnotes."""
    marks = {word.text for lines in columns for line in lines for word in _raised(line)}
    texts, notes = [], []
    for lines in columns:
        start = _first_note(lines, body, marks)
        texts.append(lines[:start])
        for line in lines[start:]:
            mark = _mark(line, marks)
            if mark and len(line.words) > 1:
                words = [line.words[1]._replace(glued=False), *line.words[2:]]
                notes.append(Block(page, [make_line(words)], Kind.FOOTNOTE, mark))
            elif notes:
                notes[-1].lines.append(line)
    labels = {note.label for note in notes}
    return [[_with_references(line, labels) for line in lines] for lines in texts], notes


def _first_note(lines: Sequence[Line], body: float, marks: set[str]) -> int:
    """Where a column's footnotes begin, which go on to its end."""
    start = len(lines)
    while start and lines[start - 1].size <= _NOTE_SIZE * body:
        start -= 1
    small = start if start else len(lines)  # else the page is in small type
    for index, line in enumerate(lines):
        mark = _mark(line, marks)
        # a raised number that begins a line and is raised in the text as well needs no small type
        if mark and (index >= small or (mark in marks and _is_raised(line.words[0], line))):
            return index
    return len(lines)


def _mark(line: Line, marks: set[str]) -> str:
    """The mark a line begins with: raised itself, or a number that is raised elsewhere on the page."""
    word = line.words[0]
    match = _MARK.fullmatch(word.text)
    if not match:
        return ""
    return (
        match.group(1)
        if _is_raised(word, line) or match.group(1) in marks or match.group(1)[0] in _SYMBOLS
        else ""
    )


def _is_raised(word: Word, line: Line) -> bool:
    return word.size <= _RAISED_SIZE * line.size and word.base >= line.base + _RAISED_BY * line.size


def _raised(line: Line) -> Iterator[Word]:
    return (word for word in line.words[1:] if _is_raised(word, line))


def _with_references(line: Line, labels: set[str]) -> Line:
    words: list[Word] = []
    for word in line.words:
        if words and _is_raised(word, line):
            word = _reference(words[-1], word, labels)
        elif len(word.text) > 1 and word.text[-1] in labels and word.text[-1] in _SYMBOLS:
            word = word._replace(text=f"{word.text[:-1]}[{word.text[-1]}]")
        words.append(word)
    return line if words == list(line.words) else make_line(words)


def _reference(before: Word, word: Word, labels: set[str]) -> Word:
    mark = word.text.strip("[]()")
    tail = mark.lstrip("0123456789" + _SYMBOLS)
    mark = mark.removesuffix(tail)
    if mark in labels or (mark.isdecimal() and not tail and before.text.endswith(_BEFORE_A_MARK)):
        return word._replace(text=f"[{mark}]{tail}", glued=True)
    return word._replace(text=superscript(word.text))
