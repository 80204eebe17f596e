"""What of a page's words its reader sees: none that lie outside, unpainted or white on white.

Unpainted words over a picture are what an OCR program read on it, and stay.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import filterfalse, islice
from typing import Any

from narrator.readers.pdf.characters import Flaw
from narrator.readers.pdf.lettering import is_known_word
from narrator.readers.pdf.words import Word

# share of a page's area that pictures must cover for a scan
_SCAN_SHARE = 0.4
# forms inside forms that are searched for pictures
_PICTURE_DEPTH = 4
# of 255, in each of red, green and blue: paper
_WHITE = 250
# of the words whose letters are guessed: letters that they have, how many are looked at and tell
# something, and the share that any language must have
_LETTERS = 3
_MOST_GUESSED = 60
_FEWEST_GUESSED = 5
_KNOWN_SHARE = 0.15
_LAST_OF_ONE_BYTE = 0xFF
_PUNCTUATION = ".,;:!?()-\"'"
# areas and pictures of a page that are looked at
_MOST_BACKGROUNDS = 300
# in ems, from the baseline to the middle of small letters
_MIDDLE_EMS = 0.25
_PRIVATE_USE = ("\ue000", "\uf8ff")


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle in points."""

    left: float
    bottom: float
    right: float
    top: float

    def heights(self, quarter_turns: int) -> tuple[float, float]:
        """Return the heights of its lower and upper edge where text in a direction is upright."""
        return (
            (self.bottom, self.top),
            (-self.right, -self.left),
            (-self.top, -self.bottom),
            (self.left, self.right),
        )[quarter_turns]

    def holds(self, word: Word) -> bool:
        """Return whether the middle of a word is inside; no place that is no number."""
        along = (word.left + word.right) / 2
        across = word.baseline + _MIDDLE_EMS * word.size
        x, y = ((along, across), (-across, along), (-along, -across), (across, -along))[
            word.quarter_turns
        ]
        return self.left <= x <= self.right and self.bottom <= y <= self.top


@dataclass(frozen=True, slots=True)
class SeenWords:
    """The words of a page that are seen, and how many of the others there are.

    Attributes:
        words: Those that are seen and whose letters are known, in the order of the file.
        hidden: How many are outside of the page or not to be seen.
        undecodable: How many have letters that only the glyphs' shapes could tell.
    """

    words: list[Word]
    hidden: int
    undecodable: int


def seen_words(page: Any, words: Sequence[Word]) -> SeenWords:
    """Return the words that a reader of pdfium's page sees."""
    box = page_box(page)
    seen = list(filter(box.holds, words))
    flaws = {word.flaw for word in seen}
    if Flaw.INVISIBLE in flaws and not is_covered_by_pictures(page):
        seen = [word for word in seen if word.flaw is not Flaw.INVISIBLE]
    if Flaw.WHITE in flaws:
        backgrounds = list(islice(_backgrounds(page), _MOST_BACKGROUNDS))
        seen = [word for word in seen if word.flaw is not Flaw.WHITE or _is_on(word, backgrounds)]
    known = list(filterfalse(_is_private, seen))
    if Flaw.UNMAPPED in flaws and not _look_readable(known):
        known = [word for word in known if word.flaw is not Flaw.UNMAPPED]
    return SeenWords(known, len(words) - len(seen), len(seen) - len(known))


def page_box(page: Any) -> Box:
    """Return the part of a page that is shown."""
    return Box(*page.get_bbox())


def is_covered_by_pictures(page: Any) -> bool:
    """Return whether a page may be a scan."""
    from pypdfium2 import raw

    covered = 0.0
    for picture in page.get_objects(filter=[raw.FPDF_PAGEOBJ_IMAGE], max_depth=_PICTURE_DEPTH):
        left, bottom, right, top = picture.get_bounds()
        covered += (right - left) * (top - bottom)
    return bool(covered >= _SCAN_SHARE * page.get_width() * page.get_height())


def _is_on(word: Word, backgrounds: Sequence[Box]) -> bool:
    if len(backgrounds) == _MOST_BACKGROUNDS:
        return True  # a drawing
    return any(box.holds(word) for box in backgrounds)


def _backgrounds(page: Any) -> Iterator[Box]:
    """Yield the places of what is painted and not white: pictures, shadings, areas and forms."""
    from pypdfium2 import raw

    for painted in page.get_objects(max_depth=1):
        if painted.type == raw.FPDF_PAGEOBJ_TEXT:
            continue
        if painted.type == raw.FPDF_PAGEOBJ_PATH and _is_white(painted):
            continue
        yield Box(*painted.get_bounds())


def _is_white(path: Any) -> bool:
    """Return whether a path is not filled, or white."""
    import ctypes

    from pypdfium2 import raw

    fill, stroke = ctypes.c_int(), ctypes.c_int()
    raw.FPDFPath_GetDrawMode(path, fill, stroke)
    if fill.value == raw.FPDF_FILLMODE_NONE:
        return True
    colour = [ctypes.c_uint() for _ in range(4)]
    raw.FPDFPageObj_GetFillColor(path, *colour)
    return min(part.value for part in colour[:3]) >= _WHITE


def _is_private(word: Word) -> bool:
    """Return whether a word, longer than an icon, is in characters of a font's own."""
    first, last = _PRIVATE_USE
    return len(word.text) > 1 and all(first <= letter <= last for letter in word.text)


def _look_readable(words: Sequence[Word]) -> bool:
    """Return whether letters that a font does not name are those of its codes.

    Old typesetters number their glyphs as ASCII does; other programs as they come.
    """
    guessed: list[str] = []
    for word in words:
        if word.flaw is not Flaw.UNMAPPED:
            continue
        if ord(max(word.text)) > _LAST_OF_ONE_BYTE:
            return False  # a glyph's number
        text = word.text.strip(_PUNCTUATION)
        if text.isalpha() and len(text) >= _LETTERS:
            guessed.append(text)
    guessed = guessed[:_MOST_GUESSED]
    if len(guessed) < _FEWEST_GUESSED:
        return True
    return sum(map(is_known_word, guessed)) >= _KNOWN_SHARE * len(guessed)
