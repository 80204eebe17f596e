"""Text for a cover: what the font can draw of it, and how it is cut into lines.

The font has Latin, Greek and Cyrillic letters. Of a line with letters of another script nothing is
drawn: boxes, half a title, or Arabic letters that are not joined would be worse than none. Emoji
and other pictures are dropped, and the rest of the line is drawn.
"""

from __future__ import annotations

import math
import unicodedata
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache

from narrator.language.tables import load_toml

# characters of a title that are looked at; a cover holds some 130
_LONGEST_TEXT = 300
_ELLIPSIS = "…"
_HYPHEN = "-"
# the first letters of Unicode's general categories: letters and numbers
_WORD_CATEGORIES = "LN"
_CONTROLS_AND_SPACES = "CZ"
# the category of joiners, marks of direction and hyphens that are not seen
_OF_NO_WIDTH = "Cf"

# the width of a text at a font's size of one
Measure = Callable[[str], float]


@dataclass(frozen=True, slots=True)
class Lines:
    """A text cut into lines.

    Attributes:
        texts: The lines.
        size: The size of the font that they fit in.
    """

    texts: tuple[str, ...]
    size: int


@dataclass(frozen=True, slots=True)
class Area:
    """Where lines have to fit.

    Attributes:
        width: Its width.
        height: Its height.
        sizes: Sizes of the font to try, the largest first.
        line_height: The height of a line at a font's size of one.
    """

    width: int
    height: int
    sizes: Sequence[int]
    line_height: float

    def most_lines(self, size: int) -> int:
        """Return how many lines of a size fit, which is at least one."""
        return max(1, int(self.height / (size * self.line_height)))


def drawable(text: str) -> str:
    """Return what is drawn of a text, on one line; empty where its script is not in the font."""
    characters: list[str] = []
    for character in unicodedata.normalize("NFC", text[:_LONGEST_TEXT]):
        for plain in _drawn_as(character):
            category = unicodedata.category(plain)
            if category[0] in _CONTROLS_AND_SPACES:
                characters.append(" ")
            elif ord(plain) in _in_font():
                characters.append(plain)
            elif category[0] in _WORD_CATEGORIES:
                return ""
    line = " ".join("".join(characters).split())
    if not any(map(str.isalnum, line)):
        return ""
    return line


def _drawn_as(character: str) -> str:
    """Return a character, or the plain ones that it is a variant of if the font has not it."""
    if unicodedata.category(character) == _OF_NO_WIDTH:
        return ""
    if ord(character) in _in_font():
        return character
    return unicodedata.normalize("NFKC", character)


@cache
def _in_font() -> frozenset[int]:
    """Return the code points that the font has."""
    ranges = load_toml("narrator.covers", "data/font.toml")["characters"]
    return frozenset().union(*(range(first, last + 1) for first, last in ranges))


def fit(text: str, area: Area, measure: Measure) -> Lines:
    """Return a text in lines of the largest size in which all of it fits.

    Where none is small enough, the text is cut and ends in an ellipsis.
    """
    words = text.split()
    for size in area.sizes:
        width = area.width / size
        if max(map(measure, words)) > width:
            continue
        lines = _wrap(words, width, measure)
        if len(lines) <= area.most_lines(size):
            return Lines(tuple(_balance(words, width, measure)), size)
    return _fit_part(words, area, measure)


def _fit_part(words: Sequence[str], area: Area, measure: Measure) -> Lines:
    """Return as many of the words as fit in the smallest size, long ones in pieces."""
    size = area.sizes[-1]
    width = area.width / size
    most = area.most_lines(size)
    if most == 1:
        return Lines((_cut(" ".join(words), width, measure),), size)
    pieces: list[str] = []
    for word in words:
        pieces += _pieces(word, width, measure)
    lines = _wrap(pieces, width, measure)
    if len(lines) > most:
        lines = [*lines[: most - 1], _cut(lines[most - 1], width, measure)]
    return Lines(tuple(lines), size)


def _wrap(words: Sequence[str], width: float, measure: Measure) -> list[str]:
    """Return words in lines, each as full as it can be."""
    lines: list[str] = []
    line = words[0]
    for word in words[1:]:
        longer = f"{line} {word}"
        if measure(longer) > width:
            lines.append(line)
            longer = word
        line = longer
    return [*lines, line]


def _balance(words: Sequence[str], width: float, measure: Measure) -> list[str]:
    """Return words in as few lines as fit a width, which are as equal as they can be."""
    lines = _wrap(words, width, measure)
    narrow = max(map(measure, words))
    wide = width
    while wide - narrow > 0.1:
        middle = (narrow + wide) / 2
        narrower = _wrap(words, middle, measure)
        if len(narrower) > len(lines):
            narrow = middle
        else:
            wide = middle
    return _wrap(words, wide, measure)


def _pieces(word: str, width: float, measure: Measure) -> list[str]:
    """Return a word in pieces that fit a width, about as long as each other."""
    count = math.ceil(measure(word) / width)
    while True:
        length = math.ceil(len(word) / count)
        starts = range(0, len(word), length)
        pieces = [_hyphenated(word, start, start + length) for start in starts]
        if length == 1 or max(map(measure, pieces)) <= width:
            return pieces
        count += 1


def _hyphenated(word: str, start: int, end: int) -> str:
    """Return a piece of a word, with a hyphen where it ends between letters."""
    hyphen = _HYPHEN if word[end - 1 : end + 1].isalpha() and end < len(word) else ""
    return word[start:end] + hyphen


def _cut(line: str, width: float, measure: Measure) -> str:
    """Return as many words of a line as fit before an ellipsis, or as many of its characters."""
    while measure(line + _ELLIPSIS) > width:
        shorter = line.rpartition(" ")[0]
        line = shorter or line[:-1]
    return line.rstrip(" ,;:.-–—") + _ELLIPSIS
