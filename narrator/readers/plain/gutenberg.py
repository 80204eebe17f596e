"""What a book of Project Gutenberg says of itself.

Above the line that starts the book stand lines of names and values, in English for all books.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from functools import cache
from itertools import islice

from narrator.language.gutenberg import BOOK_STARTS
from narrator.language.tables import tables_of
from narrator.readers.plain.source_lines import SourceLine

_DETAIL = re.compile(r"(Title|Author|Release date|Language):\s*(\S.*)", re.I)
# a book's number behind its date: "May 1, 2021 [eBook #123]"
_BOOK_NUMBER = re.compile(r"\s*\[.*")
# lines above the start, at most: a licence and the book's details
_LONGEST_HEADER = 100


def book_details(lines: Iterable[SourceLine]) -> Mapping[str, str]:
    """Return ``title``, ``author``, ``date`` and ``language`` of a book, each only if it is stated.

    Nothing is returned for a text that is no book of Project Gutenberg.
    """
    found: dict[str, str] = {}
    name = ""  # of the detail that the next line may continue
    for line in islice(lines, _LONGEST_HEADER):
        if BOOK_STARTS.match(line.text):
            return _as_details(found)
        detail = _DETAIL.match(line.text)
        if detail:
            name = detail[1].casefold()
            found.setdefault(name, detail[2])
        elif name and _continues_detail(line):
            found[name] += f" {line.text.strip()}"
        else:
            name = ""
    return {}


def _continues_detail(line: SourceLine) -> bool:
    """Return whether a line is an indented continuation of the value above it."""
    return not line.blanks_above and line.text[0].isspace() and ":" not in line.text


def _as_details(found: Mapping[str, str]) -> dict[str, str]:
    """Return the details in the article's terms."""
    details = {
        "title": found.get("title", ""),
        "author": found.get("author", ""),
        "date": _BOOK_NUMBER.sub("", found.get("release date", "")),
        "language": _codes_by_name().get(found.get("language", "").casefold(), ""),
    }
    return {name: value for name, value in details.items() if value}


@cache
def _codes_by_name() -> dict[str, str]:
    """Return the language codes by the languages' English names, case folded."""
    return {profile["name"].casefold(): code for code, profile in tables_of("profile").items()}
