"""The sections of a plain text: its blocks divided at the headings, each paragraph with its kind.

A paragraph may be a list item, a table, a caption, a footnote or code. A wrong kind is worse than
none, so each needs a second sign: numbers that count on, rows with equally many columns, a mark in
the text that the footnote answers.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache
from itertools import pairwise

from narrator.article import ALTERNATIVE, Kind, Paragraph, Section
from narrator.language.characters import has_word
from narrator.language.tables import all_words, one_of
from narrator.readers.plain.asides import is_caption
from narrator.readers.plain.blocks import TextBlock
from narrator.readers.plain.headings import TextOutline
from narrator.readers.plain.levels import SECTION, continues
from narrator.readers.plain.tables import find_tables

# dashes longer than a hyphen begin speech in many languages
_BULLET = re.compile(r"(?:[-*]\s+|[•·▪◦●○‣⁃]\s*)(?=\S*\w)")
_NUMBER = re.compile(r"(\d{1,3})[.)]\s+(?=\S*\w)")
_FOOTNOTE = re.compile(r"\[(\w{1,3})\]:?\s+(?=\S*\w)")
_NOTE_MARK = re.compile(r"(?<=\S)\s?\[(\w{1,3})\]")
# characters; a longer block that begins like a caption is prose
_LONGEST_CAPTION = 400
_TAB_WIDTH = 4
# the name of a contents page that has no heading
_CONTENTS = "Contents"


def divide(blocks: Sequence[TextBlock], outline: TextOutline) -> tuple[Section, ...]:
    """Return the sections of a text in order, at least one.

    A chapter's number and its name are one heading. A contents page begins and ends where the
    outline says, with or without a heading there.
    """
    marks = _find_note_marks(blocks)
    sections: list[Section] = []
    for start, end in pairwise([*_section_starts(blocks, outline), len(blocks)]):
        heading: list[str] = []
        body = start
        while body < end and body in outline.levels:
            heading.append(blocks[body].text)
            body += 1
        paragraphs = _to_paragraphs(blocks[body:end], marks)
        level = outline.levels.get(start, SECTION)
        name = ""
        if start in outline.contents and not heading:
            name = _CONTENTS
        sections.append(Section(tuple(heading), paragraphs, level, name))
    return tuple(sections)


def _section_starts(blocks: Sequence[TextBlock], outline: TextOutline) -> list[int]:
    """Return the places where sections begin, in order."""
    levels = outline.levels
    starts = {0, outline.contents.start, outline.contents.stop}
    for place, level in levels.items():
        is_second_half = levels.get(place - 1) == level and continues(
            blocks[place - 1], blocks[place]
        )
        if not is_second_half:
            starts.add(place)
    return sorted(starts)


def _find_note_marks(blocks: Sequence[TextBlock]) -> frozenset[str]:
    """Return the marks of footnotes in a text: the "2" of "[2]" after a word."""
    marks: set[str] = set()
    for block in blocks:
        marks.update(_NOTE_MARK.findall(block.text))
    return frozenset(marks)


def _to_paragraphs(blocks: Sequence[TextBlock], marks: frozenset[str]) -> tuple[Paragraph, ...]:
    """Return the blocks of one section as paragraphs of their kinds.

    ``marks`` are the marks of footnotes in the whole text.
    """
    tables = find_tables(blocks)
    items = _numbered_items(blocks)
    first_footnote = _first_footnote(blocks, marks)
    paragraphs: list[Paragraph] = []
    for place, block in enumerate(blocks):
        if place in tables:
            paragraph = tables[place]
        elif place >= first_footnote:
            paragraph = _labelled(_FOOTNOTE, block, Kind.FOOTNOTE)
        elif place in items:
            paragraph = _labelled(_NUMBER, block, Kind.ITEM)
        else:
            paragraph = _to_paragraph(block)
        if paragraph is not None:
            paragraphs.append(paragraph)
    return tuple(paragraphs)


def _labelled(pattern: re.Pattern[str], block: TextBlock, kind: Kind) -> Paragraph:
    """Return a block that begins with a label as a paragraph without it."""
    label = pattern.match(block.text)
    if label is None:
        return Paragraph(block.text)
    return Paragraph(block.text[label.end() :], kind, label[1])


def _to_paragraph(block: TextBlock) -> Paragraph | None:
    """Return a block by itself as a paragraph; None for a picture that has no description."""
    picture = _picture_pattern().match(block.text)
    if picture:
        return _alternative_text(picture["description"] or "")
    if block.fence is not None:
        return _code(block, block.fence)
    bullet = _BULLET.match(block.text)
    if bullet:
        return Paragraph(block.text[bullet.end() :], Kind.ITEM)
    if len(block.text) <= _LONGEST_CAPTION and is_caption(block.text):
        return Paragraph(block.text, Kind.CAPTION)
    return Paragraph(block.text)


def _alternative_text(description: str) -> Paragraph | None:
    if not has_word(description):
        return None
    return Paragraph(description.strip(), Kind.CAPTION, ALTERNATIVE)


def _code(block: TextBlock, language: str) -> Paragraph:
    """Return fenced code as a code block; as prose if only its fence has letters or digits."""
    lines = [line.expandtabs(_TAB_WIDTH).rstrip() for line in block.lines]
    code = "\n".join(lines).strip("\n")
    if not has_word(code):
        return Paragraph(block.text)
    return Paragraph(code, Kind.CODE, language)


def _numbered_items(blocks: Sequence[TextBlock]) -> set[int]:
    """Return the places of numbered items that count on from one block to the next."""
    items: set[int] = set()
    last_place, last_number = -2, 0
    for place, block in enumerate(blocks):
        number = _NUMBER.match(block.text)
        if number is None:
            continue
        value = int(number[1])
        if place == last_place + 1 and value == last_number + 1:
            items |= {last_place, place}
        last_place, last_number = place, value
    return items


def _first_footnote(blocks: Sequence[TextBlock], marks: frozenset[str]) -> int:
    """Return the place where the footnotes at a section's end begin; its length if it has none."""
    first = len(blocks)
    while first:
        note = _FOOTNOTE.match(blocks[first - 1].text)
        if note is None or note[1] not in marks:
            break
        first -= 1
    return first


@cache
def _picture_pattern() -> re.Pattern[str]:
    """Return the pattern of what replaces a picture: "[Illustration: a boat]"."""
    mark = one_of(all_words("asides", "picture_mark"))
    return re.compile(rf"\[{mark}(?::(?P<description>[^\[\]]*+))?\s*+\]$", re.I)
