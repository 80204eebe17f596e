"""Plain text: which characters the bytes are, then blocks and sections."""

from __future__ import annotations

import codecs
import re
from collections.abc import Mapping, Sequence
from itertools import pairwise

from narrator.article import Article, Section, Skipped
from narrator.errors import SourceError
from narrator.reading.outline import article_name, spoken_name
from narrator.text import furniture
from narrator.text.blocks import Block, read_lines, split_blocks
from narrator.text.headings import find_headings
from narrator.text.kinds import note_marks, paragraphs
from narrator.text.levels import SECTION, TITLE, continues

# what common files that are no text begin with
_SIGNATURES = {
    b"%PDF-": "a PDF",
    b"PK\x03\x04": "a ZIP archive, as EPUB and Word files are",
    b"\xd0\xcf\x11\xe0": "an old Word file",
    b"{\\rtf": "an RTF file",
    b"\x1f\x8b": "a gzip archive",
    b"\x89PNG": "a picture",
    b"\xff\xd8\xff": "a picture",
    b"ID3": "sound",
}
_MARKUP = re.compile(rb"\s*<(?:!doctype\s+html|html|\?xml)\b", re.I)
_BYTE_ORDER_MARKS = {codecs.BOM_UTF8: "utf-8", codecs.BOM_UTF16_LE: "utf-16-le", codecs.BOM_UTF16_BE: "utf-16-be"}
# text may hold a stray escape or form feed; data holds many controls
_MAX_CONTROL_SHARE = 0.01
_CONTROLS = bytes(set(range(32)) - set(b"\t\n\v\f\r\x1b")) + b"\x7f"


def read_text(data: bytes, source: str) -> Article:
    """An article from the bytes of a text file.

    Raises:
        SourceError: they are not text.
    """
    name, text = article_name(source), decode(data, source)
    page = furniture.clear(read_lines(text), furniture.page_starts(text))
    blocks = split_blocks(page.lines)
    sections = divide(blocks, find_headings(blocks))
    title = sections[0].title if sections and sections[0].heading and sections[0].level == TITLE else spoken_name(name)
    skipped = (("page heading", page.heads), ("page number", page.numbers))
    return Article(
        title,
        sections,
        name,
        source,
        skipped=tuple(Skipped(what, len(texts), furniture.words(texts)) for what, texts in skipped if texts),
    )


def divide(blocks: Sequence[Block], headings: Mapping[int, int]) -> tuple[Section, ...]:
    """Sections in order, a heading's levels given by its place. A chapter's number and its name are one heading."""
    marks = note_marks(blocks)
    joined = {
        place
        for place, level in headings.items()
        if headings.get(place - 1) == level and continues(blocks[place - 1], blocks[place])
    }
    starts = [place for place in headings if place not in joined]
    sections = []
    for start, end in pairwise([*([] if 0 in headings else [0]), *starts, len(blocks)]):
        body = next((place for place in range(start, end) if place not in headings), end)
        heading = tuple(block.text for block in blocks[start:body])
        sections.append(Section(heading, paragraphs(blocks[body:end], marks), headings.get(start, SECTION)))
    return tuple(sections) or (Section((), ()),)


def decode(data: bytes, source: str) -> str:
    """Bytes as characters: by byte order mark, else UTF-8, else UTF-16 by its NULs, else Windows' cp1252.

    Guessing detectors are left out on purpose: on short texts they take cp1252 for something exotic.

    Raises:
        SourceError: they are not text.
    """
    for signature, kind in _SIGNATURES.items():
        if data.startswith(signature):
            raise SourceError(source, f"it is {kind}; plain text is read so far")
    if _MARKUP.match(data[:200]):
        raise SourceError(source, "it is a web page or XML; plain text is read so far")
    for mark, encoding in _BYTE_ORDER_MARKS.items():
        if data.startswith(mark):
            return _strictly(data[len(mark) :], [encoding], source)
    if b"\0" in data:
        return _strictly(data, [_utf16_by_nuls(data)], source)
    if len(data.translate(None, _CONTROLS)) < len(data) * (1 - _MAX_CONTROL_SHARE):
        raise SourceError(source, "it looks like a binary file, not text")
    return _strictly(data, ["utf-8", "cp1252"], source)


def _utf16_by_nuls(data: bytes) -> str:
    """UTF-16 of a western text has its NULs in every other place; anything else with NULs is no text."""
    first, second = data[::2].count(0), data[1::2].count(0)
    half = len(data) / 2
    if second > 0.3 * half and first < 0.05 * half:
        return "utf-16-le"
    if first > 0.3 * half and second < 0.05 * half:
        return "utf-16-be"
    return "utf-8"


def _strictly(data: bytes, encodings: list[str], source: str) -> str:
    for encoding in encodings:
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\0" not in text:
            return text
        raise SourceError(source, "it has NUL bytes, as binary files do")
    raise SourceError(source, f"its bytes are not {' or '.join(encodings)} text")
