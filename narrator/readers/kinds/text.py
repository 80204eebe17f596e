"""Plain text: whatever is neither another kind nor known to be no text."""

from __future__ import annotations

from narrator.article import Article
from narrator.readers.reader import Match, Reader, Sample


def _match(sample: Sample, _is_named: bool) -> Match:
    """Return ``FALLBACK`` for what may be text, whatever its name."""
    if sample.unreadable_reason or sample.is_xml:
        return Match.NONE
    return Match.FALLBACK


def _read(data: bytes, source: str) -> Article:
    from narrator.readers.plain import read_text

    return read_text(data, source)


READER = Reader("plain text", ("txt", "text"), ("text/plain",), _match, _read)
