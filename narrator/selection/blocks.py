"""Paragraphs that are not heard: code and footnotes unless they were asked for, and appeals to go elsewhere."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import lru_cache

from narrator.article import Kind, Paragraph, Section
from narrator.language.tables import all_words
from narrator.selection.counter import SkippedCounter
from narrator.settings import Selection
from narrator.verbalize.reading_order import announcement

# longer ones say something beside the appeal
_LONGEST_APPEAL_WORDS = 30


def heard(
    sections: Sequence[Section], choice: Selection, language: str, tally: SkippedCounter
) -> list[Section]:
    """The same sections without what is not heard of them."""
    return [
        replace(
            section,
            paragraphs=tuple(
                q for p in section.paragraphs for q in _heard(p, choice, language, tally)
            ),
        )
        for section in sections
    ]


def _heard(
    paragraph: Paragraph, choice: Selection, language: str, tally: SkippedCounter
) -> Iterator[Paragraph]:
    if paragraph.kind is Kind.FOOTNOTE and choice.footnotes == "drop":
        tally.paragraph(paragraph)
    elif paragraph.kind is Kind.CODE and choice.code == "skip":
        tally.paragraph(paragraph)
        if words := announcement("code", language):
            yield Paragraph(words, Kind.NOTICE)
    elif not choice.everything and _is_appeal(paragraph):
        tally.add("appeal to the reader", paragraph.words)
    else:
        yield paragraph


def _is_appeal(paragraph: Paragraph) -> bool:
    plain = paragraph.kind in (Kind.PROSE, Kind.ITEM)
    return (
        plain and paragraph.words <= _LONGEST_APPEAL_WORDS and bool(_appeal().match(paragraph.text))
    )


@lru_cache(maxsize=1)
def _appeal() -> re.Pattern[str]:
    return re.compile("(?:" + "|".join(all_words("matter", "appeals")) + ")", re.I)
