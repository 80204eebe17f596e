"""How deep each heading stands: the title 1, sections 2, what numbers, underlines and capitals put below them deeper.

Only marks with an order of their own count. Depth is not guessed from the order of looks, for a preface before the
first chapter would then stand above all chapters.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from narrator.readers.plain.blocks import Block
from narrator.readers.plain.contents import is_contents_title
from narrator.readers.plain.features import is_usual_name
from narrator.readers.plain.numbering import NUMBER, depth, is_label
from narrator.readers.plain.shapes import BRIEF, Shape

TITLE, SECTION = 1, 2
# underlines in the order in which they are used for headings
_RULES = "#═*=-─—~_^+"
# blocks before a title: a kicker, a date, a by-line
_BEFORE_TITLE = 3


def continues(label: Block, block: Block) -> bool:
    """Whether two headings that follow one another are one: a chapter's number and its name."""
    return is_label(label.text) and not NUMBER.match(block.text)


def levels(found: Sequence[int], blocks: Sequence[Block]) -> dict[int, int]:
    """A level for each place in order."""
    result: dict[int, int] = {}
    if found and _is_title(found[0], blocks):
        result[found[0]] = TITLE
        found = found[1:]
    rules = sorted({blocks[index].rule for index in found} - {""}, key=_RULES.find)
    set_off = not rules and _are_set_off([blocks[index].text for index in found])
    parts = chapters = False
    for index in found:
        text, rule = blocks[index].text, blocks[index].rule
        if index - 1 in result and continues(blocks[index - 1], blocks[index]):
            result[index] = result[index - 1]
            continue
        number = NUMBER.match(text)
        deep = depth(text)
        level = SECTION + max(0, deep) + (rules.index(rule) if rule else 0)
        if set_off and not text.isupper():
            level += 1
        if deep < 0:
            parts, chapters = True, False
        elif parts:
            level += 1
        is_chapter = deep == 0 and (
            is_label(text) or (number is not None and number["word"] is not None)
        )
        if chapters and not number and not rule and not set_off and not is_usual_name(text):
            level += 1
        chapters = chapters or is_chapter
        result[index] = level
    return result


def _are_set_off(texts: Sequence[str]) -> bool:
    """Whether headings in capitals stand above others: the first one is in capitals, and numbers do not say otherwise."""
    if not texts or not texts[0].isupper() or any(depth(text) < 0 for text in texts):
        return False
    return (
        min(
            Counter(text.isupper() for text in texts).get(capitals, 0) for capitals in (True, False)
        )
        > 1
    )


def _is_title(index: int, blocks: Sequence[Block]) -> bool:
    """Whether the first heading is the text's own: it stands at the start, is not numbered, and no usual section's name."""
    text = blocks[index].text
    number = NUMBER.match(text)
    if (
        index > _BEFORE_TITLE
        or is_usual_name(text)
        or is_contents_title(text)
        or (number and number.lastgroup != "bare")
    ):
        return False
    return all(Shape(block).form in BRIEF | {"aside"} for block in blocks[:index])
