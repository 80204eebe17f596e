"""What of an article is narrated, and in which chapters.

Readers return all that they find; this package decides what of it is narrated. Nothing is dropped
silently: everything that is left out is counted in ``Article.skipped``.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from narrator.article import Article, Section
from narrator.errors import UsageError
from narrator.selection.chapters import join_sections
from narrator.selection.counter import SkippedCounter
from narrator.selection.licence import without_licence
from narrator.selection.matter import back_matter, front_matter
from narrator.selection.notes import place_notes
from narrator.selection.paragraphs import select_paragraphs
from narrator.selection.sections import requested_sections
from narrator.settings import Selection

__all__ = ["SectionEntry", "all_sections", "select_sections"]


@dataclass(frozen=True, slots=True)
class SectionEntry:
    """A section as ``Selection.only`` counts them, and whether it would be narrated."""

    section: Section
    is_narrated: bool


@dataclass(frozen=True, slots=True)
class _FoundSection:
    """A section before paragraphs are left out.

    Attributes:
        original: The section as the reader found it.
        section: The section with its footnotes moved to where they are narrated.
        is_selected: Whether the section as a whole is narrated.
    """

    original: Section
    section: Section
    is_selected: bool


def select_sections(article: Article, selection: Selection, language: str) -> Article:
    """Return the article as it is narrated.

    Its sections are the chapters: the selected sections, joined, without the paragraphs that are
    left out. ``language`` is the BCP 47 tag of the narration, in which left-out code is announced.

    Raises:
        UsageError: ``selection`` names a section that does not exist, or no section is left.
    """
    counter = SkippedCounter(article.skipped)
    found = _find_sections(article, selection, counter)
    for item in found:
        if not item.is_selected:
            counter.add_section(item.section)
    narrated: list[Section] = []
    for item in found:
        if item.is_selected:
            section = select_paragraphs(item.section, selection, language, counter)
            if _is_worth_its_heading(section, item.original):
                narrated.append(section)
    chapters = join_sections(narrated, selection)
    return replace(article, sections=tuple(chapters), skipped=counter.skipped())


def all_sections(article: Article, selection: Selection, language: str) -> list[SectionEntry]:
    """Return all sections of an article, as ``selection.only`` counts them from 1.

    Paragraphs that would not be narrated are left out of them.

    Raises:
        UsageError: As in ``select_sections``.
    """
    counter = SkippedCounter()  # its totals are not used
    entries: list[SectionEntry] = []
    for item in _find_sections(article, selection, counter):
        section = select_paragraphs(item.section, selection, language, counter)
        is_narrated = item.is_selected and _is_worth_its_heading(section, item.original)
        entries.append(SectionEntry(section, is_narrated))
    return entries


def _find_sections(
    article: Article, selection: Selection, counter: SkippedCounter
) -> list[_FoundSection]:
    """Return all sections of an article, without the licence of Project Gutenberg."""
    originals: Sequence[Section] = article.sections
    if not selection.everything:
        originals = without_licence(originals, counter)
    # before sections are left out, because a note may be in another section than its mark
    sections = place_notes(originals, selection.footnotes)
    selected = _selected_numbers(sections, selection)
    found: list[_FoundSection] = []
    for number, (original, section) in enumerate(zip(originals, sections, strict=True)):
        found.append(_FoundSection(original, section, number in selected))
    return found


def _selected_numbers(sections: Sequence[Section], selection: Selection) -> set[int]:
    """Return the numbers, from 0, of the sections that are narrated.

    An article that has only front and back matter keeps it.
    """
    selected = requested_sections(sections, selection)
    if not selection.only and not selection.everything:
        own = selected - front_matter(sections) - back_matter(sections)
        selected = own or selected
    if sections and not selected:
        raise UsageError("no section is left to narrate, see --sections")
    return selected


def _is_worth_its_heading(section: Section, original: Section) -> bool:
    """Return whether a section's heading is narrated.

    It is not if all paragraphs of the section were left out, but it is if there were none.
    """
    return bool(section.paragraphs) or not original.paragraphs
