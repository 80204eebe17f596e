"""From a book's blocks to chapters: one begins wherever the table of contents leads.

A chapter has the name that the table of contents gives it. The heading at that place of the
text says the same again, and is merged into the name; so are short lines below it that repeat a
part of the name.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from narrator.article import Kind
from narrator.language.characters import title_key
from narrator.readers.builder import ArticleBuilder
from narrator.readers.epub.toc import TocEntry
from narrator.readers.tree.block import Block, write_blocks

_LOWEST_LEVEL = 6
# share of the words that two names of the same chapter have in common, of all their words
_MIN_SHARED_WORDS = 0.5
# words; a line at a chapter's head that repeats its name is no longer
_LONGEST_REPEATED_LINE = 16


@dataclass(frozen=True, slots=True)
class BookPart:
    """The text of a part of the spine.

    Attributes:
        member: Its member of the archive.
        blocks: Its blocks in order, with the anchors that the table of contents leads to.
    """

    member: str
    blocks: Sequence[Block]


class ChapterWriter:
    """Writes the parts of a book into an article, in order."""

    def __init__(self, builder: ArticleBuilder, toc: Mapping[str, Sequence[TocEntry]]) -> None:
        """Prepare to write.

        Args:
            builder: What the chapters are added to.
            toc: The entries of the table of contents by member. Where there are none, the book's
                headings are its chapters.
        """
        self._builder = builder
        self._toc = toc
        # chapters that begin before the next block
        self._waiting: list[TocEntry] = []
        # the level of the open chapter; 0 before the first one
        self._level = 0
        # the level of the heading at its beginning; 0 without one
        self._heading_level = 0
        # what of its name the next lines may still repeat, see ``_name_key``
        self._unrepeated = ""

    def write(self, parts: Iterable[BookPart]) -> None:
        """Write all parts of the book."""
        for part in parts:
            self._write_part(part)
        self._open(self._waiting)

    def _write_part(self, part: BookPart) -> None:
        """Write a part, opening chapters at the anchors in it.

        Entries that lead to no anchor in the part open their chapters at its beginning.
        """
        entries = self._toc.get(part.member, ())
        anchors: set[str] = set()
        for block in part.blocks:
            anchors.update(block.anchors)
        # an entry's place keeps the order of entries that lead to the same block
        places: defaultdict[str, list[int]] = defaultdict(list)
        for place, entry in enumerate(entries):
            if entry.fragment in anchors:
                places[entry.fragment].append(place)
            else:
                self._waiting.append(entry)
        for block in part.blocks:
            here: list[int] = []
            for anchor in set(block.anchors):
                here += places.get(anchor, ())
            self._waiting += [entries[place] for place in sorted(here)]
            if block.text:
                self._add(block)

    def _add(self, block: Block) -> None:
        """Add a block, as a heading or as text of the chapter that is waiting or open."""
        if not self._toc:
            write_blocks(self._builder, [block])
        elif block.level:
            self._add_heading(block)
        elif not self._repeats_name(block):
            self._open(self._waiting)
            self._unrepeated = ""
            write_blocks(self._builder, [block])

    def _add_heading(self, block: Block) -> None:
        """Open the waiting chapters that a heading ends, and give the last one its name.

        That is the first one whose name is like the heading, else the last one that waits.
        """
        if not self._waiting:
            self._add_inner_heading(block)
            return
        entry = self._waiting[-1]
        name = f"{entry.label} – {block.text}"
        for waiting in self._waiting:
            if _name_same_chapter(waiting.label, block.text):
                entry = waiting
                name = _longer(entry.label, block.text)
                break
        place = self._waiting.index(entry)
        later = self._waiting[place + 1 :]
        self._open(self._waiting[:place])
        self._builder.heading(name, entry.level)
        self._waiting = later
        self._level = entry.level
        self._heading_level = block.level
        self._unrepeated = _without(_name_key(name), block.text)

    def _add_inner_heading(self, block: Block) -> None:
        """Add a heading inside the open chapter, unless it repeats a part of the chapter's name."""
        if self._unrepeated and _is_part(block.text, self._unrepeated):
            self._unrepeated = _without(self._unrepeated, block.text)
            return
        step = block.level
        if self._level:
            step = max(1, block.level - self._heading_level)
        self._builder.heading(block.text, min(_LOWEST_LEVEL, self._level + step))
        self._unrepeated = ""

    def _repeats_name(self, block: Block) -> bool:
        """Return whether a line at a chapter's head is a part of the chapter's name.

        Waiting chapters are opened where it is a part of the name of the last one.
        """
        if block.kind is not Kind.PROSE or len(block.text.split()) > _LONGEST_REPEATED_LINE:
            return False
        if self._waiting and _is_part(block.text, _name_key(self._waiting[-1].label)):
            self._open(self._waiting)
        if not self._unrepeated or not _is_part(block.text, self._unrepeated):
            return False
        self._unrepeated = _without(self._unrepeated, block.text)
        return True

    def _open(self, entries: Sequence[TocEntry]) -> None:
        """Open chapters by the names they have in the table of contents; none waits afterwards."""
        for entry in entries:
            self._builder.heading(entry.label, entry.level)
            self._level = entry.level
            self._heading_level = 0
            self._unrepeated = _name_key(entry.label)
        self._waiting = []


def _name_key(name: str) -> str:
    """Return the words of a name, case folded, with a space before and after each."""
    return f" {title_key(name)} "


def _is_part(text: str, name_key: str) -> bool:
    """Return whether a text has words, and a name has all of them in this order."""
    text_key = _name_key(text)
    return bool(text_key.strip()) and text_key in name_key


def _without(name_key: str, text: str) -> str:
    """Return a name without the words of a text, where it has them."""
    return name_key.replace(_name_key(text), " ", 1)


def _name_same_chapter(label: str, heading: str) -> bool:
    """Return whether a line of the table of contents and a heading name the same chapter."""
    label_key = _name_key(label)
    heading_key = _name_key(heading)
    if not label_key.strip() or not heading_key.strip():
        return False
    if label_key in heading_key or heading_key in label_key:
        return True
    label_words = set(label_key.split())
    heading_words = set(heading_key.split())
    shared = label_words & heading_words
    return len(shared) >= _MIN_SHARED_WORDS * len(label_words | heading_words)


def _longer(label: str, heading: str) -> str:
    """Return the fuller of two names.

    Of equals it is the one in the table of contents, which is written to be read by itself.
    """
    if len(_name_key(heading)) > len(_name_key(label)):
        return heading
    return label
