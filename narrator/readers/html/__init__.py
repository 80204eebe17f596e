"""Web pages: those of their blocks that are the article, and what the page says about itself.

trafilatura or resiliparse says where the article is (``extraction``); the blocks and their
structure are the page's own (``content``). Pages that show something else than an article are
refused with a reason (``notices``).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from html import escape

from narrator.article import Article, count_words
from narrator.errors import SourceError
from narrator.language.characters import one_line, title_key
from narrator.readers.builder import ArticleBuilder, count_skipped
from narrator.readers.html.collapsed import reveal_collapsed
from narrator.readers.html.content import choose_content
from narrator.readers.html.extraction import extract_text
from narrator.readers.html.metadata import read_metadata
from narrator.readers.html.notices import is_feed, refuse_notice
from narrator.readers.html.structured import article_body
from narrator.readers.tree.block import Block, write_blocks
from narrator.readers.tree.document import decode_page, parse_html
from narrator.readers.tree.elements import HtmlRoot
from narrator.readers.tree.notes import find_notes
from narrator.readers.tree.walk import walk_blocks

# between a page's title and the site's name
_TITLE_SEPARATOR = re.compile(r"(?<!\s)\s++[|–—·•»:-]\s+")
# blocks before a title: a label, a date and a byline, but not many more
_MOST_BEFORE_TITLE = 5
# with fewer words of text, a page's structured data may know more: so many times as much
_FEWEST_WORDS = 100
_MUCH_LONGER = 2


def read_html(data: bytes, source: str) -> Article:
    """Return the article in the bytes of a web page.

    Raises:
        SourceError: There is no article in it, and the reason is known, or it is out of all bounds.
    """
    root = parse_html(decode_page(data), source)
    if is_feed(root):
        raise SourceError(source, "it is a feed: give the address of one of its articles")
    reveal_collapsed(root)
    notes = find_notes({"": root}, _same_page_resolver(source))
    blocks = list(walk_blocks(root, notes))
    extracted = extract_text(root, blocks) if blocks else ""
    metadata = read_metadata(root)
    window = _window_title(root)
    content = choose_content(blocks, extracted, metadata.author, (metadata.title, window))
    title = _choose_title(metadata.title, window, blocks, content.kept)
    kept = content.kept
    text = " ".join(block.text for block in kept if not block.level)
    words = count_words(text)
    body = article_body(root) if words < _FEWEST_WORDS else ""
    words_of_body = count_words(body)
    if words_of_body > _MUCH_LONGER * words:
        kept = list(walk_blocks(parse_html(_as_page(body), source), notes))
        text = body
        words = words_of_body
    refuse_notice(root, source, title, " ".join(block.text for block in blocks), text)
    if blocks and not words:
        raise SourceError(source, "no article is found in it: save its text in a browser")
    builder = ArticleBuilder()
    left_out = [block.text for block in content.left_out]
    write_blocks(builder, kept)
    article = builder.article(
        source,
        title,
        author=metadata.author,
        date=metadata.date,
        language=metadata.language,
        skipped=count_skipped("passage beside the article", left_out),
    )
    return replace(article, cover_url=metadata.picture_url)


def _as_page(body: str) -> str:
    """Return a text as a page, unless it is one."""
    if "<p" in body:
        return body
    return "".join(f"<p>{escape(line)}</p>" for line in body.splitlines())


def _same_page_resolver(source: str) -> Callable[[str, str], str]:
    """Return a function that tells links into the page, the document "", from links elsewhere."""
    page_url = source.partition("#")[0]

    def resolve(document: str, href: str) -> str:
        url = href.partition("#")[0]
        if url in {"", page_url}:
            return document
        return href

    return resolve


def _window_title(root: HtmlRoot) -> str:
    """Return what a browser shows as a page's title."""
    return one_line(root.findtext(".//title") or "")


def _choose_title(stated: str, window: str, blocks: Iterable[Block], kept: Sequence[Block]) -> str:
    """Return the title of an article.

    It is the title of the window, or else the one that the page states, where that is a heading;
    else the article's only top
    heading; else the heading that is a part of the stated title, beside the site's name; else the
    stated title.
    """
    headings = {title_key(block.text): block.text for block in blocks if block.level}
    whole = headings.get(title_key(window)) or headings.get(title_key(stated))
    if whole:
        return whole
    top_heading = _only_top_heading(kept)
    if top_heading:
        return top_heading
    for part in _TITLE_SEPARATOR.split(stated):
        heading = headings.get(title_key(part))
        if heading:
            return heading
    return stated


def _only_top_heading(kept: Sequence[Block]) -> str:
    """Return the article's heading of level 1, if it has one and its headings begin early."""
    top_headings = [block.text for block in kept if block.level == 1]
    if len(top_headings) != 1:
        return ""
    for block in kept[: _MOST_BEFORE_TITLE + 1]:
        if block.level:
            return top_headings[0]
    return ""
