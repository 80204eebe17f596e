"""What of an article is narrated, and in which chapters.

Readers give all they find; here it is decided what a listener hears of it. Whatever is left out is counted and stays in
``Article.skipped``: nothing goes silently.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from narrator.article import Article, Section
from narrator.errors import UsageError
from narrator.selection.blocks import heard
from narrator.selection.chapters import join
from narrator.selection.counter import SkippedCounter
from narrator.selection.matter import back_matter, front_matter, within_licence
from narrator.selection.notes import place_notes
from narrator.selection.sections import select
from narrator.settings import Selection


def choose(article: Article, choice: Selection, language: str) -> Article:
    """The article as it is narrated: chosen sections, joined into chapters, without what is left out.

    ``language`` is the BCP 47 tag of the narration, in which left-out code is announced.

    Raises:
        UsageError: ``choice`` names a section that the article has not, or nothing is left.
    """
    tally = SkippedCounter(article.skipped)
    found, sections, kept = _find(article, choice, tally)
    for index, section in enumerate(sections):
        if index not in kept:
            tally.section(section)
    chosen = sorted(kept)
    after = heard([sections[index] for index in chosen], choice, language, tally)
    narrated = [
        new for index, new in zip(chosen, after, strict=True) if _has_text_left(found[index], new)
    ]
    return replace(article, sections=tuple(join(narrated, choice)), skipped=tally.skipped())


def list_all(article: Article, choice: Selection, language: str) -> tuple[Article, list[bool]]:
    """The article with all sections as they are numbered for ``choice.only``, and which of them would be narrated.

    Raises:
        UsageError: as above.
    """
    tally = SkippedCounter()
    found, sections, kept = _find(article, choice, tally)
    shown = heard(sections, choice, language, tally)
    pairs = enumerate(zip(found, shown, strict=True))
    return replace(article, sections=tuple(shown)), [
        index in kept and _has_text_left(*pair) for index, pair in pairs
    ]


def _find(
    article: Article, choice: Selection, tally: SkippedCounter
) -> tuple[Sequence[Section], Sequence[Section], set[int]]:
    """All sections as they are found, the same with their notes in place, and the numbers of those that are kept."""
    found = within_licence(article.sections, choice, tally)
    # notes first: those of sections that are left out belong to the text that refers to them
    sections = place_notes(found, choice.footnotes)
    return found, sections, _kept(sections, choice)


def _has_text_left(before: Section, after: Section) -> bool:
    """Whether a section is still worth its heading: one that never had a text is, one that lost all of it is not."""
    return bool(after.paragraphs) or not before.paragraphs


def _kept(sections: Sequence[Section], choice: Selection) -> set[int]:
    kept = select(sections, choice)
    if not choice.only and not choice.everything:
        kept = (kept - front_matter(sections) - back_matter(sections)) or kept
    if not kept and sections:
        raise UsageError("no section is left to narrate, see --sections")
    return kept
