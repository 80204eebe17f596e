"""HTML's ``pre``: code, or prose in monospaced type, as old books and letters are kept."""

from __future__ import annotations

import re
from collections.abc import Iterator

from narrator.article import Kind, Section
from narrator.readers.plain import read_text
from narrator.readers.tree.block import Block
from narrator.readers.tree.elements import Element
from narrator.readers.tree.notes import Notes
from narrator.readers.tree.text import LINE_BREAK, text_pieces

# the classes by which highlighters name a language
_LANGUAGE_CLASS = re.compile(
    r"""
    (?: ^ | \s )
    (?: lang(?:uage)?- | brush:\s* | highlight-source- | highlight- | sourceCode\s+ )
    ( [\w+#-]+ )
    """,
    re.VERBOSE | re.I,
)
# words; a longer preformatted text is prose if it has hardly more than letters: code has an
# operator or a bracket on every line
_FEWEST_WORDS = 40
_SYMBOL = re.compile(r"[^\w\s.,;:!?'\"“”‘’()…–—-]|_")
# of its characters
_MOST_SYMBOLS = 0.01


def preformatted_blocks(element: Element, notes: Notes) -> Iterator[Block]:
    """Yield the blocks in a ``pre``: one of code, or those of the plain text that it holds."""
    text = "".join(text_pieces(element, notes)).replace(LINE_BREAK, "\n")
    language = _programming_language(element)
    if language or element.find(".//{*}code") is not None or not _is_prose(text):
        yield Block(text, Kind.CODE, language, element=element)
        return
    yield from plain_text_blocks(text, element)


def plain_text_blocks(text: str, element: Element | None = None) -> Iterator[Block]:
    """Yield the blocks of a plain text, which may be in an element."""
    for section in read_text(text.encode(), "-").sections:
        yield from _section_blocks(section, element)


def _section_blocks(section: Section, element: Element | None) -> Iterator[Block]:
    # the article's own heading is above those of the text in it
    level = section.level + 1
    for line in section.heading:
        yield Block(line, level=level, element=element)
    for paragraph in section.paragraphs:
        yield Block(
            paragraph.text,
            paragraph.kind,
            paragraph.label,
            rows=paragraph.rows,
            element=element,
        )


def _is_prose(text: str) -> bool:
    if len(text.split()) < _FEWEST_WORDS:
        return False
    return len(_SYMBOL.findall(text)) < _MOST_SYMBOLS * len(text)


def _programming_language(element: Element) -> str:
    """Return the language that an element, the code in it or its parent is classed as."""
    places = [element, *element.iter("{*}code", "code")]
    parent = element.getparent()
    if parent is not None:
        places.append(parent)
    for place in places:
        language = _LANGUAGE_CLASS.search(place.get("class") or "")
        if language:
            return language[1].lower()
    return ""
