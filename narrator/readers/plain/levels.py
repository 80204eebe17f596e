"""The level of each heading: the title 1, sections 2, and deeper ones below them.

Only numbers, underlines and capitals make a heading deeper, because they have an order of their
own. Depth is not guessed from the order in which styles appear: a preface before the first chapter
would then be above all chapters.
"""

from __future__ import annotations

from collections.abc import Sequence

from narrator.readers.plain.blocks import TextBlock
from narrator.readers.plain.letter_case import is_in_capitals
from narrator.readers.plain.lookalikes import is_contents_title, is_usual_title
from narrator.readers.plain.numbering import BARE, COUNTED, DIVISION, is_label, is_part, read_number
from narrator.readers.plain.shapes import BRIEF_FORMS, BlockShape

TITLE, SECTION = 1, 2
# underlines in the order in which they are used for headings
_UNDERLINES = "#═*=-─—~_^+"
# blocks before a title: a kicker, a date, a by-line
_MOST_BEFORE_TITLE = 3
# headings in capitals, and headings not, of which there are two levels
_FEWEST_OF_A_LEVEL = 2


def continues(label: TextBlock, block: TextBlock) -> bool:
    """Return whether two headings in a row are one: a chapter's number and its name."""
    return is_label(label.text) and read_number(block.text) is None


def assign_levels(places: Sequence[int], blocks: Sequence[TextBlock]) -> dict[int, int]:
    """Return the level of the heading at each place, in order."""
    levels: dict[int, int] = {}
    sections = list(places)
    if sections and _is_title(sections[0], blocks):
        levels[sections[0]] = TITLE
        del sections[0]
    nesting = _Nesting([blocks[place] for place in sections])
    for place in sections:
        if place - 1 in levels and continues(blocks[place - 1], blocks[place]):
            levels[place] = levels[place - 1]
        else:
            levels[place] = nesting.level_of(blocks[place])
    return levels


class _Nesting:
    """The level of the next heading, after the headings before it.

    Args:
        headings: All headings of the text but its title.
    """

    def __init__(self, headings: Sequence[TextBlock]) -> None:
        used = {heading.underline for heading in headings} - {""}
        self._underlines = sorted(used, key=_UNDERLINES.find)
        texts = [heading.text for heading in headings]
        self._has_capitals_above = not used and _have_capitals_above(texts)
        self._in_part = False
        self._in_chapter = False

    def level_of(self, heading: TextBlock) -> int:
        """Return the level of the next heading."""
        number = read_number(heading.text)
        depth = 0
        if number is not None:
            depth = number.depth
        level = SECTION + max(0, depth)
        if heading.underline:
            level += self._underlines.index(heading.underline)
        if self._has_capitals_above and not is_in_capitals(heading.text):
            level += 1
        if depth < 0:
            self._in_part = True
            self._in_chapter = False
            return level
        if self._in_part:
            level += 1
        if self._in_chapter and number is None and self._is_plain(heading):
            level += 1
        if number is not None and depth == 0:
            is_chapter = number.stands_alone or number.style == DIVISION
            self._in_chapter = self._in_chapter or is_chapter
        return level

    def _is_plain(self, heading: TextBlock) -> bool:
        """Return whether only its place shows the level of a heading without a number."""
        if heading.underline or self._has_capitals_above:
            return False
        return not is_usual_title(heading.text)


def _have_capitals_above(texts: Sequence[str]) -> bool:
    """Return whether headings in capitals have a higher level than the others.

    They do if the first one is in capitals, there are several of both, and there are no parts.
    """
    if not texts or not is_in_capitals(texts[0]):
        return False
    if any(map(is_part, texts)):
        return False
    in_capitals = sum(map(is_in_capitals, texts))
    return min(in_capitals, len(texts) - in_capitals) >= _FEWEST_OF_A_LEVEL


def _is_title(place: int, blocks: Sequence[TextBlock]) -> bool:
    """Return whether the first heading is the text's title.

    It is if it is at the start, has no number but a bare one, and is no usual section's title.
    """
    text = blocks[place].text
    if place > _MOST_BEFORE_TITLE or is_usual_title(text) or is_contents_title(text):
        return False
    number = read_number(text)
    if number is not None and number.style not in (BARE, COUNTED):
        return False
    forms = {BlockShape(block).form for block in blocks[:place]}
    return forms <= BRIEF_FORMS | {"aside"}
