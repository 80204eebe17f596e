"""What pdfium knows of a PDF: its words with their places and looks, its bookmarks and its metadata.

Only here is pdfium called. Asking it about every character through ctypes is what costs, so words are cut out by their
characters' codes, and only a word's ends are asked for their boxes and a run of text for its font: 150 to 300 pages a second.
"""

from __future__ import annotations

import ctypes
import math
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, NamedTuple

from narrator.errors import SourceError

# pdfium's sign for a hyphen that ends a line
_LINE_END_HYPHEN = 2
_NO_CHARACTERS = {0xFFFE, 0xFFFF}
_BOLD = re.compile(r"bold|black|heavy|demi|[-,]bd\b|^(?:\w{6}\+)?cmbx|^(?:\w{6}\+)?sfbx", re.I)
_FIXED = re.compile(r"mono|courier|typewriter|consol|^(?:\w{6}\+)?(?:cm|lm|sf|ec)tt", re.I)
# bits of a PDF font descriptor's flags
_FIXED_PITCH, _FORCE_BOLD = 1, 1 << 18
# a page with fewer words than this may be a scan with a stamp on it
_FEW_WORDS = 30
# of a page's area that pictures must cover for a scan
_SCAN_COVERS = 0.4
_DATE = re.compile(r"D:(\d{4})(\d\d)?(\d\d)?")


class Word(NamedTuple):
    """A word in points, its page turned so that it reads from left to right; y grows upward. A tuple, for there are many.

    ``base`` is its baseline's height; ``glued`` says that no space is before it, as before a raised footnote mark.
    """

    text: str
    left: float
    right: float
    base: float
    size: float
    bold: bool = False
    fixed: bool = False
    glued: bool = False


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


class _Look(NamedTuple):
    """What the characters of one text object share; ``turn`` is its direction in quarters, against the clock."""

    size: float
    base: float
    bold: bool
    fixed: bool
    turn: int


def open_document(data: bytes, source: str) -> Document:
    """Read all of it, and let go of pdfium.

    Raises:
        SourceError: it is damaged, cut off or locked.
    """
    import pypdfium2 as pdfium
    from pypdfium2 import raw

    try:
        file = pdfium.PdfDocument(data)
    except pdfium.PdfiumError as error:
        if raw.FPDF_GetLastError() == raw.FPDF_ERR_PASSWORD:
            raise SourceError(source, "it is locked with a password: save it without one") from error
        raise SourceError(source, "it is damaged or cut off: get the file again") from error
    try:
        known = file.get_metadata_dict()
        pages = tuple(_pages(file))
        date = "-".join(filter(None, found.groups())) if (found := _DATE.match(known["CreationDate"])) else ""
        language = _language(file)
        return Document(pages, tuple(_bookmarks(file, len(pages))), known["Title"], known["Author"], date, language)
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
            words = list(_words(text))
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
    return area >= _SCAN_COVERS * page.get_width() * page.get_height()


def _upright(words: list[tuple[Word, int]], pictured: bool) -> Page:
    """Only the words in the direction most characters run, turned to run from left to right."""
    turns = Counter[int]()
    for word, turn in words:
        turns[turn] += len(word.text)
    (most, _), *_ = turns.most_common(1) or [(0, 0)]
    kept = tuple(word for word, turn in words if turn == most)
    return Page(kept, pictured, len(words) - len(kept))


def _words(text: Any) -> Iterator[tuple[Word, int]]:
    """The words of a text page and their directions."""
    from pypdfium2 import raw

    codes = [raw.FPDFText_GetUnicode(text, index) for index in range(max(0, text.count_chars()))]
    looks = _Looks(text)
    start = 0
    for index, code in enumerate([*codes, 32]):
        ends_line = code == _LINE_END_HYPHEN
        if not ends_line and code > 32 and code not in _NO_CHARACTERS and not 0x7F <= code <= 0xA0:
            continue
        if start < (end := index + ends_line):
            yield from _cut(looks, codes, start, end)
        start = index + 1


def _cut(looks: _Looks, codes: list[int], start: int, end: int) -> Iterator[tuple[Word, int]]:
    """One word, or several where its look changes."""
    first = looks.of(start)
    last = first if end - start == 1 else looks.of(end - 1)
    pieces = [(start, end, first)]
    if first is not last:
        pieces = []
        for index in range(start, end):
            look = looks.of(index)
            if pieces and (look.size, look.base, look.turn) == (pieces[-1][2].size, pieces[-1][2].base, pieces[-1][2].turn):
                pieces[-1] = (pieces[-1][0], index + 1, pieces[-1][2])
            else:
                pieces.append((index, index + 1, look))
    for begin, stop, look in pieces:
        left, right = looks.extent(begin, stop - 1, look.turn)
        characters = "".join("-" if code == _LINE_END_HYPHEN else chr(code) for code in codes[begin:stop])
        glued = begin > start
        yield Word(characters, left, right, look.base, look.size, look.bold, look.fixed, glued), look.turn


class _Looks:
    """The looks of a page's characters, asked for once for each text object."""

    def __init__(self, text: Any) -> None:
        from pypdfium2 import raw

        self._raw, self._text = raw, text
        self._first, self._last, self._matrix = raw.FS_RECTF(), raw.FS_RECTF(), raw.FS_MATRIX()
        self._x, self._y = ctypes.c_double(), ctypes.c_double()
        self._by_object: dict[int, _Look] = {}
        self._by_font: dict[int, tuple[bool, bool]] = {}
        self._before = _Look(10.0, 0.0, False, False, 0)

    def of(self, index: int) -> _Look:
        if thing := self._raw.FPDFText_GetTextObject(self._text, index):
            address = ctypes.addressof(thing.contents)
            if (look := self._by_object.get(address)) is None:
                look = self._by_object[address] = self._ask(index, thing)
            self._before = look
        return self._before

    def extent(self, first: int, last: int, turn: int) -> tuple[float, float]:
        """Where the characters begin and end in their direction."""
        self._raw.FPDFText_GetLooseCharBox(self._text, first, self._first)
        self._raw.FPDFText_GetLooseCharBox(self._text, last, self._last)
        a, b = self._first, self._last
        if turn == 0:
            return a.left, b.right
        return [(a.left, b.right), (a.bottom, b.top), (-a.right, -b.left), (-a.top, -b.bottom)][turn]

    def _ask(self, index: int, thing: Any) -> _Look:
        self._raw.FPDFText_GetMatrix(self._text, index, self._matrix)
        self._raw.FPDFText_GetCharOrigin(self._text, index, self._x, self._y)
        x, y, m = self._x.value, self._y.value, self._matrix
        size = self._raw.FPDFText_GetFontSize(self._text, index) * math.hypot(m.c, m.d)
        turn = round(math.atan2(m.b, m.a) / (math.pi / 2)) % 4 if math.isfinite(m.a + m.b) else 0
        font = self._raw.FPDFTextObj_GetFont(thing)
        address = ctypes.addressof(font.contents) if font else 0
        if (marks := self._by_font.get(address)) is None:
            marks = self._by_font[address] = self._marks(index)
        return _Look(round(size, 1) or 1.0, (y, -x, -y, x)[turn], *marks, turn)

    def _marks(self, index: int) -> tuple[bool, bool]:
        name, flags = ctypes.create_string_buffer(128), ctypes.c_int()
        self._raw.FPDFText_GetFontInfo(self._text, index, name, len(name), flags)
        known = name.value.decode("utf-8", "replace")
        bold, fixed = _BOLD.search(known), _FIXED.search(known)
        return bool(bold or flags.value & _FORCE_BOLD), bool(fixed or flags.value & _FIXED_PITCH)


def _bookmarks(file: Any, pages: int) -> Iterator[Bookmark]:
    """The outline in its order, without what leads nowhere."""
    for entry in file.get_toc():
        place = entry.get_dest()
        page = place.get_index() if place else None
        if page is None or not 0 <= page < pages:
            continue
        _, view = place.get_view()
        # XYZ gives left, top and zoom; FitH gives the top alone; a zero is what writers put who know no place
        top = view[1] if len(view) == 3 else view[0] if len(view) == 1 else None
        yield Bookmark(" ".join(entry.get_title().split()), entry.level + 1, page, top or None)


def _language(file: Any) -> str:
    from pypdfium2 import raw

    size = raw.FPDFCatalog_GetLanguage(file, None, 0)
    if size <= 2:
        return ""
    buffer = ctypes.create_string_buffer(size)
    raw.FPDFCatalog_GetLanguage(file, ctypes.cast(buffer, ctypes.POINTER(ctypes.c_ushort)), size)
    return buffer.raw[: size - 2].decode("utf-16-le", "replace")


