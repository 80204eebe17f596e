"""Markdown by markdown-it-py: CommonMark with tables, strikethrough, footnotes and front matter.

Front matter is taken off before, so that TOML's is read like YAML's. HTML within is left to the
walk over HTML trees.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import TYPE_CHECKING, Any

from narrator.article import ALTERNATIVE, Article, Kind, Series
from narrator.errors import SourceError
from narrator.language.characters import one_line
from narrator.readers.builder import ArticleBuilder
from narrator.readers.dialects import plain_markdown
from narrator.readers.encoding import decode
from narrator.readers.metadata import Metadata
from narrator.readers.superscript import superscript

if TYPE_CHECKING:
    from markdown_it.rules_core import StateCore
    from markdown_it.token import Token

_FRONT_MATTER = re.compile(
    r"""
    \A ( --- | \+\+\+ ) [ \t]* \n     # the fence: YAML's or TOML's
    (?= [ \t]* (?: [#\[{] | ["']?\w[^:=\n]{0,100}[:=] ) | \1 )      # a name, not text after a rule
    ( .*? )
    ^ (?: \1 | \.\.\. ) [ \t]* $ \n?  # the same fence, or YAML's end of a document
    """,
    re.VERBOSE | re.M | re.S,
)
# pandoc's and kramdown's attributes, after a heading
_ATTRIBUTES = re.compile(r"(?<!\s)\s*+\{[#.:][^{}]{0,200}\}\s*+$")
_BRACKET = re.compile(r"[\[\]{}]")
# text that is struck out is no longer meant
_STRUCK = {"s_open": 1, "s_close": -1}
_SUPERSCRIPT_TAG = re.compile(r"<(/?)sup\b", re.I)
# characters: more than anyone writes, and what YAML's parser takes a second for
_LONGEST_FRONT_MATTER = 30_000
# a key of very many parts, as in a.b.c: the parser keeps every beginning of it
_LONG_KEY = re.compile(
    r"""
    (?<![\w-]) (?: (?: [\w-]++ | "[^"\n]*+" | '[^'\n]*+' ) [ \t]*+ \. [ \t]*+ ){50}
    """,
    re.VERBOSE,
)
# values of one name, such as authors; the others are ignored
_MOST_VALUES = 50
# quotes in quotes and lists in lists beyond any writer's
_DEEPEST = 200
# brackets in brackets, as CommonMark's own parser has it: each is tried again at every depth
_DEEPEST_BRACKETS = 20


def read_markdown(data: bytes, source: str) -> Article:
    """Return the article in the bytes of a Markdown file.

    Raises:
        SourceError: They are not text, or nested beyond sense.
    """
    text = "\n".join(decode(data, source).splitlines())
    metadata: Mapping[str, Any] = {}
    front_matter = _FRONT_MATTER.match(text)
    if front_matter:
        metadata = _parse_front_matter(front_matter[1], front_matter[2])
        text = text[front_matter.end() :]
    stated = Metadata(
        title=_text_value(metadata, "title"),
        author=_text_value(metadata, "author", "authors"),
        date=_text_value(metadata, "date"),
        language=_text_value(metadata, "lang", "language"),
        series=Series(one_line(_text_value(metadata, "series"))),
    )
    return markdown_article(plain_markdown(text), stated, source)


def markdown_article(text: str, metadata: Metadata, source: str) -> Article:
    """Return the article of a text in CommonMark, with tables and footnotes.

    Raises:
        SourceError: It is nested beyond sense.
    """
    tokens = _parse(text)
    # the parser leaves out without a word what is deeper
    if any(token.level >= _DEEPEST - 1 for token in tokens):
        raise SourceError(source, "its lists and quotes are nested too deep")
    writer = _Writer(source)
    writer.write(tokens)
    stated = replace(metadata, title=metadata.title or writer.title)
    return writer.builder.stated_article(source, stated)


def _parse(text: str) -> list[Token]:
    from markdown_it import MarkdownIt
    from mdit_py_plugins.footnote import footnote_plugin

    parser = MarkdownIt("commonmark", {"maxNesting": _DEEPEST})
    parser.enable(["table", "strikethrough"])
    parser.use(footnote_plugin)
    parser.core.ruler.before("inline", "shallow_brackets", _limit_brackets)
    return parser.parse(text)


def _limit_brackets(state: StateCore) -> None:
    """Limit how deep brackets are nested, once the paragraphs, quotes and lists are found."""
    state.md.options["maxNesting"] = _DEEPEST_BRACKETS


def _parse_front_matter(fence: str, text: str) -> Mapping[str, Any]:
    """Return what front matter says by names in lower case.

    It is empty where the front matter is broken or too long, for that is no part of the text
    either.
    """
    import tomli
    import yaml

    if len(text) > _LONGEST_FRONT_MATTER or _bracket_depth(text) > _DEEPEST_BRACKETS:
        return {}
    if fence == "+++" and _LONG_KEY.search(text):
        return {}
    try:
        # the base loader makes nothing but strings, lists and dictionaries
        found = tomli.loads(text) if fence == "+++" else yaml.load(text, yaml.BaseLoader)
    except (tomli.TOMLDecodeError, yaml.YAMLError, ValueError, RecursionError):
        return {}
    if not isinstance(found, dict):
        return {}
    return {str(name).lower(): value for name, value in found.items()}


def _bracket_depth(text: str) -> int:
    """Return how deep lists and tables in brackets are nested, those in strings included.

    YAML's parser takes the cube of it.
    """
    depth = 0
    deepest = 0
    for bracket in _BRACKET.findall(text):
        depth += 1 if bracket in "[{" else -1
        deepest = max(deepest, depth)
    return deepest


def _text_value(metadata: Mapping[str, Any], *names: str) -> str:
    """Return the value of the first of some names that has one; several values with commas."""
    value: Any = ""
    for name in names:
        value = value or metadata.get(name)
    values = value if isinstance(value, list) else [value]
    texts: list[str] = []
    for item in values[:_MOST_VALUES]:
        text = item.get("name", "") if isinstance(item, dict) else item
        # dates are TOML's
        if isinstance(text, (str, date)):
            texts.append(str(text))
    return ", ".join(texts)


@dataclass(slots=True)
class _OpenNote:
    """A footnote that is being read: its mark, and its paragraphs so far."""

    mark: str
    paragraphs: list[str] = field(default_factory=list)


class _Writer:
    """The writer of an article; ``_visit_x`` takes tokens of type ``x``, others are ignored.

    Lists and quotes may hold one another: what is open decides what a paragraph is.
    """

    def __init__(self, source: str) -> None:
        self.builder = ArticleBuilder()
        self.title = ""
        self._source = source
        # of the open heading; 0 outside of one
        self._heading_level = 0
        # of the open list items: the number until it is used, else empty
        self._labels: list[str] = []
        # of the open lists: the next number, None for bullets
        self._next_numbers: list[int | None] = []
        self._open_quotes = 0
        self._note: _OpenNote | None = None
        # the rows of the open table, the column names first
        self._table: list[list[str]] | None = None

    def write(self, tokens: Sequence[Token]) -> None:
        """Add the tokens' text to the article."""
        for token in tokens:
            visit = getattr(self, f"_visit_{token.type}", None)
            if visit is not None:
                visit(token)

    def _visit_heading_open(self, token: Token) -> None:
        self._heading_level = int(token.tag[1])

    def _visit_heading_close(self, _: Token) -> None:
        self._heading_level = 0

    def _visit_inline(self, token: Token) -> None:
        tokens = token.children or []
        text = "".join(_text_pieces(tokens))
        pictures = _alternative_texts(tokens)
        if self._table is not None:
            self._table[-1].append(" ".join((text, *pictures)))
            return
        if self._heading_level:
            self._add_heading(text)
        elif self._note is not None:
            self._note.paragraphs.append(text)
        else:
            self._add_paragraph(text)
        for picture in pictures:
            self.builder.add(picture, Kind.CAPTION, ALTERNATIVE)

    def _add_heading(self, text: str) -> None:
        text = _ATTRIBUTES.sub("", text)
        if self._heading_level == 1 and not self.title:
            self.title = text
        self.builder.heading(text, self._heading_level)

    def _add_paragraph(self, text: str) -> None:
        if self._labels:
            self.builder.add(text, Kind.ITEM, self._labels[-1])
            self._labels[-1] = ""
        elif self._open_quotes:
            self.builder.add(text, Kind.QUOTE)
        else:
            self.builder.add(text, Kind.PROSE)

    def _visit_bullet_list_open(self, _: Token) -> None:
        self._next_numbers.append(None)

    def _visit_ordered_list_open(self, token: Token) -> None:
        start = token.attrGet("start")
        self._next_numbers.append(1 if start is None else int(start))

    def _visit_bullet_list_close(self, _: Token) -> None:
        self._next_numbers.pop()

    _visit_ordered_list_close = _visit_bullet_list_close

    def _visit_list_item_open(self, _: Token) -> None:
        number = self._next_numbers[-1]
        if number is None:
            self._labels.append("")
        else:
            self._labels.append(str(number))
            self._next_numbers[-1] = number + 1

    def _visit_list_item_close(self, _: Token) -> None:
        self._labels.pop()

    def _visit_blockquote_open(self, _: Token) -> None:
        self._open_quotes += 1

    def _visit_blockquote_close(self, _: Token) -> None:
        self._open_quotes -= 1

    def _visit_fence(self, token: Token) -> None:
        language = (token.info.split() or [""])[0]
        self.builder.add(token.content, Kind.CODE, language.strip("{}."))

    _visit_code_block = _visit_fence

    def _visit_html_block(self, token: Token) -> None:
        from narrator.readers.tree.block import write_blocks
        from narrator.readers.tree.document import parse_html
        from narrator.readers.tree.notes import Notes
        from narrator.readers.tree.walk import walk_blocks

        root = parse_html(token.content, self._source)
        write_blocks(self.builder, walk_blocks(root, Notes()))

    def _visit_table_open(self, _: Token) -> None:
        self._table = []

    def _visit_tr_open(self, _: Token) -> None:
        assert self._table is not None
        self._table.append([])

    def _visit_table_close(self, _: Token) -> None:
        assert self._table is not None
        column_names, *rows = self._table
        self._table = None
        self.builder.table(column_names, rows)

    def _visit_footnote_open(self, token: Token) -> None:
        self._note = _OpenNote(_note_mark(token))

    def _visit_footnote_close(self, _: Token) -> None:
        assert self._note is not None
        self.builder.add(" ".join(self._note.paragraphs), Kind.FOOTNOTE, self._note.mark)
        self._note = None


def _alternative_texts(tokens: Sequence[Token]) -> list[str]:
    """Return the alternative texts of the pictures among inline tokens, without badges."""
    texts: list[str] = []
    open_links = 0
    for token in tokens:
        if token.type == "link_open":
            open_links += 1
        elif token.type == "link_close":
            open_links -= 1
        # a picture that is a link is a badge
        elif token.type == "image" and not open_links:
            texts.append(token.content)
    return texts


def _not_struck(tokens: Sequence[Token]) -> Iterator[Token]:
    """Yield the inline tokens outside of text that is struck out."""
    struck = 0
    for token in tokens:
        struck += _STRUCK.get(token.type, 0)
        if not struck:
            yield token


def _text_pieces(tokens: Sequence[Token]) -> Iterator[str]:
    """Yield the text of inline tokens."""
    is_superscript = False
    for token in _not_struck(tokens):
        match token.type:
            case "text" | "code_inline" | "text_special":
                yield superscript(token.content) if is_superscript else token.content
            case "softbreak" | "hardbreak":
                yield " "
            case "footnote_ref":
                yield f"[{_note_mark(token)}]"
            case "html_inline" if token.content.lower().startswith("<br"):
                yield " "
            case "html_inline":
                tag = _SUPERSCRIPT_TAG.match(token.content)
                if tag:
                    is_superscript = not tag[1]


def _note_mark(token: Token) -> str:
    return str(token.meta["id"] + 1)
