"""The marks of list items: bullets, and numbers with a full stop or a bracket."""

from __future__ import annotations

import re
from dataclasses import dataclass

_BULLET = re.compile(r"[•◦▪▫■□●○‣⁃∙·▶►➢➤✓✔]|[-–—*o](?=\s)")
_NUMBER = re.compile(
    r"""
    \(? (
        \d{1,3} | [a-z] | [ivx]{1,5}
        | [A-Z](?=\))       # with a full stop it is a name's initial
    ) [.)] \s
    """,
    re.X,
)


@dataclass(frozen=True, slots=True)
class ListMark:
    """A list item's mark.

    Attributes:
        label: Its number, empty for a bullet.
        length: How many characters it takes of the text.
    """

    label: str
    length: int


def list_mark(text: str) -> ListMark | None:
    """Return the list item's mark that a text begins with, None where there is none."""
    bullet = _BULLET.match(text)
    if bullet:
        return ListMark("", bullet.end())
    number = _NUMBER.match(text)
    if number:
        return ListMark(number[1], number.end())
    return None


def without_list_mark(text: str) -> str:
    """Return a list item's text without its mark."""
    mark = list_mark(text)
    if mark is None:
        return text
    return text[mark.length :].lstrip()
