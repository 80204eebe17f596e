"""JSON exports: a list of articles, or an object with such a list in it.

wallabag's is a list whose objects have a ``url``, as have those that Readeck's interface for
programs gives. Readeck's export has an object for each article, with a ``URL``. Readwise's
interface gives ``results``, whose ``source_url`` is the article's own address.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from narrator.errors import SourceError

# the keys of an address, the best one first
_KEYS = ("source_url", "url", "URL")


def addresses(text: str, name: str) -> Iterator[str]:
    """Yield the addresses in an export.

    Raises:
        SourceError: It is no JSON, or no export that is known.
    """
    records = _records(_parsed(text, name))
    if not records:
        raise SourceError(name, "it is JSON, but no list of articles with their addresses")
    for record in records:
        yield address_of(record)


def address_of(record: dict[str, Any]) -> str:
    """Return the address of an article, or an empty string."""
    found = [record.get(key) for key in _KEYS]
    addresses = [value for value in found if value and isinstance(value, str)]
    return addresses[0] if addresses else ""


def _parsed(text: str, name: str) -> object:
    """Return the value that a text in JSON means.

    Raises:
        SourceError: It is no JSON.
    """
    try:
        value: object = json.loads(text)
    except ValueError as error:
        raise SourceError(name, f"its JSON is damaged: {error}") from error
    return value


def _records(value: object) -> list[dict[str, Any]]:
    """Return the articles in an export; none where it is of another kind."""
    if isinstance(value, list):
        return [item for item in value if isinstance(item, dict) and address_of(item)]
    if not isinstance(value, dict):
        return []
    if address_of(value):
        return [value]
    for items in value.values():
        if isinstance(items, list) and _records(items):
            return _records(items)
    return []
