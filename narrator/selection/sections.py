"""The sections that were asked for, by number or by title."""

from __future__ import annotations

import re
from collections.abc import Sequence

from narrator.article import Section
from narrator.errors import UsageError
from narrator.language.characters import title_key
from narrator.settings import Selection

# a section's number before its title
_LEADING_NUMBER = re.compile(r"^[0-9 ]+ (?=\D)")


def requested_sections(sections: Sequence[Section], selection: Selection) -> set[int]:
    """Return the numbers, from 0, of the sections in ``selection.only`` and not in ``.skip``.

    Subsections go with their section. Without ``only`` all sections are requested.

    Raises:
        UsageError: One of the numbers, or all of the titles, are of no section.
    """
    requested: set[int] = set()
    if not selection.only:
        requested.update(range(len(sections)))
    for first, last in selection.only:
        if last > len(sections):
            raise UsageError(
                f"there is no section {last}: the article has {len(sections)}, see --sections"
            )
        for number in range(first - 1, last):
            requested.update(_branch(sections, number))
    return requested - _skipped_sections(sections, selection.skip)


def _skipped_sections(sections: Sequence[Section], titles: Sequence[str]) -> set[int]:
    """Return the numbers of the sections with some titles, and of their subsections."""
    keys = set(map(comparable_title, titles))
    skipped: set[int] = set()
    for number, section in enumerate(sections):
        if keys & _section_titles(section):
            skipped.update(_branch(sections, number))
    if titles and not skipped:
        names = " or ".join(map(repr, titles))
        raise UsageError(f"no section is called {names}, see --sections")
    return skipped


def _section_titles(section: Section) -> set[str]:
    """Return a section's title and the lines of its heading, for comparison."""
    return {comparable_title(section.title), *map(comparable_title, section.heading)}


def _branch(sections: Sequence[Section], number: int) -> range:
    """Return the numbers of a section and of its subsections.

    If the first section has text and all others are below it, its heading is the article's title,
    and it is returned without the others.
    """
    root = sections[number]
    stop = number + 1
    while stop < len(sections) and sections[stop].level > root.level:
        stop += 1
    if number == 0 and stop == len(sections) and root.paragraphs:
        stop = 1
    return range(number, stop)


def comparable_title(title: str) -> str:
    """Return a title without case, punctuation and leading number."""
    return _LEADING_NUMBER.sub("", title_key(title))
