"""What on a web page is marked as no part of its article: menus, adverts, comments, lists of links."""

from __future__ import annotations

import re
from typing import Any

from narrator.article import Kind
from narrator.readers.tree.block import Block
from narrator.readers.tree.elements import tag_of

_OUTSIDE_TAGS = frozenset(
    {"nav", "footer", "form", "menu", "aside", "dialog", "search", "fieldset"}
)
_OUTSIDE_ROLES = frozenset(
    {"navigation", "search", "banner", "contentinfo", "complementary", "dialog", "alert", "menu"}
)
_OUTSIDE_NAMES = re.compile(
    r"(?:^|[\s_-])(?:nav|navbar|navigation|menu|breadcrumbs?|sidebar|footer|shar(?:e|ing)|social|related|recommend\w*|newsletter"
    r"|subscri\w+|sign-?up|promo\w*|advert\w*|ads?|sponsor\w*|cookies?|consent|gdpr|comments?|disqus|popup|modal|toolbar"
    r"|pag(?:er|ination)|video\w*|player|playlist|carousel|slideshow|widget|log-?in|skip|tags|read-?more|toc|outbrain|taboola|catlinks|navbox|printfooter)(?:[\s_-]|$)",
    re.I,
)
# what even an extractor's finds do not make an article
_NEVER = re.compile(
    r"(?:^|[\s_-])(?:comments?|comment-?list|disqus|newsletter|cookies?|cookie-?\w+|consent|gdpr)(?:[\s_-]|$)",
    re.I,
)
# more of a block's characters than this in links that lead elsewhere is a list of links
_MOST_LINKED = 0.5


class Beside:
    """Tells whether a block is marked as no part of the text; each element is looked at once."""

    def __init__(self) -> None:
        self._known: dict[Any, int] = {}

    def holds(self, block: Block) -> bool:
        """Whether it is marked so, or is links."""
        if block.kind is Kind.FOOTNOTE:
            return False
        return block.linked > _MOST_LINKED * len(block.text) or self._mark(block.element) > 0

    def never(self, block: Block) -> bool:
        """Whether it is so though an extractor found it."""
        return self._mark(block.element) > 1

    def _mark(self, element: Any) -> int:
        path = []
        while element is not None and element not in self._known:
            path.append(element)
            element = element.getparent()
        mark = self._known.get(element, 0)
        for each in reversed(path):
            self._known[each] = mark = max(mark, _own_mark(each))
        return mark


def _own_mark(element: Any) -> int:
    tag = tag_of(element)
    if tag in {"html", "body", "main", "article"} or not tag:
        return 0
    names = f"{element.get('class') or ''} {element.get('id') or ''}"
    if _NEVER.search(names):
        return 2
    marked = (
        tag in _OUTSIDE_TAGS
        or (element.get("role") or "") in _OUTSIDE_ROLES
        or _OUTSIDE_NAMES.search(names)
    )
    return 1 if marked else 0
