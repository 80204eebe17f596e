"""A tree to blocks in reading order: headings, paragraphs, list items, quotes, code, tables, notes.

One walk by events, however deep the tree, that looks at each text once. Which blocks belong to the
article is decided elsewhere.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from narrator.article import Kind
from narrator.language.characters import has_word
from narrator.readers.tree.block import Block
from narrator.readers.tree.elements import (
    BLOCK_TAGS,
    HEADING_LEVELS,
    Element,
    integer_attribute,
    is_hidden,
    tag_of,
)
from narrator.readers.tree.lists import OpenLists
from narrator.readers.tree.notes import Notes, note_text
from narrator.readers.tree.pictures import WaitingPictures, alternative_text
from narrator.readers.tree.preformatted import preformatted_blocks
from narrator.readers.tree.tables import read_table
from narrator.readers.tree.text import (
    CLOSING_MARKS,
    LINE_BREAK,
    OPENING_MARKS,
    plain_text,
    replacement,
    visible_text,
)

# two line breaks end a paragraph
_PARAGRAPH_BREAK = re.compile(rf"{LINE_BREAK}\s*{LINE_BREAK}")
_FEWEST_VERSES = 3
# characters
_LONGEST_MEAN_VERSE = 48
_CAPTION_CLASS = re.compile(
    r"(?:^|[\s_-])(?:fig|thumb|image|photo|wp)?-?caption(?:[\s_-]|text|$)", re.I
)
_LOWEST_LEVEL = 6
# of a heading by its role alone (WAI-ARIA 1.2, aria-level)
_DEFAULT_LEVEL = 2
# the sign by which many programs show a heading's link to itself
_PERMALINK = re.compile(r"(?<!\s)\s*+[¶§#🔗]\s*+$")


def walk_blocks(root: Element, notes: Notes, wanted: Iterable[str] = ()) -> Iterator[Block]:
    """Yield the blocks in an element in their order.

    Args:
        root: The element.
        notes: The notes of the document.
        wanted: The anchors (ids and names) that the blocks after them shall list. What follows the
            last block is listed by an empty block at the end.
    """
    from lxml import etree

    walker = _Walker(root, notes, frozenset(wanted))
    events = etree.iterwalk(root, events=("start", "end"))
    for event, element in events:
        if event == "end":
            walker.end(element)
        elif not walker.start(element):
            events.skip_subtree()
        yield from walker.take_blocks()
    walker.end_document()
    yield from walker.take_blocks()


@dataclass(slots=True)
class _Context:
    """What the paragraphs in an open element are; only the first one has a list item's number."""

    element: Element
    kind: Kind
    label: str = ""

    def take_label(self) -> str:
        label = self.label
        if self.kind is Kind.ITEM:
            self.label = ""
        return label


class _Walker:
    """The state of a walk: the open elements and the paragraph so far."""

    def __init__(self, root: Element, notes: Notes, wanted: frozenset[str]) -> None:
        self._root = root
        self._notes = notes
        self._wanted = wanted
        self._blocks: list[Block] = []
        self._pieces: list[str] = []
        self._pictures = WaitingPictures(notes)
        self._anchors: list[str] = []
        self._contexts: list[_Context] = []
        self._lists = OpenLists()
        # the open links that lead elsewhere, and the paragraph's characters in them
        self._links: list[Element] = []
        self._linked = 0

    def take_blocks(self) -> list[Block]:
        """Return the blocks that are complete and forget them."""
        taken = self._blocks
        self._blocks = []
        return taken

    def start(self, element: Element) -> bool:
        """Enter an element; return False where what is in it must be skipped."""
        tag = tag_of(element)
        self._pass_anchors(element)
        before = self._pieces[-1] if self._pieces else ""
        instead = replacement(element, tag, before, self._notes)
        if instead is not None:
            self._pieces.append(instead)
            if tag == "img" and not is_hidden(element, tag):
                self._pictures.add(element, self._links[-1] if self._links else None)
            return False
        if tag in BLOCK_TAGS or element in self._notes.bodies:
            self._end_paragraph(element.getparent())
            if self._add_whole(element, tag):
                return False
            self._open(element, tag)
        elif tag == "a" and _leads_elsewhere(element):
            self._links.append(element)
        self._add_text(OPENING_MARKS.get(tag, ""))
        self._add_text(element.text or "")
        return True

    def end(self, element: Element) -> None:
        """Leave an element, and add the text after it."""
        tag = tag_of(element)
        if tag in BLOCK_TAGS:
            self._end_paragraph(element)
            self._lists.close(element)
            if self._contexts and self._contexts[-1].element is element:
                self._contexts.pop()
        elif self._links and self._links[-1] is element:
            self._links.pop()
        self._add_text(CLOSING_MARKS.get(tag, ""))
        if element is not self._root:
            self._add_text(element.tail or "")

    def end_document(self) -> None:
        """End the last paragraph; anchors after it are listed by an empty block."""
        self._end_paragraph(self._root)
        if self._anchors:
            self._blocks.append(Block("", element=self._root, anchors=tuple(self._anchors)))

    def _end_paragraph(self, element: Element | None) -> None:
        """Add the paragraph that ends in an element, and the pictures in it."""
        text = "".join(self._pieces)
        linked = self._linked
        self._pieces = []
        self._linked = 0
        for part in _PARAGRAPH_BREAK.split(text):
            lines = [part]
            if _is_verse(part):
                lines = part.split(LINE_BREAK)
            for line in lines:
                paragraph = visible_text(line)
                if paragraph:
                    self._add_paragraph(paragraph, linked, element)
        for picture in self._pictures.take():
            self._add(replace(picture, element=element))

    def _add_paragraph(self, text: str, linked: int, element: Element | None) -> None:
        kind = Kind.PROSE
        label = ""
        if self._contexts:
            context = self._contexts[-1]
            kind = context.kind
            label = context.take_label()
        self._add(Block(text, kind, label, linked=min(linked, len(text)), element=element))

    def _add_text(self, text: str) -> None:
        if text:
            self._pieces.append(text)
            if self._links:
                self._linked += len(text)

    def _add(self, block: Block) -> None:
        """Add a block with the anchors before it, unless it has no word."""
        if not has_word(block.text):
            return
        if self._anchors:
            block = replace(block, anchors=tuple(self._anchors))
            self._anchors = []
        self._blocks.append(block)

    def _add_whole(self, element: Element, tag: str) -> bool:
        """Add the blocks of an element that is read as a whole; return False for others."""
        whole = self._whole(element, tag)
        if not whole:
            return False
        if self._wanted:
            for inner in element.iterdescendants():
                self._pass_anchors(inner)
        for block in whole:
            self._add(block)
        return True

    def _whole(self, element: Element, tag: str) -> list[Block]:
        """Return the blocks of an element that is read as a whole; none where it is walked into."""
        if element in self._notes.bodies:
            return [self._note(element)]
        if tag in HEADING_LEVELS or element.get("role") == "heading":
            return [self._heading(element, tag)]
        if tag == "pre":
            return list(preformatted_blocks(element, self._notes))
        if tag == "table":
            return self._table(element)
        return []

    def _note(self, element: Element) -> Block:
        mark = self._notes.bodies[element]
        text = note_text(plain_text(element, self._notes), mark)
        return Block(text, Kind.FOOTNOTE, mark, element=element)

    def _heading(self, element: Element, tag: str) -> Block:
        level = HEADING_LEVELS.get(tag) or integer_attribute(element, "aria-level")
        level = min(max(1, level or _DEFAULT_LEVEL), _LOWEST_LEVEL)
        text = plain_text(element, self._notes)
        if not text:
            text = " ".join(map(alternative_text, element.iter("{*}img", "img")))
        return Block(_PERMALINK.sub("", text), level=level, element=element)

    def _table(self, element: Element) -> list[Block]:
        rows = read_table(element, self._notes)
        if rows is None:
            return []
        found = []
        caption = element.find("{*}caption")
        if caption is not None:
            found.append(Block(plain_text(caption, self._notes), Kind.CAPTION, element=element))
        text = " ".join(map(" ".join, rows))
        found.append(Block(text, Kind.TABLE, rows=rows, element=element))
        return found

    def _open(self, element: Element, tag: str) -> None:
        """Note what the paragraphs in an element will be."""
        if tag == "blockquote":
            self._contexts.append(_Context(element, Kind.QUOTE))
        elif tag in {"figcaption", "caption"} or _CAPTION_CLASS.search(element.get("class") or ""):
            self._contexts.append(_Context(element, Kind.CAPTION))
        elif tag == "li":
            self._contexts.append(_Context(element, Kind.ITEM, self._lists.next_label(element)))
        elif tag == "dt":
            self._contexts.append(_Context(element, Kind.ITEM))
        else:
            self._lists.open(element, tag)

    def _pass_anchors(self, element: Element) -> None:
        if not self._wanted:
            return
        for anchor in (element.get("id"), element.get("name")):
            if anchor in self._wanted:
                self._anchors.append(anchor)


def _is_verse(text: str) -> bool:
    """Return whether a paragraph's lines are to be read one by one: verse, or an address.

    Where prose is divided into lines, they are as long as a page or a mail is wide.
    """
    if text.count(LINE_BREAK) < _FEWEST_VERSES - 1:
        return False
    lines = [visible_text(line) for line in text.split(LINE_BREAK)]
    lengths = [len(line) for line in lines if line]
    return bool(lengths) and sum(lengths) <= _LONGEST_MEAN_VERSE * len(lengths)


def _leads_elsewhere(link: Element) -> bool:
    href = link.get("href") or ""
    return href != "" and not href.startswith("#")
