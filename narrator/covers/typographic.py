"""A plain cover: title, site or author, and date, on a ground of the title's own colour.

It is square, as feeds ask, and its letters can be read when it is shown 200 pixels wide. The same
texts give the same picture. Bars at its foot, as of sound, tell covers apart whose text the font
cannot draw. The picture has few colours, so it is a PNG with a palette: 15 to 45 kB.

The letters are drawn by Pillow, whose ImageDraw costs 20 ms to load. The file is written here:
Pillow would load its writers of all kinds first, for another 15 ms.

Source: the PNG specification (IHDR, PLTE, IDAT, filter types).
"""

from __future__ import annotations

import hashlib
import io
import struct
import zlib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING

from narrator.audio.cover import Cover
from narrator.covers.colours import Colour, Palette, blend, choose_palette
from narrator.covers.lettering import Area, drawable, fit

if TYPE_CHECKING:
    from PIL.Image import Image
    from PIL.ImageFont import FreeTypeFont

# Apple's podcasts ask for 1,400 to 3,000
SIDE_PIXELS = 1400
_MARGIN = 110
_WIDTH = SIDE_PIXELS - 2 * _MARGIN
# 12 pixels when the cover is shown 200 wide
_LINE_SIZE = 84
_LINE_HEIGHT = 1.18
_SMALLEST_LINE_SIZE = 72
_TITLE_TOP = 270
_TITLE_BOTTOM = 1010
_TITLE_SIZES = (230, 210, 190, 172, 156, 142, 130, 118, 108, 98)
_TITLE_AREA = Area(_WIDTH, _TITLE_BOTTOM - _TITLE_TOP, _TITLE_SIZES, _LINE_HEIGHT)
_LINE_AREA = Area(_WIDTH, _LINE_SIZE, range(_LINE_SIZE, _SMALLEST_LINE_SIZE - 1, -4), _LINE_HEIGHT)
_DATE_TOP = 1060
_BARS = 40
_BAR_GAP = 10
_BARS_BOTTOM = SIDE_PIXELS - 64
_BARS_HEIGHT = 130
# the share of the height that the lowest bar has
_LOWEST_BAR = 0.15
# what widths are measured at
_MEASURED_SIZE = 100
# of a letter's inside in a mask
_INK = 255
# steps between the ground and a text's colour, for the edges of letters
_STEPS = 16
# where a text's steps begin in the palette; the ornament's colour is the last
_TITLE_STEPS = 0
_LINE_STEPS = _STEPS
_ORNAMENT = 2 * _STEPS
_PNG_START = b"\x89PNG\r\n\x1a\n"
_PALETTE_COLOURS = 3
# the filter type of rows that hold differences from the row above
_UP = b"\2"
_BITS = 8


@dataclass(frozen=True, slots=True)
class CoverText:
    """What a cover says; empty lines are left out.

    Attributes:
        title: The title.
        origin: The site or the author.
        date: The date.
    """

    title: str
    origin: str = ""
    date: str = ""


def draw_cover(text: CoverText) -> Cover:
    """Return a square cover that says a title, where it is from, and the date."""
    digest = hashlib.sha256(text.title.encode("utf-8", "replace")).digest()
    palette = choose_palette(digest)
    picture = _new_picture()
    title = drawable(text.title)
    if title:
        _draw_text(picture, title, _TITLE_AREA, _TITLE_TOP, _TITLE_STEPS)
        _draw_bars(picture, digest, _BARS_BOTTOM, _BARS_HEIGHT)
    else:
        _draw_bars(picture, digest, _TITLE_BOTTOM, _TITLE_BOTTOM - _TITLE_TOP)
    _draw_line(picture, text.origin, _MARGIN)
    _draw_line(picture, text.date, _DATE_TOP)
    data = _png(picture, _palette_colours(palette))
    return Cover("image/png", data, SIDE_PIXELS, SIDE_PIXELS, _BITS)


def _new_picture() -> Image:
    """Return a picture of palette indices, all of them the ground."""
    from PIL import Image

    return Image.new("L", (SIDE_PIXELS, SIDE_PIXELS), _TITLE_STEPS)


def _draw_bars(picture: Image, digest: bytes, bottom: int, height: int) -> None:
    """Draw bars of up to a height, by the digest's bytes."""
    distance = (_WIDTH + _BAR_GAP) / _BARS
    for bar in range(_BARS):
        share = _LOWEST_BAR + (1 - _LOWEST_BAR) * digest[bar % len(digest)] / 255
        left = _MARGIN + round(bar * distance)
        right = _MARGIN + round((bar + 1) * distance) - _BAR_GAP
        picture.paste(_ORNAMENT, (left, bottom - round(share * height), right, bottom))


def _draw_line(picture: Image, text: str, top: int) -> None:
    """Draw what the font has of a line that is smaller than the title."""
    line = drawable(text)
    if line:
        _draw_text(picture, line, _LINE_AREA, top, _LINE_STEPS)


def _draw_text(picture: Image, text: str, area: Area, top: int, steps: int) -> None:
    """Draw a text into an area, in lines below one another.

    Args:
        picture: The picture.
        text: What the font can draw.
        area: How large it may be.
        top: Where the area begins.
        steps: Where the steps of the text's colour begin in the palette.
    """
    from PIL import Image, ImageDraw

    lines = fit(text, area, _width)
    font = _font(lines.size)
    line_height = round(lines.size * _LINE_HEIGHT)
    height = line_height * len(lines.texts) + lines.size  # with room for accents and descenders
    mask = Image.new("L", (_WIDTH, height))
    canvas = ImageDraw.Draw(mask)
    for number, line in enumerate(lines.texts):
        canvas.text((0, number * line_height), line, font=font, fill=_INK)
    indices = mask.point([steps + ink * _STEPS // (_INK + 1) for ink in range(_INK + 1)])
    is_inked = mask.point([0] + [_INK] * _INK)
    picture.paste(indices, (_MARGIN, top), is_inked)


def _width(text: str) -> float:
    """Return the width of a text at a size of one. The font's letters are not kerned."""
    return sum(map(_advance, text))


@cache
def _advance(character: str) -> float:
    """Return the width of a character at a size of one."""
    return _font(_MEASURED_SIZE).getlength(character) / _MEASURED_SIZE


@cache
def _font(size: int) -> FreeTypeFont:
    """Return the font in a size; without Raqm, which only some machines have."""
    from PIL import ImageFont

    basic = ImageFont.Layout.BASIC
    return ImageFont.truetype(io.BytesIO(_font_data()), size, layout_engine=basic)


@cache
def _font_data() -> bytes:
    """Return the font's file."""
    return files("narrator.covers").joinpath("data/NotoSans-Bold.ttf").read_bytes()


def _palette_colours(palette: Palette) -> bytes:
    """Return the colours by their index: steps to the title's, steps to a line's, the ornament."""
    colours: list[Colour] = []
    for colour in (palette.title, palette.line):
        for step in range(_STEPS):
            colours.append(blend(palette.ground, colour, step / (_STEPS - 1)))
    colours.append(palette.ornament)
    return b"".join(map(bytes, colours))


def _png(picture: Image, colours: bytes) -> bytes:
    """Return a PNG file of palette indices.

    Each row holds how it differs from the one above, which for most is not at all: so runs of
    equal bytes are all that has to be looked for, in a third of the time.
    """
    differences = memoryview(_minus_row_above(picture))
    compressor = zlib.compressobj(strategy=zlib.Z_RLE)
    data = b""
    for start in range(0, len(differences), picture.width):
        data += compressor.compress(_UP)
        data += compressor.compress(differences[start : start + picture.width])
    data += compressor.flush()
    header = struct.pack(">IIBBBBB", *picture.size, _BITS, _PALETTE_COLOURS, 0, 0, 0)
    chunks = [
        _chunk(b"IHDR", header),
        _chunk(b"PLTE", colours),
        _chunk(b"IDAT", data),
        _chunk(b"IEND", b""),
    ]
    return _PNG_START + b"".join(chunks)


def _minus_row_above(picture: Image) -> bytes:
    """Return the bytes of a picture, each less the one above it."""
    from PIL import ImageChops

    above = _new_picture()
    above.paste(picture, (0, 1))
    return ImageChops.subtract_modulo(picture, above).tobytes()


def _chunk(kind: bytes, body: bytes) -> bytes:
    """Return a chunk: size, kind, body, checksum."""
    return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))
