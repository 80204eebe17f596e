"""From headings and paragraphs in reading order to an article: shared by all marked-up sources.

A reader adds what it finds, in order; texts without a letter or digit are dropped here, so that no
reader has to test for them.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from narrator.article import Article, Kind, Paragraph, Section, Skipped, count_words
from narrator.language.characters import CONTROLS, has_word, one_line, title_key
from narrator.sources import article_name, spoken_name

if TYPE_CHECKING:
    from narrator.readers.metadata import Metadata

_TAB_COLUMNS = 4
# the title is looked for in the headings of the first sections only
_SECTIONS_WITH_TITLE = 2


class ArticleBuilder:
    """Collects the headings and paragraphs of a source, then makes the article of them."""

    def __init__(self) -> None:
        self._sections: list[Section] = []
        self._heading: tuple[str, ...] = ()
        self._level = 1
        self._paragraphs: list[Paragraph] = []

    def heading(self, text: str, level: int) -> None:
        """Open a section, unless its heading has no letter or digit.

        Args:
            text: The heading.
            level: Its depth, from 1 for the highest.
        """
        text = one_line(text)
        if has_word(text):
            self._close_section()
            self._heading = (text,)
            self._level = level

    def add(self, text: str, kind: Kind = Kind.PROSE, label: str = "") -> None:
        """Add a paragraph to the open section, unless it has no letter or digit.

        A caption that repeats the caption before it is dropped: programs write a picture's caption
        as its alternative text, too.
        """
        text = _code_lines(text) if kind is Kind.CODE else one_line(text)
        if not has_word(text):
            return
        if kind is Kind.CAPTION and self._repeats_caption(text):
            return
        self._paragraphs.append(Paragraph(text, kind, label))

    def table(self, names: Iterable[str], rows: Iterable[Iterable[str]]) -> None:
        """Add a table to the open section, unless it has no letter or digit.

        Args:
            names: The column names; none, or only empty ones, where the table has no such row.
            rows: The cells of the other rows. Empty rows are dropped.
        """
        kept_rows = []
        for row in rows:
            cells = tuple(map(one_line, row))
            if any(cells):
                kept_rows.append(cells)
        named = tuple(map(one_line, names))
        table = Paragraph.table(named if any(named) else (), tuple(kept_rows))
        if has_word(table.text):
            self._paragraphs.append(table)

    def article(
        self,
        source: str,
        title: str = "",
        *,
        author: str = "",
        date: str = "",
        language: str = "",
        skipped: Iterable[Skipped] = (),
    ) -> Article:
        """Return the article of all that was added.

        A title that is not among the first headings becomes the first heading. Without a title the
        first heading is the title, and without a heading the source's name.
        """
        self._close_section()
        name = article_name(source)
        title = one_line(title)
        if title and not self._begins_with(title):
            self._put_first(title)
        return Article(
            title or self._first_heading() or spoken_name(name),
            tuple(self._sections),
            name,
            source,
            author=one_line(author),
            date=one_line(date),
            language=language.strip().replace("_", "-"),
            skipped=tuple(skipped),
        )

    def stated_article(
        self, source: str, metadata: Metadata, skipped: Iterable[Skipped] = ()
    ) -> Article:
        """Return the article of all that was added, with what its source states about itself."""
        article = self.article(
            source,
            metadata.title,
            author=metadata.author,
            date=metadata.date,
            language=metadata.language,
            skipped=skipped,
        )
        return replace(article, series=metadata.series)

    def _repeats_caption(self, text: str) -> bool:
        """Return whether the last paragraph is a caption with the same text."""
        if not self._paragraphs:
            return False
        last = self._paragraphs[-1]
        return last.kind is Kind.CAPTION and last.text == text

    def _begins_with(self, title: str) -> bool:
        """Return whether one of the first sections has this title as its heading."""
        key = title_key(title)
        for section in self._sections[:_SECTIONS_WITH_TITLE]:
            if any(title_key(line) == key for line in section.heading):
                return True
        return False

    def _put_first(self, title: str) -> None:
        """Make a title the heading of the first section, or of a new one before it."""
        if self._sections and not self._sections[0].heading:
            self._sections[0] = Section((title,), self._sections[0].paragraphs)
        else:
            self._sections.insert(0, Section((title,), ()))

    def _first_heading(self) -> str:
        """Return the first heading, or an empty string."""
        for section in self._sections:
            if section.heading:
                return section.title
        return ""

    def _close_section(self) -> None:
        """Finish the open section, if there is anything in it."""
        if self._heading or self._paragraphs:
            section = Section(self._heading, tuple(self._paragraphs), self._level)
            self._sections.append(section)
        self._heading = ()
        self._paragraphs = []


def count_skipped(what: str, texts: Sequence[str]) -> list[Skipped]:
    """Return how many texts of a kind are left out; nothing if none are."""
    if not texts:
        return []
    return [Skipped(what, len(texts), sum(map(count_words, texts)))]


def _code_lines(text: str) -> str:
    """Return code with its lines and indentation, without controls and outer blank lines."""
    lines = []
    for line in text.splitlines():
        line = line.expandtabs(_TAB_COLUMNS).translate(CONTROLS)
        lines.append(line.rstrip())
    return "\n".join(lines).strip("\n")
