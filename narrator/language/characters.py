"""Shared handling of characters: control characters, white space, and comparing titles."""

from __future__ import annotations

import re

# C0 and C1 controls and DEL, which steer terminals
CONTROLS = dict.fromkeys([*range(32), *range(127, 160)], " ")
_NOT_LETTERS = re.compile(r"[\W_]+")


def one_line(text: str) -> str:
    """Return a text on one line: controls removed, runs of white space as one space."""
    return " ".join(text.translate(CONTROLS).split())


def has_word(text: str) -> bool:
    """Return whether a text has a letter or a digit, so that there is anything to say."""
    return any(map(str.isalnum, text))


def title_key(title: str) -> str:
    """Return a key that is equal for spellings of one title: its letters and digits, case folded.

    Runs of other characters become one space, so "The End." and "the end" are the same title.
    """
    return _NOT_LETTERS.sub(" ", title.casefold()).strip()
