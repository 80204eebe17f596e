"""A book's blocks into chapters: where the table of contents leads a chapter begins, under the name it has there.

The heading that stands there in the text says the same once more, and is taken into it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence

from narrator.article import Kind
from narrator.readers.builder import ArticleBuilder
from narrator.readers.epub.package import Entry
from narrator.readers.tree.block import Block, write_blocks

_LOWEST = 6
_WORDS = re.compile(r"[^\W_]+")
# share of the words of two names that are the same chapter's, written differently
_ALIKE = 0.5
# a line at a chapter's head that repeats its name is no longer than this
_LONGEST_LINE = 16


class Chapters:
    """Writes the members of a book into an outline; ``entries`` are the table of contents by members, which may be none."""

    def __init__(self, outline: ArticleBuilder, entries: Mapping[str, Sequence[Entry]]) -> None:
        self._outline = outline
        self._entries = entries
        self._waiting: list[Entry] = []  # chapters that begin before the next block
        self._level = 0  # of the open chapter
        self._base = 0  # the level of the heading that stood at its beginning
        self._rest = ""  # of its name, what its first lines may still repeat

    def write(self, members: Iterable[tuple[str, Sequence[Block]]]) -> None:
        """All blocks in their order."""
        for member, found in members:
            entries = self._entries.get(member, ())
            anchors = {anchor for block in found for anchor in block.anchors}
            self._waiting += [entry for entry in entries if entry.fragment not in anchors]
            leading: dict[str, list[int]] = {}
            for index, entry in enumerate(entries):
                leading.setdefault(entry.fragment, []).append(index)
            for block in found:
                here = sorted(
                    index for anchor in set(block.anchors) for index in leading.get(anchor, ())
                )
                self._waiting += [entries[index] for index in here]
                if block.text:
                    self._add(block)
        self._open(self._waiting)

    def _add(self, block: Block) -> None:
        if not self._entries:
            write_blocks(self._outline, [block])
        elif block.level:
            self._heading(block)
        elif not self._repeats(block):
            self._open(self._waiting)
            self._rest = ""
            write_blocks(self._outline, [block])

    def _heading(self, block: Block) -> None:
        alike = next((entry for entry in self._waiting if _alike(entry.label, block.text)), None)
        if alike is None and not self._waiting:
            if self._rest and _part(block.text, self._rest):
                self._rest = self._rest.replace(_plain(block.text), " ", 1)
                return
            step = max(1, block.level - self._base) if self._level else block.level
            self._outline.heading(block.text, min(_LOWEST, self._level + step))
            self._rest = ""
            return
        entry = self._waiting[-1] if alike is None else alike
        until = self._waiting.index(entry)
        after = self._waiting[until + 1 :]
        self._open(self._waiting[:until])
        name = (
            _longer(entry.label, block.text)
            if alike is not None
            else f"{entry.label} – {block.text}"
        )
        self._outline.heading(name, entry.level)
        self._level, self._base, self._waiting = entry.level, block.level, after
        self._rest = _plain(name).replace(_plain(block.text), " ", 1)

    def _repeats(self, block: Block) -> bool:
        """Whether a line at a chapter's head is a part of its name."""
        if block.kind is not Kind.PROSE or len(block.text.split()) > _LONGEST_LINE:
            return False
        if self._waiting and _part(block.text, _plain(self._waiting[-1].label)):
            self._open(self._waiting)
        if not self._rest or not _part(block.text, self._rest):
            return False
        self._rest = self._rest.replace(_plain(block.text), " ", 1)
        return True

    def _open(self, entries: Sequence[Entry]) -> None:
        for entry in entries:
            self._outline.heading(entry.label, entry.level)
            self._level, self._base, self._rest = entry.level, 0, _plain(entry.label)
        self._waiting = []


def _plain(text: str) -> str:
    """A name's words with spaces around, whatever stands between them."""
    return " ".join(["", *_WORDS.findall(text.casefold()), ""])


def _part(text: str, name: str) -> bool:
    return bool(_plain(text).strip()) and _plain(text) in name


def _alike(label: str, text: str) -> bool:
    """Whether a line of the contents and a heading name the same chapter."""
    one, other = _plain(label), _plain(text)
    if not one.strip() or not other.strip():
        return False
    words, others = set(one.split()), set(other.split())
    return one in other or other in one or len(words & others) >= _ALIKE * len(words | others)


def _longer(label: str, text: str) -> str:
    """The fuller of two names; of equals the one in the contents, which is written to be read by itself."""
    return text if len(_plain(text)) > len(_plain(label)) else label
