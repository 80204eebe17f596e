"""Web pages: of all their blocks those that are the article, with what the page says about itself.

trafilatura, or resiliparse, says where the article is; the structure is the page's own, see ``content`` and ``markup``.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from narrator.article import Article, Skipped, count_words
from narrator.errors import SourceError
from narrator.readers.builder import ArticleBuilder
from narrator.readers.html.content import choose
from narrator.readers.html.extraction import extract
from narrator.readers.html.metadata import read_details
from narrator.readers.html.notices import is_feed, refuse
from narrator.readers.tree.block import Block, write_blocks
from narrator.readers.tree.document import decode_page, parse_html
from narrator.readers.tree.notes import find_notes
from narrator.readers.tree.walk import walk_blocks

# between a page's title and the site's name
_TITLE_PARTS = re.compile(r"\s+[|–—·•»:-]\s+")
# a heading after more blocks than a label, a date and a byline is not the title
_LATEST_TITLE = 6


def read_html(data: bytes, source: str) -> Article:
    """An article from the bytes of a web page.

    Raises:
        SourceError: there is no article in it, and the reason is known, or it is out of all bounds.
    """
    root = parse_html(decode_page(data), source)
    if is_feed(root):
        raise SourceError(source, "it is a feed: give the address of one of its articles")
    found = list(walk_blocks(root, find_notes({"": root}, _same_page(source))))
    chosen = choose(found, extract(root, found) if found else "")
    kept = [block for block, chose in zip(found, chosen, strict=True) if chose]
    left = [block for block, chose in zip(found, chosen, strict=True) if not chose]
    details = read_details(root)
    words = sum(count_words(block.text) for block in kept if not block.level)
    title = _title(details.title, found, kept)
    refuse(root, source, title, words, " ".join(block.text for block in found))
    if found and not words:
        raise SourceError(source, "no article is found in it: save its text in a browser")
    outline = ArticleBuilder()
    write_blocks(outline, kept)
    skipped = [
        Skipped(
            "passage beside the article", len(left), sum(count_words(block.text) for block in left)
        )
    ]
    return outline.article(
        source,
        title,
        author=details.author,
        date=details.date,
        language=details.language,
        skipped=skipped if left else (),
    )


def _same_page(source: str) -> Any:
    """How links resolve: to the page itself, or elsewhere."""
    here = source.partition("#")[0]

    def resolve(base: str, href: str) -> str:
        return base if href.partition("#")[0] in {"", here} else href

    return resolve


def _title(said: str, found: Sequence[Block], kept: Sequence[Block]) -> str:
    """What the page says where that is a heading, else the one top heading of the article, else what the page says, as it
    stands in a heading where that is a part of it.
    """
    headings = {block.text.casefold(): block.text for block in found if block.level}
    if whole := headings.get(said.casefold()):
        return whole
    top = [block.text for block in kept if block.level == 1]
    if len(top) == 1 and kept.index(next(block for block in kept if block.level)) < _LATEST_TITLE:
        return top[0]
    parts = (part.casefold() for part in (said, *_TITLE_PARTS.split(said)))
    return next((headings[part] for part in parts if part in headings), said)
