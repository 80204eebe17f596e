"""Exports that are web pages: Pocket's, Instapaper's, and the bookmarks of browsers.

Their links say when they were added; Pocket's in ``time_added``, bookmarks in ``add_date``. Those
of Instapaper do not, but the page says whose it is. Other links are none of the list's.
"""

from __future__ import annotations

from collections.abc import Iterator

from narrator.errors import SourceError
from narrator.readers.tree.document import parse_html

_LINKS = (
    "//a[@href][@time_added or @add_date]"
    " | //head[normalize-space(title) = 'Instapaper: Export']/following-sibling::body//li/a[@href]"
)


def addresses(text: str, name: str) -> Iterator[str]:
    """Yield the addresses in an export.

    Raises:
        SourceError: It is another web page, or nested too deep.
    """
    links = parse_html(text, name).xpath(_LINKS)
    if not links:
        raise SourceError(name, "it is a web page or XML, but no export of a reading list")
    for link in links:
        yield link.get("href")
