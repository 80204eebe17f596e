"""Writing to standard output and standard error, whatever is behind them.

All that the program prints goes through here, but for what rich lays out on a terminal. Hidden
characters come out as marks (``language.visible``), since most of it is other people's text.
"""

from __future__ import annotations

import json
import os
import shutil
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from typing import Any, BinaryIO, TextIO

from narrator.errors import OutputError, os_reason
from narrator.language.visible import visible, visible_in_json


def say(line: str, *, indent: int | None = None) -> None:
    """Print one line on standard error; if that fails, the work continues.

    Args:
        line: The line.
        indent: Where to continue a line that a terminal has no room for, breaking it between words;
            None to leave that to the terminal.
    """
    try:
        print(_fitted(line, sys.stderr, indent), file=sys.stderr, flush=True)
    except OSError:
        give_up_stream(sys.stderr)


def draw(lines: Sequence[str]) -> None:
    """Draw light blocks on a dark ground on standard error, where that is a terminal."""
    if not sys.stderr.isatty() or not _can_show(lines):
        return
    from rich.console import Console

    terminal = Console(stderr=True, highlight=False, markup=False)
    if any(len(line) > terminal.width for line in lines):
        return
    for line in lines:
        terminal.print(line, style="bright_white on black")


def _can_show(lines: Sequence[str]) -> bool:
    """Return whether standard error has all characters of some lines."""
    try:
        "".join(lines).encode(sys.stderr.encoding or "ascii")
    except UnicodeEncodeError:
        return False
    return True


def write_lines(*lines: str, indent: int | None = None) -> None:
    """Write lines to standard output and flush it.

    A reader that closed the pipe early, as ``head`` does, is no error.

    Args:
        lines: The lines.
        indent: As for ``say``.

    Raises:
        OutputError: They cannot be written.
    """
    _write("".join(f"{_fitted(line, sys.stdout, indent)}\n" for line in lines))


def _fitted(line: str, stream: TextIO, indent: int | None) -> str:
    """Return a line as it can be shown; on a terminal with room for less, broken between words."""
    line = visible(line)
    if indent is None or not stream.isatty():
        return line
    # the stream's own terminal, where it has a size, else what the environment says
    width = os.get_terminal_size(stream.fileno()).columns or shutil.get_terminal_size().columns
    if len(line) <= width:
        return line
    import textwrap

    further = " " * indent
    pieces = textwrap.wrap(
        line, width, subsequent_indent=further, break_long_words=False, break_on_hyphens=False
    )
    return "\n".join(pieces)


def write_json(value: dict[str, Any]) -> None:
    """Write one object on a line of standard output, in ASCII unless the encoding is Unicode.

    Raises:
        OutputError: It cannot be written.
    """
    encoding = sys.stdout.encoding or ""
    is_unicode = encoding.lower().startswith("utf")
    text = json.dumps(value, ensure_ascii=not is_unicode)
    _write(f"{visible_in_json(text)}\n")


def write_content(file: BinaryIO) -> None:
    """Write what an open file holds to standard output, byte by byte.

    Raises:
        OutputError: It cannot be written.
    """
    with _closed_pipes_are_no_error():
        shutil.copyfileobj(file, sys.stdout.buffer)
        sys.stdout.buffer.flush()


def _write(text: str) -> None:
    """Write a text to standard output and flush it.

    Raises:
        OutputError: It cannot be written.
    """
    with _closed_pipes_are_no_error():
        sys.stdout.write(text)
        sys.stdout.flush()


@contextmanager
def _closed_pipes_are_no_error() -> Iterator[None]:
    """Give standard output up where it cannot be written.

    Raises:
        OutputError: It cannot, for another reason than that nobody reads it any more.
    """
    try:
        yield
    except OSError as error:
        give_up_stream(sys.stdout)
        if not isinstance(error, BrokenPipeError):
            raise OutputError("standard output", os_reason(error)) from error


def give_up_stream(stream: TextIO) -> None:
    """Discard what a stream still holds, which Python would try to write again at exit."""
    with suppress(OSError, ValueError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())
