"""The metadata of a book of Project Gutenberg.

Above the line that starts the book are lines of names and values, in English for all books.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from functools import cache
from itertools import islice

from narrator.language.gutenberg import BOOK_STARTS
from narrator.language.tables import tables_of
from narrator.readers.metadata import Metadata
from narrator.readers.plain.source_lines import SourceLine

_DETAIL = re.compile(r"(Title|Author|Release date|Language):\s*(\S.*)", re.I)
# a book's number after its date: "May 1, 2021 [eBook #123]"
_BOOK_NUMBER = re.compile(r"(?<!\s)\s*+\[.*")
# lines above the start, at most: a licence and the book's details
_LONGEST_HEADER = 100


def read_metadata(lines: Iterable[SourceLine]) -> Metadata:
    """Return the metadata of a book of Project Gutenberg; nothing for any other text."""
    found: dict[str, str] = {}
    name = ""  # of the detail that the next line may continue
    for line in islice(lines, _LONGEST_HEADER):
        if BOOK_STARTS.match(line.text):
            return _to_metadata(found)
        detail = _DETAIL.match(line.text)
        if detail:
            name = detail[1].casefold()
            found.setdefault(name, detail[2])
        elif name and _continues_detail(line):
            found[name] += f" {line.text.strip()}"
        else:
            name = ""
    return Metadata()


def _continues_detail(line: SourceLine) -> bool:
    """Return whether a line is an indented continuation of the value above it."""
    return not line.blanks_above and line.text[0].isspace() and ":" not in line.text


def _to_metadata(found: Mapping[str, str]) -> Metadata:
    """Return what the lines of names and values say."""
    language = found.get("language", "").casefold()
    return Metadata(
        title=found.get("title", ""),
        author=found.get("author", ""),
        date=_BOOK_NUMBER.sub("", found.get("release date", "")),
        language=_codes_by_name().get(language, ""),
    )


@cache
def _codes_by_name() -> dict[str, str]:
    """Return the language codes by the languages' English names, case folded."""
    return {profile["name"].casefold(): code for code, profile in tables_of("profile").items()}
