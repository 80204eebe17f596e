"""Word's DOCX: recognised by the folder of its main part."""

from __future__ import annotations

from narrator.article import Article
from narrator.readers.reader import Match, Reader, Sample

# some programs write names with Windows' slashes
_MAIN_PARTS = (b"word/document", b"word\\document")
_CONTENT_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


def _match(sample: Sample, _is_named: bool) -> Match:
    """Return ``CERTAIN`` for an archive with a Word document in it."""
    directory = sample.zip_directory
    if any(part in directory for part in _MAIN_PARTS):
        return Match.CERTAIN
    return Match.NONE


def _read(data: bytes, source: str) -> Article:
    from narrator.readers.docx import read_docx

    return read_docx(data, source)


READER = Reader("Word documents", ("docx",), (_CONTENT_TYPE,), _match, _read)
