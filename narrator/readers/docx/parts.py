"""The parts that a document refers to: its styles and notes, and what is embedded in it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from narrator.errors import SourceError
from narrator.readers.archive import Archive, resolve
from narrator.readers.docx.names import Element, attribute, children

_PACKAGE_RELATIONSHIPS = "_rels/.rels"
_USUAL_MAIN_PART = "word/document.xml"


@dataclass(frozen=True, slots=True)
class _Relationship:
    """What a part is to another one.

    Attributes:
        identifier: The id by which the other part refers to it.
        kind: What it is, such as ``styles``.
        target: Its member of the archive, which may not be there.
    """

    identifier: str
    kind: str
    target: str


class Parts:
    """The document itself and the parts that it refers to.

    Attributes:
        main: The document's member of the archive.
        source: What error messages call the file.
    """

    def __init__(self, archive: Archive) -> None:
        """Find them.

        Raises:
            SourceError: There is no document in the archive.
        """
        self._archive = archive
        self.source = archive.source
        self.main = _main_part(archive)
        self._by_kind: dict[str, str] = {}
        self._by_id: dict[str, str] = {}
        folder, _, name = self.main.rpartition("/")
        for relationship in _relationships(archive, f"{folder}/_rels/{name}.rels", self.main):
            if archive.find(relationship.target):
                self._by_kind[relationship.kind] = relationship.target
                self._by_id[relationship.identifier] = relationship.target

    def document(self) -> Element:
        """Return the root of the document."""
        return self._archive.xml(self.main)

    def of_kind(self, kind: str) -> Element | None:
        """Return the root of the part of a kind; None where there is none."""
        if kind not in self._by_kind:
            return None
        return self._archive.xml(self._by_kind[kind])

    def find(self, identifier: str) -> str:
        """Return the member of the part with an id; empty where there is none."""
        return self._by_id.get(identifier, "")

    def data(self, member: str) -> bytes:
        """Return the bytes of a part."""
        return self._archive.read(member)

    def xml(self, member: str) -> Element:
        """Return the root of a part."""
        return self._archive.xml(member)


def _main_part(archive: Archive) -> str:
    """Return the member that is the document itself.

    Raises:
        SourceError: There is none.
    """
    for relationship in _relationships(archive, _PACKAGE_RELATIONSHIPS, ""):
        target = relationship.target
        in_word_folder = target.casefold().startswith("word/")
        if relationship.kind == "officeDocument" and in_word_folder and archive.find(target):
            return target
    if archive.find(_USUAL_MAIN_PART):
        return _USUAL_MAIN_PART
    raise SourceError(archive.source, "it is no Word document, though it is packed like one")


def _relationships(archive: Archive, name: str, base: str) -> Iterator[_Relationship]:
    """Yield what a member of relationships holds; nothing where it is not there.

    Args:
        archive: The file.
        name: The member of relationships.
        base: The part whose relationships they are, empty for the archive's own.
    """
    if not archive.find(name):
        return
    for _, node in children(archive.xml(name)):
        if attribute(node, "TargetMode") != "External":
            kind = attribute(node, "Type").rpartition("/")[2]
            target = resolve(base, attribute(node, "Target"))
            yield _Relationship(attribute(node, "Id"), kind, target)
