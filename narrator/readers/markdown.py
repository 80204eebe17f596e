"""Markdown by markdown-it-py: CommonMark with tables, strikethrough, footnotes and front matter.

Front matter is taken off before, so that TOML's is read like YAML's. HTML within is left to the HTML reader's walker.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import date
from typing import TYPE_CHECKING, Any

from narrator.article import ALTERNATIVE, Article, Kind
from narrator.errors import SourceError
from narrator.readers.builder import ArticleBuilder
from narrator.readers.encoding import decode
from narrator.readers.superscript import superscript

if TYPE_CHECKING:
    from markdown_it.token import Token

_FRONT_MATTER = re.compile(r"\A(---|\+\+\+)[ \t]*\n(.*?)^(?:\1|\.\.\.)[ \t]*$\n?", re.M | re.S)
# pandoc's and kramdown's, behind a heading
_ATTRIBUTES = re.compile(r"\s*\{[#.:][^{}]{0,200}\}\s*$")
# authors; more are none
_MOST_VALUES = 50
_SUPERSCRIPT = re.compile(r"<(/?)sup\b", re.I)
# quotes in quotes and lists in lists beyond any writer's
_DEEPEST = 200


def read_markdown(data: bytes, source: str) -> Article:
    """An article from the bytes of a Markdown file.

    Raises:
        SourceError: they are not text, or nested beyond sense.
    """
    text = "\n".join(decode(data, source).splitlines())
    matter: Mapping[str, Any] = {}
    if found := _FRONT_MATTER.match(text):
        matter, text = _front_matter(found[1], found[2]), text[found.end() :]
    writer = _Writer(source)
    tokens = _parse(text)
    # the parser leaves out without a word what is deeper
    if any(token.level >= _DEEPEST - 1 for token in tokens):
        raise SourceError(source, "its lists and quotes are nested too deep")
    writer.write(tokens)
    return writer.outline.article(
        source,
        title=_string(matter, "title") or writer.title,
        author=_string(matter, "author", "authors"),
        date=_string(matter, "date"),
        language=_string(matter, "lang", "language"),
    )


def _parse(text: str) -> list[Token]:
    from markdown_it import MarkdownIt
    from mdit_py_plugins.footnote import footnote_plugin

    parser = MarkdownIt("commonmark", {"maxNesting": _DEEPEST}).enable(["table", "strikethrough"])
    return parser.use(footnote_plugin).parse(text)


def _front_matter(fence: str, text: str) -> Mapping[str, Any]:
    """What the front matter says; nothing where it is broken, for it is no part of the text."""
    import tomllib

    import yaml

    try:
        # the base loader makes nothing but strings, lists and dictionaries
        found = tomllib.loads(text) if fence == "+++" else yaml.load(text, yaml.BaseLoader)
    except (tomllib.TOMLDecodeError, yaml.YAMLError, ValueError, RecursionError):
        return {}
    return (
        {str(name).lower(): value for name, value in found.items()}
        if isinstance(found, dict)
        else {}
    )


def _string(matter: Mapping[str, Any], *names: str) -> str:
    value = next((matter[name] for name in names if matter.get(name)), "")
    values = value if isinstance(value, list) else [value]
    flat = (
        item.get("name", "") if isinstance(item, dict) else item for item in values[:_MOST_VALUES]
    )
    # dates are TOML's
    return ", ".join(str(item) for item in flat if isinstance(item, (str, date)))


class _Writer:
    """Tokens into an outline. Lists and quotes may hold one another: what is open decides what a paragraph is."""

    def __init__(self, source: str) -> None:
        self.outline = ArticleBuilder()
        self._source = source
        self.title = ""
        self._labels: list[
            str
        ] = []  # of the open list items: the number of a fresh one, else empty
        self._numbers: list[int | None] = []  # the next number of the open lists, None for bullets
        self._quotes = 0
        self._note: list[str] | None = None  # the paragraphs of the open footnote
        self._mark = ""  # its mark
        self._heading = 0
        self._table: list[list[str]] | None = None

    def write(self, tokens: list[Token]) -> None:
        for token in tokens:
            write = getattr(self, f"_{token.type}", None)
            if write is not None:
                write(token)

    def _heading_open(self, token: Token) -> None:
        self._heading = int(token.tag[1])

    def _heading_close(self, _: Token) -> None:
        self._heading = 0

    def _inline(self, token: Token) -> None:
        text, pictures = _plain(token.children or [])
        if self._heading:
            text = _ATTRIBUTES.sub("", text)
            if self._heading == 1 and not self.title:
                self.title = text
            self.outline.heading(text, self._heading)
        elif self._table is not None:
            self._table[-1].append(" ".join((text, *pictures)))
            return
        elif self._note is not None:
            self._note.append(text)
        else:
            self._paragraph(text)
        for picture in pictures:
            self.outline.add(picture, Kind.CAPTION, ALTERNATIVE)

    def _paragraph(self, text: str) -> None:
        if self._labels:
            self.outline.add(text, Kind.ITEM, self._labels[-1])
            self._labels[-1] = ""
        else:
            self.outline.add(text, Kind.QUOTE if self._quotes else Kind.PROSE)

    def _bullet_list_open(self, _: Token) -> None:
        self._numbers.append(None)

    def _ordered_list_open(self, token: Token) -> None:
        start = token.attrGet("start")
        self._numbers.append(1 if start is None else int(start))

    def _bullet_list_close(self, _: Token) -> None:
        self._numbers.pop()

    _ordered_list_close = _bullet_list_close

    def _list_item_open(self, _: Token) -> None:
        number = self._numbers[-1]
        self._labels.append("" if number is None else str(number))
        if number is not None:
            self._numbers[-1] = number + 1

    def _list_item_close(self, _: Token) -> None:
        self._labels.pop()

    def _blockquote_open(self, _: Token) -> None:
        self._quotes += 1

    def _blockquote_close(self, _: Token) -> None:
        self._quotes -= 1

    def _fence(self, token: Token) -> None:
        self.outline.add(token.content, Kind.CODE, (token.info.split() or [""])[0].strip("{}."))

    _code_block = _fence

    def _html_block(self, token: Token) -> None:
        from narrator.readers.tree.block import write_blocks
        from narrator.readers.tree.document import parse_html
        from narrator.readers.tree.notes import Notes
        from narrator.readers.tree.walk import walk_blocks

        write_blocks(self.outline, walk_blocks(parse_html(token.content, self._source), Notes()))

    def _table_open(self, _: Token) -> None:
        self._table = []

    def _tr_open(self, _: Token) -> None:
        assert self._table is not None
        self._table.append([])

    def _table_close(self, _: Token) -> None:
        assert self._table is not None
        names, *rows = self._table
        self._table = None
        self.outline.table(names, rows)

    def _footnote_open(self, token: Token) -> None:
        self._note, self._mark = [], _mark(token)

    def _footnote_close(self, _: Token) -> None:
        text, self._note = " ".join(self._note or []), None
        self.outline.add(text, Kind.FOOTNOTE, self._mark)


def _plain(tokens: list[Token]) -> tuple[str, list[str]]:
    """Inline tokens as text, and the texts of the pictures among them."""
    pictures = []
    linked = 0
    for token in tokens:
        linked += {"link_open": 1, "link_close": -1}.get(token.type, 0)
        # a picture that is a link is a badge
        if token.type == "image" and not linked:
            pictures.append(token.content)
    return "".join(_pieces(tokens)), pictures


def _pieces(tokens: list[Token]) -> Iterator[str]:
    is_raised = False
    for token in tokens:
        match token.type:
            case "text" | "code_inline" | "text_special":
                yield superscript(token.content) if is_raised else token.content
            case "softbreak" | "hardbreak":
                yield " "
            case "footnote_ref":
                yield f"[{_mark(token)}]"
            case "html_inline" if token.content.lower().startswith("<br"):
                yield " "
            case "html_inline" if found := _SUPERSCRIPT.match(token.content):
                is_raised = not found[1]


def _mark(token: Token) -> str:
    return str(token.meta["id"] + 1)
