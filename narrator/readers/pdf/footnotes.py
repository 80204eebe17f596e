"""Footnotes, and the marks in the text that refer to them.

A footnote is in small type, or begins with a superscript mark, at the foot of a column.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from narrator.article import Kind
from narrator.readers.pdf.blocks import Block
from narrator.readers.pdf.lines import TextLine, make_line
from narrator.readers.pdf.words import Word
from narrator.readers.superscript import superscript

# of the body's size: notes are set at 0.8 to 0.9 of it
_NOTE_SIZE = 0.94
# of its line's size: a superscript's largest size, and its least height above the baseline
_SUPERSCRIPT_SIZE = 0.95
_SUPERSCRIPT_HEIGHT = 0.12
_SYMBOLS = "*†‡§¶"
_DIGITS = "0123456789"
_MARK = re.compile(rf"\[?(\d{{1,3}}|[{_SYMBOLS}]{{1,3}})\]?[.)]?")
# a superscript number after one of these refers to a note elsewhere; after a letter or a digit it
# may be a power
_BEFORE_A_MARK = tuple(".,;:!?”’\"')»…")


@dataclass(frozen=True, slots=True)
class PageText:
    """A page's text and its footnotes, separated.

    Attributes:
        columns: The lines of each column, their marks in square brackets.
        notes: The footnotes, labelled with their marks.
    """

    columns: list[list[TextLine]]
    notes: list[Block]


def split_footnotes(page: int, columns: Sequence[Sequence[TextLine]], body_size: float) -> PageText:
    """Separate the footnotes of a page from its text.

    Args:
        page: The page, from 0 on.
        columns: The lines of each column.
        body_size: The size of most of the document's text, in points.
    """
    superscripts: set[str] = set()
    for column in columns:
        superscripts |= _superscript_texts(column)
    texts: list[Sequence[TextLine]] = []
    notes: list[Block] = []
    for column in columns:
        start = _first_note(column, body_size, superscripts)
        texts.append(column[:start])
        _add_notes(notes, page, column[start:], superscripts)
    labels = {note.label for note in notes}
    marked: list[list[TextLine]] = []
    for text in texts:
        marked.append([_mark_references(line, labels) for line in text])
    return PageText(marked, notes)


def _superscript_texts(lines: Sequence[TextLine]) -> set[str]:
    """Return the superscripts inside the lines of a column."""
    texts: set[str] = set()
    for line in lines:
        for word in line.words[1:]:
            if _is_superscript(word, line):
                texts.add(word.text)
    return texts


def _add_notes(
    notes: list[Block], page: int, lines: Sequence[TextLine], superscripts: Collection[str]
) -> None:
    """Add the footnotes of some lines. Lines without a mark continue the last one."""
    for line in lines:
        mark = _leading_mark(line, superscripts)
        if mark and len(line.words) > 1:
            words = [line.words[1]._replace(space_before=True), *line.words[2:]]
            notes.append(Block(page, [make_line(words)], Kind.FOOTNOTE, mark))
        elif notes:
            notes[-1].lines.append(line)


def _first_note(lines: Sequence[TextLine], body_size: float, superscripts: Collection[str]) -> int:
    """Return the index where a column's footnotes begin, which reach to its end."""
    small_type = len(lines)
    while small_type and lines[small_type - 1].size <= _NOTE_SIZE * body_size:
        small_type -= 1
    if small_type == 0:  # the whole column is in small type, which then tells nothing
        small_type = len(lines)
    for index, line in enumerate(lines):
        mark = _leading_mark(line, superscripts)
        if not mark:
            continue
        # a mark that is a superscript here and in the text as well needs no small type
        is_superscript_twice = mark in superscripts and _is_superscript(line.words[0], line)
        if index >= small_type or is_superscript_twice:
            return index
    return len(lines)


def _leading_mark(line: TextLine, superscripts: Collection[str]) -> str:
    """Return the footnote mark that a line begins with, empty if there is none.

    A number is one if it is a superscript here or elsewhere on the page.
    """
    word = line.words[0]
    match = _MARK.fullmatch(word.text)
    if not match:
        return ""
    mark = match[1]
    if mark[0] in _SYMBOLS or mark in superscripts or _is_superscript(word, line):
        return mark
    return ""


def _is_superscript(word: Word, line: TextLine) -> bool:
    is_small = word.size <= _SUPERSCRIPT_SIZE * line.size
    return is_small and word.baseline >= line.baseline + _SUPERSCRIPT_HEIGHT * line.size


def _mark_references(line: TextLine, labels: Collection[str]) -> TextLine:
    """Return a line with its references to footnotes in square brackets."""
    words: list[Word] = []
    for word in line.words:
        if words and _is_superscript(word, line):
            word = _mark_superscript(word, words[-1], labels)
        elif len(word.text) > 1 and word.text[-1] in labels and word.text[-1] in _SYMBOLS:
            word = word._replace(text=f"{word.text[:-1]}[{word.text[-1]}]")
        words.append(word)
    if words == list(line.words):
        return line
    return make_line(words)


def _mark_superscript(word: Word, before: Word, labels: Collection[str]) -> Word:
    """Return a superscript word as a reference to a footnote, else in superscript characters."""
    text = word.text.strip("[]()")
    rest = text.lstrip(_DIGITS + _SYMBOLS)
    mark = text.removesuffix(rest)
    is_number = mark.isdecimal() and not rest
    if mark in labels or (is_number and before.text.endswith(_BEFORE_A_MARK)):
        return word._replace(text=f"[{mark}]{rest}", space_before=False)
    return word._replace(text=superscript(word.text))
