"""Raised figures as characters of their own, so that ten to the sixth is not read as a hundred and six."""

from __future__ import annotations

import re

_RAISED = str.maketrans("0123456789+-−n", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁻ⁿ")
_WORD = re.compile(r"[^\W\d_]{2}")


def superscript(text: str) -> str:
    """Raised text as it is written without a smaller font; words and other letters stay as they are."""
    return (
        text.translate(_RAISED) if any(map(str.isdigit, text)) and not _WORD.search(text) else text
    )
