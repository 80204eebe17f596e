"""What stands in HTML's ``pre``: code, or prose set in a typewriter's letters, as old books and letters are kept."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from narrator.article import Kind
from narrator.readers.plain import read_text
from narrator.readers.tree.elements import BREAK, Notes, pieces

_LANGUAGE_CLASS = re.compile(
    r"(?:^|\s)(?:lang(?:uage)?-|brush:\s*|highlight-source-|highlight-|sourceCode\s+)([\w+#-]+)",
    re.I,
)
# preformatted text this long is prose when it has hardly more than letters: code has an operator or a bracket a line
_FEWEST_WORDS = 40
_SYMBOL = re.compile(r"[^\w\s.,;:!?'\"“”‘’()…–—-]|_")
_MOST_SYMBOLS = 0.01


def preformatted(node: Any, notes: Notes) -> Iterator[tuple[Kind, str, str, int]]:
    """The kind, text, label and heading level of what is in it."""
    text = "".join(pieces(node, notes)).replace(BREAK, "\n")
    language = next(
        filter(None, map(_language, (node, *node.iter("{*}code", "code"), node.getparent()))), ""
    )
    if language or node.find(".//{*}code") is not None or not _is_prose(text):
        yield Kind.CODE, text, language, 0
        return
    for section in read_text(text.encode(), "-").sections:
        yield from ((Kind.PROSE, line, "", section.level + 1) for line in section.heading)
        yield from ((part.kind, part.text, part.label, 0) for part in section.paragraphs)


def _is_prose(text: str) -> bool:
    return len(text.split()) >= _FEWEST_WORDS and len(_SYMBOL.findall(text)) < _MOST_SYMBOLS * len(
        text
    )


def _language(node: Any) -> str:
    found = _LANGUAGE_CLASS.search(node.get("class") or "") if node is not None else None
    return found[1].lower() if found else ""
