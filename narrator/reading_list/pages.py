"""Exports that are web pages: Pocket's, and the bookmarks of browsers.

Their links say when they were added; Pocket's in ``time_added``, bookmarks in ``add_date``. Other
links are none of the list's.
"""

from __future__ import annotations

from collections.abc import Iterator

from narrator.errors import SourceError
from narrator.readers.tree.document import parse_html

_LINKS = "//a[@href][@time_added or @add_date]"


def addresses(text: str, name: str) -> Iterator[str]:
    """Yield the addresses in an export.

    Raises:
        SourceError: It is another web page, or nested too deep.
    """
    links = parse_html(text, name).xpath(_LINKS)
    if not links:
        raise SourceError(name, "it is a web page, but no export of a reading list")
    for link in links:
        yield link.get("href")
