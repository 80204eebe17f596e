"""The headings of a document: those its outline names, else what looks or reads like one.

Its title is the one that its metadata states, else its largest text.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from operator import attrgetter

from narrator.article import Kind
from narrator.readers.pdf.blocks import Block, join_texts
from narrator.readers.pdf.document import Bookmark
from narrator.readers.pdf.heading_blocks import (
    LARGER_SIZE,
    MAX_WORDS,
    Heading,
    blocks_of,
    comparison_key,
)
from narrator.readers.pdf.outline import find_outlined_headings
from narrator.readers.pdf.typography import find_typographic_headings
from narrator.readers.plain.headings import headings_among


def find_headings(
    blocks: Sequence[Block], bookmarks: Sequence[Bookmark], body_size: float
) -> list[Heading]:
    """Return the headings of a document in order.

    Args:
        blocks: The document's blocks in reading order.
        bookmarks: Its outline, which may be empty.
        body_size: The size of most of its text, in points.
    """
    if len(bookmarks) > 1:
        outlined = find_outlined_headings(blocks, bookmarks)
        if outlined:
            return outlined
    headings = find_typographic_headings(blocks, body_size)
    if len(headings) <= 1:
        headings += _headings_as_in_plain_text(blocks, headings)
    return sorted(headings, key=attrgetter("start"))


def _headings_as_in_plain_text(
    blocks: Sequence[Block], others: Sequence[Heading]
) -> Iterator[Heading]:
    """Yield the headings of a document in one type, as from a typewriter, by their wording.

    Args:
        blocks: The document's blocks in reading order.
        others: Headings that are known already.
    """
    taken = blocks_of(others)
    places = [
        place
        for place, block in enumerate(blocks)
        if block.kind is Kind.PROSE and place not in taken
    ]
    for among, level in headings_among([blocks[place].text for place in places]).items():
        place = places[among]
        yield Heading(place, place + 1, blocks[place].text, level)


def title_on_first_page(blocks: Sequence[Block], body_size: float) -> str:
    """Return the largest text of a document if it is on its first page only, else nothing.

    Args:
        blocks: The document's blocks in reading order.
        body_size: The size of most of its text, in points.
    """
    size = 0.0
    largest: list[int] = []
    for index, block in enumerate(blocks):
        if block.page > blocks[0].page:
            break
        if len(block.text.split()) > MAX_WORDS or block.first.size < size:
            continue
        if block.first.size > size:
            largest = []
        size = block.first.size
        largest.append(index)
    if not largest or size < LARGER_SIZE * body_size:
        return ""
    start = largest[0]
    stop = largest[-1] + 1
    if len(largest) < stop - start:
        return ""  # text of another size is between: there are several titles
    if any(block.first.size >= size for block in blocks[stop:]):
        return ""  # chapters have it too
    return join_texts(blocks[start:stop])


def find_title_block(
    blocks: Sequence[Block], title: str, heading_blocks: Collection[int]
) -> int | None:
    """Return the index of the block before all headings that repeats the title.

    Args:
        blocks: The document's blocks in reading order.
        title: The document's title.
        heading_blocks: The indices of the blocks that headings take.
    """
    first_heading = min(heading_blocks, default=len(blocks))
    key = comparison_key(title)
    for index, block in enumerate(blocks[:first_heading]):
        if block.page > blocks[0].page:
            return None
        if comparison_key(block.text) == key:
            return index
    return None
