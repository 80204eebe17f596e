"""Counts, durations and lists as people read them."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta
from typing import Any

from narrator.article import Skipped

_PREPOSITIONS = (" of ", " to ", " beside ")


def as_words(count: int) -> str:
    """So many words."""
    return f"{count:,} {'word' if count == 1 else 'words'}"


def duration(seconds: float) -> str:
    """Hours, minutes and seconds as players show them."""
    return str(timedelta(seconds=round(seconds)))


def name_skipped(skipped: Iterable[Skipped]) -> str:
    """What was left out, with its words, on one line."""
    return ", ".join(
        f"{_name(item)} ({as_words(item.words)})" if item.words else _name(item) for item in skipped
    )


def skipped_as_list(skipped: Iterable[Skipped]) -> list[dict[str, Any]]:
    """The same for JSON."""
    return [
        {"what": item.what, "name": item.name, "count": item.count, "words": item.words}
        for item in skipped
    ]


def _name(item: Skipped) -> str:
    if item.name and item.count == 1:
        return f"{item.what} {item.name}"
    noun, space, rest = item.what.partition(
        next((word for word in _PREPOSITIONS if word in item.what), "\0")
    )
    plural = f"{noun}s{space}{rest}"
    return f"{item.count:,} {item.what if item.count == 1 else plural}" + (
        f" {item.name}" if item.name else ""
    )
