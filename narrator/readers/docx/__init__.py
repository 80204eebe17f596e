"""Word's DOCX, an archive of XML that is read by lxml alone.

Why a reader of our own: mammoth, the usual library, was tried and loses the numbers of lists and
headings, the inheritance of styles, by which many headings are recognised, and the table of
contents, which it reads out as text.
"""

from __future__ import annotations

from narrator.article import Article
from narrator.errors import SourceError
from narrator.readers.archive import Archive, open_archive
from narrator.readers.docx.body import BodyReader
from narrator.readers.docx.names import children
from narrator.readers.docx.notes import NOTE_KINDS, Notes
from narrator.readers.docx.numbering import Numbering
from narrator.readers.docx.parts import Parts
from narrator.readers.docx.styles import read_styles
from narrator.readers.metadata import as_title, day_of

_CORE_PROPERTIES = "docProps/core.xml"


def read_docx(data: bytes, source: str) -> Article:
    """Return the article of a DOCX file.

    Raises:
        SourceError: The file is damaged, or is no Word document.
    """
    archive = open_archive(data, source)
    parts = Parts(archive)
    styles = read_styles(parts.of_kind("styles"))
    numbering = Numbering(parts.of_kind("numbering"))
    notes = Notes({kind: parts.of_kind(f"{kind}s") for kind in NOTE_KINDS})
    body = BodyReader(styles, numbering, notes, parts)
    try:
        body.read(parts.document())
    except RecursionError as error:
        raise SourceError(source, "it is nested deeper than documents are") from error
    properties = _core_properties(archive)
    date = properties.get("created") or properties.get("modified", "")
    return body.builder.article(
        source,
        body.title or as_title(properties.get("title", "")),
        author=properties.get("creator", ""),
        date=day_of(date),
        language=properties.get("language") or styles.language,
        skipped=body.skipped(),
    )


def _core_properties(archive: Archive) -> dict[str, str]:
    """Return what the file says of itself, such as ``title`` and ``creator``, by local names."""
    if not archive.find(_CORE_PROPERTIES):
        return {}
    properties = {}
    for name, node in children(archive.xml(_CORE_PROPERTIES)):
        properties[name.partition(":")[2]] = (node.text or "").strip()
    return properties
