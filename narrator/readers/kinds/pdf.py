"""PDF: recognised by its header."""

from __future__ import annotations

from narrator.article import Article
from narrator.readers.reader import Match, Reader, Sample

_HEADER = b"%PDF-"
# bytes; other data may precede the header (Adobe's implementation note 13 to the PDF 1.7 reference)
_HEADER_WITHIN = 1024


def _match(sample: Sample, _is_named: bool) -> Match:
    """Return ``CERTAIN`` where the header stands near the beginning."""
    if _HEADER in sample.data[:_HEADER_WITHIN]:
        return Match.CERTAIN
    return Match.NONE


def _read(data: bytes, source: str) -> Article:
    from narrator.readers.pdf import read_pdf

    return read_pdf(data, source)


READER = Reader("PDF files", ("pdf",), ("application/pdf",), _match, _read)
