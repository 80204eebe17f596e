"""Text that a page shows only after a click, or by mistake not at all: made visible before reading.

Accordions, tabs and "read more" keep parts of an article in elements that are hidden at first. So
does a ``noscript`` whose inside was never closed, which swallows what follows.
"""

from __future__ import annotations

import re
from itertools import islice

from narrator.readers.html.page_chrome import is_marked_chrome
from narrator.readers.tree.elements import Element, HtmlRoot, roles, tag_of

# XPath, which looks for few elements among many faster than Python
_HIDDEN = "//*[@hidden or @aria-hidden='true' or contains(@style, 'none')]"
_HIDING_DECLARATION = re.compile(r"(?:display\s*:\s*none|visibility\s*:\s*hidden)\s*;?", re.I)
_ARTICLE_TAGS = frozenset({"article", "main"})
_ARTICLE_ROLES = frozenset({"article", "main", "tabpanel"})
# ancestors in which an article is looked for
_MOST_ANCESTORS = 40
# characters of a paragraph that is worth a click
_SHORTEST_TEXT = 80
_FEWEST_SWALLOWED = 3


def reveal_collapsed(root: HtmlRoot) -> None:
    """Make visible what a page hides of its article."""
    for element in list(root.iter("noscript")):
        paragraphs = islice(element.iter("p"), _FEWEST_SWALLOWED)
        if len(list(paragraphs)) == _FEWEST_SWALLOWED:
            element.tag = "div"
    for element in root.xpath(_HIDDEN):
        if _is_collapsed_text(element):
            element.attrib.pop("hidden", None)
            element.attrib.pop("aria-hidden", None)
            style = element.get("style")
            if style:
                element.set("style", _HIDING_DECLARATION.sub("", style))


def _is_collapsed_text(element: Element) -> bool:
    """Return whether an element holds paragraphs of the article that it is in."""
    if is_marked_chrome(element) or not _is_in_article(element):
        return False
    for paragraph in element.iter("p"):
        if len(" ".join(islice(paragraph.itertext(), 20))) >= _SHORTEST_TEXT:
            return True
    return False


def _is_in_article(element: Element) -> bool:
    for around in (element, *islice(element.iterancestors(), _MOST_ANCESTORS)):
        if is_marked_chrome(around):
            return False
        if tag_of(around) in _ARTICLE_TAGS or not _ARTICLE_ROLES.isdisjoint(roles(around)):
            return True
    return False
