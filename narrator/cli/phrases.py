"""Counts, durations and lists as people read them."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from narrator.article import Skipped

# things left out that are named one by one
_MOST_NAMED = 6
_PREPOSITIONS = (" of ", " to ", " beside ")


def as_words(count: int) -> str:
    """Return a number of words: ``1 word``, ``2,000 words``."""
    noun = "word" if count == 1 else "words"
    return f"{count:,} {noun}"


def megabytes(count: int) -> str:
    """Return a number of bytes: ``7.9 MB``."""
    return f"{count / 1e6:,.1f} MB"


def duration(seconds: float) -> str:
    """Return hours, minutes and seconds as players show them: ``0:03:22``."""
    return str(timedelta(seconds=round(seconds)))


def name_skipped(skipped: Iterable[Skipped]) -> str:
    """Return what was left out, with its words, on one line; of many things only the first."""
    names = []
    items = list(skipped)
    for item in items[:_MOST_NAMED]:
        name = _name(item)
        if item.words:
            name += f" ({as_words(item.words)})"
        names.append(name)
    unnamed = items[_MOST_NAMED:]
    if unnamed:
        words = sum(item.words for item in unnamed)
        names.append(f"{len(unnamed):,} more ({as_words(words)})")
    return ", ".join(names)


def skipped_as_list(skipped: Iterable[Skipped]) -> list[dict[str, Any]]:
    """Return what was left out as a list for JSON."""
    return [
        {"what": item.what, "name": item.name, "count": item.count, "words": item.words}
        for item in skipped
    ]


def _name(item: Skipped) -> str:
    """Return the noun with its count, or with the name of a single thing."""
    if item.name and item.count == 1:
        return f"{item.what} {item.name}"
    noun = item.what if item.count == 1 else _plural(item.what)
    counted = f"{item.count:,} {noun}"
    return f"{counted} {item.name}" if item.name else counted


def _plural(noun: str) -> str:
    """Return the plural of a noun, which a preposition may follow: ``table of contents``."""
    for preposition in _PREPOSITIONS:
        head, found, rest = noun.partition(preposition)
        if found:
            return f"{head}s{preposition}{rest}"
    return f"{noun}s"
