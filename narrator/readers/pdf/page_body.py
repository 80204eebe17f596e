"""The lines of all pages once something was left out of them."""

from __future__ import annotations

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
