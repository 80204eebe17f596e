"""Rich Text Format, as Microsoft's specification 1.9.1 has it: into blocks.

striprtf, the usual library, keeps no styles, and so no headings, and runs tables and notes into the
text.
"""

from __future__ import annotations

import codecs
import contextlib
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from itertools import groupby

from narrator.article import Article, Kind
from narrator.errors import SourceError
from narrator.language.characters import one_line
from narrator.readers.metadata import Metadata, as_title
from narrator.readers.styles import BODY_TEXT_LEVEL, UNSTYLED, Style, with_name
from narrator.readers.superscript import superscript
from narrator.readers.tree.article import blocks_article
from narrator.readers.tree.block import Block

_TOKEN = re.compile(
    rb"""
    \\ (?P<word> [a-zA-Z]{1,32} ) (?P<number> -?\d{1,10} )? [ ]?
    | \\' (?P<byte> [0-9a-fA-F]{2} )
    | \\ (?P<sign> [^a-zA-Z] )
    | (?P<brace> [{}] )
    | (?P<text> [^\\{}\r\n]++ )
    | [\r\n]++
    | \\
    """,
    re.VERBOSE | re.S,
)
# groups that hold no text of the document; others that begin with "\*" do not either
_NO_TEXT = {
    *("colortbl", "pict", "object", "fldinst", "listtable", "filetbl", "revtbl", "themedata"),
    *("header", "headerl", "headerr", "headerf", "footer", "footerl", "footerr", "footerf"),
    *("xe", "tc", "tcn", "rxe", "annotation", "atnauthor", "atnid", "nonshppict"),
    *(
        "sn",
        "sv",
        "ftnsep",
        "ftnsepc",
        "ftncn",
        "aftnsep",
        "aftnsepc",
        "aftncn",
        "bkmkstart",
        "bkmkend",
    ),
}
# groups with "\*" before them that do hold some
_STARRED_TEXT = {"shptxt", "shpinst"}
# groups whose text is no paragraph's
_CAPTURED = {"fonttbl", "stylesheet", "info", "title", "author", "listtext", "pntext", "footnote"}
# those of them whose inner groups are told apart
_HOLD_GROUPS = {"stylesheet", "info"}
_CHARACTERS = {
    "tab": "\t",
    "line": "\n",
    "emdash": "—",
    "endash": "–",
    "emspace": " ",
    "enspace": " ",
    "bullet": "•",
    "lquote": "‘",
    "rquote": "’",
    "ldblquote": "“",
    "rdblquote": "”",
    "nestcell": " ",
}
_SIGNS = {b"~": "\u00a0", b"_": "-", b"\\": "\\", b"{": "{", b"}": "}"}
# by the character sets of fonts; of the others it is the document's
_CODE_PAGES = {
    128: "cp932",
    129: "cp949",
    134: "cp936",
    136: "cp950",
    161: "cp1253",
    162: "cp1254",
    163: "cp1258",
    177: "cp1255",
    178: "cp1256",
    186: "cp1257",
    204: "cp1251",
    222: "cp874",
    238: "cp1250",
}
_WESTERN = "cp1252"
# by the words that name the document's character set
_CHARACTER_SETS = {"ansi": _WESTERN, "mac": "mac_roman", "pc": "cp437", "pca": "cp850"}
# UTF-16's units are written as signed numbers
_UNITS = 1 << 16
# no program nests more
_DEEPEST = 500
_NUMBERS = {"uc": "fallback", "s": "style", "outlinelevel": "outline"}
_SWITCHES = {
    "intbl": "in_table",
    "v": "is_hidden",
    "deleted": "is_hidden",
    "super": "is_raised",
    "nosupersub": "is_raised",
}
# the number or letter of a list item; a letter alone is a bullet in another font
_LABEL = re.compile(r"\s*[(\[]?(\w{1,5}(?=[.)\]:])|\d{1,5})\W*")


def read_rtf(data: bytes, source: str) -> Article:
    """Return the article of an RTF file.

    Raises:
        SourceError: Its groups are nested too deep.
    """
    document = _Document(source)
    document.read(data)
    metadata = Metadata(
        title=document.title or as_title(document.info.get("title", "")),
        author=document.info.get("author", ""),
    )
    return blocks_article(_join_code(document.blocks), metadata, source)


@dataclass(slots=True)
class _Group:
    """What holds until a group ends.

    Attributes:
        capture: The group that takes the text, such as ``title``; empty for a paragraph's.
        pieces: Where text goes; None where it is not shown.
        code_page: The encoding of bytes.
        fallback: The characters after one of Unicode that stand for it in old programs.
        style: The number of the paragraph's style.
        outline: Its own outline level, from 0.
        is_raised: Whether the text is a superscript.
        is_hidden: Whether the text is hidden or deleted.
        in_table: Whether the paragraph is in a table.
    """

    capture: str = ""
    pieces: list[str] | None = field(default_factory=list)
    code_page: str = _WESTERN
    fallback: int = 1
    style: int = 0
    outline: int = BODY_TEXT_LEVEL
    is_raised: bool = False
    is_hidden: bool = False
    in_table: bool = False


@dataclass(slots=True)
class _Table:
    """A table so far: the cells of the row, and the rows above."""

    cells: list[str] = field(default_factory=list)
    rows: list[tuple[str, ...]] = field(default_factory=list)
    has_names: bool = False


class _Document:
    """Reads a document from its first byte to its last.

    Attributes:
        blocks: The blocks that are complete.
        info: What the document states about itself.
        title: The text of the first paragraph in the style of a title; empty until then.
    """

    def __init__(self, source: str) -> None:
        self.blocks: list[Block] = []
        self.info: dict[str, str] = {}
        self.title = ""
        self._source = source
        self._group = _Group()
        self._outer: list[_Group] = []
        self._is_starred = False
        self._bytes = bytearray()
        self._to_skip = 0
        self._code_page = _WESTERN
        self._font = 0
        self._code_pages: dict[int, str] = {}
        self._styles: dict[int, Style] = {}
        self._label = ""
        self._notes: list[str] = []
        self._note_count = 0
        self._table = _Table()
        self._words: Mapping[str, Callable[[int | None], None]] = {
            "par": self._end_paragraph,
            "sect": self._end_paragraph,
            "cell": self._end_cell,
            "row": self._end_row,
            "trhdr": self._name_columns,
            "ansicpg": self._set_code_page,
            "fcharset": self._describe_font,
            "f": self._choose_font,
            "pard": self._reset_paragraph,
            "plain": self._reset_letters,
            "u": self._add_unicode,
        }

    def read(self, data: bytes) -> None:
        """Read all of a file.

        Raises:
            SourceError: Its groups are nested too deep.
        """
        position = 0
        while token := _TOKEN.match(data, position):
            position = token.end()
            if token["word"]:
                word = token["word"].decode()
                number = int(token["number"]) if token["number"] else None
                if word == "bin":
                    position += max(number or 0, 0)
                else:
                    self._obey(word, number)
            elif token["brace"]:
                self._cross_brace(token["brace"] == b"{")
            else:
                self._read_text(token)
        self._end_paragraph(None)
        self._end_table()

    def _cross_brace(self, opens: bool) -> None:
        """Begin or end a group.

        Raises:
            SourceError: There are too many around it.
        """
        self._flush()
        self._to_skip = 0
        self._is_starred = False
        if opens:
            if len(self._outer) >= _DEEPEST:
                raise SourceError(self._source, "its groups are nested too deep")
            self._outer.append(self._group)
            self._group = replace(self._group)
            if self._group.capture in _HOLD_GROUPS:
                self._group.pieces = []
        elif self._outer:
            ended = self._group
            self._group = self._outer.pop()
            if ended.capture and ended.pieces is not self._group.pieces:
                self._take(ended)

    def _read_text(self, token: re.Match[bytes]) -> None:
        """Read text, a byte of text, or a sign."""
        if token["sign"] == b"*":
            self._is_starred = True
        elif token["sign"] in {b"\n", b"\r"}:
            self._end_paragraph(None)
        elif token["sign"]:
            self._flush()
            self._add(_SIGNS.get(token["sign"], ""))
        elif token["byte"]:
            self._add_bytes(bytes([int(token["byte"], 16)]))
        elif token["text"]:
            self._add_bytes(token["text"])

    def _obey(self, word: str, number: int | None) -> None:
        """Do what a control word says."""
        self._flush()
        is_starred = self._is_starred
        self._is_starred = False
        if word in _CAPTURED:
            self._group.capture = word
            self._group.pieces = []
        elif word in _NO_TEXT or (is_starred and word not in _STARRED_TEXT):
            self._group.pieces = None
        elif word in _CHARACTERS:
            self._add(_CHARACTERS[word])
        elif word in self._words:
            self._words[word](number)
        elif word in _CHARACTER_SETS:
            self._code_page = self._group.code_page = _CHARACTER_SETS[word]
        elif word in _NUMBERS:
            setattr(self._group, _NUMBERS[word], number or 0)
        elif word in _SWITCHES:
            is_on = number != 0 and word != "nosupersub"
            setattr(self._group, _SWITCHES[word], is_on)

    # --- text ---

    def _add_bytes(self, data: bytes) -> None:
        """Add text in an old encoding, without what stands for a character of Unicode."""
        skipped = min(self._to_skip, len(data))
        self._to_skip -= skipped
        self._bytes += data[skipped:]

    def _flush(self) -> None:
        """Add the bytes that were collected, now that their encoding may change."""
        if self._bytes:
            text = self._bytes.decode(self._group.code_page, "replace")
            self._bytes.clear()
            self._add(text)

    def _add(self, text: str) -> None:
        """Add text, unless the group hides it."""
        group = self._group
        if group.pieces is None or group.is_hidden:
            return
        if group.is_raised:
            text = superscript(text)
        group.pieces.append(text)

    def _add_unicode(self, number: int | None) -> None:
        """Add a unit of UTF-16, and skip what stands for it in old programs."""
        self._add(chr((number or 0) % _UNITS))
        self._to_skip = self._group.fallback

    # --- groups that hold no paragraph ---

    def _take(self, group: _Group) -> None:
        """Take the text of a group that has ended."""
        text = _text(group.pieces or [])
        around = self._group.capture
        if group.capture == "footnote":
            self._note_count += 1
            self._notes.append(one_line(text))
            if self._group.pieces is not None:
                self._group.pieces.append(f"[{self._note_count}]")
        elif group.capture in {"listtext", "pntext"}:
            label = _LABEL.fullmatch(text)
            self._label = label[1] if label else "•"
        elif group.capture == "stylesheet" and around == "stylesheet":
            self._styles[group.style] = with_name(UNSTYLED, text.rstrip(";").strip().lower())
        elif around == "info":
            self.info[group.capture] = text

    def _set_code_page(self, number: int | None) -> None:
        name = f"cp{number}"
        with contextlib.suppress(LookupError):
            codecs.lookup(name)
            self._code_page = self._group.code_page = name

    def _describe_font(self, character_set: int | None) -> None:
        code_page = _CODE_PAGES.get(character_set or 0)
        if code_page:
            self._code_pages[self._font] = code_page

    def _choose_font(self, font: int | None) -> None:
        self._font = font or 0
        self._group.code_page = self._code_pages.get(self._font, self._code_page)

    # --- paragraphs ---

    def _reset_paragraph(self, _number: int | None) -> None:
        self._group.style = 0
        self._group.outline = BODY_TEXT_LEVEL
        self._group.in_table = False

    def _reset_letters(self, _number: int | None) -> None:
        self._group.is_raised = False
        self._group.is_hidden = False

    def _end_paragraph(self, _number: int | None) -> None:
        """Add the paragraph that ends, or go on in the cell of a table or in a note."""
        self._flush()
        pieces = self._group.pieces
        if pieces is None:
            return
        if self._group.in_table or self._group.capture:
            pieces.append("\n")
            return
        self._end_table()
        text = _text(pieces)
        pieces.clear()
        label = self._label
        self._label = ""
        if text.strip():
            self._add_paragraph(text, label)
        self._add_notes()

    def _add_paragraph(self, text: str, label: str) -> None:
        style = self._styles.get(self._group.style, UNSTYLED)
        level = style.level
        if self._group.outline < BODY_TEXT_LEVEL:
            level = self._group.outline + 1
        if style.is_title and not self.title:
            self.title = one_line(text)
            level = 1
        if level:
            number = f"{label} " if label[:1].isalnum() else ""
            self.blocks.append(Block(f"{number}{text}", level=level))
        elif label:
            self.blocks.append(Block(text, Kind.ITEM, label if label[0].isalnum() else ""))
        else:
            self.blocks.append(Block(text, style.kind))

    def _add_notes(self) -> None:
        first = self._note_count - len(self._notes) + 1
        for number, note in enumerate(self._notes, start=first):
            self.blocks.append(Block(note, Kind.FOOTNOTE, str(number)))
        self._notes = []

    # --- tables ---

    def _end_cell(self, _number: int | None) -> None:
        pieces = self._group.pieces
        if pieces is not None:
            self._table.cells.append(one_line(_text(pieces)))
            pieces.clear()

    def _end_row(self, _number: int | None) -> None:
        self._table.rows.append(tuple(self._table.cells))
        self._table.cells = []

    def _name_columns(self, _number: int | None) -> None:
        if not self._table.rows:
            self._table.has_names = True

    def _end_table(self) -> None:
        """Add the rows that were collected as a table."""
        table = self._table
        if table.cells:  # the last row does not end
            table.rows.append(tuple(table.cells))
        if not table.rows:
            return
        self._table = _Table()
        rows = table.rows if table.has_names else [(), *table.rows]
        text = "\n".join(map(" ".join, rows))
        self.blocks.append(Block(text, Kind.TABLE, rows=tuple(rows)))
        self._add_notes()


def _join_code(blocks: Iterable[Block]) -> Iterator[Block]:
    """Yield blocks, lines of code that follow on one another as one."""
    for kind, group in groupby(blocks, key=lambda block: not block.level and block.kind):
        if kind is Kind.CODE:
            yield Block("\n".join(block.text for block in group), Kind.CODE)
        else:
            yield from group


def _text(pieces: list[str]) -> str:
    """Return text of which some characters are two units of UTF-16."""
    units = "".join(pieces).encode("utf-16-le", "surrogatepass")
    return units.decode("utf-16-le", "replace")
