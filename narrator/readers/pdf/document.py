"""What pdfium knows of a PDF: its pages, its bookmarks and its metadata.

Only here and in ``characters`` is pdfium called.
"""

from __future__ import annotations

import logging
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from narrator.errors import SourceError
from narrator.readers.metadata import Metadata
from narrator.readers.pdf.annotations import NOTHING_ADDED, read_annotations
from narrator.readers.pdf.right_to_left import read_from_the_left
from narrator.readers.pdf.strings import read_string
from narrator.readers.pdf.visible import is_covered_by_pictures, page_box, seen_words
from narrator.readers.pdf.words import Word, extract_words

# a page with fewer words than this may be a scan with a stamp on it
_FEW_WORDS = 30
# PDF 1.7, section 7.9.4: D:YYYYMMDD and the time
_DATE = re.compile(r"D:(\d{4})(\d\d)?(\d\d)?")


@dataclass(frozen=True, slots=True)
class Page:
    """A page.

    Attributes:
        words: Its words in the order of the file.
        bottom: The height of its lower edge as it is read, in points.
        top: That of its upper edge.
        is_pictured: Whether pictures cover it and it has few words, as a scan.
        sideways_words: How many words were left out because they run in another direction.
        hidden_words: How many because they are not seen.
        undecodable_words: How many because nothing says which letters they have.
        remarks: The texts of remarks that readers put on it.
        checked_boxes: How many boxes of a form are checked.
    """

    words: tuple[Word, ...]
    bottom: float = 0.0
    top: float = 0.0
    is_pictured: bool = False
    sideways_words: int = 0
    hidden_words: int = 0
    undecodable_words: int = 0
    remarks: tuple[str, ...] = ()
    checked_boxes: int = 0


@dataclass(frozen=True, slots=True)
class Bookmark:
    """An entry of the document's outline.

    Attributes:
        title: Its text on one line.
        level: Its depth from 1 on.
        page: The page it leads to, from 0 on.
        top: The height it leads to there, in points; None for the top of the page.
    """

    title: str
    level: int
    page: int
    top: float | None


@dataclass(frozen=True, slots=True)
class Document:
    """Everything that is taken from a PDF."""

    pages: tuple[Page, ...]
    bookmarks: tuple[Bookmark, ...]
    metadata: Metadata


def open_document(data: bytes, source: str) -> Document:
    """Return the contents of a PDF file, all of them, and close it.

    Raises:
        SourceError: It is damaged, cut off or locked.
    """
    from pypdfium2 import raw

    # it warns of circles in an outline, which nobody asked about
    logging.getLogger("pypdfium2").setLevel(logging.CRITICAL)
    file = _open_file(data, source)
    try:
        pages = tuple(_read_pages(file))
        metadata = Metadata(
            title=read_string(raw.FPDF_GetMetaText, file, b"Title"),
            author=read_string(raw.FPDF_GetMetaText, file, b"Author"),
            date=_iso_date(read_string(raw.FPDF_GetMetaText, file, b"CreationDate")),
            language=read_string(raw.FPDFCatalog_GetLanguage, file),
        )
        return Document(pages, tuple(_read_bookmarks(file, len(pages))), metadata)
    finally:
        file.close()


def _open_file(data: bytes, source: str) -> Any:
    import pypdfium2 as pdfium
    from pypdfium2 import raw

    try:
        return pdfium.PdfDocument(data)
    except pdfium.PdfiumError as error:
        reason = "it is damaged or cut off: get the file again"
        if raw.FPDF_GetLastError() == raw.FPDF_ERR_PASSWORD:
            reason = "it is locked with a password: save it without one"
        raise SourceError(source, reason) from error


def _iso_date(date: str) -> str:
    """Return a PDF's date as ``YYYY-MM-DD``, as far as it goes; empty if it is none."""
    match = _DATE.match(date)
    if not match:
        return ""
    return "-".join(filter(None, match.groups()))


def _read_pages(file: Any) -> Iterator[Page]:
    """Yield the pages in order; a broken one is empty, which is no reason to lose the others."""
    import pypdfium2 as pdfium

    file.init_forms()
    for index in range(len(file)):
        try:
            page = file[index]
        except pdfium.PdfiumError:
            yield Page(())
            continue
        try:
            yield _read_page(page, file.formenv)
        except pdfium.PdfiumError:
            yield Page(())
        finally:
            page.close()


def _read_page(page: Any, form: Any) -> Page:
    """Return a page with only the words in the direction that most of its characters run.

    Args:
        page: pdfium's page.
        form: pdfium's form of the document, None where it has none.
    """
    seen = seen_words(page, extract_words(page.get_textpage()))
    is_pictured = len(seen.words) < _FEW_WORDS and is_covered_by_pictures(page)
    characters = Counter[int]()
    for word in seen.words:
        characters[word.quarter_turns] += len(word.text)
    main_direction = max(characters, key=characters.__getitem__, default=0)
    upright = [word for word in seen.words if word.quarter_turns == main_direction]
    bottom, top = page_box(page).heights(main_direction)
    added = read_annotations(page, form) if main_direction == 0 else NOTHING_ADDED
    return Page(
        tuple(read_from_the_left(upright + added.words)),
        bottom,
        top,
        is_pictured,
        len(seen.words) - len(upright),
        seen.hidden,
        seen.undecodable,
        added.remarks,
        added.checked_boxes,
    )


def _read_bookmarks(file: Any, page_count: int) -> Iterator[Bookmark]:
    """Yield the outline's entries in its order, without those that lead nowhere."""
    from pypdfium2 import raw

    for entry in file.get_toc():
        destination = entry.get_dest()
        page = destination.get_index() if destination else None
        if page is None or not 0 <= page < page_count:
            continue
        title = read_string(raw.FPDFBookmark_GetTitle, entry)
        yield Bookmark(" ".join(title.split()), entry.level + 1, page, _top(destination))


def _top(destination: Any) -> float | None:
    """Return the height that a destination names (PDF 1.7, table 151), None where it names none.

    A zero is what writers put who know no place.
    """
    _, view = destination.get_view()
    top: float = 0.0
    if len(view) == 3:  # XYZ: left, top and zoom
        top = view[1]
    elif len(view) == 1:  # FitH: the top alone
        top = view[0]
    return top or None
