"""Candidates: the blocks of a page with what is known of their belonging to the article."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from narrator.article import Kind
from narrator.readers.html.shingles import Words
from narrator.readers.tree.block import Block
from narrator.readers.tree.elements import Element, tag_of

_TEXT_TAGS = {"p", "blockquote"}
# characters; shorter ones may be labels
_SHORTEST_SENTENCE = 40
_SENTENCE_ENDS = (".", "!", "?", "…", "。", ":")
_AFTER_SENTENCE = "\"'”’»)]"


@dataclass(slots=True)
class Candidate:
    """A block that may belong to the article.

    Attributes:
        block: The block.
        element: The element it is in.
        index: Its place among the page's blocks.
        is_chrome: Whether the page marks it as page chrome.
        is_boilerplate: Whether it is no part of an article even where an extractor finds it.
        words: Its words; empty until it is compared with the extractor's text.
        is_extracted: Whether it is in the extractor's text.
        is_kept: Whether it is taken to belong to the article.
    """

    block: Block
    element: Element
    index: int
    is_chrome: bool = False
    is_boilerplate: bool = False
    words: Words = ()
    is_extracted: bool = False
    is_kept: bool = False

    @property
    def around(self) -> Iterator[Element]:
        """Its element and those around it."""
        yield self.element
        yield from self.element.iterancestors()

    @property
    def is_undecided(self) -> bool:
        """Whether neither the extractor nor the page says where it belongs."""
        return not self.is_extracted and not self.is_chrome

    @property
    def is_heading(self) -> bool:
        """Whether it is a heading."""
        return self.block.level > 0

    @property
    def is_sentence(self) -> bool:
        """Whether it reads like one sentence or several."""
        text = self.block.text
        if len(text) < _SHORTEST_SENTENCE:
            return False
        return text.rstrip(_AFTER_SENTENCE).endswith(_SENTENCE_ENDS)

    @property
    def is_marked_up(self) -> bool:
        """Whether its element is one that HTML marks up the text of an article with."""
        if self.is_heading or self.block.kind is not Kind.PROSE:
            return True
        return tag_of(self.element) in _TEXT_TAGS


def extracted_of(candidates: Iterable[Candidate]) -> list[Candidate]:
    """Return those of the candidates that are in the extractor's text."""
    return [candidate for candidate in candidates if candidate.is_extracted]


def word_count(candidates: Iterable[Candidate]) -> int:
    """Return the number of words in all of some candidates."""
    return sum(len(candidate.words) for candidate in candidates)
