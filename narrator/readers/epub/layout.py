"""What belongs to a book's printed page and not to its text, set right before the text is read.

Numbers of printed pages go, and so does what a style sheet hides. Large initials are joined with
their words, pictures of a single character become that character, and the words of a drawing a
paragraph.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterator
from functools import lru_cache
from itertools import islice

from narrator.language.frequencies import zipf
from narrator.language.tables import all_words
from narrator.readers.archive import Archive
from narrator.readers.epub.toc import linked_member
from narrator.readers.tree.elements import BLOCK_TAGS, HEADING_LEVELS, Element, roles, tag_of

_PAGE_BREAK_ROLE = "pagebreak"
_HEADINGS = tuple(f"{{*}}{tag}" for tag in HEADING_LEVELS)
# XPath, which looks for few elements among many faster than Python
_WITH_ROLE = "//*[@role or @*[contains(name(), 'type')]]"
_SHORT = "//*[not(*)][string-length() < 9][string-length(normalize-space()) < 3]"
# what publishers and Project Gutenberg call the numbers of printed pages
_PAGE_CLASS = re.compile(
    r"(?:^|[\s_-])(?:page[_-]?(?:num(?:ber)?|no|break|start)?|pg(?:num)?|folio)(?:[\s_-]|$)", re.I
)
_WORDS_FOR_PAGE = "|".join(all_words("book_pages", "page"))
_PAGE_NUMBER = re.compile(
    rf"""
    [\[({{]? [ ]?
    (?: (?:{_WORDS_FOR_PAGE}) \b \.? [ ]? )?
    (?: \d{{1,5}} | [ivxlcdm]{{1,9}} )
    [ ]? [\])}}]?
    """,
    re.IGNORECASE | re.VERBOSE,
)
# pieces of text in an element with a page's number
_MOST_PIECES = 8
# pictures with the same description are icons
_FEWEST_ICONS = 3
_BRACE = re.compile("([{}])")
_NOT_DISPLAYED = re.compile(r"display\s*:\s*none", re.I)
_CLASS_SELECTOR = re.compile(r"[a-z0-9]*\.([\w-]+)", re.I)
# letters that are words by themselves in some language
_VOWELS = frozenset("AEIOUY")
_OPENING_QUOTES = "“‘«„\"'"


def set_right(root: Element, hidden: frozenset[str], language: str) -> None:
    """Set the tree of a part of a book right.

    Args:
        root: Its root element.
        hidden: The classes of elements that are not displayed.
        language: The book's language (BCP 47), empty where it is not known.
    """
    pictures = list(root.iter("{*}img", "img"))
    _silence_icons(pictures)
    for picture in pictures:
        _read_character(picture)
    for drawing in list(root.iter("{*}svg", "svg")):
        _read_drawing(drawing)
    for heading in list(root.iter(*_HEADINGS)):
        _part_lines(heading)
    _hide(root, hidden)
    for element in root.xpath(_SHORT):
        _join_initial(element, language)


def _hide(root: Element, hidden: frozenset[str]) -> None:
    """Hide what has one of these classes, and the numbers of printed pages."""
    for element in root.xpath("//*[@class]"):
        classes = element.get("class")
        is_not_displayed = not hidden.isdisjoint(classes.split())
        if is_not_displayed or (_names_page(classes) and _is_number(element)):
            element.set("hidden", "")
    for element in root.xpath(_WITH_ROLE):
        if _PAGE_BREAK_ROLE in roles(element) and _is_number(element):
            element.set("hidden", "")


class StyleSheets:
    """The classes that a book's style sheets do not display; each sheet is read once."""

    def __init__(self, archive: Archive) -> None:
        self._archive = archive
        self._hidden_by_sheet: dict[str, frozenset[str]] = {}

    def hidden_in(self, member: str, root: Element) -> frozenset[str]:
        """Return the classes of elements that are not displayed in a part of the book."""
        hidden: frozenset[str] = frozenset()
        for element in root.iter("{*}style", "style", "{*}link", "link"):
            if tag_of(element) == "style":
                hidden |= _hidden_by(element.text or "")
            elif "stylesheet" in (element.get("rel") or "").lower():
                hidden |= self._hidden_by_linked(linked_member(self._archive, member, element))
        return hidden

    def _hidden_by_linked(self, sheet: str) -> frozenset[str]:
        """Return the classes that a sheet in the archive hides; none where it is not there."""
        if not sheet:
            return frozenset()
        if sheet not in self._hidden_by_sheet:
            text = self._archive.read(sheet).decode("utf-8", "replace")
            self._hidden_by_sheet[sheet] = _hidden_by(text)
        return self._hidden_by_sheet[sheet]


def _hidden_by(sheet: str) -> frozenset[str]:
    classes: set[str] = set()
    for selectors, declarations in _rules(sheet):
        if _NOT_DISPLAYED.search(declarations):
            classes.update(_single_classes(selectors))
    return frozenset(classes)


def _rules(sheet: str) -> Iterator[tuple[str, str]]:
    """Yield selectors and declarations of a style sheet's rules, but for conditional ones."""
    depth = 0
    selectors = ""
    for piece in _BRACE.split(_without_comments(sheet)):
        if piece == "{":
            depth += 1
        elif piece == "}":
            depth = max(0, depth - 1)
        elif depth == 0:
            selectors = piece.rpartition(";")[2].strip()
        elif depth == 1 and not selectors.startswith("@"):
            yield selectors, piece


def _without_comments(sheet: str) -> str:
    pieces = [piece.partition("/*")[0] for piece in sheet.split("*/")]
    return "".join(pieces)


def _single_classes(selectors: str) -> Iterator[str]:
    """Yield the classes of those selectors that are one class, with or without a tag."""
    for selector in selectors.split(","):
        single = _CLASS_SELECTOR.fullmatch(selector.strip())
        if single:
            yield single[1]


@lru_cache(maxsize=256)
def _names_page(classes: str) -> bool:
    return bool(_PAGE_CLASS.search(classes))


def _is_number(element: Element) -> bool:
    """Return whether an element says only which page of the printed book begins."""
    pieces = list(islice(element.itertext(), _MOST_PIECES + 1))
    text = " ".join("".join(pieces).split())
    return len(pieces) <= _MOST_PIECES and bool(_PAGE_NUMBER.fullmatch(text))


def _silence_icons(pictures: list[Element]) -> None:
    """Take the descriptions from pictures that come again and again, such as ornaments."""
    times = Counter(picture.get("alt") for picture in pictures)
    for picture in pictures:
        description = picture.get("alt") or ""
        if len(description) > 1 and times[description] >= _FEWEST_ICONS:
            picture.set("alt", "")


def _read_character(picture: Element) -> None:
    """Read a picture of one letter as that letter."""
    letter = (picture.get("alt") or "").strip()
    if len(letter) == 1 and letter.isalpha():
        picture.tag = "span"
        picture.text = letter


def _read_drawing(drawing: Element) -> None:
    """Read the words of a drawing as a paragraph; drawings without words stay."""
    texts = []
    for element in drawing.iter("{*}text", "text"):
        texts.append("".join(element.itertext()))
    if texts:
        tail = drawing.tail
        drawing.clear()
        drawing.tag = "div"
        drawing.text = " ".join(texts)
        drawing.tail = tail


def _part_lines(heading: Element) -> None:
    """Part the number and the name of a heading that are only set apart by their style."""
    for element in heading:
        following = element.getnext()
        if following is None or element.tail:
            continue
        first = "".join(element.itertext())
        second = "".join(following.itertext())
        is_initial = len(first.strip()) == 1 and first.strip().isalpha()
        if first[-1:].isalnum() and second[:1].isupper() and not is_initial:
            element.tail = " "


def _join_initial(element: Element, language: str) -> None:
    """Join a large initial with the rest of its word, behind it or in the next block."""
    initial = (element.text or "").strip()
    letter = initial.strip(_OPENING_QUOTES)
    if len(letter) != 1 or not letter.isupper():
        return
    tag = tag_of(element)
    if tag not in BLOCK_TAGS:
        if _begins_block(element) and _is_begun(letter, element.tail, language):
            element.tail = (element.tail or "").lstrip()
        return
    following = element.getnext()
    if following is None or tag_of(following) != tag:
        return
    rest = (following.text or "").lstrip()
    if rest[:1].islower():
        space = "" if _is_begun(letter, rest, language) else " "
        following.text = initial + space + rest
        element.text = ""


def _begins_block(element: Element) -> bool:
    parent = element.getparent()
    if parent is None or element.getprevious() is not None:
        return False
    return not (parent.text or "").strip()


def _is_begun(letter: str, rest: str | None, language: str) -> bool:
    """Return whether a letter begins the word that the text behind it continues.

    A vowel may be a word of its own; then the likelier of the two readings counts.
    """
    words = (rest or "").split(maxsplit=1)
    if not words or not words[0][0].islower():
        return False
    without_accent = unicodedata.normalize("NFD", letter)[0]
    if without_accent not in _VOWELS:
        return True
    word = words[0].strip(".,;:!?”’»")
    return zipf(letter + word, language) > zipf(word, language)
