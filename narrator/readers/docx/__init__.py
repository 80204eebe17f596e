"""Word's DOCX: an archive of XML, read without Word's own model of it."""

from __future__ import annotations

from narrator.article import Article
from narrator.errors import SourceError
from narrator.readers.archive import Archive, open_archive, resolve
from narrator.readers.docx.body import Body
from narrator.readers.docx.names import attribute, children
from narrator.readers.docx.numbering import Numbering
from narrator.readers.docx.styles import Styles, read_styles
from narrator.readers.metadata import as_title

_ROOT = "_rels/.rels"


def read_docx(data: bytes, source: str) -> Article:
    """An article from the bytes of a DOCX file.

    Raises:
        SourceError: they are damaged, or no Word document.
    """
    archive = open_archive(data, source)
    main = _main_part(archive)
    parts = _related(archive, main)
    styles = read_styles(archive.xml(parts["styles"])) if "styles" in parts else Styles()
    numbering = Numbering(archive.xml(parts["numbering"]) if "numbering" in parts else None)
    notes = {
        kind: archive.xml(parts[f"{kind}s"])
        for kind in ("footnote", "endnote")
        if f"{kind}s" in parts
    }
    body = Body(styles, numbering, notes)
    try:
        body.read(archive.xml(main))
    except RecursionError as error:
        raise SourceError(source, "it is nested deeper than documents are") from error
    known = _properties(archive)
    return body.outline.article(
        source,
        body.title or as_title(known.get("title", "")),
        author=known.get("creator", ""),
        date=(known.get("created") or known.get("modified", ""))[:10],
        language=known.get("language") or styles.language,
        skipped=body.skipped,
    )


def _main_part(archive: Archive) -> str:
    """The document itself, wherever the archive says it is."""
    if archive.find(_ROOT):
        for kind, target in _relationships(archive, _ROOT, ""):
            if (
                kind == "officeDocument"
                and target.casefold().startswith("word/")
                and archive.find(target)
            ):
                return target
    if archive.find("word/document.xml"):
        return "word/document.xml"
    raise SourceError(archive.source, "it is no Word document, though it is packed like one")


def _related(archive: Archive, main: str) -> dict[str, str]:
    """The parts a document refers to, by what they are to it."""
    folder, _, name = main.rpartition("/")
    relationships = f"{folder}/_rels/{name}.rels"
    if not archive.find(relationships):
        return {}
    return {
        kind: target
        for kind, target in _relationships(archive, relationships, main)
        if archive.find(target)
    }


def _relationships(archive: Archive, name: str, base: str) -> list[tuple[str, str]]:
    return [
        (attribute(node, "Type").rpartition("/")[2], resolve(base, attribute(node, "Target")))
        for _, node in children(archive.xml(name))
        if attribute(node, "TargetMode") != "External"
    ]


def _properties(archive: Archive) -> dict[str, str]:
    """What ``docProps/core.xml`` says of the document."""
    name = "docProps/core.xml"
    if not archive.find(name):
        return {}
    return {
        known.partition(":")[2]: (node.text or "").strip()
        for known, node in children(archive.xml(name))
    }
