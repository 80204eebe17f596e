"""What pdfium knows of a PDF: its pages, its bookmarks and its metadata.

Only here and in ``characters`` is pdfium called.
"""

from __future__ import annotations

import ctypes
import logging
import re
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from narrator.errors import SourceError
from narrator.readers.metadata import Metadata
from narrator.readers.pdf.words import Word, extract_words

# a page with fewer words than this may be a scan with a stamp on it
_FEW_WORDS = 30
# share of a page's area that pictures must cover for a scan
_SCAN_SHARE = 0.4
# forms inside forms that are searched for pictures
_PICTURE_DEPTH = 4
# PDF 1.7, section 7.9.4: D:YYYYMMDD and the time
_DATE = re.compile(r"D:(\d{4})(\d\d)?(\d\d)?")
# UTF-16's
_BYTES_A_CHARACTER = 2


@dataclass(frozen=True, slots=True)
class Page:
    """A page.

    Attributes:
        words: Its words in the order of the file.
        is_pictured: Whether pictures cover it and it has few words, as a scan.
        sideways_words: How many words were left out because they run in another direction.
    """

    words: tuple[Word, ...]
    is_pictured: bool = False
    sideways_words: int = 0


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
            title=_string(raw.FPDF_GetMetaText, file, b"Title"),
            author=_string(raw.FPDF_GetMetaText, file, b"Author"),
            date=_iso_date(_string(raw.FPDF_GetMetaText, file, b"CreationDate")),
            language=_string(raw.FPDFCatalog_GetLanguage, file),
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

    for index in range(len(file)):
        try:
            page = file[index]
        except pdfium.PdfiumError:
            yield Page(())
            continue
        try:
            yield _read_page(page)
        except pdfium.PdfiumError:
            yield Page(())
        finally:
            page.close()


def _read_page(page: Any) -> Page:
    """Return a page with only the words in the direction that most of its characters run."""
    words = extract_words(page.get_textpage())
    is_pictured = len(words) < _FEW_WORDS and _is_covered_by_pictures(page)
    characters = Counter[int]()
    for word in words:
        characters[word.quarter_turns] += len(word.text)
    main_direction = max(characters, key=characters.__getitem__, default=0)
    upright = tuple(word for word in words if word.quarter_turns == main_direction)
    return Page(upright, is_pictured, len(words) - len(upright))


def _is_covered_by_pictures(page: Any) -> bool:
    from pypdfium2 import raw

    covered = 0.0
    for picture in page.get_objects(filter=[raw.FPDF_PAGEOBJ_IMAGE], max_depth=_PICTURE_DEPTH):
        left, bottom, right, top = picture.get_bounds()
        covered += (right - left) * (top - bottom)
    return bool(covered >= _SCAN_SHARE * page.get_width() * page.get_height())


def _read_bookmarks(file: Any, page_count: int) -> Iterator[Bookmark]:
    """Yield the outline's entries in its order, without those that lead nowhere."""
    from pypdfium2 import raw

    for entry in file.get_toc():
        destination = entry.get_dest()
        page = destination.get_index() if destination else None
        if page is None or not 0 <= page < page_count:
            continue
        title = _string(raw.FPDFBookmark_GetTitle, entry)
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


def _string(ask: Callable[..., int], *about: Any) -> str:
    """Return one of pdfium's strings.

    It is asked twice: without a buffer it tells the length in bytes. pypdfium2's own functions are
    not used because they raise on half a surrogate pair.
    """
    size = ask(*about, None, 0)
    text_bytes = size - _BYTES_A_CHARACTER  # without the NUL at the end
    if text_bytes <= 0:
        return ""
    buffer = ctypes.create_string_buffer(size)
    ask(*about, ctypes.cast(buffer, ctypes.POINTER(ctypes.c_ushort)), size)
    return buffer.raw[:text_bytes].decode("utf-16-le", "replace")
