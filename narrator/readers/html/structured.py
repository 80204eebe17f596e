"""The text of an article in a page's structured data (schema.org's ``articleBody``).

Pages that scripts put together often hold their whole text there, and little of it in their markup.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from narrator.readers.tree.elements import HtmlRoot

_TYPE = "application/ld+json"
_KEY = "articleBody"
# characters of structured data that are read, and how deep
_MOST_CHARACTERS = 5_000_000
_DEEPEST = 20


def article_body(root: HtmlRoot) -> str:
    """Return the longest text that a page's structured data calls its body; it may be empty."""
    longest = ""
    for script in root.iter("script"):
        text = script.text or ""
        is_data = (script.get("type") or "").lower() == _TYPE and _KEY in text
        if not is_data or len(text) > _MOST_CHARACTERS:
            continue
        try:
            data = json.loads(text, strict=False)
        except (ValueError, RecursionError):
            continue
        longest = max([longest, *_bodies(data, _DEEPEST)], key=len)
    return longest


def _bodies(data: Any, depth: int) -> Iterator[str]:
    """Yield the bodies in structured data."""
    if depth == 0:
        return
    if isinstance(data, dict):
        body = data.get(_KEY)
        if isinstance(body, str):
            yield body
        values = list(data.values())
    elif isinstance(data, list):
        values = data
    else:
        return
    for value in values:
        yield from _bodies(value, depth - 1)
