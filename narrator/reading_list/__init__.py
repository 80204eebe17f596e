"""Lists of what is to be narrated: files of paths and addresses, and what reading lists export.

Pocket exports a web page or a ZIP archive of CSV files, Instapaper, Readwise Reader and wallabag
CSV, wallabag JSON as well, Readeck a ZIP archive; bookmarks that browsers export look like Pocket's
page. Which of these a file is, is told by its content. Whatever else is text is a list, one path or
address a line.

Like a source, a list is read in a process of its own, under limits.
"""

from __future__ import annotations

import io
import os
import sys
from contextlib import nullcontext
from typing import BinaryIO

from narrator.errors import SourceError, os_reason
from narrator.readers.guarded import Limits, run_guarded
from narrator.reading_list.archives import addresses_of_archive
from narrator.reading_list.entries import ReadingList
from narrator.reading_list.texts import list_of_text
from narrator.sources import STANDARD_INPUT

__all__ = ["ReadingList", "read_list"]

_MIB = 1024 * 1024
# wallabag's exports hold the articles' texts: some 30 kB for each of 8,000
_MAX_BYTES = 256 * _MIB
_ARCHIVE_START = b"PK\x03\x04"


def read_list(path: str) -> ReadingList:
    """Return what a list names, each source once and in the list's order.

    Args:
        path: The list's file, or ``-`` for standard input.

    Raises:
        SourceError: It cannot be read, is neither a list nor an export that is known, or names
            nothing that is read.
    """
    try:
        found = _read(path)
    except OSError as error:
        raise SourceError(path, os_reason(error)) from error
    except ValueError as error:  # a NUL in the path is one
        raise SourceError(path, str(error)) from error
    if not found.sources:
        raise SourceError(path, _why_empty(found))
    return found


def _read(path: str) -> ReadingList:
    """Return what a list names, which may be nothing.

    Raises:
        OSError: It cannot be read.
        SourceError: It is neither a list nor an export.
    """
    with _open(path) as file:
        start = file.read(len(_ARCHIVE_START))
        if start == _ARCHIVE_START and os.path.isfile(path):
            # Readeck's hold the articles' pictures, too: only what is needed is read
            limits = Limits.for_source(os.path.getsize(path))
            return run_guarded(addresses_of_archive, (path, path), limits, path)
        data = start + file.read(_MAX_BYTES)
    if len(data) > _MAX_BYTES:
        raise SourceError(path, f"it is larger than {_MAX_BYTES // _MIB} MiB")
    limits = Limits.for_source(len(data))
    if start == _ARCHIVE_START:
        return run_guarded(addresses_of_archive, (io.BytesIO(data), path), limits, path)
    return run_guarded(list_of_text, (data, path), limits, path)


def _open(path: str) -> nullcontext[BinaryIO] | BinaryIO:
    """Open a file or standard input.

    Raises:
        OSError: It cannot be opened.
        ValueError: Standard input is closed, or no file can have that name.
    """
    if path != STANDARD_INPUT:
        return open(path, "rb")
    if sys.stdin is None:
        raise ValueError("it is closed")
    return nullcontext(sys.stdin.buffer)


def _why_empty(found: ReadingList) -> str:
    """Return why a list names nothing that is read."""
    if found.left_out:
        return "none of its addresses begins with http or https"
    return "it names nothing to narrate"
