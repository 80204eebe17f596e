"""Leaving out paragraphs: appeals to go elsewhere, and code and footnotes unless asked for."""

from __future__ import annotations

import re
from dataclasses import replace
from functools import cache

from narrator.article import Kind, Paragraph, Section, Skipped
from narrator.language.tables import all_words
from narrator.selection.counter import SkippedCounter
from narrator.settings import Selection
from narrator.verbalize.reading_order import announcement

# in words; a longer paragraph says more than an appeal
_MAX_APPEAL_WORDS = 30


def select_paragraphs(
    section: Section, selection: Selection, language: str, counter: SkippedCounter
) -> Section:
    """Return a section without the paragraphs that are not narrated, which are counted.

    Left-out code is announced if ``language``, a BCP 47 tag, has words for that.
    """
    kept: list[Paragraph] = []
    for paragraph in section.paragraphs:
        if paragraph.kind is Kind.FOOTNOTE and selection.footnotes == "drop":
            counter.add_paragraph(paragraph)
        elif paragraph.kind is Kind.CODE and selection.code == "skip":
            counter.add_paragraph(paragraph)
            words = announcement("code", language)
            if words:
                kept.append(Paragraph(words, Kind.NOTICE))
        elif not selection.everything and _is_appeal(paragraph):
            counter.add(Skipped("appeal to the reader", 1, paragraph.words))
        else:
            kept.append(paragraph)
    return replace(section, paragraphs=tuple(kept))


def _is_appeal(paragraph: Paragraph) -> bool:
    """Return whether a paragraph asks the reader to go elsewhere, as "Read more: …" does."""
    if paragraph.kind not in (Kind.PROSE, Kind.ITEM):
        return False
    if paragraph.words > _MAX_APPEAL_WORDS:
        return False
    return _appeal_pattern().match(paragraph.text) is not None


@cache
def _appeal_pattern() -> re.Pattern[str]:
    """Return the pattern of the beginnings of appeals, in all languages."""
    alternatives = "|".join(all_words("matter", "appeals"))
    return re.compile(f"(?:{alternatives})", re.IGNORECASE)
