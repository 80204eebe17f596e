"""The title of a document whose metadata may have none."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from narrator.readers.pdf.blocks import TextBlock, join_texts
from narrator.readers.pdf.heading_blocks import LARGER_SIZE, MAX_WORDS, comparison_key


def title_on_first_page(blocks: Sequence[TextBlock], body_size: float) -> str:
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
    blocks: Sequence[TextBlock], title: str, heading_blocks: Collection[int]
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
