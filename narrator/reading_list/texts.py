"""Lists and exports that are text: lines, CSV, JSON and HTML, told apart by how they begin."""

from __future__ import annotations

import io
import re

from narrator.errors import SourceError
from narrator.readers.encoding import decode
from narrator.reading_list import pages, records, tables
from narrator.reading_list.entries import ReadingList, list_of_addresses
from narrator.sources import STANDARD_INPUT

# a path may begin with a bracket as well: "[draft] trains.txt"
_JSON_START = re.compile(r"\s*+(?:\[\s*+[{\]]|\{\s*+[\"}])")
_PAGE_START = re.compile(r"\s*+<[!?a-z]", re.I)
# PDF, RTF and PostScript, of which every line would be taken for a path
_DOCUMENT_STARTS = (b"%PDF-", b"{\\rtf", b"%!PS")
_COMMENT = "#"
# the longest addresses that servers take have 8,000 characters
_LONGEST_LINE = 10_000


def list_of_text(data: bytes, name: str) -> ReadingList:
    """Return what a list or an export names.

    Args:
        data: All of its bytes.
        name: What error messages call it.

    Raises:
        SourceError: It is neither text, nor an export that is known.
    """
    if data.startswith(_DOCUMENT_STARTS):
        raise SourceError(name, "it is a document, not a list; give it as a SOURCE")
    text = decode(data, name)
    if _JSON_START.match(text):
        return list_of_addresses(records.addresses(text, name))
    if _PAGE_START.match(text):
        return list_of_addresses(pages.addresses(text, name))
    table = tables.table_of(text)
    if table is not None:
        return list_of_addresses(tables.addresses(table, name))
    return ReadingList(tuple(_lines(text, name)))


def _lines(text: str, name: str) -> dict[str, None]:
    """Return the lines of a list without empty ones, comments and repeated ones.

    Raises:
        SourceError: A line is too long for what it should be, or is standard input.
    """
    found: dict[str, None] = {}
    for number, line in enumerate(io.StringIO(text, newline=None), start=1):
        entry = line.strip()
        if len(entry) > _LONGEST_LINE:
            raise SourceError(name, f"line {number} is too long for a path or an address")
        if entry == STANDARD_INPUT:
            raise SourceError(name, f"line {number} is -, but standard input is no entry of a list")
        if entry and not entry.startswith(_COMMENT):
            found[entry] = None
    return found
