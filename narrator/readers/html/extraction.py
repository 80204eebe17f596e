"""Extractors of a page's main text.

trafilatura is the better one; resiliparse helps where it finds next to nothing or would take too
long.
"""

from __future__ import annotations

from collections.abc import Sequence
from copy import deepcopy
from dataclasses import dataclass

from narrator.readers.tree.block import Block
from narrator.readers.tree.elements import BLOCK_TAGS, Element, HtmlRoot

# trafilatura takes about a second for a tree of this effort (see ``TreeSize``); resiliparse is 50
# times faster, but not in trees deeper than any page
_MOST_EFFORT = 750_000
_DEEPEST = 200
# Blocks. Where trafilatura finds little, it asks jusText, which compares each paragraph with all
# others: at this number for a third of a second, at five times as many for ten.
_MOST_COMPARED = 3_000
# characters of an attribute, of which the rest tell nothing
LONGEST_ATTRIBUTE = 1_000
# a million words of text
_MOST_CHARACTERS = 6_000_000
# fewer words are a notice or a teaser, and the other extractor may know better
_FEWEST_WORDS = 40
_FEWEST_CHARACTERS = 4 * _FEWEST_WORDS
# what trafilatura raises on markup that it is not made for
EXTRACTOR_ERRORS = (
    RecursionError,
    ValueError,
    TypeError,
    AttributeError,
    KeyError,
    IndexError,
)


@dataclass(frozen=True, slots=True)
class TreeSize:
    """How large a tree is.

    Attributes:
        depth: Its elements in one another at most.
        effort: The depths of all its elements added up: extractors look around every element.
        blocks: How many elements begin a paragraph.
    """

    depth: int
    effort: int
    blocks: int

    @property
    def is_small(self) -> bool:
        """Whether trafilatura is done with it in about a second."""
        return self.effort <= _MOST_EFFORT


def measure(root: Element) -> TreeSize:
    """Return how large a tree is."""
    from lxml import etree

    depth = 0
    deepest = 0
    effort = 0
    blocks = 0
    for event, element in etree.iterwalk(root, events=("start", "end")):
        if event == "start":
            blocks += element.tag in BLOCK_TAGS
            effort += depth
            depth += 1
            deepest = max(deepest, depth)
        else:
            depth -= 1
    return TreeSize(deepest, effort, blocks)


def extract_text(root: HtmlRoot, blocks: Sequence[Block]) -> str:
    """Return the main text of a page, as far as an extractor finds any.

    It is empty for pages that would take too long, such as a whole book on one page, of which
    everything that is not marked as page chrome is text.
    """
    size = measure(root)
    characters = sum(len(block.text) for block in blocks)
    if characters > _MOST_CHARACTERS:
        return ""
    if size.depth > _DEEPEST and not size.is_small:
        return ""
    text = ""
    if size.is_small:
        text = _by_trafilatura(root, is_alone=size.blocks > _MOST_COMPARED)
    # the characters are for scripts that put no space between words
    if len(text.split()) >= _FEWEST_WORDS or len(text) >= _FEWEST_CHARACTERS:
        return text
    return max(text, _by_resiliparse(root), key=len)


def _by_trafilatura(root: HtmlRoot, *, is_alone: bool) -> str:
    """Return the main text by trafilatura, which compares it with that of other extractors.

    Args:
        root: The page.
        is_alone: Whether it asks no other extractor.
    """
    from trafilatura import bare_extraction

    page = deepcopy(root)
    drop_long_attributes(page)
    # it would make a cell of each column that one spans
    for cell in page.iter("td", "th"):
        cell.attrib.pop("colspan", None)
    try:
        document = bare_extraction(
            page,
            with_metadata=False,
            include_comments=False,
            include_tables=True,
            fast=is_alone,
        )
    except EXTRACTOR_ERRORS:
        return ""
    return str(getattr(document, "text", None) or "")


def drop_long_attributes(page: HtmlRoot) -> None:
    """Drop attributes of no use to an extractor, such as pictures in addresses.

    Many of its patterns, and lxml when it writes addresses, take time by the square of the length.
    """
    for value in page.xpath(f"//@*[string-length(.) > {LONGEST_ATTRIBUTE}]"):
        value.getparent().attrib.pop(value.attrname, None)


def _by_resiliparse(root: Element) -> str:
    from lxml import etree
    from resiliparse.extract.html2text import extract_plain_text

    # the tree as it was mended, for the open tags of the page itself can take it minutes
    page = etree.tostring(root, encoding="unicode", method="html")
    text = extract_plain_text(
        page, main_content=True, alt_texts=False, links=False, list_bullets=False
    )
    return str(text)
