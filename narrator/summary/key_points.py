"""Key points: the list in front of an article in which its author sums it up.

Such a list has a title, such as "Key points" (``boilerplate.toml``), or it is what the text begins
with, and the words of its points come back in the text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import islice, takewhile

from narrator.article import Article, Kind, count_words
from narrator.language.tables import all_words

# the title of the list, or the list, is among so many paragraphs and headings
_SEARCHED_LINES = 12
# the text behind a list is compared with it as far as this, in paragraphs
_COMPARED_LINES = 60
# how many points a list has, and how many words a point has
_MIN_POINTS, _MAX_POINTS = 2, 9
_MIN_POINT_WORDS, _MAX_POINT_WORDS = 4, 60
# the same without a bullet: a longer one may be the text, above all if it has an end mark
_MAX_OPEN_WORDS, _MAX_CLOSED_WORDS = 25, 15
# the share of the words of a list without a title that come back in the text
_MIN_RECURRING_SHARE = 0.5
# in letters; shorter words say little of the subject
_WORD = re.compile(r"[^\W\d_]{4,}")
_END_MARKS = tuple(".!?…:")
_END_INSIDE = re.compile(r"[.!?…]\s")


@dataclass(frozen=True, slots=True)
class _Line:
    """A paragraph with its number in the article, from 0, or a heading, which has none."""

    text: str
    kind: Kind
    label: str = ""
    number: int | None = None

    @property
    def is_point(self) -> bool:
        """Whether it is an item, without a number of its own and as long as a point."""
        if self.kind is not Kind.ITEM or self.label:
            return False
        return _MIN_POINT_WORDS <= count_words(self.text) <= _MAX_POINT_WORDS

    @property
    def is_brief(self) -> bool:
        """Whether it is a paragraph of one sentence, as points without bullets are."""
        if self.kind is not Kind.PROSE or _END_INSIDE.search(self.text):
            return False
        closed = self.text.endswith(_END_MARKS)
        most = _MAX_CLOSED_WORDS if closed else _MAX_OPEN_WORDS
        return _MIN_POINT_WORDS <= count_words(self.text) <= most


def find_key_points(article: Article) -> frozenset[int]:
    """Return the numbers of the paragraphs that are an article's key points, from 0."""
    lines = list(islice(_lines(article), _SEARCHED_LINES + _COMPARED_LINES))
    points = _titled_points(lines) or _opening_points(lines)
    if not _MIN_POINTS <= len(points) <= _MAX_POINTS:
        return frozenset()
    return frozenset(line.number for line in points if line.number is not None)


def _lines(article: Article) -> Iterator[_Line]:
    """Yield the headings and paragraphs of an article."""
    number = 0
    for section in article.sections:
        for heading in section.heading:
            yield _Line(heading, Kind.HEADING)
        for paragraph in section.paragraphs:
            yield _Line(paragraph.text, paragraph.kind, paragraph.label, number)
            number += 1


def _titled_points(lines: Sequence[_Line]) -> list[_Line]:
    """Return the list behind a title that announces key points."""
    for place, line in enumerate(lines[:_SEARCHED_LINES]):
        if _comparable(line.text) in _titles():
            behind = lines[place + 1 :]
            items = list(takewhile(lambda line: line.kind is Kind.ITEM, behind))
            return items or list(takewhile(lambda line: line.is_brief, behind))
    return []


def _opening_points(lines: Sequence[_Line]) -> list[_Line]:
    """Return the list that a text begins with, if it says again what the text says."""
    start = next((n for n, line in enumerate(lines) if line.kind is Kind.ITEM), len(lines))
    before = lines[:start]
    if start > _SEARCHED_LINES or any(line.text.endswith(_END_MARKS) for line in before):
        return []
    points = list(takewhile(lambda line: line.is_point, lines[start:]))
    behind = lines[start + len(points) :]
    if not behind or behind[0].kind is not Kind.PROSE:
        return []
    said = _content_words(points)
    recurring = said & _content_words(behind)
    return points if len(recurring) >= _MIN_RECURRING_SHARE * len(said) else []


def _content_words(lines: Sequence[_Line]) -> set[str]:
    """Return the longer words of some lines."""
    words: set[str] = set()
    for line in lines:
        words.update(_WORD.findall(line.text.lower()))
    return words


@cache
def _titles() -> frozenset[str]:
    """Return the titles of such lists in all languages, comparable."""
    return frozenset(map(_comparable, all_words("boilerplate", "key_points")))


def _comparable(title: str) -> str:
    """Return a title in one case and without the marks around it."""
    return title.casefold().strip(" :.–—-*#•")
