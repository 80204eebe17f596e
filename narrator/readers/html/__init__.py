"""Web pages: those of their blocks that are the article, and what the page says about itself.

trafilatura or resiliparse says where the article is (``extraction``); the blocks and their
structure are the page's own (``content``). Pages that show something else than an article are
refused with a reason (``notices``).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace
from html import escape

from narrator.article import Article, count_words
from narrator.errors import SourceError
from narrator.language.characters import title_key
from narrator.readers.builder import ArticleBuilder, count_skipped
from narrator.readers.html.collapsed import reveal_collapsed
from narrator.readers.html.content import choose_content
from narrator.readers.html.extraction import extract_text
from narrator.readers.html.metadata import canonical_address, read_metadata
from narrator.readers.html.notices import is_feed, refuse_notice
from narrator.readers.html.structured import article_body
from narrator.readers.html.titles import choose_title, window_title
from narrator.readers.tree.block import Block, write_blocks
from narrator.readers.tree.document import decode_page, parse_html
from narrator.readers.tree.notes import find_notes
from narrator.readers.tree.walk import walk_blocks

# with fewer words of text, a page's structured data may know more: so many times as much
_FEWEST_WORDS = 100
_MUCH_LONGER = 2
# of an article that has nothing but headings
_FEWEST_HEADING_WORDS = 10


def read_html(data: bytes, source: str, address: str = "") -> Article:
    """Return the article in the bytes of a web page.

    Args:
        data: The bytes.
        source: What the page is called.
        address: Where it was saved from, if that is known.

    Raises:
        SourceError: There is no article in it, and the reason is known, or it is out of all bounds.
    """
    root = parse_html(decode_page(data), source)
    if is_feed(root):
        raise SourceError(source, "it is a feed: give the address of one of its articles")
    reveal_collapsed(root)
    notes = find_notes({"": root}, _same_page_resolver({source, address, canonical_address(root)}))
    blocks = list(walk_blocks(root, notes))
    extracted = extract_text(root, blocks) if blocks else ""
    metadata = read_metadata(root)
    titles = (metadata.title, window_title(root))
    content = choose_content(blocks, extracted, metadata.author, titles)
    title = choose_title(titles, metadata.site, blocks, content.kept)
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
    if (blocks or title) and not words and not _is_in_headings(kept, title):
        raise SourceError(source, "no article is found in it: save its text in a browser")
    builder = ArticleBuilder()
    left_out = [block.text for block in content.left_out]
    write_blocks(builder, kept)
    skipped = count_skipped("passage beside the article", left_out)
    article = builder.stated_article(source, replace(metadata, title=title), skipped)
    return replace(article, cover_url=metadata.picture_url)


def _is_in_headings(kept: Iterable[Block], title: str) -> bool:
    """Return whether an article's text is in headings, besides its title."""
    texts = [block.text for block in kept if title_key(block.text) != title_key(title)]
    return count_words(" ".join(texts)) >= _FEWEST_HEADING_WORDS


def _as_page(body: str) -> str:
    """Return a text as a page, unless it is one."""
    if "<p" in body:
        return body
    return "".join(f"<p>{escape(line)}</p>" for line in body.splitlines())


def _same_page_resolver(addresses: Iterable[str]) -> Callable[[str, str], str]:
    """Return a function that tells links into the page, the document "", from links elsewhere.

    Browsers write whole addresses into the pages that they save.
    """
    own = {address.partition("#")[0] for address in ("", *addresses)}

    def resolve(document: str, href: str) -> str:
        url = href.partition("#")[0]
        if url in own:
            return document
        return href

    return resolve
