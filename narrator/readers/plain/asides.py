"""Lines that stand apart from the text and are never headings, though they look like some: captions, by-lines, dates."""

from __future__ import annotations

import re

from narrator.language.tables import heading_table


def _any_of(*kinds: str) -> re.Pattern[str]:
    table = heading_table()["asides"]
    return re.compile(
        "|".join(f"(?:{pattern})" for kind in kinds or table for pattern in table[kind])
    )


_CAPTION = _any_of("caption")
_BY_LINE = _any_of("by-line")
_ASIDE = _any_of()


def is_caption(text: str) -> bool:
    """Whether a line stands below a picture or a figure."""
    return bool(_CAPTION.match(text))


def is_by_line(text: str) -> bool:
    """Whether a line says who wrote the text."""
    return bool(_BY_LINE.match(text))


def is_aside(text: str) -> bool:
    """Whether a short line is a caption, a by-line, a date, a link, a notice or the like."""
    return bool(_ASIDE.match(text))
