"""EPUB 2 and 3: the text of the spine in its order, cut into chapters by the table of contents.

Files are not taken as chapters: one may hold several, and one chapter may run over several. Where a
book has no table of contents worth the name, its headings are its chapters; where it marks none,
those lines that would be headings in plain text.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from narrator.article import Article, Kind, Skipped, count_words
from narrator.errors import SourceError
from narrator.readers.archive import Archive, open_archive, resolve
from narrator.readers.builder import ArticleBuilder
from narrator.readers.epub.chapters import BookPart, ChapterWriter
from narrator.readers.epub.cover import read_cover
from narrator.readers.epub.layout import StyleSheets, set_right
from narrator.readers.epub.package import Package, SpinePart, read_package
from narrator.readers.epub.pages import TABLE_OF_CONTENTS, page_kind
from narrator.readers.epub.toc import TocEntry
from narrator.readers.epub.unmarked import mark_headings
from narrator.readers.tree.block import Block
from narrator.readers.tree.document import MOST_TAGS, parse_xhtml
from narrator.readers.tree.elements import Element
from narrator.readers.tree.notes import find_notes
from narrator.readers.tree.walk import walk_blocks

# a table of contents with fewer entries is used only where the book has no more headings than that
_FEWEST_ENTRIES = 2
# so few entries or headings do not divide a book that has more parts for each of them
_FEW_ENTRIES, _PARTS_A_MARK = 3, 4


def read_epub(data: bytes, source: str) -> Article:
    """Return the article of an EPUB.

    Raises:
        SourceError: It is no EPUB, is protected, damaged or too large.
    """
    archive = open_archive(data, source)
    package = read_package(archive)
    words_left_out: defaultdict[str, list[int]] = defaultdict(list)
    parts = _read_parts(archive, package, words_left_out)
    skipped: list[Skipped] = []
    for what, words in words_left_out.items():
        skipped.append(Skipped(what, len(words), sum(words)))
    if package.missing:
        skipped.append(Skipped("part that is missing in the file", package.missing, 0))
    builder = ArticleBuilder()
    outlined, toc = _outlined(package, parts)
    ChapterWriter(builder, toc).write(outlined)
    article = builder.stated_article(source, package.metadata, skipped)
    # the last member that is read: if the archive's limits end with it, only the cover is lost
    cover = read_cover(archive, package.cover)
    return replace(article, cover=cover)


def _read_parts(
    archive: Archive, package: Package, words_left_out: defaultdict[str, list[int]]
) -> list[BookPart]:
    """Return the text of the spine's parts.

    Of parts that are left out only the notes stay, because they are read where they are referred
    to. The words of each such part are added to ``words_left_out`` under what it is.
    """
    roots = _parse_spine(archive, package)

    def target(base: str, href: str) -> str:
        return archive.find(resolve(base, href)) or ""

    notes = find_notes(roots, target)
    anchors: defaultdict[str, set[str]] = defaultdict(set)
    for entry in package.toc:
        anchors[entry.member].add(entry.fragment)
    parts = []
    for part in package.spine:
        root = roots[part.member]
        found = list(walk_blocks(root, notes, anchors[part.member]))
        left_out = _reason_left_out(package, part, root, found)
        if left_out:
            words = 0
            kept: list[Block] = []
            for block in found:
                if block.kind is Kind.FOOTNOTE:
                    kept.append(block)
                else:
                    words += count_words(block.text)
            words_left_out[left_out].append(words)
            found = kept
        parts.append(BookPart(part.member, found))
    return parts


def _parse_spine(archive: Archive, package: Package) -> dict[str, Element]:
    """Return the documents of the spine by their members.

    Raises:
        SourceError: A document is damaged or unsafe, or together they are too large.
    """
    roots = {}
    sheets = StyleSheets(archive)
    tags = 0
    for part in package.spine:
        data = archive.read(part.member)
        tags += data.count(b"<")
        if tags > MOST_TAGS:
            millions = MOST_TAGS // 1_000_000
            raise SourceError(
                archive.source, f"it has more than {millions} million tags, as no book has"
            )
        root = parse_xhtml(data, archive.source)
        set_right(root, sheets.hidden_in(part.member, root), package.metadata.language)
        roots[part.member] = root
    return roots


def _reason_left_out(
    package: Package, part: SpinePart, root: Element, found: Sequence[Block]
) -> str:
    """Return as what a part of the spine is left out; empty where it is read."""
    if part.member == package.navigation:
        return TABLE_OF_CONTENTS
    if not part.is_linear:
        return "part beside the main text"
    names = package.names.get(part.member, set())
    return page_kind(names, root, found, package.metadata)


def _outlined(
    package: Package, parts: Sequence[BookPart]
) -> tuple[Sequence[BookPart], Mapping[str, list[TocEntry]]]:
    """Return a book's parts, and the entries of its table of contents by member.

    There are no entries where the table tells less than the book's headings do. Where both tell
    hardly anything, lines that read like headings become some.
    """
    with_text = {part.member for part in parts if part.blocks}
    by_member: defaultdict[str, list[TocEntry]] = defaultdict(list)
    entries = 0
    for entry in package.toc:
        if entry.member in with_text:
            by_member[entry.member].append(entry)
            entries += 1
    headings = _count_headings(parts)
    marks = max(entries, headings)
    if marks < _FEWEST_ENTRIES or (
        marks <= _FEW_ENTRIES and _PARTS_A_MARK * marks < len(with_text)
    ):
        marked = mark_headings(parts)
        found = _count_headings(marked) - headings
        if found >= _FEWEST_ENTRIES * max(1, marks):
            return marked, {}
    if entries < _FEWEST_ENTRIES and headings > entries:
        return parts, {}
    return parts, by_member


def _count_headings(parts: Iterable[BookPart]) -> int:
    return sum(block.level > 0 for part in parts for block in part.blocks)
