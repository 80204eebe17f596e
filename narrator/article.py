"""The article: what every reader makes of its source, and all that follows starts from.

Plain text with its structure and nothing of its looks. Frozen, picklable and free of behaviour beyond its own arithmetic.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from narrator.language.scripts import HAN_AND_KANA, THAI_TO_KHMER

# characters of scripts that put no space between words, and about how many of them make a word
_UNSPACED = (
    (re.compile(f"[{HAN_AND_KANA}]"), 2),
    (re.compile(f"[{THAI_TO_KHMER}]"), 5),
)


def count_words(text: str) -> int:
    """How many words a text has: those between spaces, and an estimate where a script puts none."""
    words = len(text.split())
    if text.isascii():
        return words
    return words + sum(len(characters.findall(text)) // length for characters, length in _UNSPACED)


# the label of a caption that is a picture's alternative text, which stands nowhere on the page
ALTERNATIVE = "alternative text"
# where a text refers to a footnote, whose label it is: "as was shown.[2]"
NOTE_MARK = re.compile(r"\[([^\[\]\s]{1,12})\]")


class Kind(StrEnum):
    """What a paragraph is."""

    PROSE = "prose"
    ITEM = "list item"
    QUOTE = "quote"
    CODE = "code block"
    TABLE = "table"
    CAPTION = "caption"
    FOOTNOTE = "footnote"
    HEADING = "heading"  # of a section that was joined to the one before
    NOTICE = "notice"  # words of the program's own, in place of what is left out


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A stretch of text that stands by itself: on one line, but for code and tables, which keep their lines.

    ``label`` is a numbered list item's number (empty for a bullet), a code block's language, and a footnote's mark,
    which the text that refers to it has as ``NOTE_MARK``; a caption's may be ``ALTERNATIVE``.
    ``rows`` are a table's cells, its first row the column names, empty where the table has none; its ``text`` is all
    of them, a row a line.
    """

    text: str
    kind: Kind = Kind.PROSE
    label: str = ""
    rows: tuple[tuple[str, ...], ...] = ()

    @classmethod
    def table(cls, names: tuple[str, ...], rows: tuple[tuple[str, ...], ...]) -> Paragraph:
        """A table of column names, which may be none, and rows."""
        return cls(
            "\n".join(" ".join(filter(None, row)) for row in (names, *rows) if row),
            Kind.TABLE,
            rows=(names, *rows),
        )

    @property
    def words(self) -> int:
        """How many words it has."""
        return count_words(self.text)


@dataclass(frozen=True, slots=True)
class Section:
    """A stretch of an article under one heading.

    ``heading`` holds the heading's lines as they stand in the source, and is empty where there is none. ``level`` is the
    heading's depth from 1 on; the sections of an article in their order are its tree. ``name`` is what a chapter list
    shows where that is not the heading: the section is several that were joined.
    """

    heading: tuple[str, ...]
    paragraphs: tuple[Paragraph, ...]
    level: int = 1
    name: str = ""

    @property
    def title(self) -> str:
        """The name or the heading on one line, as a chapter list shows it; empty when there is none."""
        return self.name or " – ".join(self.heading)

    @property
    def blocks(self) -> Iterator[str]:
        """The heading's lines and the paragraphs' texts."""
        yield from self.heading
        yield from (paragraph.text for paragraph in self.paragraphs)

    @property
    def words(self) -> int:
        """How many words it has, heading included."""
        return sum(map(count_words, self.blocks))


@dataclass(frozen=True, slots=True)
class Skipped:
    """What of a source is not narrated: ``count`` times ``what`` (a singular noun), with so many words in all.

    ``name`` is the title of what has one.
    """

    what: str
    count: int
    words: int
    name: str = ""


@dataclass(frozen=True, slots=True)
class Article:
    """What a reader makes of a source.

    ``title`` is never empty; ``name`` is a file name without its suffix. ``date`` is as the source writes it, ``language`` a
    BCP 47 tag, as its words tell where the source does not; both are empty where nothing says it. ``skipped`` is what the
    reader left out.
    """

    title: str
    sections: tuple[Section, ...]
    name: str
    source: str
    author: str = ""
    date: str = ""
    language: str = ""
    skipped: tuple[Skipped, ...] = ()

    @property
    def text(self) -> str:
        """All of it, one block a line."""
        return "\n".join(block for section in self.sections for block in section.blocks)

    @property
    def words(self) -> int:
        """How many words it has."""
        return sum(section.words for section in self.sections)
