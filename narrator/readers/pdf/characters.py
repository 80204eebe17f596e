"""The characters of a page as pdfium knows them: their codes, places and styles.

An answer of pdfium's costs half a microsecond through ctypes. So each character is asked only for
its code and its box, and a text object once for its font: 60 to 150 pages a second in all.
"""

from __future__ import annotations

import ctypes
import math
import re
from collections.abc import Iterable
from enum import Enum, auto
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
# the last of Unicode, above which fonts name characters that do not exist, and the one in their
# place
_LAST_CODE = 0x10FFFF
_NO_CHARACTER = 0xFFFE
# PDF 1.7, table 106: the modes that only fill letters, and that neither paint nor clip
_FILLED_MODE = 0
_INVISIBLE_MODE = 3
# of 255, in each of red, green and blue
_WHITE = 250


class Flaw(Enum):
    """Why the characters of a text object may not be what a reader of the page sees."""

    UNMAPPED = auto()  # the font does not say which characters its glyphs are
    INVISIBLE = auto()  # nothing is painted
    WHITE = auto()


class FontStyle(NamedTuple):
    """What a font's name and flags say of its look, and whether it says which letters it has."""

    is_bold: bool
    is_monospaced: bool
    is_mapped: bool = True


class TextStyle(NamedTuple):
    """What the characters of one text object share.

    Attributes:
        size: The font's size in points.
        baseline: The baseline's height in points on the page as it is read, growing upward.
        font: The font's look.
        quarter_turns: The direction of the text, counter-clockwise from left to right.
        flaw: Why it may not be what is seen.
    """

    size: float
    baseline: float
    font: FontStyle
    quarter_turns: int
    flaw: Flaw | None = None

    def is_level_with(self, other: TextStyle) -> bool:
        """Return whether both may be in one word: no mark is superscript, turned or hidden."""
        return (
            self.size == other.size
            and self.flaw is other.flaw
            and self.baseline == other.baseline
            and self.quarter_turns == other.quarter_turns
        )


# where a character begins and ends in the direction of its text, in points
Extent = tuple[float, float]


# of a character that no text object holds, where none came before
_DEFAULT_STYLE = TextStyle(10.0, 0.0, FontStyle(False, False), 0)


class PageCharacters:
    """The characters of a text page. Styles are asked for once for each text object and font."""

    def __init__(self, text_page: Any) -> None:
        from pypdfium2 import raw

        self._raw = raw
        self._text_page = text_page  # lives as long as its raw handle is used
        self._page = text_page.raw
        self._box = raw.FS_RECTF()
        self._matrix = raw.FS_MATRIX()
        self._x = ctypes.c_double()
        self._y = ctypes.c_double()
        self._colour = [ctypes.c_uint() for _ in range(4)]
        self._styles: dict[int, TextStyle] = {}
        self._fonts: dict[int, FontStyle] = {}
        self._last_style = _DEFAULT_STYLE

    def codes(self) -> list[int]:
        """Return the code points of all characters in the order of the file."""
        count = max(0, self._raw.FPDFText_CountChars(self._page))
        get_unicode = self._raw.FPDFText_GetUnicode
        codes = [get_unicode(self._page, index) for index in range(count)]
        if max(codes, default=0) <= _LAST_CODE:
            return codes
        return [code if code <= _LAST_CODE else _NO_CHARACTER for code in codes]

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

    def extents(self, indices: Iterable[int], quarter_turns: int) -> list[Extent]:
        """Return where characters begin and end in a direction."""
        get_box, page, box = self._raw.FPDFText_GetLooseCharBox, self._page, self._box
        extents: list[Extent] = []
        for index in indices:
            get_box(page, index, box)
            if quarter_turns == 0:
                extents.append((box.left, box.right))
            elif quarter_turns == 1:
                extents.append((box.bottom, box.top))
            elif quarter_turns == 2:
                extents.append((-box.right, -box.left))
            else:
                extents.append((-box.top, -box.bottom))
        return extents

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
        flaw = self._find_flaw(text_object) if font.is_mapped else Flaw.UNMAPPED
        return TextStyle(round(size, 1) or 1.0, baseline, font, quarter_turns, flaw)

    def _find_flaw(self, text_object: Any) -> Flaw | None:
        mode = self._raw.FPDFTextObj_GetTextRenderMode(text_object)
        if mode == _INVISIBLE_MODE:
            return Flaw.INVISIBLE
        if mode != _FILLED_MODE:
            return None
        red, green, blue, opacity = self._colour
        self._raw.FPDFPageObj_GetFillColor(text_object, red, green, blue, opacity)
        if opacity.value == 0:
            return Flaw.INVISIBLE
        is_white = min(red.value, green.value, blue.value) >= _WHITE
        return Flaw.WHITE if is_white else None

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
        is_mapped = self._raw.FPDFText_HasUnicodeMapError(self._page, index) != 1
        return FontStyle(is_bold, is_monospaced, is_mapped)
