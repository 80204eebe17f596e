"""The form of a block: what it looks like without knowing its words.

The forms are ``code``, ``long`` (a paragraph), ``item`` and ``lettered`` (list items), ``row``,
``colon``, ``comma`` and ``dash`` (it ends with one), ``speech``, ``aside``, ``sentence``,
``sentences``, ``question``, ``short`` and ``headline`` (the latter two end with no mark).
"""

from __future__ import annotations

import re
from functools import cached_property

from narrator.readers.plain.asides import is_aside
from narrator.readers.plain.blocks import TextBlock
from narrator.readers.plain.columns import is_row
from narrator.readers.plain.letter_case import capitalisation, first_character

# characters; a block this long is a paragraph, and the longest headlines of news sites stay below
PARAGRAPH_LENGTH = 160
# characters; about a line, which few sentences stay below
_LINE_LENGTH = 80
# a question or a cry may be longer and still be a headline
_QUESTION_LENGTH = 1.25 * _LINE_LENGTH
# the forms that a heading usually has
BRIEF_FORMS = frozenset(("short", "headline", "question"))

# East Asian letters and signs, twice as wide as others
_WIDE = re.compile("[\u1100-\u11ff\u2e80-\ud7ff\uf900-\ufaff\uff00-\uffef]")
_BULLETS = "-–—*+•·▪◦●○‣⁃>"
BULLET = re.compile(rf"(?<!\s)\s*+(?:[{re.escape(_BULLETS)}]\s+|[•·▪◦●○‣⁃])")
_ITEM = re.compile(
    rf"""
    [{re.escape(_BULLETS)}]\s
  | [•·▪◦●○‣⁃]
  | (?P<letter> \(? [a-z] [.)] \s )
    """,
    re.VERBOSE,
)
# between the same marks: "== The Quay ==", "* The Quay *"
_DRAWN = re.compile(r"([=*~#_+-]+)\s+\S.*\s\1$")
_WORD = re.compile(r"[^\W\d_][\w’'-]*")
_CLOSING_MARKS = "”\"’')]»*_ "
_CLOSING_QUOTES = "”\"’'»"
# characters at a block's end among which its last mark is looked for
_END_LENGTH = 12
_END_MARKS = {
    **dict.fromkeys(".。।", "full stop"),
    **dict.fromkeys("?？؟", "question mark"),
    **dict.fromkeys("!！", "exclamation mark"),
    **dict.fromkeys(":：", "colon"),
    **dict.fromkeys(",;，、", "comma"),
    **dict.fromkeys("-–—", "dash"),
    "…": "ellipsis",
}


class BlockShape:
    """What can be known of one block without its neighbours.

    Attributes:
        block: The block.
        text: Its text.
        length: Its characters, wide ones counted twice where that could matter.
        ending: The name of its last mark, with " and quote" if a quote or a bracket follows;
            ``quote`` or ``bracket`` where that is all; ``open`` for no mark.
        form: One of the forms named above.
    """

    __slots__ = ("__dict__", "block", "ending", "form", "length", "text")

    def __init__(self, block: TextBlock) -> None:
        self.block = block
        self.text = block.text
        self.length = _display_width(self.text)
        self.ending = _ending(self.text)
        self.form = self._form()

    @property
    def is_drawn(self) -> bool:
        """Whether it stands between the same marks, as some set their headings."""
        return _DRAWN.match(self.text) is not None

    @cached_property
    def case(self) -> str:
        """How its words are capitalised."""
        return capitalisation(self.words)

    @cached_property
    def words(self) -> list[str]:
        """The block's words, without numbers."""
        return _WORD.findall(self.text)

    def _form(self) -> str:
        if self.block.fence is not None:
            return "code"
        if self.length >= PARAGRAPH_LENGTH:
            return "long"
        item = None if self.is_drawn else _ITEM.match(self.text)
        if item and item["letter"]:
            return "lettered"
        if item:
            return "item"
        if any(map(is_row, self.block.lines)):
            return "row"
        if self.ending in ("colon", "comma", "dash"):
            is_dateline = self.ending == "dash" and not self.is_drawn and is_aside(self.text)
            return "aside" if is_dateline else self.ending
        return self._form_in_words()

    def _form_in_words(self) -> str:
        """Return the form of a short block that is neither item nor row and ends in no comma."""
        is_quote = self.ending.endswith("quote")
        if is_quote and first_character(self.text) == "quote":
            return "speech"
        if is_aside(self.text):
            return "aside"
        if is_quote or self.ending == "full stop":
            return self._by_length("sentence", _LINE_LENGTH, "sentences")
        if self.ending in ("question mark", "exclamation mark"):
            return self._by_length("question", _QUESTION_LENGTH, "sentences")
        return self._by_length("short", _LINE_LENGTH, "headline")

    def _by_length(self, below: str, limit: float, above: str) -> str:
        if self.length < limit:
            return below
        return above


def _display_width(text: str) -> int:
    """Return a text's characters, wide ones counted twice unless it is a paragraph anyway."""
    if len(text) > PARAGRAPH_LENGTH or text.isascii():
        return len(text)
    return len(text) + len(_WIDE.findall(text))


def _ending(text: str) -> str:
    """Return how a block ends, with closing quotes and brackets removed."""
    bare = text[-_END_LENGTH:].rstrip(_CLOSING_MARKS)
    mark = _END_MARKS.get(bare[-1:], "")
    if mark and text.endswith(bare[-1]):
        return mark
    if mark:
        return f"{mark} and quote"
    if text[-1] in _CLOSING_QUOTES:
        return "quote"
    if text[-1] in ")]":
        return "bracket"
    return "open"
