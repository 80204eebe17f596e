"""The feed as it is served: with the address it is served at in the place of its own.

A feed says where it is, in ``atom:link``, and everything beside it begins with the same address:
episodes, covers, chapters, transcripts. Identifiers stay, since an app knows episodes by them, and
so do the addresses of articles on the same site.
"""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import unquote

from narrator.errors import SourceError
from narrator.publish.serving.shelf import FEED_NAME, content_type_of
from narrator.readers.archive import parse_xml

if TYPE_CHECKING:
    from lxml.etree import _Element

_SELF = "string(//channel/*[local-name() = 'link'][@rel = 'self']/@href)"
_IDENTIFIERS = ("guid",)


def with_base(feed: bytes, base: str) -> bytes:
    """Return a feed with the addresses of what lies beside it changed.

    Args:
        feed: The feed; it comes back as it is where it is no XML or does not say where it is.
        base: The address of its folder, with a slash at its end.
    """
    from lxml import etree

    try:
        root = parse_xml(feed, FEED_NAME)
    except SourceError:
        return feed
    if root is None:
        return feed
    own = str(root.xpath(_SELF))
    own_base = own.removesuffix(FEED_NAME)
    if not own.endswith(f"/{FEED_NAME}") or own_base == base:
        return feed
    for element in root.iter():
        _change(element, own_base, base)
    return etree.tostring(root, encoding="utf-8", xml_declaration=True)


def _change(element: _Element, old: str, new: str) -> None:
    """Change the addresses in an element's attributes and in its text."""
    for name, value in element.attrib.items():
        element.set(name, _changed(str(value), old, new))
    if element.text and element.tag not in _IDENTIFIERS:
        element.text = _changed(element.text, old, new)


def _changed(address: str, old: str, new: str) -> str:
    """Return an address with its beginning changed, where it is that of something served."""
    if not address.startswith(old):
        return address
    path = address.removeprefix(old)
    name = unquote(path).rpartition("/")[2]
    if path and not content_type_of(name):
        return address
    return new + path
