"""The title of a text that is set apart by nothing but its place, and the by-line below it.

The weights of ``headings`` see a lone short line as doubtful; at the start, with a text below, it is none.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from narrator.language.tables import heading_table, one_of
from narrator.readers.plain.asides import is_by_line
from narrator.readers.plain.blocks import Block
from narrator.readers.plain.numbering import NUMBER
from narrator.readers.plain.shapes import LONG, Shape, start

# characters; the longest titles of papers
_LONGEST = 120
# a block below a title in a text without blank lines is so many times as long
_CONTRAST = 3
# brief blocks between a title and its text: a subtitle, a by-line, a date
_BETWEEN = 3
_TEXT = frozenset(("long", "sentences", "sentence", "speech"))
_BETWEEN_FORMS = frozenset(("short", "headline", "aside"))
_TABLE = heading_table()
# a link, or the place a report comes from
_OTHER = re.compile(rf"(?i:{_TABLE['looks']['service']})|[A-ZÀ-Þ .-]+, [A-ZÀ-Þ .-]+$")
_SPEAKER = re.compile(_TABLE["looks"]["speaker"])
_LETTER = re.compile(rf"{one_of(_TABLE['greetings'])}\b|{one_of(_TABLE['mail'])}\s*:\s", re.I)
_BY = re.compile(r"(?:by|von|por|par|di)\s+", re.I)


def opens_with_title(blocks: Sequence[Block]) -> bool:
    """Whether the first block is the text's title by its place: alone, brief, no sentence, and above a text."""
    if len(blocks) < 2 or not _may_be_title(blocks[0]):
        return False
    if all(_SPEAKER.match(block.text) for block in blocks[:2]):
        return False  # a talk written down
    below = 1
    while below < min(len(blocks), 1 + _BETWEEN) and Shape(blocks[below]).form in _BETWEEN_FORMS:
        below += 1
    if (
        below == len(blocks)
        or Shape(blocks[below]).form not in _TEXT
        or start(blocks[below].text) == "small"
    ):
        return False
    if blocks[1].above or is_by_line(blocks[1].text):
        return True
    return len(blocks[1].text) >= max(LONG, _CONTRAST * len(blocks[0].text)) and not any(
        b.above for b in blocks[1:]
    )


def _may_be_title(block: Block) -> bool:
    shape = Shape(block)
    if (
        shape.form not in ("short", "headline")
        or shape.end != "open"
        or shape.length > _LONGEST
        or not shape.words
    ):
        return False
    known = any(pattern.match(block.text) for pattern in (NUMBER, _LETTER, _OTHER))
    return start(block.text) in ("capital", "caseless", "digit") and not known


def author_of(text: str) -> str:
    """The name that a by-line says, without what its bearer is; empty if it is no by-line."""
    by = _BY.match(text) if is_by_line(text) else None
    return re.split(r"\s*[,|]", text[by.end() :])[0].strip() if by else ""
