"""Org mode's texts (Org 9.7): as Markdown, without what only steers Emacs.

orgparse, the usual library, divides a text at its headings and leaves what is below them as it is.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from itertools import groupby

from narrator.article import Article
from narrator.readers.builder import count_skipped
from narrator.readers.encoding import decode
from narrator.readers.markdown import markdown_article
from narrator.readers.metadata import Metadata

# of a line without white space around it
_KEYWORD = re.compile(r"#\+([\w-]+):(.*)")
_BEGIN = re.compile(r"#\+begin_(\w+)(?: +(\S+))?", re.I)
_END = re.compile(r"#\+end_\w+", re.I)
_STARS = re.compile(r"(\*++) ++(.*)")
_STATE = re.compile(r"(?:TODO|DONE|NEXT|WAITING|CANCELL?ED)\b *")
_PRIORITY = re.compile(r"\[#\w\] *")
_TAGS = re.compile(r"(?<![ \t])[ \t]+:[\w@#%:]+:\Z")
_DRAWER = re.compile(r":[\w-]+:")
_DRAWER_END = re.compile(r":end:", re.I)
_ITEM = re.compile(r"([-+*]|\d+[.)])(?: ++\[@\d+\])?(?: ++\[[ X-]\])? ++(.*)")
_TERM = re.compile(r"(?<=\S)\s+::(?:\s|$)")
_RULE_ROW = re.compile(r"\|-[-+|]*")
_FIXED = re.compile(r":(?: (.*)|$)")
_NOTE = re.compile(r"\[fn:([\w-]+)\](.*)")
# what is inside a line
_INLINE = re.compile(
    r"""
    \[\[ [^\[\]]*+ \] \[ (?P<link> [^\[\]]*+ ) \]\]
    | \[\[ (?P<address> [^\[\]]*+ ) \]\]
    | \[fn:(?P<note> [\w-]+ )\]
    | (?P<steering>
        \[cite (?: /[\w/-]+ )? : [^\[\]]*+ \]
        | <{2,3} [^<>]*+ >{2,3}
        | @@ \w+ : [^\n]{0,200}? @@
      )
    | (?: ^ | (?<=[\s('"{-]) )
      (?P<mark> [*/_=~+] ) (?P<marked> [^\s*/_=~+] (?: [^\n]{0,200}? \S )? ) (?P=mark)
      (?= $ | [\s.,:;!?'")}\[-] )
    | (?P<break> \\\\ \s* $ )
    | (?P<sign> [\\`*_{}\[\]<>\#~$|] )
    """,
    re.VERBOSE,
)
_STRUCK = "+"
# a link to a file without words is shown as the picture in it
_PICTURE = re.compile(r"(?:file|attachment):|\.{0,2}/|~/")
# what says that a heading and all below it is for the author alone: a word before it, or a tag
_COMMENTED = re.compile(r"COMMENT\b")
_NOT_EXPORTED = ":noexport:"
_CODE = {"src", "example"}
_NOT_READ = {"export", "comment"}
# comments, keywords, ends of blocks, and when something is to be done
_STEERING = re.compile(r"#(?: |$|\+)|(?:SCHEDULED|DEADLINE|CLOSED|CLOCK):")
_INDENT = "    "
_DEEPEST_HEADING = 6


def read_org(data: bytes, source: str) -> Article:
    """Return the article in the bytes of an Org file.

    Raises:
        SourceError: They are not text.
    """
    lines = decode(data, source).splitlines()
    keywords: dict[str, str] = {}
    for line in lines:
        keyword = _KEYWORD.fullmatch(line.strip())
        if keyword:
            keywords.setdefault(keyword[1].lower(), keyword[2].strip())
    metadata = Metadata(
        title=_inline(keywords.get("title", "")),
        author=keywords.get("author", ""),
        date=keywords.get("date", "").strip("<>[] "),
        language=keywords.get("language", ""),
    )
    translator = _Translator()
    translated = map(translator.translate, _with_column_names(lines))
    article = markdown_article("\n".join(translated), metadata, source)
    left_out = count_skipped("line for the author alone", translator.left_out)
    return replace(article, skipped=(*article.skipped, *left_out))


def _with_column_names(lines: Iterable[str]) -> Iterator[str]:
    """Yield lines, with an empty row of names above tables that have none."""
    for is_table, group in groupby(lines, key=_is_row):
        rows = list(group)
        if is_table and not any(_RULE_ROW.fullmatch(row.strip()) for row in rows):
            columns = rows[0].count("|") - 1
            yield "|" * (columns + 1)
            yield "|-" * columns + "|"
        yield from rows


def _is_row(line: str) -> bool:
    return line.lstrip().startswith("|")


class _Translator:
    """Turns the lines of a text into Markdown's, one by one."""

    def __init__(self) -> None:
        # the lines that are for the author alone, and how deep their heading is; 0 outside
        self.left_out: list[str] = []
        self._left_out_depth = 0
        self._in_drawer = False
        # the name of the block that is open, such as "src"
        self._block = ""
        # those of the bullets of the lists that are open
        self._indents: list[int] = []

    def translate(self, line: str) -> str:
        """Return a line as Markdown; empty where there is nothing to read in it."""
        stars = None if self._block else _STARS.fullmatch(line.rstrip())
        if not self._is_left_out(stars):
            return self._translated(line, stars)
        self.left_out += filter(None, [line.strip()])
        return ""

    def _translated(self, line: str, stars: re.Match[str] | None) -> str:
        text = line.strip()
        if self._in_drawer:
            self._in_drawer = not _DRAWER_END.fullmatch(text)
            return ""
        if self._block:
            return self._block_line(line)
        begin = _BEGIN.match(text)
        if begin:
            self._block = begin[1].lower()
            return f"```{begin[2] or ''}" if self._block in _CODE else ""
        if _DRAWER.fullmatch(text):
            self._in_drawer = True
            return ""
        if _STEERING.match(text):
            return ""
        if stars:
            self._indents = []
            return _heading(stars)
        return self._text_line(text, len(line) - len(line.lstrip()))

    def _is_left_out(self, stars: re.Match[str] | None) -> bool:
        """Return whether a line, which may be a heading, is for the author alone."""
        if stars:
            depth = len(stars[1])
            if self._left_out_depth and depth > self._left_out_depth:
                return True
            words = _without_state(stars[2])
            self._left_out_depth = depth if _is_for_author(words) else 0
        return self._left_out_depth > 0

    def _block_line(self, line: str) -> str:
        """Return a line inside a block, or its end."""
        block = self._block
        text = line.strip()
        if _END.match(text):
            self._block = ""
            return "```" if block in _CODE else ""
        if block in _CODE:
            return line
        if block in _NOT_READ or _BEGIN.match(text):
            return ""
        text = _inline(text)
        if block == "verse":
            return f"> {text}\\"
        return f"> {text}" if block == "quote" else text

    def _text_line(self, text: str, indent: int) -> str:
        """Return an item, a row of a table, a note, or a line of a paragraph."""
        item = _ITEM.fullmatch(text)
        if item:
            depth = self._depth_of_item(indent)
            marker = "-" if item[1] in "-+*" else item[1]
            words = _inline(_TERM.sub(": ", item[2], count=1))
            return f"{_INDENT * depth}{marker} {words}"
        note = _NOTE.fullmatch(text)
        if note:
            return f"[^{note[1]}]: {_inline(note[2].strip())}"
        if _RULE_ROW.fullmatch(text):
            return text.replace("+", "|")
        if _is_row(text):
            return "|".join(map(_inline, text.split("|")))
        fixed = _FIXED.fullmatch(text)
        if fixed:
            return f"{_INDENT}{fixed[1] or ''}"
        return self._paragraph_line(_inline(text), indent)

    def _depth_of_item(self, indent: int) -> int:
        """Return how deep an item's list is in others, from 0, by the indent of its bullet."""
        while self._indents and self._indents[-1] > indent:
            self._indents.pop()
        if not self._indents or self._indents[-1] < indent:
            self._indents.append(indent)
        return len(self._indents) - 1

    def _paragraph_line(self, text: str, indent: int) -> str:
        """Return a line of a paragraph, which may be a list's."""
        if not text:
            return ""
        while self._indents and self._indents[-1] >= indent:
            self._indents.pop()
        return _INDENT * len(self._indents) + text


def _heading(stars: re.Match[str]) -> str:
    """Return a heading, without its state, priority and tags."""
    text = _without_state(stars[2])
    level = min(len(stars[1]), _DEEPEST_HEADING)
    return f"\n{'#' * level} {_inline(_TAGS.sub('', text))}\n"


def _without_state(text: str) -> str:
    for pattern in (_STATE, _PRIORITY):
        found = pattern.match(text)
        text = text[found.end() :] if found else text
    return text


def _is_for_author(words: str) -> bool:
    """Return whether a heading and all below it are for the author alone."""
    tags = _TAGS.search(words)
    return _COMMENTED.match(words) is not None or (tags is not None and _NOT_EXPORTED in tags[0])


def _inline(text: str) -> str:
    """Return what is inside a line, without marks, so that Markdown finds none."""
    return _INLINE.sub(_inline_part, text)


def _inline_part(found: re.Match[str]) -> str:
    """Return what a link, a note's mark, marked text or a sign is in Markdown."""
    if found["sign"]:
        return f"\\{found['sign']}"
    if found["note"]:
        return f"[^{found['note']}]"
    if found["steering"] or found["mark"] == _STRUCK:
        return ""
    address = found["address"] or ""
    if _PICTURE.match(address):
        return ""
    return _inline(found["link"] or found["marked"] or address)
