"""Documents whose headings are known, set as plain text in the ways people write it.

Markdown, HTML and EPUB say which of their lines are headings. Their sections are read by the
program's own readers and set anew: one block a line, with blank lines, wrapped, indented; headings
plain, underlined, in capitals, numbered, or counted as chapters are; lists, tables and code in
several shapes. The way is drawn by chance from the document's name, so that a run can be repeated.
"""

from __future__ import annotations

import gzip
import textwrap
import zlib
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from random import Random

from narrator.article import ALTERNATIVE, Article, Kind, Paragraph, Section
from narrator.errors import NarrateError
from narrator.language.tables import language_table
from narrator.readers.docx.numbering import format_number
from narrator.readers.epub import read_epub
from narrator.readers.html import read_html
from narrator.readers.markdown import read_markdown

READERS = {
    ".md": read_markdown,
    ".markdown": read_markdown,
    ".html": read_html,
    ".htm": read_html,
    ".xhtml": read_html,
    ".epub": read_epub,
}
# kinds of lines that may be headings or not: the title is one if it is taken for one
TITLE, CONTENTS_TITLE, CONTENTS = "title", "contents title", "contents"
UNSURE = (TITLE, CONTENTS_TITLE, CONTENTS)
_WIDTH = 72
# characters of a text: shorter ones say little, longer ones are cut into several
_SHORTEST, _LONGEST = 1_500, 40_000
# characters of a chapter's heading that is a number and no name
_LONGEST_LABEL = 6
# of a paragraph that is more than a line
_LONG = 100
# texts that one long document gives at most
_MOST_PARTS = 6
# headings that a contents page lists at least
_FEWEST_LISTED = 4
# how numbered divisions are called in books
_DIVISIONS = ("CHAPTER", "CHAP.", "LETTER", "BOOK", "PART", "EPOCH", "Canto", "STAVE", "Lesson")
_ORDINALS = [word.upper() for word in language_table("en", "headings")["ordinals"]]
BODIES = ("single", "spaced", "wrapped", "stuck", "indented")
# how headings are set, and how often of a hundred
HEADS = {
    "plain": 50,
    "underlined": 9,
    "capitals": 9,
    "numbered": 9,
    "counted": 8,
    "stopped": 4,
    "colons": 4,
    "lettered": 4,
    "drawn": 3,
}
_BOOK_HEADS = {"plain": 25, "capitals": 25, "counted": 50}
_LISTS = ("dashes", "bullets", "bare", "numbers")
_TABLES = ("tabs", "bars", "cells")
_CONTENTS = ("dotted", "bullets", "indented", "plain")


@dataclass(frozen=True, slots=True)
class Way:
    """One way to set a text: a member of each of the tuples above."""

    body: str
    heads: str
    items: str
    tables: str
    contents: str = ""

    @property
    def name(self) -> str:
        """Its name in a table of results."""
        return f"{self.body} {self.heads}"


@dataclass(slots=True)
class SetText:
    """A text that was set.

    Attributes:
        name: The document's name, with its part and the way.
        group: The collection it belongs to.
        way: How it is set.
        lines: Its lines.
        kinds: What is on each line that begins a block, by its number from 0.
    """

    name: str
    group: str
    way: Way
    lines: list[str] = field(default_factory=list)
    kinds: dict[int, str] = field(default_factory=dict)

    @property
    def text(self) -> str:
        """The text."""
        return "\n".join(self.lines) + "\n"

    @property
    def headings(self) -> frozenset[int]:
        """The numbers of the lines on which headings begin, the title not among them."""
        return self.lines_of((Kind.HEADING,))

    def lines_of(self, kinds: Collection[str]) -> frozenset[int]:
        """Return the numbers of the lines on which blocks of some kinds begin."""
        return frozenset(number for number, kind in self.kinds.items() if kind in kinds)


def read_documents(folder: Path) -> Iterator[tuple[str, Article]]:
    """Yield the documents under a folder with their names, in the order of their names."""
    for path in sorted(folder.rglob("*")):
        name = path.name.removesuffix(".gz")
        reader = READERS.get(Path(name).suffix.lower())
        if reader is None or not path.is_file():
            continue
        data = path.read_bytes()
        if path.suffix == ".gz":
            data = gzip.decompress(data)
        try:
            article = reader(data, name)
        except NarrateError:
            continue
        yield str(path.relative_to(folder)), article


def typeset(name: str, article: Article, group: str, ways: int = 1) -> Iterator[SetText]:
    """Yield the parts of a document, each set in as many ways as asked for."""
    for part, sections in enumerate(_parts(article)):
        for turn in range(ways):
            label = f"{name}#{part}.{turn}"
            random = Random(zlib.crc32(label.encode()))
            title = article.title if part == 0 and random.random() < 0.5 else ""
            yield _Setter(label, group, _draw_way(random, name), random).set(title, sections)


def _parts(article: Article) -> Iterator[list[Section]]:
    """Yield the sections of a document in parts of a readable length."""
    part: list[Section] = []
    length = 0
    count = 0
    if not _is_running_text(article):
        return
    for section in article.sections:
        size = sum(map(len, section.blocks))
        if part and length + size > _LONGEST:
            yield part
            part = []
            length = 0
            count += 1
            if count == _MOST_PARTS:
                return
        part.append(section)
        length += size
    if length >= _SHORTEST:
        yield part


def _is_running_text(article: Article) -> bool:
    """Return whether most sections have paragraphs: what a page teases has headings only."""
    headed = [section for section in article.sections if section.heading]
    long_ones = sum(any(map(_is_long, section.paragraphs)) for section in headed)
    return not headed or 2 * long_ones >= len(headed)


def _is_long(paragraph: Paragraph) -> bool:
    return len(paragraph.text) >= _LONG


def _draw_way(random: Random, name: str) -> Way:
    """Return a way; books are wrapped or indented and their chapters counted more often."""
    is_book = ".epub" in name
    bodies = ("wrapped", "wrapped", "indented", "spaced") if is_book else BODIES
    heads = _BOOK_HEADS if is_book else HEADS
    contents = random.choice(_CONTENTS) if random.random() < 0.2 else ""
    return Way(
        random.choice(bodies),
        random.choices(list(heads), list(heads.values()))[0],
        random.choice(_LISTS),
        random.choice(_TABLES),
        contents,
    )


class _Setter:
    """Sets one text, block by block.

    Args:
        name: The text's name.
        group: The collection it belongs to.
        way: How it is set.
        random: Where choices inside the way come from.
    """

    def __init__(self, name: str, group: str, way: Way, random: Random) -> None:
        self._text = SetText(name, group, way)
        self._way = way
        self._width = 0 if way.body in ("single", "spaced") else _WIDTH
        self._blank = 0 if way.body in ("single", "indented") else 1
        # blank lines above a heading and below it
        self._above = random.choice((1, 1, 2, 3)) if way.body != "single" else 0
        self._below = 0 if way.body in ("single", "stuck") else 1
        self._tight_items = way.body in ("single", "indented") or random.random() < 0.6
        self._code_indent = random.choice(("", "    "))
        self._stop = random.choice(("", "."))
        self._division = random.choice(_DIVISIONS)
        self._ordinal = self._division in ("BOOK", "EPOCH", "PART") and random.random() < 0.6
        self._drawing = random.choice(("==", "***", "---", "*"))
        self._roman = random.random() < 0.5
        self._counters: list[int] = []
        self._top = 1
        self._random = random

    def set(self, title: str, sections: Sequence[Section]) -> SetText:
        """Return the text."""
        headed = [section for section in sections if section.title not in ("", title)]
        self._top = min((section.level for section in headed), default=1)
        if title:
            self._put([title], TITLE, 0)
        if self._way.contents and len(headed) >= _FEWEST_LISTED:
            self._set_contents(headed)
        for section in sections:
            if section.heading and section.title != title:
                self._set_heading(section)
            for paragraph in section.paragraphs:
                self._set_paragraph(paragraph)
        return self._text

    def _put(self, lines: Sequence[str], kind: str, blanks: int) -> None:
        """Add a block below some blank lines."""
        if self._text.lines:
            self._text.lines += [""] * blanks
        self._text.kinds[len(self._text.lines)] = kind
        self._text.lines += lines

    def _fill(self, text: str, first: str = "", others: str = "") -> list[str]:
        if not self._width:
            return [first + text]
        return textwrap.wrap(
            text,
            self._width,
            initial_indent=first,
            subsequent_indent=others,
            break_long_words=False,
            break_on_hyphens=False,
        )

    def _set_contents(self, headed: Sequence[Section]) -> None:
        self._put(["Contents"], CONTENTS_TITLE, self._above)
        for place, section in enumerate(headed):
            name = " ".join(section.heading)
            shapes = {
                "dotted": f"{name} {'.' * max(3, 60 - len(name))} {3 + 7 * place}",
                "bullets": f"* {name}",
                "indented": f"    {name}",
                "plain": name,
            }
            blanks = self._below if place == 0 else 0
            self._put([shapes[self._way.contents]], CONTENTS, blanks)

    def _set_heading(self, section: Section) -> None:
        depth = max(0, section.level - self._top)
        numbers = [*self._counters[: depth + 1]] + [0] * (depth + 1 - len(self._counters))
        numbers[depth] += 1
        self._counters = numbers
        for line in self._heading_lines(section, depth):
            self._put(line, Kind.HEADING, self._above)
        self._after_heading = True

    def _heading_lines(self, section: Section, depth: int) -> Iterator[list[str]]:
        name = " ".join(section.heading)
        heads = self._way.heads
        if heads == "underlined":
            yield [name, "=-~^"[min(depth, 3)] * len(name)]
        elif heads == "counted" and depth == 0:
            yield [f"{self._division} {self._count()}{self._stop}"]
            bare = section.heading[-1]
            if len(bare) > _LONGEST_LABEL or len(section.heading) > 1:
                yield self._fill(bare.upper() if self._stop else bare)
        elif heads == "plain":
            for line in section.heading:
                yield self._fill(line)
        else:
            yield self._fill(self._marked(name, depth))

    def _marked(self, name: str, depth: int) -> str:
        """Return a heading on one line, with what marks it as one."""
        is_ended = name[-1] in ".?!:"
        marked = {
            "capitals": name.upper(),
            "numbered": f"{'.'.join(map(str, self._counters))}{'' if depth else '.'} {name}",
            "stopped": name if is_ended else f"{name}.",
            "colons": name if is_ended else f"{name}:",
            "drawn": f"{self._drawing} {name} {self._drawing}",
            "lettered": name if depth else f"{self._letter_count()}. {name}",
        }
        return marked.get(self._way.heads, name)

    def _letter_count(self) -> str:
        if self._roman:
            return format_number(self._counters[0], "upperRoman")
        return format_number(self._counters[0], "upperLetter")

    def _count(self) -> str:
        number = self._counters[0]
        if self._ordinal and number <= len(_ORDINALS):
            return f"THE {_ORDINALS[number - 1]}"
        return format_number(number, "upperRoman")

    _after_heading = False

    def _set_paragraph(self, paragraph: Paragraph) -> None:
        blanks = self._below if self._after_heading else self._blank
        self._after_heading = False
        if paragraph.kind is Kind.CAPTION and paragraph.label == ALTERNATIVE:
            return
        if paragraph.kind is Kind.TABLE:
            self._set_table(paragraph, blanks)
        elif paragraph.kind is Kind.CODE:
            lines = [f"{self._code_indent}{line}" for line in paragraph.text.split("\n")]
            self._set_lines(lines, paragraph.kind, blanks)
        elif paragraph.kind is Kind.ITEM:
            self._set_item(paragraph, blanks)
        elif paragraph.kind is Kind.FOOTNOTE:
            self._put(self._fill(f"[{paragraph.label}] {paragraph.text}"), paragraph.kind, blanks)
        else:
            indent = "    " if self._way.body == "indented" else ""
            text = paragraph.text.replace("\n", " ")
            self._put(self._fill(text, indent), paragraph.kind, blanks)

    def _set_lines(self, lines: Sequence[str], kind: str, blanks: int) -> None:
        """Add lines that each may be a block."""
        for line in lines:
            self._put([line], kind, blanks)
            blanks = 0

    def _set_table(self, paragraph: Paragraph, blanks: int) -> None:
        rows = [row for row in paragraph.rows if row]
        shape = self._way.tables
        if shape == "cells":
            for row in rows:
                self._set_lines([cell for cell in row if cell], paragraph.kind, blanks)
            return
        mark = "\t" if shape == "tabs" else " | "
        lines = [mark.join(row) for row in rows]
        if shape == "bars":
            lines = [f"| {line} |" for line in lines]
        self._set_lines(lines, paragraph.kind, blanks)

    def _set_item(self, paragraph: Paragraph, blanks: int) -> None:
        last_kind = self._text.kinds[max(self._text.kinds)] if self._text.kinds else ""
        follows_item = last_kind == Kind.ITEM
        if follows_item and self._tight_items:
            blanks = 0
        mark = {"dashes": "- ", "bullets": "• ", "bare": "", "numbers": ""}[self._way.items]
        if paragraph.label:
            mark = f"{paragraph.label.rstrip('.')}. "
        elif self._way.items == "numbers":
            self._item = self._item + 1 if follows_item else 1
            mark = f"{self._item}. "
        text = paragraph.text.replace("\n", " ")
        self._put(self._fill(mark + text, "", " " * len(mark)), paragraph.kind, blanks)

    _item = 0
