"""What surrounds an article and is not it: contents and copyright pages before, references and the like after.

Only what is recognised for certain is left out: by its exact title (``matter.toml`` of each language) and its place.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import cache

from narrator.article import Kind, Section
from narrator.language.gutenberg import BOOK_STARTS
from narrator.language.tables import all_words
from narrator.selection.counter import SkippedCounter
from narrator.selection.sections import normalised
from narrator.settings import Selection

# front matter stands in the first third, whatever a later section may be called
_FRONT_SHARE = 1 / 3
# a number in front, or a year
_SOURCE = re.compile(r"^\[?\d{1,3}[\].]|\b(?:1[5-9]|20)\d\d[a-z]?\b")
_MOST = 0.8
# the line that Project Gutenberg puts behind its books
_BOOK_ENDS = re.compile(r"(?:\*\*\* ?)?END OF (?:THE|THIS) PROJECT GUTENBERG EBOOK", re.I)


@cache
def _titles(part: str) -> frozenset[str]:
    return frozenset(normalised(title) for title in all_words("matter", part))


def front_matter(sections: Sequence[Section]) -> set[int]:
    """Which sections are contents or copyright pages at the beginning."""
    early = sections[: int(len(sections) * _FRONT_SHARE) + 1]
    return {
        index
        for index, section in enumerate(early)
        if normalised(section.title) in _titles("contents") | _titles("front")
    }


def back_matter(sections: Sequence[Section]) -> set[int]:
    """Which sections are references, links and the like, with what stands under them: from the end on, for amid the
    article a section of that name belongs to it, unless it is a list of sources plainly, as before an appendix.
    """
    gone = {index for index, section in enumerate(sections) if index and _lists_sources(section)}
    below: list[int] = []
    for index in range(len(sections) - 1, 0, -1):
        section = sections[index]
        if index in gone:
            continue
        if normalised(section.title) in _titles("back"):
            if any(sections[other].level <= section.level for other in below):
                break
            gone |= {index, *below}
            below = []
        else:
            below.append(index)
    return gone


def _lists_sources(section: Section) -> bool:
    cited = sum(p.kind is Kind.FOOTNOTE or bool(_SOURCE.search(p.text)) for p in section.paragraphs)
    return normalised(section.title) in _titles("sources") and cited > _MOST * len(
        section.paragraphs
    )


def within_licence(
    sections: Sequence[Section], choice: Selection, tally: SkippedCounter
) -> Sequence[Section]:
    """What stands between Project Gutenberg's own lines, where both are there."""
    if choice.everything:
        return sections
    blocks = [
        (index, place, text)
        for index, section in enumerate(sections)
        for place, text in enumerate(section.blocks)
    ]
    starts = [(index, place) for index, place, text in blocks if BOOK_STARTS.match(text)][:1]
    ends = [(index, place) for index, place, text in blocks if _BOOK_ENDS.match(text)][-1:]
    if not starts or not ends or not starts < ends:
        return sections
    kept = list(_between(sections, starts[0], ends[0]))
    words = sum(section.words for section in sections) - sum(section.words for section in kept)
    if not any(section.paragraphs for section in kept):
        return sections
    tally.add("licence", words, name="of Project Gutenberg")
    return kept


def _between(
    sections: Sequence[Section], start: tuple[int, int], end: tuple[int, int]
) -> Iterator[Section]:
    for index in range(start[0], end[0] + 1):
        section = sections[index]
        first = start[1] + 1 if index == start[0] else 0
        last = end[1] if index == end[0] else len(section.heading) + len(section.paragraphs)
        heading = section.heading[first:last]
        lines = len(section.heading)
        paragraphs = section.paragraphs[max(first - lines, 0) : max(last - lines, 0)]
        if heading or paragraphs:
            yield replace(section, heading=heading, paragraphs=paragraphs)
