"""EPUB: recognised by the member that every EPUB must have (EPUB 3.3, 4.2.6.3.1)."""

from __future__ import annotations

from narrator.article import Article
from narrator.readers.reader import Match, Reader, Sample


def _match(sample: Sample, _is_named: bool) -> Match:
    """Return ``CERTAIN`` for an archive with a container file."""
    if b"META-INF/container.xml" in sample.zip_directory:
        return Match.CERTAIN
    return Match.NONE


def _read(data: bytes, source: str) -> Article:
    from narrator.readers.epub import read_epub

    return read_epub(data, source)


READER = Reader("EPUB books", ("epub",), ("application/epub+zip",), _match, _read)
