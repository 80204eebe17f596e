"""The article: the result of every reader, and the input of all later steps.

It is plain text with its structure but without its layout. All classes here are frozen and can be
sent to other processes. They only count and join their contents; what is narrated is decided in
``selection``.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import StrEnum

from narrator.language.scripts import HAN_AND_KANA, THAI_TO_KHMER


@dataclass(frozen=True, slots=True)
class _UnspacedScript:
    """Scripts that put no space between words.

    Attributes:
        character: A pattern for one of their characters.
        characters_per_word: The approximate number of characters in a word.
    """

    character: re.Pattern[str]
    characters_per_word: int


_UNSPACED_SCRIPTS = (
    _UnspacedScript(re.compile(f"[{HAN_AND_KANA}]"), 2),
    _UnspacedScript(re.compile(f"[{THAI_TO_KHMER}]"), 5),
)

# the label of a caption that is a picture's alternative text, which is not visible on the page
ALTERNATIVE = "alternative text"
# a reference to a footnote, whose label is inside the brackets: "as was shown.[2]"
NOTE_MARK = re.compile(r"\[([^\[\]\s]{1,12})\]")


def count_words(text: str) -> int:
    """Return the number of words in a text.

    Words are separated by white space. Where a script puts no space between words, their number
    is estimated from the number of characters and added.
    """
    words = len(text.split())
    if text.isascii():
        return words
    for script in _UNSPACED_SCRIPTS:
        words += len(script.character.findall(text)) // script.characters_per_word
    return words


class Kind(StrEnum):
    """The kind of a paragraph."""

    PROSE = "prose"
    ITEM = "list item"
    QUOTE = "quote"
    CODE = "code block"
    TABLE = "table"
    CAPTION = "caption"
    FOOTNOTE = "footnote"
    HEADING = "heading"  # of a section that was joined to the section before it
    NOTICE = "notice"  # the program's own words in place of what is left out


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph, or another block of text such as a list item or a table.

    Attributes:
        text: The text on one line. Code and tables keep their lines; a table's text is all of its
            cells, one row a line.
        kind: What the paragraph is.
        label: The number of a list item, or nothing for a bullet; the programming language of a
            code block; the mark of a footnote, which is in brackets where the text refers to it,
            see ``NOTE_MARK``; ``ALTERNATIVE`` for some captions. Empty for all others.
        rows: The rows of cells of a table. The first row has the column names and is empty if the
            table has none. Empty for all other kinds.
    """

    text: str
    kind: Kind = Kind.PROSE
    label: str = ""
    rows: tuple[tuple[str, ...], ...] = ()

    @classmethod
    def table(cls, names: tuple[str, ...], rows: tuple[tuple[str, ...], ...]) -> Paragraph:
        """Return a table with these column names, which may be empty, and these rows."""
        all_rows = (names, *rows)
        lines = [" ".join(filter(None, row)) for row in all_rows if row]
        return cls("\n".join(lines), Kind.TABLE, rows=all_rows)

    @property
    def words(self) -> int:
        """The number of words in it."""
        return count_words(self.text)


@dataclass(frozen=True, slots=True)
class Section:
    """The part of an article under one heading.

    Attributes:
        heading: The heading's lines as they are in the source; empty if there is no heading.
        paragraphs: The paragraphs under the heading, in order.
        level: The heading's depth, from 1 for the highest. The levels of an article's sections, in
            their order, make its tree.
        name: What a chapter list shows instead of the heading; set for several sections that were
            joined, else empty.
    """

    heading: tuple[str, ...]
    paragraphs: tuple[Paragraph, ...]
    level: int = 1
    name: str = ""

    @property
    def title(self) -> str:
        """The name, else the heading on one line, as a chapter list shows it; may be empty."""
        return self.name or " – ".join(self.heading)

    @property
    def blocks(self) -> Iterator[str]:
        """The heading's lines, then the texts of the paragraphs."""
        yield from self.heading
        for paragraph in self.paragraphs:
            yield paragraph.text

    @property
    def words(self) -> int:
        """The number of words in it, heading included."""
        return sum(map(count_words, self.blocks))


@dataclass(frozen=True, slots=True)
class Skipped:
    """Items of one kind in a source that are not narrated.

    Attributes:
        what: The kind, as a singular noun.
        count: The number of items.
        words: The number of words in all of them together.
        name: The title of a single item that has one, else empty.
    """

    what: str
    count: int
    words: int
    name: str = ""


@dataclass(frozen=True, slots=True)
class Series:
    """A series that an article is part of, as its source states it.

    Attributes:
        name: The name; empty if the source states no series.
        position: The article's number in it; empty if the source does not say.
    """

    name: str = ""
    position: str = ""


NO_SERIES = Series()


@dataclass(frozen=True, slots=True)
class Article:
    """A source as plain text with its structure.

    Attributes:
        title: The title; never empty.
        sections: All sections, in order.
        name: A file name for it, without a suffix.
        source: The path or URL it was read from, or ``-`` for standard input. For articles that
            were joined, a text that names all of theirs; see ``sources``.
        author: The author or authors; empty if the source does not say.
        date: The date as the source writes it; empty if it does not say.
        language: A BCP 47 tag. If the source does not say, it is detected from the words, and empty
            if that fails.
        skipped: What the reader left out.
        series: The series that it is part of.
        cover: The picture file that the source holds as its cover, whatever its kind; empty where
            it holds none.
        cover_url: Where the picture is that the page of a URL names for itself; else empty.
        parts: The articles that it was joined from; empty for one of its own.
    """

    title: str
    sections: tuple[Section, ...]
    name: str
    source: str
    author: str = ""
    date: str = ""
    language: str = ""
    skipped: tuple[Skipped, ...] = ()
    series: Series = NO_SERIES
    cover: bytes = field(default=b"", repr=False)
    cover_url: str = ""
    parts: tuple[Article, ...] = ()

    @property
    def sources(self) -> tuple[str, ...]:
        """The source, or those of the articles that it was joined from."""
        if not self.parts:
            return (self.source,)
        return tuple(part.source for part in self.parts)

    @property
    def text(self) -> str:
        """All headings and paragraphs, each on a line."""
        return "\n".join(block for section in self.sections for block in section.blocks)

    @property
    def words(self) -> int:
        """The number of words in it, headings included."""
        return sum(section.words for section in self.sections)
