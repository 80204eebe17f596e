"""Superscripts as Unicode characters, so that 10 to the sixth is not read as 106."""

from __future__ import annotations

import re

_SUPERSCRIPTS = str.maketrans("0123456789+-−n", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁻ⁿ")
_WORD = re.compile(r"[^\W\d_]{2}")


def superscript(text: str) -> str:
    """Return superscript text with its digits and signs as Unicode's superscript characters.

    Text without a digit, or with a word in it such as an ordinal's "2nd", is returned unchanged.
    """
    has_digit = any(map(str.isdigit, text))
    if not has_digit or _WORD.search(text):
        return text
    return text.translate(_SUPERSCRIPTS)
