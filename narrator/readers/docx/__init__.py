"""Word's DOCX, an archive of XML that is read by lxml alone.

Why a reader of our own: mammoth, the usual library, was tried and loses the numbers of lists and
headings, the inheritance of styles, by which many headings are recognised, and the table of
contents, which it reads out as text.
"""

from __future__ import annotations

from collections.abc import Iterator

from narrator.article import Article
from narrator.errors import SourceError
from narrator.readers.archive import Archive, open_archive, resolve
from narrator.readers.docx.body import BodyReader
from narrator.readers.docx.names import Element, attribute, children
from narrator.readers.docx.notes import NOTE_KINDS, Notes
from narrator.readers.docx.numbering import Numbering
from narrator.readers.docx.styles import read_styles
from narrator.readers.metadata import as_title

_PACKAGE_RELATIONSHIPS = "_rels/.rels"
_USUAL_MAIN_PART = "word/document.xml"
_CORE_PROPERTIES = "docProps/core.xml"
# characters of "2021-03-04T10:00:00Z" that are the date
_DATE_LENGTH = 10


def read_docx(data: bytes, source: str) -> Article:
    """Return the article of a DOCX file.

    Raises:
        SourceError: The file is damaged, or is no Word document.
    """
    archive = open_archive(data, source)
    main = _main_part(archive)
    parts = _related_parts(archive, main)
    styles = read_styles(_part(archive, parts, "styles"))
    numbering = Numbering(_part(archive, parts, "numbering"))
    notes = Notes({kind: _part(archive, parts, f"{kind}s") for kind in NOTE_KINDS})
    body = BodyReader(styles, numbering, notes)
    try:
        body.read(archive.xml(main))
    except RecursionError as error:
        raise SourceError(source, "it is nested deeper than documents are") from error
    properties = _core_properties(archive)
    date = properties.get("created") or properties.get("modified", "")
    return body.builder.article(
        source,
        body.title or as_title(properties.get("title", "")),
        author=properties.get("creator", ""),
        date=date[:_DATE_LENGTH],
        language=properties.get("language") or styles.language,
        skipped=body.skipped(),
    )


def _main_part(archive: Archive) -> str:
    """Return the name of the document itself.

    Raises:
        SourceError: There is none.
    """
    if archive.find(_PACKAGE_RELATIONSHIPS):
        for kind, target in _relationships(archive, _PACKAGE_RELATIONSHIPS, ""):
            in_word_folder = target.casefold().startswith("word/")
            if kind == "officeDocument" and in_word_folder and archive.find(target):
                return target
    if archive.find(_USUAL_MAIN_PART):
        return _USUAL_MAIN_PART
    raise SourceError(archive.source, "it is no Word document, though it is packed like one")


def _related_parts(archive: Archive, main: str) -> dict[str, str]:
    """Return the names of the parts that a document refers to, by what they are to it."""
    folder, _, name = main.rpartition("/")
    relationships = f"{folder}/_rels/{name}.rels"
    parts = {}
    if archive.find(relationships):
        for kind, target in _relationships(archive, relationships, main):
            if archive.find(target):
                parts[kind] = target
    return parts


def _relationships(archive: Archive, name: str, base: str) -> Iterator[tuple[str, str]]:
    """Yield what a part of relationships holds: the kind of each, and the member it leads to.

    Args:
        archive: The file.
        name: The part of relationships.
        base: The part whose relationships they are, empty for the archive's own.
    """
    for _, node in children(archive.xml(name)):
        if attribute(node, "TargetMode") != "External":
            kind = attribute(node, "Type").rpartition("/")[2]
            yield kind, resolve(base, attribute(node, "Target"))


def _part(archive: Archive, parts: dict[str, str], kind: str) -> Element | None:
    """Return the root of a part that the document refers to, None where there is none."""
    if kind not in parts:
        return None
    return archive.xml(parts[kind])


def _core_properties(archive: Archive) -> dict[str, str]:
    """Return what the file says of itself, such as ``title`` and ``creator``, by local names."""
    if not archive.find(_CORE_PROPERTIES):
        return {}
    properties = {}
    for name, node in children(archive.xml(_CORE_PROPERTIES)):
        properties[name.partition(":")[2]] = (node.text or "").strip()
    return properties
