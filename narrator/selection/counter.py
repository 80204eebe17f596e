"""Counting what is left out."""

from __future__ import annotations

from collections.abc import Iterable

from narrator.article import Kind, Paragraph, Section, Skipped


class SkippedCounter:
    """Adds up what is left out, in the order it first comes up."""

    def __init__(self, skipped: Iterable[Skipped] = ()) -> None:
        self._counts: dict[tuple[str, str], tuple[int, int]] = {}
        for item in skipped:
            self.add(item.what, item.words, item.count, item.name)

    def add(self, what: str, words: int, count: int = 1, name: str = "") -> None:
        """So many of a thing, with so many words in all."""
        before = self._counts.get((what, name), (0, 0))
        self._counts[what, name] = (before[0] + count, before[1] + words)

    def paragraph(self, paragraph: Paragraph) -> None:
        """A paragraph, under its kind."""
        what = "paragraph" if paragraph.kind is Kind.PROSE else paragraph.kind.value
        self.add(what, paragraph.words)

    def section(self, section: Section) -> None:
        """A whole section, under its title."""
        self.add("section", section.words, name=section.title or "without a heading")

    def skipped(self) -> tuple[Skipped, ...]:
        """All of it."""
        return tuple(
            Skipped(what, count, words, name)
            for (what, name), (count, words) in self._counts.items()
        )
