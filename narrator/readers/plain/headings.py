"""The headings of a plain text with their levels.

Most are found by the classifier; what is certain without it (numbered chapters, underlined lines, a
title at the start, a contents page) overrules it. The classifier's weights make a lone short line
doubtful. At a text's start, with a paragraph below it, it is a title nevertheless.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence, Set
from dataclasses import dataclass
from functools import cache

from narrator.language.tables import all_words, one_of
from narrator.readers.plain.asides import is_by_line
from narrator.readers.plain.blocks import TextBlock, split_blocks
from narrator.readers.plain.classifier import classify
from narrator.readers.plain.contents import find_contents
from narrator.readers.plain.decimals import find_outlined
from narrator.readers.plain.document import TextDocument
from narrator.readers.plain.entries import find_entries
from narrator.readers.plain.letter_case import first_character
from narrator.readers.plain.levels import assign_levels
from narrator.readers.plain.lookalikes import looks_like
from narrator.readers.plain.numbering import COUNTED, read_number
from narrator.readers.plain.shapes import PARAGRAPH_LENGTH, BlockShape
from narrator.readers.plain.source_lines import read_lines

# characters; the longest titles of papers
_LONGEST_TITLE = 120
# in a text without blank lines, how many times as long the block below a title is
_CONTRAST = 3
# brief blocks between a title and its text: a subtitle, a by-line, a date
_MOST_BETWEEN = 3
# blank lines that a new page counts as
_PAGE_BREAK = 3
_BETWEEN_FORMS = frozenset(("short", "headline", "aside"))
_TEXT_FORMS = frozenset(("long", "sentences", "sentence", "speech"))
# the place that a report comes from: "LORVIA, VALLEY"
_PLACE = re.compile("[A-ZÀ-Þ .-]+, [A-ZÀ-Þ .-]+$")


@dataclass(frozen=True, slots=True)
class TextOutline:
    """Where the sections of a text begin.

    Attributes:
        levels: The places of the headings in order, with their levels: 1 is the text's title,
            sections begin with 2.
        contents: The places of the contents page, with or without a heading; empty if there is
            none.
    """

    levels: dict[int, int]
    contents: range


def split_sections(text: str) -> list[tuple[str | None, list[str]]]:
    """Return a plain text's headings with their paragraphs, in order and with nothing left out.

    The heading is None for what comes before the first one.
    """
    blocks = split_blocks(read_lines(text))
    headings = find_headings(blocks)
    sections: list[tuple[str | None, list[str]]] = [(None, [])]
    for place, block in enumerate(blocks):
        if place in headings:
            sections.append((block.text, []))
        else:
            sections[-1][1].append(block.text)
    starts_with_heading = not sections[0][1] and len(sections) > 1
    if starts_with_heading:
        return sections[1:]
    return sections


def find_headings(blocks: Sequence[TextBlock]) -> dict[int, int]:
    """Return the places of a text's headings in order, with their levels."""
    return find_outline(blocks).levels


def headings_among(
    paragraphs: Sequence[str], page_starts: Set[int] = frozenset()
) -> dict[int, int]:
    """Return the places of the headings among paragraphs that nothing marks, with their levels.

    Args:
        paragraphs: The texts of all paragraphs in order.
        page_starts: The places of those that begin a page.
    """
    blocks: list[TextBlock] = []
    for place, text in enumerate(paragraphs):
        blanks = _PAGE_BREAK if place in page_starts else 1
        blocks.append(TextBlock(text, (text,), place, blanks))
    return find_headings(blocks)


def find_outline(blocks: Sequence[TextBlock]) -> TextOutline:
    """Return the headings of a text, and where its contents page ends."""
    document = TextDocument(blocks)
    divisions = set(document.numbered_divisions())
    headings = classify(document, len(divisions))
    headings |= divisions
    headings |= find_entries(blocks)
    headings |= find_outlined(document.shapes)
    headings |= _underlined(document)
    headings -= set(_ends_of_divisions(headings, divisions, document))
    if blocks and 0 not in divisions and _opens_otherwise(blocks[0].text):
        headings.discard(0)
    # below a heading at the start, there may be others above the first paragraph
    opens_with_heading = 1 in headings and document.is_brief(0) and 0 in document.candidates
    if opens_with_heading or opens_with_title(blocks):
        headings.add(0)
    contents = find_contents(blocks)
    if contents is None:
        return TextOutline(assign_levels(sorted(headings), blocks), range(0))
    listed = range(contents.start, contents.end)
    headings -= set(listed)
    headings |= contents.chapters
    if contents.is_titled:
        headings.add(contents.start)
    return TextOutline(assign_levels(sorted(headings), blocks), listed)


def _ends_of_divisions(
    headings: Set[int], divisions: Set[int], document: TextDocument
) -> Iterator[int]:
    """Yield the places of what looks like a heading but ends a chapter: a signature, "The End".

    It has no number, and the next chapter follows at once, with as large a gap as above it.
    """
    for place in headings - divisions:
        block, above = document.blocks[place], place - 1
        if place + 1 not in divisions or block.underline or read_number(block.text):
            continue
        is_below_text = above >= 0 and above not in headings
        if is_below_text and document.blocks[place + 1].blanks_above >= block.blanks_above:
            yield place


def _underlined(document: TextDocument) -> set[int]:
    """Return the places of candidates that are underlined, or that several are drawn like.

    A line that comes again is what a program prints.
    """
    underlined: set[int] = set()
    drawn: set[int] = set()
    for place in document.candidates:
        if document.blocks[place].underline and document.is_brief(place):
            underlined.add(place)
        if document.shapes[place].is_drawn:
            drawn.add(place)
    texts = Counter(document.shapes[place].text for place in drawn)
    if len(texts) > 1:
        underlined |= {place for place in drawn if texts[document.shapes[place].text] == 1}
    return underlined


def opens_with_title(blocks: Sequence[TextBlock]) -> bool:
    """Return whether the first block is the text's title, by its place above a text."""
    if len(blocks) < 2 or not _may_be_title(blocks[0]):
        return False
    title, below = blocks[0], blocks[1]
    is_talk = looks_like("speaker", title.text) and looks_like("speaker", below.text)
    if is_talk or not _stands_above_text(blocks):
        return False
    if below.blanks_above or is_by_line(below.text):
        return True
    if any(block.blanks_above for block in blocks[1:]):
        return False
    return len(below.text) >= max(PARAGRAPH_LENGTH, _CONTRAST * len(title.text))


def _may_be_title(block: TextBlock) -> bool:
    """Return whether a block by itself could be a title: brief, with words and no end mark."""
    shape = BlockShape(block)
    if shape.form not in ("short", "headline") or shape.ending != "open":
        return False
    if shape.length > _LONGEST_TITLE or not shape.words:
        return False
    if first_character(block.text) not in ("capital", "caseless", "digit"):
        return False
    number = read_number(block.text)
    is_numbered = number is not None and number.style != COUNTED
    return not is_numbered and not _opens_otherwise(block.text)


def _opens_otherwise(text: str) -> bool:
    """Return whether a text's first line is how a letter, a report or a page of a site begins."""
    if looks_like("service", text) or _PLACE.match(text):
        return True
    return bool(_letter_pattern().match(text))


def _stands_above_text(blocks: Sequence[TextBlock]) -> bool:
    """Return whether text follows the first block, with a few brief blocks between at most."""
    for block in blocks[1 : 2 + _MOST_BETWEEN]:
        form = BlockShape(block).form
        if form in _TEXT_FORMS:
            return first_character(block.text) != "small"
        if form not in _BETWEEN_FORMS:
            return False
    return False


@cache
def _letter_pattern() -> re.Pattern[str]:
    """Return the pattern of how letters and mails begin."""
    greetings = one_of(all_words("headings", "greetings"))
    mail = one_of(all_words("headings", "mail"))
    return re.compile(rf"{greetings}\b|{mail}\s*:\s", re.I)
