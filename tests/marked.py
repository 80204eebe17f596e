"""Marked texts, with a ``#`` before a heading for each level, and the styles of plain text."""

from __future__ import annotations

import textwrap
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

FOLDER = Path(__file__).parent / "data" / "headings"


class Piece(NamedTuple):
    """A paragraph, or a heading of a depth from 1 on."""

    text: str
    depth: int = 0


def marked_texts() -> dict[str, list[Piece]]:
    """All of them, by name."""
    return {
        path.stem: [_piece(line) for line in path.read_text("utf-8").splitlines()]
        for path in sorted(FOLDER.glob("*.txt"))
    }


def _piece(line: str) -> Piece:
    marks = len(line) - len(line.lstrip("#"))
    return Piece(line[marks:].strip(), marks)


def single(pieces: list[Piece]) -> str:
    """A block a line."""
    return "\n".join(piece.text for piece in pieces)


def spaced(pieces: list[Piece]) -> str:
    """Blank lines between the blocks."""
    return "\n\n".join(piece.text for piece in pieces)


def wrapped(pieces: list[Piece]) -> str:
    """Lines of at most 72 characters."""
    return "\n\n".join(textwrap.fill(piece.text, 72) for piece in pieces)


def stuck(pieces: list[Piece]) -> str:
    """Lines of at most 72 characters, headings with no blank line below."""
    return "".join(
        textwrap.fill(piece.text, 72) + ("\n" if piece.depth else "\n\n") for piece in pieces
    )


def underlined(pieces: list[Piece]) -> str:
    """Headings of the second depth with ``=`` below, of the third with ``-``."""
    rules = {2: "=", 3: "-"}
    return "\n\n".join(
        textwrap.fill(p.text, 72)
        + (f"\n{rules[p.depth] * len(p.text)}" if p.depth in rules else "")
        for p in pieces
    )


def capitals(pieces: list[Piece]) -> str:
    """Headings in capitals."""
    return "\n\n".join(piece.text.upper() if piece.depth else piece.text for piece in pieces)


def numbered(pieces: list[Piece]) -> str:
    """Headings below the title with numbers, the deeper ones with two."""
    blocks, first, second = [], 0, 0
    for text, depth in pieces:
        if depth == 2:
            first, second = first + 1, 0
            blocks.append(f"{first}. {text}")
        elif depth == 3:
            second += 1
            blocks.append(f"{first}.{second} {text}")
        else:
            blocks.append(text)
    return "\n\n".join(blocks)


STYLES: dict[str, Callable[[list[Piece]], str]] = {
    style.__name__: style
    for style in (single, spaced, wrapped, stuck, underlined, capitals, numbered)
}
