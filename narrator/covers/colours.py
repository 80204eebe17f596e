"""Colours of a cover, found by its title: the same for the same title, and easy to read.

Sources: WCAG 2.2, "relative luminance" and "contrast ratio".
"""

from __future__ import annotations

import colorsys
from dataclasses import dataclass

# red, green and blue, 0 to 255
Colour = tuple[int, int, int]

WHITE: Colour = (255, 255, 255)
# WCAG asks for 4.5; what is seen from a metre away, at the size of a thumb, needs more
_TITLE_CONTRAST = 7.0
# the smaller lines have a tint; WCAG's 4.5 with room for rounding
_LINE_CONTRAST = 5.0
_LIGHTEST_GROUND = 0.40
_LIGHTEST_TINT = 0.82
_LIGHTNESS_STEP = 0.01
# how much of a colour is added to the ground for what is not text
_ORNAMENT_LIGHTNESS = 0.10


@dataclass(frozen=True, slots=True)
class Palette:
    """The colours of a cover.

    Attributes:
        ground: The colour behind all else.
        title: That of the title.
        line: That of the lines above and below it.
        ornament: That of what carries no meaning.
    """

    ground: Colour
    title: Colour
    line: Colour
    ornament: Colour


def choose_palette(digest: bytes) -> Palette:
    """Return the colours that the bytes of a digest stand for."""
    hue = digest[0] / 256
    saturation = 0.35 + 0.35 * digest[1] / 255
    lightness = _LIGHTEST_GROUND
    while contrast(WHITE, _colour(hue, lightness, saturation)) < _TITLE_CONTRAST:
        lightness -= _LIGHTNESS_STEP
    ground = _colour(hue, lightness, saturation)
    tint_lightness = _LIGHTEST_TINT
    while contrast(_colour(hue, tint_lightness, saturation), ground) < _LINE_CONTRAST:
        tint_lightness += _LIGHTNESS_STEP
    return Palette(
        ground=ground,
        title=WHITE,
        line=_colour(hue, tint_lightness, saturation),
        ornament=_colour(hue, lightness + _ORNAMENT_LIGHTNESS, saturation),
    )


def contrast(one: Colour, other: Colour) -> float:
    """Return the contrast ratio of two colours, 1 to 21."""
    darker, lighter = sorted((_luminance(one), _luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def blend(one: Colour, other: Colour, share: float) -> Colour:
    """Return a colour between two; ``share`` is that of the other, 0 to 1."""
    red, green, blue = (
        round(first + (second - first) * share) for first, second in zip(one, other, strict=True)
    )
    return red, green, blue


def _colour(hue: float, lightness: float, saturation: float) -> Colour:
    """Return the colour of a hue, a lightness and a saturation, each 0 to 1."""
    red, green, blue = colorsys.hls_to_rgb(hue, lightness, saturation)
    return round(255 * red), round(255 * green), round(255 * blue)


def _luminance(colour: Colour) -> float:
    """Return the relative luminance of a colour, 0 to 1."""
    red, green, blue = map(_linear, colour)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _linear(value: int) -> float:
    """Return a channel of sRGB as a share of light."""
    share = value / 255
    if share <= 0.04045:
        return share / 12.92
    power: float = ((share + 0.055) / 1.055) ** 2.4
    return power
