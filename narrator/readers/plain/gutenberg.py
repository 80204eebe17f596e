"""What a book of Project Gutenberg says of itself: the lines of names and values above the one that starts the book."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from functools import cache

from narrator.language.gutenberg import BOOK_STARTS
from narrator.language.tables import tables_of
from narrator.readers.plain.source_lines import Line

_DETAIL = re.compile(r"(Title|Author|Release date|Language):\s*(\S.*)", re.I)
_NOT_IN_DATE = re.compile(r"\s*\[.*")
# lines above the start, at most: a licence and the book's details
_LONGEST_HEADER = 100


def book_details(lines: Iterable[Line]) -> Mapping[str, str]:
    """``title``, ``author``, ``date`` and ``language`` of a book, each only if it is stated; none of another text."""
    found: dict[str, str] = {}
    name = ""  # of the detail that the next line may go on with
    for line, _ in zip(lines, range(_LONGEST_HEADER), strict=False):
        if BOOK_STARTS.match(line.text):
            return _as_details(found)
        detail = _DETAIL.match(line.text)
        if detail:
            name = detail[1].casefold()
            found.setdefault(name, detail[2])
        elif name and not line.above and line.text[0].isspace() and ":" not in line.text:
            found[name] += f" {line.text.strip()}"
        else:
            name = ""
    return {}


def _as_details(found: Mapping[str, str]) -> dict[str, str]:
    details = {
        "title": found.get("title", ""),
        "author": found.get("author", ""),
        "date": _NOT_IN_DATE.sub("", found.get("release date", "")),
        "language": _codes_by_name().get(found.get("language", "").casefold(), ""),
    }
    return {name: value for name, value in details.items() if value}


@cache
def _codes_by_name() -> dict[str, str]:
    """Return the language codes by the languages' English names, case folded."""
    return {profile["name"].casefold(): code for code, profile in tables_of("profile").items()}
