"""A section as marked-up text with an id on whatever is heard in one go: for page and EPUB alike.

The markup is well-formed XML and the same as HTML: every element is closed, and there are no named
entities. Characters that XML cannot hold become U+FFFD, one for one, so that places in a text stay
where they are.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from operator import attrgetter
from typing import TYPE_CHECKING

from narrator.article import Kind, Paragraph, Section
from narrator.language.writing import text_direction

if TYPE_CHECKING:
    from narrator.recording.cues import SentenceCue

# the last two characters of each plane but the first
_LAST_TWO = range(0x1FFFE, 0x110000, 0x10000)
_FAR_NONCHARACTERS = "".join(f"{chr(first)}{chr(first + 1)}" for first in _LAST_TWO)
# what XML 1.0 cannot hold or advises against: controls, halves of characters, noncharacters
_UNFIT = re.compile(
    "[^\t\n\x20-\x7e\xa0-\ud7ff\ue000-\ufdcf\ufdf0-\ufffd\U00010000-\U0010ffff]"
    f"|[{_FAR_NONCHARACTERS}]"
)
_REPLACEMENT = "\ufffd"
_START = attrgetter("cue.text_start")
_DEEPEST_HEADING = 6
# the element of a paragraph, by its kind, where that is all there is to it
_ELEMENTS = {
    Kind.PROSE: "p",
    Kind.QUOTE: "p",
    Kind.CAPTION: 'p class="caption"',
    Kind.NOTICE: 'p class="notice"',
}
# the element of a column's name
_NAME = 'th scope="col"'
_ROW_NAME = 'th scope="row"'
# what a list item's value may be in HTML
_ITEM_NUMBER = re.compile("[0-9]{1,9}", re.ASCII)


@dataclass(frozen=True, slots=True)
class Mark:
    """A sentence of a section, or whatever else has a cue, and the id of its element.

    Attributes:
        id: The element's id, which no other mark of the article has.
        cue: When it is heard, and where it stands.
    """

    id: str
    cue: SentenceCue


def mark_cues(cues: Iterable[SentenceCue]) -> list[Mark]:
    """Return the marks of the cues of one section, in order."""
    return [Mark(f"s{cue.section + 1}-{number}", cue) for number, cue in enumerate(cues, 1)]


def section_markup(section: Section, marks: Iterable[Mark], level: int, direction: str) -> str:
    """Return a section's heading and paragraphs as elements, with those of the marks in them.

    Args:
        section: The section.
        marks: What has an id, in order.
        level: The level of the heading, from 1 to 6; those inside the section are one deeper.
        direction: Which way the document's lines run: ``ltr`` or ``rtl``.
    """
    marks = list(marks)
    parts = [heading_markup(section, marks, level, direction)]
    parts.append(paragraphs_markup(section, marks, level, direction))
    return "\n".join(filter(None, parts))


def heading_markup(section: Section, marks: Iterable[Mark], level: int, direction: str) -> str:
    """Return a section's heading, whose lines stay lines; empty where there is none.

    The arguments are those of ``section_markup``.
    """
    if not section.heading:
        return ""
    marks_of = _by_block(marks)
    lines: list[str] = []
    for block, line in enumerate(section.heading):
        lines.append(_marked(line, marks_of.get(block, ())))
    turn = _turn(section.title, direction)
    return _element(f"h{level}{turn}", "<br/>".join(lines))


def paragraphs_markup(section: Section, marks: Iterable[Mark], level: int, direction: str) -> str:
    """Return a section's paragraphs.

    The arguments are those of ``section_markup``.
    """
    marks_of = _by_block(marks)
    lines: list[str] = []
    numbered = enumerate(section.paragraphs, len(section.heading))
    for group, members in groupby(numbered, key=lambda member: _group(member[1])):
        if group:
            lines.append(f"<{group}>")
        for block, paragraph in members:
            turn = _turn(paragraph.text, direction)
            lines.append(_paragraph(paragraph, marks_of.get(block, ()), level, turn))
        if group:
            lines.append(_end_tag(group))
    return "\n".join(lines)


def xml_text(text: str) -> str:
    """Return a text as the content of an element, or of an attribute in double quotes."""
    escaped = fit_for_xml(text).replace("&", "&amp;")
    escaped = escaped.replace("<", "&lt;").replace(">", "&gt;")
    return escaped.replace('"', "&#34;")


def fit_for_xml(text: str) -> str:
    """Return a text with U+FFFD in place of each character that XML cannot hold."""
    return _UNFIT.sub(_REPLACEMENT, text)


def _element(start: str, content: str) -> str:
    """Return an element with its content, which is markup; ``start`` may have attributes."""
    return f"<{start}>{content}{_end_tag(start)}"


def _end_tag(start: str) -> str:
    """Return the end tag of an element."""
    return f"</{start.partition(' ')[0]}>"


def _turn(text: str, direction: str) -> str:
    """Return the attribute of a text that runs the other way than the document; else nothing."""
    own = text_direction(text) or direction
    return f' dir="{own}"' if own != direction else ""


def _by_block(marks: Iterable[Mark]) -> Mapping[int, list[Mark]]:
    """Return marks by the numbers of their blocks."""
    marks_of: defaultdict[int, list[Mark]] = defaultdict(list)
    for mark in marks:
        marks_of[mark.cue.block].append(mark)
    return marks_of


def _group(paragraph: Paragraph) -> str:
    """Return the element around a run of paragraphs of a kind; empty where there is none."""
    match paragraph.kind:
        case Kind.QUOTE:
            return "blockquote"
        case Kind.ITEM if _ITEM_NUMBER.fullmatch(paragraph.label):
            return "ol"
        case Kind.ITEM if paragraph.label:
            return 'ul class="labelled"'
        case Kind.ITEM:
            return "ul"
        case _:
            return ""


def _paragraph(paragraph: Paragraph, marks: Sequence[Mark], level: int, turn: str) -> str:
    """Return a paragraph without the element around its run.

    Args:
        paragraph: The paragraph.
        marks: Its marks.
        level: The level of its section's heading.
        turn: The attribute for its direction, or nothing.
    """
    if paragraph.kind is Kind.TABLE:
        return _table(paragraph, marks, turn)
    content = _marked(paragraph.text, marks)
    match paragraph.kind:
        case Kind.CODE:
            return _element('pre dir="ltr"', _element("code", content))
        case Kind.HEADING:
            return _element(f"h{min(level + 1, _DEEPEST_HEADING)}{turn}", content)
        case Kind.FOOTNOTE:
            note = _element(f"p{turn}", _labelled(paragraph, content))
            return _element('aside role="doc-footnote"', note)
        case Kind.ITEM if _ITEM_NUMBER.fullmatch(paragraph.label):
            return _element(f'li value="{int(paragraph.label)}"{turn}', content)
        case Kind.ITEM:
            return _element(f"li{turn}", _labelled(paragraph, content))
        case _:
            return _element(f"{_ELEMENTS[paragraph.kind]}{turn}", content)


def _labelled(paragraph: Paragraph, content: str) -> str:
    """Return the content of a paragraph after its label, if it has one."""
    if not paragraph.label:
        return content
    label = _element('span class="label"', xml_text(paragraph.label))
    return f"{label} {content}"


def _marked(text: str, marks: Iterable[Mark], start: int = 0) -> str:
    """Return a text with a span for every mark in it.

    Args:
        text: The text.
        marks: The marks of its block, in order.
        start: Where the text begins in the block's text.
    """
    parts: list[str] = []
    done = 0
    for mark in marks:
        mark_start = max(mark.cue.text_start - start, done)
        mark_end = min(mark.cue.text_end - start, len(text))
        if mark_start >= mark_end:
            continue
        parts.append(xml_text(text[done:mark_start]))
        parts.append(_element(f'span id="{mark.id}"', xml_text(text[mark_start:mark_end])))
        done = mark_end
    parts.append(xml_text(text[done:]))
    return "".join(parts)


def _table(table: Paragraph, marks: Sequence[Mark], turn: str) -> str:
    """Return a table in a box of its own, since it may be wider than the page.

    Its first row has the names of its columns, if it has any. A first column without a name holds
    the names of rows.
    """
    names = table.rows[0]
    first = "td"
    if names and not names[0]:
        first = _ROW_NAME
    head: list[str] = []
    body: list[str] = []
    start = 0
    for number, cells in enumerate(table.rows):
        if not cells:  # it has no line in the table's text
            continue
        row = _Row(cells, start)
        if number == 0:
            head.append(_row(row, marks, _NAME, _NAME))
        else:
            body.append(_row(row, marks, first, "td"))
        start = row.end + 1
    parts: list[str] = []
    if head:
        parts += ("<thead>", *head, "</thead>")
    if body:
        parts += ("<tbody>", *body, "</tbody>")
    return "\n".join([f'<div class="table"><table{turn}>', *parts, "</table></div>"])


@dataclass(frozen=True, slots=True)
class _Row:
    """A row of a table.

    Attributes:
        cells: The texts of its cells.
        start: Where its line begins in the table's text, which leaves empty cells out.
    """

    cells: tuple[str, ...]
    start: int

    @property
    def end(self) -> int:
        """Where its line ends in the table's text."""
        return self.start + len(" ".join(filter(None, self.cells)))


def _row(row: _Row, marks: Sequence[Mark], first: str, element: str) -> str:
    """Return a row, which is marked as a whole where it is heard in one go.

    Args:
        row: The row.
        marks: The marks of its table, in order.
        first: The element of its first cell; an empty cell names nothing.
        element: The element of its other cells.
    """
    first_mark = bisect_left(marks, row.start, key=_START)
    after_last = bisect_left(marks, row.end, key=_START)
    inside = marks[first_mark:after_last]
    start_tag = "tr"
    if len(inside) == 1:
        start_tag = f'tr id="{inside[0].id}"'
        inside = ()
    cells: list[str] = []
    start = row.start
    cell_element = first
    for cell in row.cells:
        cells.append(_element(cell_element if cell else "td", _marked(cell, inside, start)))
        start += len(cell) + bool(cell)
        cell_element = element
    return _element(start_tag, "".join(cells))
