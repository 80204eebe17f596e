"""Extractors of a page's main text: trafilatura, and resiliparse where that finds next to nothing or would take too long."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from narrator.readers.tree.block import Block

# trafilatura takes about a second for this; resiliparse is 50 times faster, but not in trees deeper than any page
_MOST_EFFORT = 750_000
_DEEPEST = 200
# a million words of text
_MOST_CHARACTERS = 6_000_000
# fewer words are a notice or a teaser, and the other extractor may know better
_FEWEST_WORDS = 40


def measure(root: Any) -> tuple[int, int]:
    """The depth of a tree, and the depths of its elements added up: extractors look around every element."""
    from lxml import etree

    depth = deepest = effort = 0
    for event, _ in etree.iterwalk(root, events=("start", "end")):
        effort += depth if event == "start" else 0
        depth += 1 if event == "start" else -1
        deepest = max(deepest, depth)
    return deepest, effort


def is_small(root: Any) -> bool:
    """Whether trafilatura is done with a page in about a second."""
    return measure(root)[1] <= _MOST_EFFORT


def extract(root: Any, blocks: Sequence[Block]) -> str:
    """The main text of a page, as far as an extractor finds any; of books on one page all is text that is not marked."""
    deepest, effort = measure(root)
    if sum(len(block.text) for block in blocks) > _MOST_CHARACTERS or (
        deepest > _DEEPEST and effort > _MOST_EFFORT
    ):
        return ""
    found = _by_trafilatura(root) if effort <= _MOST_EFFORT else ""
    if len(found.split()) >= _FEWEST_WORDS or len(found) >= 4 * _FEWEST_WORDS:
        return found
    return max(found, _by_resiliparse(root), key=len)


def _by_trafilatura(root: Any) -> str:
    from copy import deepcopy

    from trafilatura import bare_extraction

    page = deepcopy(root)
    for cell in page.iter("td", "th"):  # it makes a cell of each column that one spans
        cell.attrib.pop("colspan", None)
    try:
        document = bare_extraction(
            page, with_metadata=False, include_comments=False, include_tables=True
        )
    except (
        RecursionError,
        ValueError,
        TypeError,
        AttributeError,
        KeyError,
        IndexError,
    ):  # of markup it is not made for
        return ""
    return str(getattr(document, "text", None) or "")


def _by_resiliparse(root: Any) -> str:
    from lxml import etree
    from resiliparse.extract.html2text import extract_plain_text

    # the tree as it was mended, for the open tags of the page itself can take it minutes
    page = etree.tostring(root, encoding="unicode", method="html")
    return str(
        extract_plain_text(
            page, main_content=True, alt_texts=False, links=False, list_bullets=False
        )
    )
