"""Headings and contents that somebody made by hand, without styles.

Where a document has no heading styles, short lines that stand out from its text are headings, if
several look alike and text follows each: bold, larger, or centred and in capitals. Lines of
contents end in a tab and a page's number.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from narrator.language.characters import has_word
from narrator.language.tables import all_words
from narrator.readers.docx.names import (
    Element,
    attribute,
    child,
    children,
    is_on,
    parse_number,
    short_name,
    value_of,
)
from narrator.readers.docx.styles import Styles
from narrator.readers.styles import Style

_LONGEST_HEADING_WORDS = 14
_SHORTEST_TEXT_WORDS = 8
# of lines that look alike, text follows so many at once
_LEAST_FOLLOWED = 0.6
_FEWEST_ALIKE = 2
# half points; a smaller difference is no heading's
_LARGER_BY = 3
_DEFAULT_SIZE = 22
_NO_HEADING_END = (".", ",", ";", ":")
_FEWEST_CONTENTS_LINES = 3
_PAGE_NUMBER = re.compile(r"[\s.…]*(?:\d{1,4}|[ivxlc]{1,7})\s*", re.I)


@dataclass(frozen=True, slots=True)
class Look:
    """How a paragraph looks.

    Attributes:
        size: The size of its letters in half points.
        is_bold: Whether all of its text is bold.
        is_centred: Whether it is centred.
        is_capital: Whether its letters are capitals.
    """

    size: int
    is_bold: bool
    is_centred: bool
    is_capital: bool


@dataclass(frozen=True, slots=True)
class _Line:
    """A paragraph that has words.

    Attributes:
        node: The ``w:p``.
        text: Its text, with tabs.
        look: How it looks.
    """

    node: Element
    text: str
    look: Look

    @property
    def words(self) -> int:
        return len(self.text.split())


@dataclass(frozen=True, slots=True)
class HandMade:
    """What was made by hand in a document.

    Attributes:
        levels: The levels of headings, from 1, by their paragraphs.
        title: The paragraph that is the title; None where there is none.
        contents: The lines of a table of contents, and its heading.
    """

    levels: Mapping[Element, int]
    title: Element | None
    contents: frozenset[Element]


NOTHING = HandMade({}, None, frozenset())


def find_handmade(body: Element | None, styles: Styles) -> HandMade:
    """Return what was made by hand in a document's body."""
    if body is None:
        return NOTHING
    has_styles = _has_heading_styles(body, styles)
    if has_styles and not _has_tabs(body):
        return NOTHING
    lines = _lines(body, styles)
    contents = frozenset(_contents(lines))
    if has_styles:
        return HandMade({}, None, contents)
    rest = [line for line in lines if line.node not in contents]
    body_look = _body_look(rest)
    title = _title(rest, body_look)
    headings = _headings([line for line in rest if line.node is not title], body_look)
    return HandMade(headings, title if headings else None, contents)


def _has_heading_styles(body: Element, styles: Styles) -> bool:
    """Return whether a paragraph has the style of a heading or a title."""
    used = {attribute(node, "val") for node in body.iter("{*}pStyle")}
    for style_id in used:
        style = styles.paragraph_style(style_id)
        if style.level is not None or style.is_title:
            return True
    return next(body.iter("{*}outlineLvl"), None) is not None


def _has_tabs(body: Element) -> bool:
    """Return whether there is a tab in the text, besides those that a paragraph's layout names."""
    parents = (node.getparent() for node in body.iter("{*}tab"))
    return any(parent is not None and short_name(str(parent.tag)) == "w:r" for parent in parents)


def _lines(body: Element, styles: Styles) -> list[_Line]:
    """Return the paragraphs that have words."""
    lines = []
    for node in _paragraphs(body):
        text = _text(node)
        if text.strip():
            style = styles.paragraph_style(value_of(node, "w:pPr", "w:pStyle"))
            lines.append(_Line(node, text, _look(node, style, text)))
    return lines


def _paragraphs(body: Element) -> Iterator[Element]:
    for name, node in children(body):
        if name == "w:p":
            yield node


def _text(paragraph: Element) -> str:
    pieces = []
    for name, run in children(paragraph):
        if name != "w:r":
            continue
        for inner, piece in children(run):
            if inner == "w:t":
                pieces.append(piece.text or "")
            elif inner == "w:tab":
                pieces.append("\t")
    return "".join(pieces)


def _look(paragraph: Element, style: Style, text: str) -> Look:
    sizes: list[int] = []
    is_bold = True
    for name, run in children(paragraph):
        if name != "w:r" or child(run, "w:t") is None:
            continue
        properties = child(run, "w:rPr")
        bold = child(properties, "w:b")
        is_bold &= style.is_bold if bold is None else is_on(bold)
        sizes.append(parse_number(value_of(properties, "w:sz")) or style.size or _DEFAULT_SIZE)
    is_centred = value_of(paragraph, "w:pPr", "w:jc") == "center"
    return Look(min(sizes, default=_DEFAULT_SIZE), is_bold, is_centred, text.isupper())


def _body_look(lines: Iterable[_Line]) -> Look:
    """Return how most of the text looks."""
    characters: Counter[Look] = Counter()
    for line in lines:
        characters[line.look] += len(line.text)
    if not characters:
        return Look(_DEFAULT_SIZE, False, False, False)
    return characters.most_common(1)[0][0]


def _stands_out(line: _Line, body: Look) -> bool:
    """Return whether a line looks like a heading."""
    if line.words > _LONGEST_HEADING_WORDS or line.text.rstrip().endswith(_NO_HEADING_END):
        return False
    look = line.look
    if look.size >= body.size + _LARGER_BY:
        return True
    if look.is_bold and not body.is_bold:
        return True
    return look.is_centred and look.is_capital and not body.is_centred


def _title(lines: Sequence[_Line], body: Look) -> Element | None:
    """Return the first line, if it stands out and no other looks the same."""
    if not lines or not _stands_out(lines[0], body):
        return None
    first = lines[0]
    if any(line.look == first.look or line.look.size > first.look.size for line in lines[1:]):
        return None
    return first.node


def _headings(lines: Sequence[_Line], body: Look) -> dict[Element, int]:
    """Return the headings and their levels."""
    alike: dict[Look, list[int]] = {}
    for place, line in enumerate(lines):
        if _stands_out(line, body):
            alike.setdefault(line.look, []).append(place)
    looks = []
    for look, places in alike.items():
        followed = sum(_is_followed(lines, place, body) for place in places)
        if len(places) >= _FEWEST_ALIKE and followed >= _LEAST_FOLLOWED * len(places):
            looks.append(look)
    looks.sort(key=lambda look: (-look.size, not look.is_bold, not look.is_capital))
    levels: dict[Element, int] = {}
    for level, look in enumerate(looks, 1):
        for place in alike[look]:
            levels[lines[place].node] = level
    return levels


def _is_followed(lines: Sequence[_Line], place: int, body: Look) -> bool:
    """Return whether text follows a line, or another heading that looks different."""
    if place + 1 == len(lines):
        return False
    following = lines[place + 1]
    if _stands_out(following, body):
        return following.look != lines[place].look
    return following.words >= _SHORTEST_TEXT_WORDS


def _contents(lines: Sequence[_Line]) -> Iterator[Element]:
    """Yield the lines of tables of contents, each with its heading."""
    place = 0
    while place < len(lines):
        end = place
        while end < len(lines) and _is_contents_line(lines[end].text):
            end += 1
        if end - place >= _FEWEST_CONTENTS_LINES:
            if place and lines[place - 1].text.strip().lower() in all_words("matter", "contents"):
                yield lines[place - 1].node
            yield from (line.node for line in lines[place:end])
        place = max(end, place + 1)


def _is_contents_line(text: str) -> bool:
    """Return whether a line is a title, a tab and the number of a page."""
    title, tab, page = text.rpartition("\t")
    return bool(tab and _PAGE_NUMBER.fullmatch(page)) and has_word(title)
