"""The title of a text that is set apart by nothing but its place.

The weights of the heading classifier make a lone short line doubtful. At a text's start, with a
paragraph below it, it is a title nevertheless.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache

from narrator.language.tables import all_words, one_of
from narrator.readers.plain.asides import is_by_line
from narrator.readers.plain.blocks import TextBlock
from narrator.readers.plain.lookalikes import looks_like
from narrator.readers.plain.numbering import read_number
from narrator.readers.plain.shapes import PARAGRAPH_LENGTH, BlockShape, first_character

# characters; the longest titles of papers
_LONGEST_TITLE = 120
# in a text without blank lines, the block below a title is so many times as long
_CONTRAST = 3
# brief blocks between a title and its text: a subtitle, a by-line, a date
_MOST_BETWEEN = 3
_BETWEEN_FORMS = frozenset(("short", "headline", "aside"))
_TEXT_FORMS = frozenset(("long", "sentences", "sentence", "speech"))
# the place that a report comes from: "LORVIA, VALLEY"
_PLACE = re.compile("[A-ZÀ-Þ .-]+, [A-ZÀ-Þ .-]+$")


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
    if read_number(block.text) is not None or looks_like("service", block.text):
        return False
    return not _letter_pattern().match(block.text) and not _PLACE.match(block.text)


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
