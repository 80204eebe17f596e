"""The sections that were asked for, by number or title."""

from __future__ import annotations

import re
from collections.abc import Sequence

from narrator.article import Section
from narrator.errors import UsageError
from narrator.language.characters import title_key
from narrator.settings import Selection


def select(sections: Sequence[Section], choice: Selection) -> set[int]:
    """``choice.only`` without ``choice.skip``; a section is taken or left with all that stands under it.

    Raises:
        UsageError: there is no section of that number, or none of the titles.
    """
    chosen = set(range(len(sections))) if not choice.only else set()
    for first, last in choice.only:
        if last > len(sections):
            raise UsageError(
                f"there is no section {last}: the article has {len(sections)}, see --sections"
            )
        chosen.update(*(_branch(sections, index) for index in range(first - 1, last)))
    skipped = {normalised(title) for title in choice.skip}
    if skipped and not any(skipped & _titles(section) for section in sections):
        raise UsageError(
            f"no section is called {' or '.join(map(repr, choice.skip))}, see --sections"
        )
    for index, section in enumerate(sections):
        if skipped & _titles(section):
            chosen.difference_update(_branch(sections, index))
    return chosen


def _titles(section: Section) -> set[str]:
    return {normalised(section.title), *map(normalised, section.heading)}


def _branch(sections: Sequence[Section], index: int) -> range:
    """A section and those under it. An article's title is over everything: its section stands for its own text alone."""
    root = sections[index]
    end = index + 1
    while end < len(sections) and sections[end].level > root.level:
        end += 1
    if index == 0 and end == len(sections) and root.paragraphs:
        end = 1
    return range(index, end)


def normalised(title: str) -> str:
    """A title as titles are compared: without case, punctuation and number."""
    text = title_key(title)
    return re.sub(r"^[0-9 ]+ (?=\D)", "", text)
