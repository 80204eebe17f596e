"""The cover of a recording, got while processes speak: that takes time, which they need anyway."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from functools import cached_property
from typing import TypeVar

from narrator.article import Article
from narrator.audio.cover import Cover
from narrator.audio.formats import Tags
from narrator.events import Listener
from narrator.settings import Settings
from narrator.sources import site

T = TypeVar("T")


class LateCover:
    """A cover that is found or made when it is first asked for.

    It is the one in the tags, which the user named, else the source's own, else a plain one. Where
    the user wants none, or the format holds none, there is none.

    Args:
        article: What is narrated.
        tags: The recording's tags.
        settings: How to narrate.
        is_held: Whether the audio's format can hold a cover.
        listener: Who is told why a source's own cover is not used.
    """

    def __init__(
        self, article: Article, tags: Tags, settings: Settings, is_held: bool, listener: Listener
    ) -> None:
        self._article = article
        self._tags = tags
        self._settings = settings
        self._is_held = is_held
        self._listener = listener

    def get(self) -> Cover | None:
        """Return the cover; None where there is none."""
        return self._cover

    @cached_property
    def _cover(self) -> Cover | None:
        if self._tags.cover is not None:
            return self._tags.cover
        if self._settings.tags.has_no_cover or not self._is_held:
            return None
        return self._own() or self._drawn()

    def _own(self) -> Cover | None:
        """Return the cover that the source has, if it has one."""
        if not self._article.cover and not self._article.cover_url:
            return None
        from narrator.covers.own import find_own_cover

        return find_own_cover(self._article, self._settings.run.allow_local, self._listener)

    def _drawn(self) -> Cover:
        """Return a cover that says the title, the site or else the author, and the date."""
        from narrator.covers.typographic import CoverText, draw_cover

        article = self._article
        origin = site(article.source) or article.author
        return draw_cover(CoverText(article.title, origin, self._tags.date))


def meanwhile(items: Iterable[T], count: int, work: Callable[[], object]) -> Iterator[T]:
    """Yield items, and do some work when as many were taken as keep all processes busy.

    Args:
        items: The items.
        count: How many that is; where there are fewer, the work is done after the last.
        work: The work.
    """
    taken = 0
    for item in items:
        if taken == count:
            work()
        yield item
        taken += 1
    if taken <= count:
        work()
