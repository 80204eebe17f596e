"""What pdfium knows of a PDF: its pages, its bookmarks and its metadata. Only here and in ``characters`` is it called."""

from __future__ import annotations

import ctypes
import logging
import re
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from narrator.errors import SourceError
from narrator.readers.pdf.characters import Word, words_of

# a page with fewer words than this may be a scan with a stamp on it
_FEW_WORDS = 30
# of a page's area that pictures must cover for a scan
_SCAN_COVERS = 0.4
_DATE = re.compile(r"D:(\d{4})(\d\d)?(\d\d)?")


@dataclass(frozen=True, slots=True)
class Page:
    """A page's words in the order of the file. ``sideways`` counts words left out for running in another direction."""

    words: tuple[Word, ...]
    pictured: bool = False
    sideways: int = 0


@dataclass(frozen=True, slots=True)
class Bookmark:
    """An entry of the document's outline: ``page`` from 0 on, ``top`` its height there, None for the page's top."""

    title: str
    level: int
    page: int
    top: float | None


@dataclass(frozen=True, slots=True)
class Document:
    """All that is taken from a PDF."""

    pages: tuple[Page, ...]
    bookmarks: tuple[Bookmark, ...]
    title: str
    author: str
    date: str
    language: str


def open_document(data: bytes, source: str) -> Document:
    """Read all of it, and let go of pdfium.

    Raises:
        SourceError: it is damaged, cut off or locked.
    """
    import pypdfium2 as pdfium
    from pypdfium2 import raw

    logging.getLogger("pypdfium2").setLevel(
        logging.CRITICAL
    )  # circles in an outline are nothing to print about
    try:
        file = pdfium.PdfDocument(data)
    except pdfium.PdfiumError as error:
        if raw.FPDF_GetLastError() == raw.FPDF_ERR_PASSWORD:
            raise SourceError(
                source, "it is locked with a password: save it without one"
            ) from error
        raise SourceError(source, "it is damaged or cut off: get the file again") from error
    try:
        title, author, created = (
            _string(raw.FPDF_GetMetaText, file, key)
            for key in (b"Title", b"Author", b"CreationDate")
        )
        language = _string(raw.FPDFCatalog_GetLanguage, file)
        date = "-".join(filter(None, found.groups())) if (found := _DATE.match(created)) else ""
        pages = tuple(_pages(file))
        return Document(pages, tuple(_bookmarks(file, len(pages))), title, author, date, language)
    finally:
        file.close()


def _pages(file: Any) -> Iterator[Page]:
    import pypdfium2 as pdfium

    for index in range(len(file)):
        try:
            page = file[index]
        except pdfium.PdfiumError:
            yield Page(())  # one broken page is no reason to lose the others
            continue
        try:
            text = page.get_textpage()
            words = words_of(text)
            yield _upright(words, len(words) < _FEW_WORDS and _is_pictured(page))
        except pdfium.PdfiumError:
            yield Page(())
        finally:
            page.close()


def _is_pictured(page: Any) -> bool:
    from pypdfium2 import raw

    area = 0.0
    for thing in page.get_objects(filter=[raw.FPDF_PAGEOBJ_IMAGE], max_depth=4):
        left, bottom, right, top = thing.get_bounds()
        area += (right - left) * (top - bottom)
    return bool(area >= _SCAN_COVERS * page.get_width() * page.get_height())


def _upright(words: list[tuple[Word, int]], pictured: bool) -> Page:
    """Only the words in the direction most characters run, turned to run from left to right."""
    turns = Counter[int]()
    for word, turn in words:
        turns[turn] += len(word.text)
    (most, _), *_ = turns.most_common(1) or [(0, 0)]
    kept = tuple(word for word, turn in words if turn == most)
    return Page(kept, pictured, len(words) - len(kept))


def _bookmarks(file: Any, pages: int) -> Iterator[Bookmark]:
    """The outline in its order, without what leads nowhere."""
    from pypdfium2 import raw

    for entry in file.get_toc():
        place = entry.get_dest()
        page = place.get_index() if place else None
        if page is None or not 0 <= page < pages:
            continue
        _, view = place.get_view()
        # XYZ gives left, top and zoom; FitH gives the top alone; a zero is what writers put who know no place
        top = view[1] if len(view) == 3 else view[0] if len(view) == 1 else None
        title = _string(raw.FPDFBookmark_GetTitle, entry)
        yield Bookmark(" ".join(title.split()), entry.level + 1, page, top or None)


def _string(ask: Callable[..., int], *about: Any) -> str:
    """A string of pdfium's, which tells its length in bytes when it has nowhere to write.

    Not by pypdfium2's own functions: they raise on half a surrogate pair.
    """
    size = ask(*about, None, 0)
    if size <= 2:
        return ""
    buffer = ctypes.create_string_buffer(size)
    ask(*about, ctypes.cast(buffer, ctypes.POINTER(ctypes.c_ushort)), size)
    return buffer.raw[: size - 2].decode("utf-16-le", "replace")
