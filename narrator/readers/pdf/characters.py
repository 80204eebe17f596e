"""Characters into words, with their places and looks.

Asking pdfium about a character costs half a microsecond an answer through ctypes, so each is asked only for its code and its
box, and a run of text once for its font: 60 to 150 pages a second, all told.
"""

from __future__ import annotations

import ctypes
import math
import re
from collections.abc import Iterator
from itertools import pairwise
from statistics import median
from typing import Any, NamedTuple

# pdfium's sign for a hyphen that ends a line
_LINE_END_HYPHEN = 2
_NO_CHARACTERS = {0xFFFE, 0xFFFF}
# in ems: a space that is no character. Spaces are 0.2 wide at the least, kerning moves letters by less than 0.1
_GAP = 0.2
# in ems: a space that was taken back, as one of the oldest typesetters does to move letters
_NO_GAP = 0.04
# of a page's spaces: more of them without width, and it is the widths that are wrong
_TAKEN_BACK_SHARE = 0.1
_BOLD = re.compile(r"bold|black|heavy|demi|[-,]bd\b|^(?:\w{6}\+)?cmbx|^(?:\w{6}\+)?sfbx", re.I)
_FIXED = re.compile(r"mono|courier|typewriter|consol|^(?:\w{6}\+)?(?:cm|lm|sf|ec)tt", re.I)
# bits of a PDF font descriptor's flags
_FIXED_PITCH, _FORCE_BOLD = 1, 1 << 18


class Word(NamedTuple):
    """A word in points, its page turned so that it reads from left to right; y grows upward. A tuple, for there are many.

    ``base`` is its baseline's height; ``glued`` says that no space is before it, as before a raised footnote mark.
    """

    text: str
    left: float
    right: float
    base: float
    size: float
    bold: bool = False
    fixed: bool = False
    glued: bool = False


class _Look(NamedTuple):
    """What the characters of one text object share; ``turn`` is its direction in quarters, against the clock."""

    size: float
    base: float
    bold: bool
    fixed: bool
    turn: int

    @property
    def place(self) -> tuple[float, float, int]:
        """What is the same all through a word, unless a mark is raised on it."""
        return self.size, self.base, self.turn


def words_of(text: Any) -> list[tuple[Word, int]]:
    """The words of a text page and their directions, in quarters against the clock."""
    from pypdfium2 import raw

    codes = [raw.FPDFText_GetUnicode(text, index) for index in range(max(0, text.count_chars()))]
    looks = _Looks(text)
    found: list[tuple[Word, int]] = []
    start = 0
    for index, code in enumerate([*codes, 32]):
        ends_line = code == _LINE_END_HYPHEN
        if not ends_line and code > 32 and code not in _NO_CHARACTERS and not 0x7F <= code <= 0xA0:
            continue
        if start < (end := index + ends_line):
            found += _cut(looks, codes[start:end], start)
        start = index + 1
    return _without_false_spaces(found)


def _cut(looks: _Looks, codes: list[int], start: int) -> Iterator[tuple[Word, int]]:
    """What pdfium takes for one word: several where its look changes or a wide gap is in it."""
    look = looks.of(start)
    same = len(codes) == 1 or looks.of(start + len(codes) - 1) is look
    of = [look] * len(codes) if same else [looks.of(start + index) for index in range(len(codes))]
    boxes = [looks.extent(start + index, look.turn) for index, look in enumerate(of)]
    gaps = [after[0] - box[1] for box, after in pairwise(boxes)]
    widest = _GAP * look.size + (max(0.0, median(gaps)) if len(gaps) > 1 else look.size)
    begin, glued = 0, False
    for index in range(1, len(codes) + 1):
        is_gap = index < len(codes) and gaps[index - 1] > widest
        if index < len(codes) and not is_gap and of[index].place == of[begin].place:
            continue
        look = of[begin]
        characters = "".join(
            "-" if code == _LINE_END_HYPHEN else chr(code) for code in codes[begin:index]
        )
        left, right = boxes[begin][0], boxes[index - 1][1]
        yield (
            Word(characters, left, right, look.base, look.size, look.bold, look.fixed, glued),
            look.turn,
        )
        begin, glued = index, not is_gap


def _without_false_spaces(words: list[tuple[Word, int]]) -> list[tuple[Word, int]]:
    """Words that follow one another without any gap are parts of one."""
    false = [
        index
        for index, ((before, _), (word, _)) in enumerate(pairwise(words), 1)
        if not word.glued
        and (word.base, word.size) == (before.base, before.size)
        and before.text[-1].isalnum()
        and word.text[0].isalnum()
        and abs(word.left - before.right) < _NO_GAP * word.size
    ]
    if len(false) <= _TAKEN_BACK_SHARE * len(words):
        for index in false:
            word, turn = words[index]
            words[index] = word._replace(glued=True), turn
    return words


class _Looks:
    """The looks of a page's characters, asked for once for each text object."""

    def __init__(self, text: Any) -> None:
        from pypdfium2 import raw

        self._raw, self._text = raw, text
        self._box, self._matrix = raw.FS_RECTF(), raw.FS_MATRIX()
        self._x, self._y = ctypes.c_double(), ctypes.c_double()
        self._by_object: dict[int, _Look] = {}
        self._by_font: dict[int, tuple[bool, bool]] = {}
        self._before = _Look(10.0, 0.0, False, False, 0)

    def of(self, index: int) -> _Look:
        if thing := self._raw.FPDFText_GetTextObject(self._text, index):
            address = ctypes.addressof(thing.contents)
            if (look := self._by_object.get(address)) is None:
                look = self._by_object[address] = self._ask(index, thing)
            self._before = look
        return self._before

    def extent(self, index: int, turn: int) -> tuple[float, float]:
        """Where a character begins and ends in its direction."""
        box = self._box
        self._raw.FPDFText_GetLooseCharBox(self._text, index, box)
        if turn == 0:
            return box.left, box.right
        return [
            (box.left, box.right),
            (box.bottom, box.top),
            (-box.right, -box.left),
            (-box.top, -box.bottom),
        ][turn]

    def _ask(self, index: int, thing: Any) -> _Look:
        self._raw.FPDFText_GetMatrix(self._text, index, self._matrix)
        self._raw.FPDFText_GetCharOrigin(self._text, index, self._x, self._y)
        x, y, m = self._x.value, self._y.value, self._matrix
        size = self._raw.FPDFText_GetFontSize(self._text, index) * math.hypot(m.c, m.d)
        turn = round(math.atan2(m.b, m.a) / (math.pi / 2)) if math.isfinite(m.a + m.b) else 0
        if size < 0:  # a font of negative size stands on its head
            size, turn = -size, turn + 2
        turn %= 4
        font = self._raw.FPDFTextObj_GetFont(thing)
        address = ctypes.addressof(font.contents) if font else 0
        if (marks := self._by_font.get(address)) is None:
            marks = self._by_font[address] = self._marks(index)
        return _Look(round(size, 1) or 1.0, (y, -x, -y, x)[turn], *marks, turn)

    def _marks(self, index: int) -> tuple[bool, bool]:
        name, flags = ctypes.create_string_buffer(128), ctypes.c_int()
        self._raw.FPDFText_GetFontInfo(self._text, index, name, len(name), flags)
        known = name.value.decode("utf-8", "replace")
        bold, fixed = _BOLD.search(known), _FIXED.search(known)
        return bool(bold or flags.value & _FORCE_BOLD), bool(fixed or flags.value & _FIXED_PITCH)
