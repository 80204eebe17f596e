"""Counting of what is left out."""

from __future__ import annotations

from collections.abc import Iterable

from narrator.article import Kind, Paragraph, Section, Skipped


class SkippedCounter:
    """Totals of what is left out, in the order in which each kind first occurs."""

    def __init__(self, skipped: Iterable[Skipped] = ()) -> None:
        self._totals: dict[tuple[str, str], Skipped] = {}
        for item in skipped:
            self.add(item)

    def add(self, item: Skipped) -> None:
        """Add items to those of the same kind and name."""
        key = (item.what, item.name)
        total = self._totals.get(key)
        if total is not None:
            count = total.count + item.count
            words = total.words + item.words
            item = Skipped(item.what, count, words, item.name)
        self._totals[key] = item

    def add_paragraph(self, paragraph: Paragraph) -> None:
        """Add a paragraph, under its kind."""
        what = "paragraph" if paragraph.kind is Kind.PROSE else paragraph.kind.value
        self.add(Skipped(what, 1, paragraph.words))

    def add_section(self, section: Section) -> None:
        """Add a whole section, under its title."""
        name = section.title or "without a heading"
        self.add(Skipped("section", 1, section.words, name))

    def skipped(self) -> tuple[Skipped, ...]:
        """Return the totals, one for each kind and name."""
        return tuple(self._totals.values())
