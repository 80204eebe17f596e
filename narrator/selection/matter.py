"""Recognising front matter and back matter: contents and copyright pages, references and the like.

Only certain cases are left out: sections with one of the exact titles in a language's
``matter.toml``, in a place where such a section is usual.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache

from narrator.article import Kind, Paragraph, Section
from narrator.language.tables import all_words
from narrator.selection.sections import comparable_title

# front matter is in the first third of the sections; a later section of such a title is not
_FRONT_SHARE = 1 / 3
# an entry of a list of sources begins with a number or has a year
_SOURCE = re.compile(
    r"""
    ^ \[? \d{1,3} [\].]                # "12." or "[12]"
    | \b (?: 1[5-9] | 20 ) \d\d [a-z]? \b  # 1500 to 2099, "1998a"
    """,
    re.VERBOSE,
)
# in a list of sources more than this share of the paragraphs are entries
_MIN_SOURCES_SHARE = 0.8


def front_matter(sections: Sequence[Section]) -> set[int]:
    """Return the numbers, from 0, of the sections that are front matter."""
    titles = _titles("contents") | _titles("front")
    early = sections[: int(len(sections) * _FRONT_SHARE) + 1]
    found: set[int] = set()
    for number, section in enumerate(early):
        if comparable_title(section.title) in titles:
            found.add(number)
    return found


def back_matter(sections: Sequence[Section]) -> set[int]:
    """Return the numbers, from 0, of the sections that are back matter, with their subsections.

    They are searched from the end: in the middle of an article a section with such a title belongs
    to it, unless it is clearly a list of sources, as before an appendix.
    """
    found: set[int] = set()
    for number, section in enumerate(sections):
        if number > 0 and _is_list_of_sources(section):
            found.add(number)
    titles = _titles("back")
    subsections: list[int] = []  # the sections after the current one
    for number in range(len(sections) - 1, 0, -1):
        if number in found:
            continue
        section = sections[number]
        if comparable_title(section.title) not in titles:
            subsections.append(number)
            continue
        if any(sections[other].level <= section.level for other in subsections):
            break  # a section of the article's own follows
        found.add(number)
        found.update(subsections)
        subsections = []
    return found


def _is_list_of_sources(section: Section) -> bool:
    """Return whether a section is a list of sources by its title and by its entries."""
    if comparable_title(section.title) not in _titles("sources"):
        return False
    entries = sum(map(_is_source, section.paragraphs))
    return entries > _MIN_SOURCES_SHARE * len(section.paragraphs)


def _is_source(paragraph: Paragraph) -> bool:
    """Return whether a paragraph is an entry of a list of sources."""
    return paragraph.kind is Kind.FOOTNOTE or _SOURCE.search(paragraph.text) is not None


@cache
def _titles(key: str) -> frozenset[str]:
    """Return the titles under a key of ``matter.toml``, in all languages."""
    return frozenset(map(comparable_title, all_words("matter", key)))
