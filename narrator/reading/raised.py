"""Raised figures as characters of their own, so that ten to the sixth is not read as a hundred and six."""

from __future__ import annotations

_RAISED = str.maketrans("0123456789+-−n", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁻ⁿ")


def raised(text: str) -> str:
    """Raised text as it is written without a smaller font; letters stay as they are."""
    return text.translate(_RAISED) if any(map(str.isdigit, text)) else text
