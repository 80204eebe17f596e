"""The title of a web page's article: a heading that the page's own title speaks for, or that title.

The only heading of level 1 is mostly the headline, but may be the site's logo or a greeting.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from narrator.language.characters import one_line, title_key
from narrator.readers.tree.block import Block
from narrator.readers.tree.elements import HtmlRoot

# between a page's title and the site's name
_SEPARATOR = re.compile(r"(?<!\s)\s++[|–—·•»:-]{1,2}\s+")
# blocks before a title: a label, a date and a byline, but not many more
_MOST_BEFORE_TITLE = 5
# of the words of the shorter of two titles; titles with more in common are of the same article
_RELATED = 0.5
# a heading of so many words is a headline, whatever the page calls itself
_HEADLINE_WORDS = 5


def window_title(root: HtmlRoot) -> str:
    """Return what a browser shows as a page's title."""
    return one_line(root.findtext(".//title") or "")


def choose_title(
    stated: Sequence[str], site: str, blocks: Iterable[Block], kept: Sequence[Block]
) -> str:
    """Return the title of an article.

    It is a heading that is a title that the page states, or the longest part of one beside the
    site's name; else the article's only top heading, if that may be of the same article; else the
    first title that the page states.

    Args:
        stated: The titles that the page states, the best first; they may be empty.
        site: What the site is called; may be empty.
        blocks: All blocks of the page.
        kept: Those of the article.
    """
    site_key = title_key(site)
    headings: dict[str, str] = {}
    for block in blocks:
        key = title_key(block.text) if block.level else ""
        if key and key != site_key:
            headings.setdefault(key, block.text)
    for title in reversed(stated):
        if title_key(title) in headings:
            return headings[title_key(title)]
    for title in stated:
        parts = [title_key(part) for part in _SEPARATOR.split(title)]
        found = max((part for part in parts if part in headings), key=len, default="")
        if found:
            return headings[found]
    top_heading = _only_top_heading(kept)
    title = next(filter(None, stated), "")
    if _may_be_headline(top_heading, title, site):
        return top_heading
    return title


def _only_top_heading(kept: Sequence[Block]) -> str:
    """Return the article's heading of level 1, if it has one and its headings begin early."""
    top_headings = [block.text for block in kept if block.level == 1]
    if len(top_headings) != 1:
        return ""
    for block in kept[: _MOST_BEFORE_TITLE + 1]:
        if block.level:
            return top_headings[0]
    return ""


def _may_be_headline(heading: str, title: str, site: str) -> bool:
    """Return whether a heading is rather the headline than a page's title is."""
    words = set(title_key(heading).split())
    site_words = set(title_key(site).split())
    title_words = set(title_key(title).split()) - site_words
    if not words or words <= site_words:
        return False
    if not title_words:
        return True
    shared = words & title_words
    if len(shared) >= _RELATED * min(len(words), len(title_words)):
        return True
    return len(words) >= _HEADLINE_WORDS and not (site_words and site_words <= words)
