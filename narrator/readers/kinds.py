"""The built-in kinds of sources: how each is recognised, and what reads it.

This module is loaded to recognise the kind of any source. So each kind imports its reader only when
there is something to read.
"""

from __future__ import annotations

import re

from narrator.article import Article
from narrator.readers.reader import Match, Reader, Sample

PDF_HEADER = b"%PDF-"
# bytes; other data may precede the header (Adobe's implementation note 13 to the PDF 1.7 reference)
_PDF_HEADER_WITHIN = 1024
# the member that every EPUB must have (EPUB 3.3, 4.2.6.3.1)
_EPUB_CONTAINER = b"META-INF/container.xml"
# of a Word document; some programs write names with Windows' slashes
_DOCX_MAIN_PARTS = (b"word/document", b"word\\document")
_PAGE_START = re.compile(
    r"""
    \A \s*+
    # an XML declaration and comments, none of which is tried again with another end
    (?: (?: <\?xml[^>]*+> | <!-- (?:(?!-->).){0,2000}+ --> ) \s*+ )*+
    < (?: !doctype\s+html | html | head | body ) \b
    """,
    re.I | re.S | re.VERBOSE,
)
# what pages without these begin with, and what servers write before them
_PART_START = re.compile(r"<(?:script|style|meta|link|title|noscript|base)\b", re.I)
_LATE_START = re.compile(r"^[ \t]*+<(?:!doctype\s+html|html)\b[^<>]*>", re.I | re.M)
_PAGE_END = re.compile(rb"</(?:html|body)>\s*\Z", re.I)
_LAST_BYTES = 200
_TEXT_TAG = re.compile(
    r"<(?:p|div|h[1-6]|article|section|main|ul|ol|table|br|span|a)\b[^<>]{0,1000}>", re.I
)
_TEXT_TAG_BYTES = re.compile(rb"<(?:p|div|h[1-6]|article|section|main)\b[^<>]{0,1000}>", re.I)
_MARKDOWN_SIGNS = (
    re.compile(r"^\#{1,6} \S", re.M),  # a heading
    re.compile(r"^(?:```|~~~)[\w+-]*\s*$", re.M),  # a code fence
    re.compile(r"(?<!\!)\[[^\[\]\n]{1,200}\]\([^()\s]{1,400}\)"),  # a link
    re.compile(r"!\[[^\[\]\n]{0,200}\]\([^()\s]{1,400}\)"),  # a picture
    re.compile(r"(?<![\w*])\*\*[^*\s][^*\n]{0,200}\*\*"),  # strong words
    re.compile(r"^\[\^[\w-]{1,40}\]:\s", re.M),  # a footnote
    # the rule of a table
    re.compile(r"^\|?(?:[ \t]*+:?-{3,}:?[ \t]*+\|)+(?:[ \t]*+:?-{3,}:?[ \t]*+)?$", re.M),
    re.compile(r"\A---\n(?:[\w-]+:.*\n){1,40}---\n"),  # front matter
)
# one sign alone proves nothing: a heading's mark begins a comment in many files
_ENOUGH_SIGNS = 2


def _match_pdf(sample: Sample, _is_named: bool) -> Match:
    if PDF_HEADER in sample.data[:_PDF_HEADER_WITHIN]:
        return Match.CERTAIN
    return Match.NONE


def _read_pdf(data: bytes, source: str) -> Article:
    from narrator.readers.pdf import read_pdf

    return read_pdf(data, source)


def _match_epub(sample: Sample, _is_named: bool) -> Match:
    if _EPUB_CONTAINER in sample.zip_directory:
        return Match.CERTAIN
    return Match.NONE


def _read_epub(data: bytes, source: str) -> Article:
    from narrator.readers.epub import read_epub

    return read_epub(data, source)


def _match_docx(sample: Sample, _is_named: bool) -> Match:
    directory = sample.zip_directory
    if any(part in directory for part in _DOCX_MAIN_PARTS):
        return Match.CERTAIN
    return Match.NONE


def _read_docx(data: bytes, source: str) -> Article:
    from narrator.readers.docx import read_docx

    return read_docx(data, source)


def _match_html(sample: Sample, is_named: bool) -> Match:
    """Return ``CERTAIN`` for the start of a page, and ``NAMED`` for a part of one so named."""
    if _PAGE_START.match(sample.text):
        return Match.CERTAIN
    if _is_whole_page(sample):
        return Match.CERTAIN
    if is_named and _TEXT_TAG.search(sample.text):
        return Match.NAMED
    return Match.NONE


def _is_whole_page(sample: Sample) -> bool:
    """Return whether a page's head or a server's words come before what pages begin with."""
    if _PART_START.match(sample.text):
        return _TEXT_TAG_BYTES.search(sample.data) is not None
    has_end = _PAGE_END.search(sample.data[-_LAST_BYTES:]) is not None
    return has_end and _LATE_START.search(sample.text) is not None


def _read_html(data: bytes, source: str) -> Article:
    from narrator.readers.html import read_html

    return read_html(data, source)


def _match_markdown(sample: Sample, is_named: bool) -> Match:
    """Return ``NAMED`` for text of that name, and ``LIKELY`` for text with enough signs."""
    if sample.unreadable_reason or sample.is_xml:
        return Match.NONE
    if is_named:
        return Match.NAMED
    signs = sum(1 for sign in _MARKDOWN_SIGNS if sign.search(sample.text))
    if signs >= _ENOUGH_SIGNS:
        return Match.LIKELY
    return Match.NONE


def _read_markdown(data: bytes, source: str) -> Article:
    from narrator.readers.markdown import read_markdown

    return read_markdown(data, source)


def _match_subtitles(sample: Sample, _is_named: bool) -> Match:
    if sample.unreadable_reason or "-->" not in sample.text:
        return Match.NONE
    from narrator.readers.subtitles import is_subtitles

    return Match.CERTAIN if is_subtitles(sample.text) else Match.NONE


def _read_subtitles(data: bytes, source: str) -> Article:
    from narrator.readers.subtitles import read_subtitles

    return read_subtitles(data, source)


def _match_text(sample: Sample, _is_named: bool) -> Match:
    """Return ``FALLBACK`` for what may be text, whatever its name."""
    if sample.unreadable_reason or sample.is_xml:
        return Match.NONE
    return Match.FALLBACK


def _read_text(data: bytes, source: str) -> Article:
    from narrator.readers.plain import read_text

    return read_text(data, source)


PDF = Reader("PDF files", ("pdf",), ("application/pdf",), _match_pdf, _read_pdf)
EPUB = Reader("EPUB books", ("epub",), ("application/epub+zip",), _match_epub, _read_epub)
DOCX = Reader(
    "Word documents",
    ("docx",),
    ("application/vnd.openxmlformats-officedocument.wordprocessingml.document",),
    _match_docx,
    _read_docx,
)
HTML = Reader(
    "web pages",
    ("html", "htm", "xhtml", "xht"),
    ("text/html", "application/xhtml+xml"),
    _match_html,
    _read_html,
)
MARKDOWN = Reader(
    "Markdown",
    ("md", "markdown", "mdown", "mkd", "mdx"),
    ("text/markdown",),
    _match_markdown,
    _read_markdown,
)
SUBTITLES = Reader(
    "subtitles",
    ("srt", "vtt"),
    ("application/x-subrip", "text/vtt"),
    _match_subtitles,
    _read_subtitles,
)
TEXT = Reader("plain text", ("txt", "text"), ("text/plain",), _match_text, _read_text)
