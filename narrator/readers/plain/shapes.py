"""The form of a block: what it looks like to one who cannot read it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cached_property

from narrator.language.tables import heading_table
from narrator.readers.plain.asides import is_aside
from narrator.readers.plain.blocks import Block
from narrator.readers.plain.wrapping import is_row

# characters; a block this long is a paragraph, and the longest headlines of news sites stay below
LONG = 160
_SENTENCE = 80  # about a line
# what a heading can be surrounded with and not be drowned in
BRIEF = frozenset(("short", "headline", "question"))
_WIDE = re.compile("[\u1100-\u11ff\u2e80-\ud7ff\uf900-\ufaff\uff00-\uffef]")
_MARKS = "-–—*+•·▪◦●○‣⁃>"
_ITEM = re.compile(rf"[{re.escape(_MARKS)}]\s|[•·▪◦●○‣⁃]|(\(?[a-z][.)]\s)")
_WORD = re.compile(r"[^\W\d_][\w’'-]*")
_CLOSERS = "”\"’')]»*_ "
_QUOTES = "”\"’'»"
_ENDS = {
    **dict.fromkeys(".。।", "full stop"),
    **dict.fromkeys("?？؟", "question mark"),
    **dict.fromkeys("!！", "exclamation mark"),
    **dict.fromkeys(":：", "colon"),
    **dict.fromkeys(",;，、", "comma"),
    **dict.fromkeys("-–—", "dash"),
    "…": "ellipsis",
}
_SMALL = frozenset(heading_table()["small"])


class Shape:
    """What can be told of one block without its neighbours."""

    __slots__ = ("__dict__", "block", "end", "form", "length", "text")

    def __init__(self, block: Block) -> None:
        self.block = block
        self.text = block.text
        self.length = (
            len(self.text) if len(self.text) > LONG or self.text.isascii() else _size(self.text)
        )
        self.end = _ending(self.text)
        self.form = self._form()

    @cached_property
    def words(self) -> list[str]:
        """Its words, numbers left out."""
        return _WORD.findall(self.text)

    def _form(self) -> str:
        if self.block.fence is not None:
            return "code"
        if self.length >= LONG:
            return "long"
        item = _ITEM.match(self.text)
        if item:
            return "lettered" if item[1] else "item"
        if any(map(is_row, self.block.lines)):
            return "row"
        if self.end in ("colon", "comma", "dash"):
            return self.end
        if self.end.endswith(" and quote") and start(self.text) == "quote":
            return "speech"
        if is_aside(self.text):
            return "aside"
        if self.end == "full stop" or self.end.endswith(" and quote"):
            return "sentence" if self.length < _SENTENCE else "sentences"
        if self.end in ("question mark", "exclamation mark"):
            return "question" if self.length < 1.25 * _SENTENCE else "sentences"
        return "short" if self.length < _SENTENCE else "headline"


def _size(text: str) -> int:
    """Characters, wide ones counted twice."""
    return len(text) + len(_WIDE.findall(text))


def _ending(text: str) -> str:
    """How a block ends, closing quotes and brackets seen through."""
    bare = text[-12:].rstrip(_CLOSERS)
    end = _ENDS.get(bare[-1:], "")
    if end:
        return end if text.endswith(bare[-1]) else f"{end} and quote"
    return "quote" if text[-1] in _QUOTES else "bracket" if text[-1] in ")]" else "open"


def start(text: str) -> str:
    """What kind of character a block starts with."""
    first = text[0]
    if first.isalpha():
        return "capital" if first.isupper() else "small" if first.islower() else "caseless"
    if first.isdigit():
        return "digit"
    if first in "“\"‘'«„":
        return "quote"
    return "bracket" if first in "([{" else "sign"


def case(words: Sequence[str]) -> str:
    """How words are written: in capitals, as in a title, as in a sentence."""
    letters = "".join(words)
    if not letters:
        return "none"
    if letters.isupper():
        return "capitals" if len(letters) > 3 else "few capitals"
    if letters.lower() == letters.upper():
        return "caseless"
    large = [word for word in words if word.lower() not in _SMALL] or words
    upper = sum(not word[0].islower() for word in large)
    if upper == len(large):
        return "title" if len(large) > 1 else "one word"
    if upper * 2 > len(large) > 2:
        return "mostly capitalised"
    return "sentence" if words[0][0].isupper() else "small"
