"""Sections into chapters: by depth, and none too short to stand alone."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from narrator.article import Kind, Paragraph, Section
from narrator.settings import Selection

# about five seconds: a chapter that ends before a listener has found out where he is
_FEWEST_WORDS = 12


def join(sections: Sequence[Section], choice: Selection) -> list[Section]:
    """Chapters: a section deeper than ``choice.depth`` is part of the one before, a short one joins the one after.

    A short section never joins one above it, for that one starts something new.
    """
    levels = sorted({section.level for section in sections})
    deepest = levels[min(choice.depth or len(levels), len(levels)) - 1] if levels else 0
    chapters: list[list[Section]] = []
    titles: list[list[Section]] = []  # of each chapter, the sections it is named after
    words = 0  # of the last chapter, without its headings
    for section in sections:
        deep = section.level > deepest
        if chapters and (
            deep
            or (choice.join and words < _FEWEST_WORDS and section.level >= chapters[-1][0].level)
        ):
            chapters[-1].append(section)
            if not deep or not words:
                titles[-1].append(section)
        else:
            chapters.append([section])
            titles.append([section])
            words = 0
        words += sum(paragraph.words for paragraph in section.paragraphs)
    return [_chapter(parts, named) for parts, named in zip(chapters, titles, strict=True)]


def _chapter(parts: Sequence[Section], named: Sequence[Section]) -> Section:
    first = parts[0]
    if len(parts) == 1:
        return first
    # headings that follow one another are one
    opening = next(
        (index for index, section in enumerate(parts) if section.paragraphs), len(parts) - 1
    )
    heading = tuple(line for section in parts[: opening + 1] for line in section.heading)
    rest = (paragraph for section in parts[opening + 1 :] for paragraph in _subsection(section))
    name = " – ".join(dict.fromkeys(section.title for section in named if section.title))
    return Section(heading, (*parts[opening].paragraphs, *rest), first.level, name)


def _subsection(section: Section) -> Iterator[Paragraph]:
    yield from (Paragraph(line, Kind.HEADING) for line in section.heading)
    yield from section.paragraphs
