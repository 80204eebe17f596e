"""The table of contents: sections in sections, by the levels of their headings."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Entry:
    """A line of the table of contents.

    Attributes:
        title: The section's title.
        page: The name of its page.
        level: The level of its heading.
        inner: The entries below it.
    """

    title: str
    page: str
    level: int
    inner: list[Entry] = field(default_factory=list)


def nested(entries: Iterable[Entry]) -> list[Entry]:
    """Return the highest of some entries, the others as their inner ones.

    An entry belongs to the last one before it that has a higher level, whatever lies between them.
    """
    highest: list[Entry] = []
    above: list[Entry] = []
    for entry in entries:
        while above and above[-1].level >= entry.level:
            above.pop()
        siblings = above[-1].inner if above else highest
        siblings.append(entry)
        above.append(entry)
    return highest
