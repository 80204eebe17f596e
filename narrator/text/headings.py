"""Which blocks are headings, told by the block itself and the one after it.

One simple rule: a heading is short, does not end like a sentence or begin like its middle, and something that reads
like a paragraph follows, at once or after one more heading.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from narrator.article import Paragraph, Section

# headlines are written to fit; the longest of news sites stay below this
_MAX_CHARACTERS = 110
_MAX_WORDS = 16
# blocks this long are paragraphs however they end
_PARAGRAPH_CHARACTERS = 130
_ENDS_OPEN = (".", ",", ";", ":", "!", "…", '."', ".”", ",”", "!”", "?”", ".)", "-", "–", "—")
_QUESTION = re.compile(r"(?:who|what|when|where|why|which|how|is|are|can|does|do|should|will)\b", re.I)
_STARTS_INSIDE = re.compile(r"[\"“‘'(\[*•·▪◦–—>|@#&-]|\d+[).]\s|(?:by|photo|image|source|read more|share)\b", re.I)


def divide(blocks: Sequence[str]) -> tuple[Section, ...]:
    """Sections in order. Headings that follow one another are one heading of several lines."""
    sections: list[Section] = []
    heading: list[str] = []
    paragraphs: list[Paragraph] = []
    for index, block in enumerate(blocks):
        if not _is_heading(blocks, index):
            paragraphs.append(Paragraph(block))
            continue
        if paragraphs:
            sections.append(Section(tuple(heading), tuple(paragraphs)))
            heading, paragraphs = [], []
        heading.append(block)
    return (*sections, Section(tuple(heading), tuple(paragraphs)))


def _is_heading(blocks: Sequence[str], index: int) -> bool:
    if not _may_be_heading(blocks[index]):
        return False
    after = blocks[index + 1 : index + 3]
    if not after:
        return False
    return _is_paragraph(after[0]) or (_may_be_heading(after[0]) and len(after) == 2 and _is_paragraph(after[1]))


def _may_be_heading(block: str) -> bool:
    if len(block) > _MAX_CHARACTERS or len(block.split()) > _MAX_WORDS or block.endswith(_ENDS_OPEN):
        return False
    if block.endswith("?") and not _QUESTION.match(block):
        return False
    return not block[0].islower() and not _STARTS_INSIDE.match(block)


def _is_paragraph(block: str) -> bool:
    return len(block) >= _PARAGRAPH_CHARACTERS or (block.endswith(_ENDS_OPEN) and len(block.split()) > 3)
