"""Joining sections into chapters, by depth, and so that no chapter is too short."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from narrator.article import Kind, Paragraph, Section
from narrator.settings import Selection

# Words, spoken in about five seconds: a shorter chapter ends before listeners know where they are.
_MIN_CHAPTER_WORDS = 12


@dataclass(slots=True)
class _Chapter:
    """A chapter to which sections are added.

    Attributes:
        parts: Its sections.
        named_after: The sections whose titles make its name.
        words: The number of words, headings not counted.
    """

    parts: list[Section] = field(default_factory=list)
    named_after: list[Section] = field(default_factory=list)
    words: int = 0

    @property
    def level(self) -> int:
        """The level of its first section."""
        return self.parts[0].level

    def append(self, section: Section, *, adds_title: bool) -> None:
        """Add a section; if ``adds_title``, its title becomes a part of the chapter's name."""
        self.parts.append(section)
        if adds_title:
            self.named_after.append(section)
        self.words += sum(paragraph.words for paragraph in section.paragraphs)


def join_sections(sections: Sequence[Section], selection: Selection) -> list[Section]:
    """Return sections joined into chapters.

    A section deeper than ``selection.depth`` becomes part of the chapter before it. A chapter that
    is too short is joined with the section after it, unless that one has a higher level and so
    starts something new.
    """
    deepest = _deepest_level(sections, selection.depth)
    chapters: list[_Chapter] = []
    for section in sections:
        is_too_deep = section.level > deepest
        joins_last = bool(chapters) and is_too_deep
        if chapters and not selection.keep_short:
            joins_last = is_too_deep or _is_too_short(chapters[-1], section)
        if not joins_last:
            chapters.append(_Chapter())
        chapter = chapters[-1]
        chapter.append(section, adds_title=not is_too_deep or chapter.words == 0)
    return list(map(_as_section, chapters))


def _deepest_level(sections: Sequence[Section], depth: int | None) -> int:
    """Return the deepest level of heading that begins a chapter."""
    levels = sorted({section.level for section in sections})
    if depth is None or depth >= len(levels):
        return levels[-1] if levels else 0
    return levels[depth - 1]


def _is_too_short(chapter: _Chapter, following: Section) -> bool:
    """Return whether a chapter is too short and may be joined with the section after it."""
    return chapter.words < _MIN_CHAPTER_WORDS and following.level >= chapter.level


def _as_section(chapter: _Chapter) -> Section:
    """Return a chapter as one section; headings without text between them become one."""
    first = chapter.parts[0]
    if len(chapter.parts) == 1:
        return first
    heading: list[str] = []
    paragraphs: list[Paragraph] = []
    for part in chapter.parts:
        if paragraphs:
            paragraphs += _subsection(part)
        else:
            heading += part.heading
            paragraphs += part.paragraphs
    titles = dict.fromkeys(section.title for section in chapter.named_after if section.title)
    return Section(tuple(heading), tuple(paragraphs), first.level, " – ".join(titles))


def _subsection(section: Section) -> Iterator[Paragraph]:
    """Yield the heading and the paragraphs of a section inside a chapter."""
    for line in section.heading:
        yield Paragraph(line, Kind.HEADING)
    yield from section.paragraphs
