"""Pictures: the alternative texts that say something."""

from __future__ import annotations

import re
from functools import cache
from itertools import islice

from narrator.article import ALTERNATIVE, Kind
from narrator.language.characters import title_key
from narrator.language.tables import all_words
from narrator.readers.metadata import is_picture_name
from narrator.readers.tree.block import Block
from narrator.readers.tree.elements import Element, integer_attribute
from narrator.readers.tree.notes import Notes
from narrator.readers.tree.text import beginning_of_text, visible_text

_PICTURE_FILE = re.compile(r"\.(?:jpe?g|png|gif|webp|svg|bmp|tiff?|avif)\b", re.I)
# formulas are shown as pictures with their TeX source
_TEX = re.compile(r"[\\{}]")
# pixels: smaller pictures are icons and pixels that count visitors
_SMALLEST_PICTURE = 32
_SHORTEST_TEXT = 3
# elements around a picture outside of figures, and the characters of a caption in them
_NEAREST = 2
_LONGEST_CAPTION = 300


class WaitingPictures:
    """The pictures of the paragraph that a walk is in; they are read after it."""

    def __init__(self, notes: Notes) -> None:
        self._notes = notes
        self._pictures: list[Block] = []
        self._figure_texts: dict[Element, str] = {}

    def add(self, picture: Element, link: Element | None) -> None:
        """Note a picture and the link it is in, unless its caption says the same."""
        text = alternative_text(picture)
        if not text or self._is_in_figure_text(picture, text):
            return
        linked = 0
        # a link to a picture's file only shows the same picture larger
        if link is not None and not _PICTURE_FILE.search(link.get("href") or ""):
            linked = len(text)
        self._pictures.append(Block(text, Kind.CAPTION, ALTERNATIVE, linked=linked))

    def take(self) -> list[Block]:
        """Return the pictures as captions without an element, and forget them."""
        taken = self._pictures
        self._pictures = []
        return taken

    def _is_in_figure_text(self, picture: Element, text: str) -> bool:
        """Return whether the text around a picture, its caption, says the same.

        It is in the figure; pages without figures put it into the same small element.
        """
        figure = next(picture.iterancestors("{*}figure", "figure"), None)
        nearest = picture.iterancestors() if figure is None else iter([figure])
        around = list(islice(nearest, _NEAREST))
        key = title_key(text)
        for element in around:
            if element not in self._figure_texts:
                shown = beginning_of_text(element, self._notes)
                is_small = figure is not None or len(shown) <= _LONGEST_CAPTION
                self._figure_texts[element] = title_key(shown) if is_small else ""
            if key in self._figure_texts[element]:
                return True
        return False


def alternative_text(picture: Element) -> str:
    """Return a picture's alternative text; empty where it says nothing about the picture."""
    for side in ("width", "height"):
        pixels = integer_attribute(picture, side)
        if pixels is not None and pixels <= _SMALLEST_PICTURE:
            return ""
    text = visible_text(picture.get("alt") or "")
    if len(text) < _SHORTEST_TEXT or is_picture_name(text):
        return ""
    if _TEX.search(text) or _words_for_picture().fullmatch(text):
        return ""
    return text


@cache
def _words_for_picture() -> re.Pattern[str]:
    """Return a pattern for texts that say only that there is a picture."""
    words = "|".join(all_words("web_pages", "picture"))
    return re.compile(rf"(?:{words})\W*", re.I)
