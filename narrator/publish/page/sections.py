"""The article's sections as markup, with an element for everything that is heard in one go."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby
from operator import attrgetter
from typing import TYPE_CHECKING

from narrator.article import Article, Section
from narrator.language.visible import visible
from narrator.publish.markup import Mark, heading_markup, mark_cues, paragraphs_markup
from narrator.publish.page.track import Track
from narrator.recording.cues import Recorded

if TYPE_CHECKING:
    from markupsafe import Markup

# HTML has six levels of headings; the first is the page's title
_TITLE_LEVEL = 1
_LOWEST_LEVEL = 6
_ID_LENGTH = 16


@dataclass(frozen=True, slots=True)
class ShownSection:
    """A section of the article.

    Attributes:
        anchor: The id of its element.
        title: Its title on one line.
        level: The level of its heading in HTML.
        heading: Its heading.
        text: Its paragraphs.
        first_cue: The number of the first cue that is heard of it; None where nothing is.
    """

    anchor: str
    title: str
    level: int
    heading: Markup
    text: Markup
    first_cue: int | None = None

    @property
    def is_title(self) -> bool:
        """Whether its heading is the page's title."""
        return self.level == _TITLE_LEVEL


@dataclass(frozen=True, slots=True)
class ShownArticle:
    """An article.

    Attributes:
        sections: Its sections, in order.
        cues: When what is heard, as JSON: ids and numbers, none of them from the article.
    """

    sections: list[ShownSection]
    cues: str

    @property
    def id(self) -> str:
        """A name that differs between recordings."""
        return hashlib.sha256(self.cues.encode()).hexdigest()[:_ID_LENGTH]


def show_article(recorded: Recorded, direction: str, first: int) -> ShownArticle:
    """Return the article of a recording as markup.

    Args:
        recorded: The recording.
        direction: Which way the page's lines run.
        first: The number of the first section that is not a spoken summary.
    """
    article = recorded.article
    levels = list(_levels(article, first))
    shown: dict[int, ShownSection] = {}
    track = Track(article)
    entries: list[str] = []
    for number, cues in groupby(recorded.cues(), key=attrgetter("section")):
        marks = mark_cues(cues)
        place = _Place(number, levels[number], direction, len(entries))
        shown[number] = _show(article.sections[number], marks, place)
        entries += map(track.entry, marks)
    for number, section in enumerate(article.sections):
        if number not in shown:
            shown[number] = _show(section, (), _Place(number, levels[number], direction))
    sections = [shown[number] for number in sorted(shown)]
    return ShownArticle(sections, f"[{','.join(entries)}]")


@dataclass(frozen=True, slots=True)
class _Place:
    """Where a section stands in the page; the attributes are those of ``ShownSection``."""

    number: int
    level: int
    direction: str
    first_cue: int | None = None


def _show(section: Section, marks: Iterable[Mark], place: _Place) -> ShownSection:
    """Return a section as markup."""
    from markupsafe import Markup

    marks = list(marks)
    level, direction = place.level, place.direction
    return ShownSection(
        anchor=f"section-{place.number + 1}",
        title=visible(section.title),
        level=level,
        heading=Markup(heading_markup(section, marks, level, direction)),
        text=Markup(paragraphs_markup(section, marks, level, direction)),
        first_cue=place.first_cue,
    )


def _levels(article: Article, first: int) -> Iterator[int]:
    """Yield the level in HTML of each section's heading, without gaps between levels.

    The first is the page's title, if it begins with the article's.
    """
    above: list[int] = []
    for number, section in enumerate(article.sections):
        if number == first and section.heading[:1] == (article.title,):
            yield _TITLE_LEVEL
            continue
        while above and above[-1] >= section.level:
            above.pop()
        above.append(section.level)
        yield min(_TITLE_LEVEL + len(above), _LOWEST_LEVEL)
