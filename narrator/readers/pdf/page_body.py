"""The lines of all pages once something was left out of them."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass

from narrator.article import Skipped
from narrator.readers.pdf.lines import TextLine


@dataclass(frozen=True, slots=True)
class PageBody:
    """Pages and what was left out of them.

    Attributes:
        pages: The lines of each page that are kept.
        skipped: What was left out, counted.
    """

    pages: list[list[TextLine]]
    skipped: list[Skipped]


def without_lines(page: Iterable[TextLine], ids: Collection[int]) -> list[TextLine]:
    """Return the lines of a page but for those whose identities (``id``) are given.

    Identities, because a page may have two lines that are equal.
    """
    return [line for line in page if id(line) not in ids]
