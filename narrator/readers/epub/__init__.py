"""EPUB 2 and 3: the spine's text in its order, cut into chapters where the table of contents leads.

Files are no chapters: one may hold several, and one chapter may run over several. Where a book has no table of contents
worth the name, its headings are its chapters.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

from narrator.article import Article, Kind, Skipped, count_words
from narrator.errors import SourceError
from narrator.readers.archive import Archive, open_archive, resolve
from narrator.readers.builder import ArticleBuilder
from narrator.readers.epub.chapters import Chapters
from narrator.readers.epub.package import Package, read_package
from narrator.readers.tree.block import Block
from narrator.readers.tree.document import MOST_TAGS, parse_xhtml
from narrator.readers.tree.elements import attribute, tag_of
from narrator.readers.tree.notes import find_notes
from narrator.readers.tree.walk import walk_blocks

# what a page is, by what its book, its file or itself says, and the most words such a page has
_PAGES = (
    ("cover", re.compile(r"cover(?:page|-page|image)?", re.I), 100),
    ("title page", re.compile(r"(?:half-?)?title-?_?page|(?:half-?)?title", re.I), 150),
    (
        "copyright page",
        re.compile(r"copyright(?:-?_?page)?|imprint|colophon|impressum", re.I),
        1500,
    ),
    ("table of contents", re.compile(r"toc|contents|table-?_?of-?_?contents|inhalt", re.I), 5000),
)
_STEM = re.compile(r"\.\w+$")
# a list of contents leads elsewhere with more of its characters than this; a chapter called "Contents" does not
_MOSTLY = 0.5
_FEWEST_ENTRIES = 2


def read_epub(data: bytes, source: str) -> Article:
    """An article from the bytes of an EPUB.

    Raises:
        SourceError: it is no EPUB, is protected or damaged, or is out of all bounds.
    """
    archive = open_archive(data, source)
    package = read_package(archive)
    roots = _parse(archive, package)

    def target(base: str, href: str) -> str:
        return archive.find(resolve(base, href)) or ""

    notes = find_notes(roots, target)
    wanted: dict[str, set[str]] = {}
    for entry in package.contents:
        wanted.setdefault(entry.member, set()).add(entry.fragment)
    skipped: Counter[str] = Counter()
    words: Counter[str] = Counter()
    kept: list[tuple[str, list[Block]]] = []
    for member, linear in package.spine:
        found = list(walk_blocks(roots[member], notes, wanted.get(member, ())))
        left = "" if linear else "part beside the main text"
        if member == package.navigation:
            left = "table of contents"
        if page := left or _page(package.marks.get(member, set()), roots[member], found):
            skipped[page] += 1
            words[page] += sum(
                count_words(block.text) for block in found if block.kind is not Kind.FOOTNOTE
            )
            # notes that are shown where they are referred to are kept so
            found = [block for block in found if block.kind is Kind.FOOTNOTE]
        kept.append((member, found))
    if package.missing:
        skipped["part that is missing in the file"] = package.missing
    outline = ArticleBuilder()
    Chapters(outline, _worthy(package, kept)).write(kept)
    return outline.article(
        source,
        package.title,
        author=package.author,
        date=package.date,
        language=package.language,
        skipped=[Skipped(what, count, words[what]) for what, count in skipped.items()],
    )


def _parse(archive: Archive, package: Package) -> dict[str, Any]:
    """The trees of the spine's members; the navigation is no text, though it may be in it."""
    roots = {}
    tags = 0
    for member, _ in package.spine:
        data = archive.read(member)
        tags += data.count(b"<")
        if tags > MOST_TAGS:
            raise SourceError(
                archive.source,
                f"it has more than {MOST_TAGS // 1_000_000} million tags, as no book has",
            )
        roots[member] = parse_xhtml(data, archive.source)
    return roots


def _page(said: set[str], root: Any, found: Sequence[Block]) -> str:
    """Which kind of page that is not read aloud a member is; empty where it is text."""
    body = next((node for node in root.iter("*") if tag_of(node) == "body"), root)
    own = [attribute(node, "type") for node in (body, *body[:1])]
    names = {_STEM.sub("", name) for name in (*said, *" ".join(own).split())}
    words = sum(count_words(block.text) for block in found)
    for what, pattern, most in _PAGES:
        if (
            words <= most
            and any(map(pattern.fullmatch, names))
            and (what != "table of contents" or _is_links(found))
        ):
            return what
    return ""


def _is_links(found: Sequence[Block]) -> bool:
    text = [block for block in found if not block.level]
    return sum(block.linked for block in text) > _MOSTLY * sum(len(block.text) for block in text)


def _worthy(
    package: Package, kept: Sequence[tuple[str, Sequence[Block]]]
) -> Mapping[str, list[Any]]:
    """The table of contents by members, unless it has less to tell than the headings."""
    with_text = {member for member, found in kept if found}
    told = [entry for entry in package.contents if entry.member in with_text]
    headings = sum(block.level > 0 for _, found in kept for block in found)
    if len(told) < _FEWEST_ENTRIES and headings > len(told):
        return {}
    by_member: dict[str, list[Any]] = {}
    for entry in told:
        by_member.setdefault(entry.member, []).append(entry)
    return by_member
