"""Characters that every room treats alike."""

from __future__ import annotations

# what steers a terminal
CONTROLS = dict.fromkeys([*range(32), *range(127, 160)], " ")


def one_line(text: str) -> str:
    """Without controls, white space collapsed."""
    return " ".join(text.translate(CONTROLS).split())
