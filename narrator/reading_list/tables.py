"""CSV exports, by the column that holds the address.

- Pocket: ``title,url,time_added,tags,status``
- Instapaper: ``URL,Title,Selection,Folder,Timestamp,Tags``
- Readwise Reader: ``Title,URL,ID,Document tags,Saved date,Reading progress,Location,Seen``
- wallabag: ``Title;URL;Content;Tags;"MIME Type";Language;"Creation date"``
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator
from dataclasses import dataclass

from narrator.errors import SourceError

_COLUMN = "url"
_DELIMITERS = ",;\t"
# names of columns are words; a line of a list has dots or slashes
_COLUMN_NAME = re.compile(r"[\w ]{1,40}")
# a list may well begin with a name that has a comma
_FEWEST_COLUMNS = 3
# of the first line, which is all that tells a table from a list
_LONGEST_HEADER = 2_000
# characters; wallabag puts an article's text into one
_LONGEST_FIELD = 16 * 1024 * 1024
_MOST_COLUMNS_SHOWN = 8


@dataclass(frozen=True, slots=True)
class Table:
    """A text in CSV.

    Attributes:
        text: All of it.
        delimiter: What stands between fields.
        columns: The names of the columns, without capitals.
    """

    text: str
    delimiter: str
    columns: list[str]


def table_of(text: str) -> Table | None:
    """Return the table that a text is by its first line, or None."""
    text = text.lstrip()
    first_line = text[:_LONGEST_HEADER].splitlines()[:1]
    for delimiter in _DELIMITERS:
        for fields in csv.reader(first_line, delimiter=delimiter):
            columns = [field.strip().casefold() for field in fields]
            if _are_columns(columns):
                return Table(text, delimiter, columns)
    return None


def _are_columns(columns: list[str]) -> bool:
    """Return whether the fields of a first line are names of columns."""
    if _COLUMN in columns:
        return True
    return len(columns) >= _FEWEST_COLUMNS and all(map(_COLUMN_NAME.fullmatch, columns))


def addresses(table: Table, name: str) -> Iterator[str]:
    """Yield the addresses in a table.

    Raises:
        SourceError: It has no column of addresses, or is damaged.
    """
    if _COLUMN not in table.columns:
        shown = ", ".join(table.columns[:_MOST_COLUMNS_SHOWN])
        raise SourceError(name, f"none of its columns is called URL; it has {shown}")
    place = table.columns.index(_COLUMN)
    older_limit = csv.field_size_limit(_LONGEST_FIELD)
    try:
        rows = csv.reader(io.StringIO(table.text, newline=""), delimiter=table.delimiter)
        next(rows)
        for row in rows:
            yield row[place] if place < len(row) else ""
    except csv.Error as error:
        raise SourceError(name, f"its table is damaged: {error}") from error
    finally:
        csv.field_size_limit(older_limit)
