"""Headings and paragraphs in reading order into an article's sections: what all readers of marked-up sources share."""

from __future__ import annotations

from collections.abc import Iterable

from narrator.article import Article, Kind, Paragraph, Section, Skipped
from narrator.language.characters import CONTROLS, one_line, title_key
from narrator.sources import article_name, spoken_name


class ArticleBuilder:
    """Collects a source's blocks, then makes the article of them."""

    def __init__(self) -> None:
        self._sections: list[Section] = []
        self._heading: tuple[str, ...] = ()
        self._level = 1
        self._paragraphs: list[Paragraph] = []

    def heading(self, text: str, level: int) -> None:
        """Open a section; a heading without a word is none."""
        if any(map(str.isalnum, text := one_line(text))):
            self._close()
            self._heading, self._level = (text,), level

    def add(self, text: str, kind: Kind = Kind.PROSE, label: str = "") -> None:
        """A paragraph of the open section; one without a word is none."""
        text = _lines(text) if kind is Kind.CODE else one_line(text)
        if any(map(str.isalnum, text)) and not (kind is Kind.CAPTION and self._says_last(text)):
            self._paragraphs.append(Paragraph(text, kind, label))

    def _says_last(self, caption: str) -> bool:
        """Whether the last caption says the same: programs write a picture's caption as its alternative text, too."""
        last = self._paragraphs[-1] if self._paragraphs else None
        return last is not None and last.kind is Kind.CAPTION and last.text == caption

    def table(self, names: Iterable[str], rows: Iterable[Iterable[str]]) -> None:
        """A table of the open section; ``names`` are its columns' and may be none."""
        cells = tuple(tuple(map(one_line, row)) for row in rows)
        table = Paragraph.table(
            tuple(map(one_line, names)), tuple(row for row in cells if any(row))
        )
        if any(map(str.isalnum, table.text)):
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
        """The article. A title that is no heading becomes the first one; without a title the first heading is it."""
        self._close()
        name, title = article_name(source), one_line(title)
        first = self._sections[:2]
        if title and not any(
            _same(title, heading) for section in first for heading in section.heading
        ):
            if first and not first[0].heading:
                self._sections[0] = Section((title,), first[0].paragraphs)
            else:
                self._sections.insert(0, Section((title,), ()))
        headings = (section.title for section in self._sections if section.heading)
        title = title or next(headings, "") or spoken_name(name)
        details = (one_line(author), one_line(date), language.strip().replace("_", "-"))
        return Article(title, tuple(self._sections), name, source, *details, tuple(skipped))

    def _close(self) -> None:
        if self._heading or self._paragraphs:
            self._sections.append(Section(self._heading, tuple(self._paragraphs), self._level))
        self._heading, self._paragraphs = (), []


def _lines(text: str) -> str:
    return "\n".join(
        line.expandtabs(4).translate(CONTROLS).rstrip() for line in text.splitlines()
    ).strip("\n")


def _same(title: str, heading: str) -> bool:
    return title_key(title) == title_key(heading)
