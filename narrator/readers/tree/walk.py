"""HTML and XHTML into blocks in reading order: what web pages and the chapters of EPUBs have in common.

Which blocks are the article is no question here. One walk by events, however deep the tree, each text looked at once.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Any

from narrator.article import ALTERNATIVE, Kind
from narrator.readers.metadata import is_picture_name
from narrator.readers.tree.block import Block
from narrator.readers.tree.elements import (
    BLOCKS,
    BREAK,
    HEADINGS,
    Notes,
    instead,
    is_hidden,
    opening_quote,
    plain,
    tag_of,
    tidy,
)
from narrator.readers.tree.notes import note_text
from narrator.readers.tree.preformatted import preformatted
from narrator.readers.tree.tables import read_table

_PARAGRAPHS = re.compile(rf"{BREAK}\s*{BREAK}")
_CAPTION_CLASS = re.compile(
    r"(?:^|[\s_-])(?:fig|thumb|image|photo|wp)?-?caption(?:[\s_-]|text|$)", re.I
)
_PICTURE_FILE = re.compile(r"\.(?:jpe?g|png|gif|webp|svg|bmp|tiff?|avif)\b", re.I)
# formulas as TeX, and what says only that there is a picture
_NO_ALT = re.compile(
    r"[\\{}]|\A(?:the )?(?:image|photo|picture|logo|icon|avatar|cover|figure|thumbnail)\W*\Z", re.I
)
_SMALLEST_PICTURE = 32
_LOWEST_HEADING = 6
# a heading's link to itself, in what many programs show it by
_PERMALINK = re.compile(r"\s*[¶§#🔗]\s*$")


def blocks(root: Any, notes: Notes, wanted: Iterable[str] = ()) -> Iterator[Block]:
    """The blocks in an element in their order. ``wanted`` are the ids and names that are looked for."""
    from lxml import etree

    walker = _Walker(notes, frozenset(wanted))
    events = etree.iterwalk(root, events=("start", "end"))
    for event, node in events:
        if event == "end":
            walker.end(node, root)
        elif not walker.start(node):
            events.skip_subtree()
        yield from walker.taken()
    walker.flush(root)
    yield from walker.taken()
    if walker.anchors:
        yield Block("", element=root, anchors=tuple(walker.anchors))


@dataclass(slots=True)
class _Context:
    """What paragraphs are in an open element; a list item's number is said once."""

    element: Any
    kind: Kind
    label: str = ""


class _Walker:
    def __init__(self, notes: Notes, wanted: frozenset[str]) -> None:
        self._notes = notes
        self._wanted = wanted
        self._blocks: list[Block] = []
        self._pieces: list[str] = []
        self._pictures: list[tuple[str, int]] = []
        self.anchors: list[str] = []
        self._contexts: list[_Context] = []
        self._numbers: list[tuple[Any, int]] = []  # of the open ordered lists: the next number
        self._links: list[Any] = []  # the open ones that lead elsewhere
        self._linked = 0
        self._figures: dict[Any, str] = {None: ""}  # those with a picture, and all their text

    def taken(self) -> list[Block]:
        """The blocks that are done."""
        done, self._blocks = self._blocks, []
        return done

    def start(self, node: Any) -> bool:
        """Enter an element, unless it is read as a whole or not at all."""
        tag = tag_of(node)
        if self._wanted:
            self._pass(node)
        text = instead(node, tag, self._pieces[-1] if self._pieces else "", self._notes)
        if text is not None:
            self._pieces.append(text)
            if tag == "img" and not is_hidden(node, tag):
                self._picture(node)
            return False
        if tag in BLOCKS or node in self._notes.bodies:
            self.flush(node.getparent())
            if (whole := list(self._whole(node, tag))) or tag in HEADINGS:
                if self._wanted:
                    for inner in node.iterdescendants():
                        self._pass(inner)
                for block in whole:
                    self._add(block)
                return False
            self._open(node, tag)
        elif tag == "a" and not (node.get("href") or "#").startswith("#"):
            self._links.append(node)
        self._say(opening_quote(tag) + (node.text or ""))
        return True

    def end(self, node: Any, root: Any) -> None:
        tag = tag_of(node)
        if tag in BLOCKS:
            self.flush(node)
            if self._contexts and self._contexts[-1].element is node:
                self._contexts.pop()
            if self._numbers and self._numbers[-1][0] is node:
                self._numbers.pop()
        elif self._links and self._links[-1] is node:
            self._links.pop()
        if tag == "q":
            self._say("”")
        if node is not root:
            self._say(node.tail or "")

    def flush(self, element: Any) -> None:
        """End the paragraph, and name the pictures in it."""
        text, self._pieces = "".join(self._pieces), []
        linked, self._linked = self._linked, 0
        for part in _PARAGRAPHS.split(text):
            if part := tidy(part):
                context = self._contexts[-1] if self._contexts else _Context(None, Kind.PROSE)
                self._add(
                    Block(
                        part,
                        context.kind,
                        context.label,
                        linked=min(linked, len(part)),
                        element=element,
                    )
                )
                context.label = "" if context.kind is Kind.ITEM else context.label
        for picture, linked in self._pictures:
            self._add(Block(picture, Kind.CAPTION, ALTERNATIVE, linked=linked, element=element))
        self._pictures = []

    def _say(self, text: str) -> None:
        if text:
            self._pieces.append(text)
            if self._links:
                self._linked += len(text)

    def _add(self, block: Block) -> None:
        if any(map(str.isalnum, block.text)):
            self._blocks.append(
                replace(block, anchors=tuple(self.anchors)) if self.anchors else block
            )
            self.anchors = []

    def _whole(self, node: Any, tag: str) -> Iterator[Block]:
        """The blocks of an element that is read as a whole: a heading, a note, a table of data, preformatted text."""
        if node in self._notes.bodies:
            mark = self._notes.bodies[node]
            yield Block(
                note_text(plain(node, self._notes), mark), Kind.FOOTNOTE, mark, element=node
            )
        elif tag in HEADINGS or node.get("role") == "heading":
            level = HEADINGS.get(tag) or _integer(node.get("aria-level")) or 2
            text = plain(node, self._notes) or " ".join(
                map(_alternative, node.iter("{*}img", "img"))
            )
            yield Block(
                _PERMALINK.sub("", text), level=min(max(1, level), _LOWEST_HEADING), element=node
            )
        elif tag == "pre":
            for kind, text, label, level in preformatted(node, self._notes):
                yield Block(text, kind, label, level, element=node)
        elif tag == "table" and (table := read_table(node, self._notes)) is not None:
            if (caption := node.find("{*}caption")) is not None:
                yield Block(plain(caption, self._notes), Kind.CAPTION, element=node)
            rows = (table[0], *table[1])
            yield Block(" ".join(map(" ".join, rows)), Kind.TABLE, rows=rows, element=node)

    def _open(self, node: Any, tag: str) -> None:
        if tag == "blockquote":
            self._contexts.append(_Context(node, Kind.QUOTE))
        elif tag in {"figcaption", "caption"} or _CAPTION_CLASS.search(node.get("class") or ""):
            self._contexts.append(_Context(node, Kind.CAPTION))
        elif tag == "ol":
            self._numbers.append((node, _first_number(node)))
        elif tag in {"ul", "menu", "dir"}:
            self._numbers.append((node, 0))
        elif tag in {"li", "dt"}:
            self._contexts.append(
                _Context(node, Kind.ITEM, self._number(node) if tag == "li" else "")
            )

    def _number(self, item: Any) -> str:
        """The number of a list item, or of none for a bullet."""
        if not self._numbers or tag_of(self._numbers[-1][0]) != "ol":
            return ""
        ordered, number = self._numbers[-1]
        if (own := _integer(item.get("value"))) is not None:
            number = own
        self._numbers[-1] = (ordered, number - 1 if "reversed" in ordered.attrib else number + 1)
        letters = ordered.get("type") in {"a", "A"} and 0 < number <= 26
        return chr(ord(ordered.get("type")) + number - 1) if letters else str(number)

    def _picture(self, node: Any) -> None:
        text = _alternative(node)
        figure = next(node.iterancestors("{*}figure", "figure"), None) if text else None
        if figure not in self._figures:
            self._figures[figure] = plain(figure, self._notes).casefold()
        if text and text.casefold() not in self._figures[figure]:
            led = self._links and not _PICTURE_FILE.search(self._links[-1].get("href"))
            self._pictures.append((text, len(text) if led else 0))

    def _pass(self, node: Any) -> None:
        self.anchors += [
            name for name in (node.get("id"), node.get("name")) if name in self._wanted
        ]


def _alternative(picture: Any) -> str:
    """What is said of a picture in its stead, where that is more than its file's name."""
    text = tidy(picture.get("alt") or "")
    sides = [_integer(picture.get(side)) for side in ("width", "height")]
    if any(side is not None and side <= _SMALLEST_PICTURE for side in sides):
        return ""
    return "" if is_picture_name(text) or _NO_ALT.search(text) or len(text) < 3 else text


def _integer(text: str | None) -> int | None:
    found = re.match(r"\s*(-?\d{1,9})", text or "")
    return int(found[1]) if found else None


def _first_number(ordered: Any) -> int:
    start = _integer(ordered.get("start"))
    if start is None and "reversed" in ordered.attrib:
        return sum(tag_of(child) == "li" for child in ordered)
    return 1 if start is None else start
