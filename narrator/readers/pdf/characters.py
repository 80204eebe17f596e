"""The characters of a page as pdfium knows them: their codes, places and styles.

An answer of pdfium's costs half a microsecond through ctypes. So each character is asked only for
its code and its box, and a text object once for its font: 60 to 150 pages a second in all.
"""

from __future__ import annotations

import ctypes
import math
import re
from typing import Any, NamedTuple

_BOLD_FONT = re.compile(
    r"""
    bold | black | heavy | demi
    | [-,]bd\b
    | ^ (?: \w{6}\+ )? (?: cm | sf ) bx     # LaTeX's, with the tag of an embedded subset
    """,
    re.I | re.X,
)
_MONOSPACED_FONT = re.compile(
    r"""
    mono | courier | typewriter | consol
    | ^ (?: \w{6}\+ )? (?: cm | lm | sf | ec ) tt
    """,
    re.I | re.X,
)
# bits of a font descriptor's flags (PDF 1.7, table 123)
_FIXED_PITCH_FLAG = 1
_FORCE_BOLD_FLAG = 1 << 18
# bytes; PDF bounds a name at 127
_FONT_NAME_BYTES = 128


class FontStyle(NamedTuple):
    """What a font's name and flags say of its look."""

    is_bold: bool
    is_monospaced: bool


class TextStyle(NamedTuple):
    """What the characters of one text object share.

    Attributes:
        size: The font's size in points.
        baseline: The baseline's height in points on the page as it is read, growing upward.
        font: The font's look.
        quarter_turns: The direction of the text, counter-clockwise from left to right.
    """

    size: float
    baseline: float
    font: FontStyle
    quarter_turns: int

    def is_level_with(self, other: TextStyle) -> bool:
        """Return whether both may be in one word: no mark is superscript, and nothing is turned."""
        return (
            self.size == other.size
            and self.baseline == other.baseline
            and self.quarter_turns == other.quarter_turns
        )


class Extent(NamedTuple):
    """Where a character begins and ends in the direction of its text, in points."""

    begin: float
    end: float


# of a character that no text object holds, where none came before
_DEFAULT_STYLE = TextStyle(10.0, 0.0, FontStyle(False, False), 0)


class PageCharacters:
    """The characters of a text page. Styles are asked for once for each text object and font."""

    def __init__(self, text_page: Any) -> None:
        from pypdfium2 import raw

        self._raw = raw
        self._page = text_page
        self._box = raw.FS_RECTF()
        self._matrix = raw.FS_MATRIX()
        self._x = ctypes.c_double()
        self._y = ctypes.c_double()
        self._styles: dict[int, TextStyle] = {}
        self._fonts: dict[int, FontStyle] = {}
        self._last_style = _DEFAULT_STYLE

    def codes(self) -> list[int]:
        """Return the code points of all characters in the order of the file."""
        count = max(0, self._page.count_chars())
        get_unicode = self._raw.FPDFText_GetUnicode
        return [get_unicode(self._page, index) for index in range(count)]

    def style(self, index: int) -> TextStyle:
        """Return a character's style.

        Characters that pdfium made up, such as spaces, have that of the character asked for before.
        """
        text_object = self._raw.FPDFText_GetTextObject(self._page, index)
        if not text_object:
            return self._last_style
        address = ctypes.addressof(text_object.contents)
        style = self._styles.get(address)
        if style is None:
            style = self._read_style(index, text_object)
            self._styles[address] = style
        self._last_style = style
        return style

    def extent(self, index: int, quarter_turns: int) -> Extent:
        """Return where a character begins and ends in a direction."""
        box = self._box
        self._raw.FPDFText_GetLooseCharBox(self._page, index, box)
        if quarter_turns == 0:
            return Extent(box.left, box.right)
        if quarter_turns == 1:
            return Extent(box.bottom, box.top)
        if quarter_turns == 2:
            return Extent(-box.right, -box.left)
        return Extent(-box.top, -box.bottom)

    def _read_style(self, index: int, text_object: Any) -> TextStyle:
        self._raw.FPDFText_GetMatrix(self._page, index, self._matrix)
        self._raw.FPDFText_GetCharOrigin(self._page, index, self._x, self._y)
        matrix = self._matrix
        font_size = self._raw.FPDFText_GetFontSize(self._page, index)
        size = font_size * math.hypot(matrix.c, matrix.d)
        quarter_turns = 0
        if math.isfinite(matrix.a + matrix.b):
            quarter_turns = round(math.atan2(matrix.b, matrix.a) / (math.pi / 2))
        if size < 0:  # a font of negative size is upside down
            size = -size
            quarter_turns += 2
        quarter_turns %= 4
        x, y = self._x.value, self._y.value
        baseline = (y, -x, -y, x)[quarter_turns]
        font = self._font_style(index, text_object)
        return TextStyle(round(size, 1) or 1.0, baseline, font, quarter_turns)

    def _font_style(self, index: int, text_object: Any) -> FontStyle:
        font = self._raw.FPDFTextObj_GetFont(text_object)
        address = ctypes.addressof(font.contents) if font else 0
        style = self._fonts.get(address)
        if style is None:
            style = self._read_font_style(index)
            self._fonts[address] = style
        return style

    def _read_font_style(self, index: int) -> FontStyle:
        buffer = ctypes.create_string_buffer(_FONT_NAME_BYTES)
        flags = ctypes.c_int()
        self._raw.FPDFText_GetFontInfo(self._page, index, buffer, len(buffer), flags)
        name = buffer.value.decode("utf-8", "replace")
        is_bold = bool(_BOLD_FONT.search(name) or flags.value & _FORCE_BOLD_FLAG)
        is_monospaced = bool(_MONOSPACED_FONT.search(name) or flags.value & _FIXED_PITCH_FLAG)
        return FontStyle(is_bold, is_monospaced)
