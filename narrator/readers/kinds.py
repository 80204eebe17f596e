"""The built-in kinds of sources: how each is recognised, and what reads it.

This module is loaded to recognise the kind of any source. So each kind imports its reader only when
there is something to read.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from pkgutil import resolve_name

from narrator.article import Article
from narrator.readers.reader import Match, Reader, Sample

PDF_HEADER = b"%PDF-"
# bytes; other data may precede the header (Adobe's implementation note 13 to the PDF 1.7 reference)
_PDF_HEADER_WITHIN = 1024
# the member that every EPUB must have (EPUB 3.3, 4.2.6.3.1)
_EPUB_CONTAINER = b"META-INF/container.xml"
# of a Word document; some programs write names with Windows' slashes
_DOCX_MAIN_PARTS = (b"word/document", b"word\\document")
_OPEN_DOCUMENT_PARTS = (b"content.xml", b"META-INF/manifest.xml")
# a field of a mail (RFC 5322), and those that mails have
_MAIL_FIELD = re.compile(r"^([A-Za-z][A-Za-z-]{1,40}):", re.M)
# before the first mail of a mailbox (RFC 4155)
_MAILBOX_LINE = re.compile(r"From \S+ .*\n")
_MAIL_FIELDS = {
    *("from", "to", "cc", "subject", "date", "received", "return-path", "message-id"),
    *("mime-version", "content-type", "delivered-to", "reply-to", "sender", "dkim-signature"),
}
_NEEDED_MAIL_FIELD = "from"
_FEWEST_MAIL_FIELDS = 3
# what browsers write into the head of a page that they save as one file, and mails never have
_SAVED_BY_BROWSER = re.compile(r"^(?:Snapshot-Content-Location:|From: <Saved by)", re.M | re.I)
# the type and the creator of a Palm database, which Mobipocket's books are
_PALM_TYPE = slice(60, 68)
_PALM_BOOKS = {b"BOOKMOBI", b"TEXtREAd"}
# only comments and macros stand before the class of a LaTeX document
_LATEX_START = re.compile(
    r"\A\ufeff?(?:[ \t]*+(?:(?:%|\\(?!documentclass))[^\n]*+)?\n)*+[ \t]*+\\documentclass\b"
)
_RTF_HEADER = b"{\\rtf"
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

# the beginning of a FictionBook, a flat OpenDocument text, and a feed
_FICTIONBOOK_START = re.compile(r"<FictionBook\b")
_FLAT_TEXT_START = re.compile(r"<office:document\b[^<>]*opendocument\.text")
_FEED_START = re.compile(r"\A\s*+(?:<[?!][^<>]*>\s*+)*+<(?:rss|feed|rdf:RDF)\b")
# a JSON Feed, and the keys of an article that a service exports
_JSON_FEED = re.compile(r'"https?://(?:www\.)?jsonfeed\.org/version/')
_JSON_TITLE = re.compile(r'"title"[ \t]*:')
_JSON_START = re.compile(r'\A\s*+[\[{]\s*+["{\[]')


def _by(target: str) -> Callable[[bytes, str], Article]:
    """Return a function that reads by another one, which is loaded when it is first called.

    Args:
        target: The other function, as ``module:function`` in this package.
    """

    def read(data: bytes, source: str) -> Article:
        article: Article = resolve_name(f"narrator.readers.{target}")(data, source)
        return article

    return read


def _certain(is_certain: bool) -> Match:
    return Match.CERTAIN if is_certain else Match.NONE


def _match_pdf(sample: Sample, _is_named: bool) -> Match:
    return _certain(PDF_HEADER in sample.data[:_PDF_HEADER_WITHIN])


def _match_epub(sample: Sample, _is_named: bool) -> Match:
    return _certain(_EPUB_CONTAINER in sample.zip_directory)


def _match_docx(sample: Sample, _is_named: bool) -> Match:
    directory = sample.zip_directory
    return _certain(any(part in directory for part in _DOCX_MAIN_PARTS))


def _match_opendocument(sample: Sample, _is_named: bool) -> Match:
    is_packed = all(part in sample.zip_directory for part in _OPEN_DOCUMENT_PARTS)
    return _certain(is_packed or _begins_with_element(sample, _FLAT_TEXT_START))


def _match_fictionbook(sample: Sample, _is_named: bool) -> Match:
    is_packed = b".fb2" in sample.zip_directory
    return _certain(is_packed or _begins_with_element(sample, _FICTIONBOOK_START))


def _begins_with_element(sample: Sample, start: re.Pattern[str]) -> bool:
    """Return whether a text begins with a tag and holds this one; other texts only mention it."""
    return sample.text.lstrip().startswith("<") and start.search(sample.text) is not None


def _match_feed(sample: Sample, _is_named: bool) -> Match:
    return _certain(_FEED_START.match(sample.text) is not None)


def _match_json(sample: Sample, is_named: bool) -> Match:
    if not _JSON_START.match(sample.text):
        return Match.NONE
    if _JSON_FEED.search(sample.text):
        return Match.CERTAIN
    if is_named:
        return Match.NAMED
    return Match.LIKELY if _JSON_TITLE.search(sample.text) else Match.NONE


def _match_mobi(sample: Sample, _is_named: bool) -> Match:
    return _certain(sample.data[_PALM_TYPE] in _PALM_BOOKS)


def _match_rtf(sample: Sample, _is_named: bool) -> Match:
    return _certain(sample.data.startswith(_RTF_HEADER))


def _match_latex(sample: Sample, is_named: bool) -> Match:
    if _LATEX_START.match(sample.text):
        return Match.CERTAIN
    return _match_by_name(sample, is_named)


def _match_by_name(sample: Sample, is_named: bool) -> Match:
    """Return ``NAMED`` for text of a kind that only its name tells from plain text."""
    return Match.NAMED if is_named and not sample.unreadable_reason else Match.NONE


def _match_mail(sample: Sample, _is_named: bool) -> Match:
    first = _MAILBOX_LINE.match(sample.text)
    text = sample.text[first.end() :] if first else sample.text
    if not _MAIL_FIELD.match(text):
        return Match.NONE
    head = text.partition("\n\n")[0]
    names = {name.lower() for name in _MAIL_FIELD.findall(head)} & _MAIL_FIELDS
    return _certain(_NEEDED_MAIL_FIELD in names and len(names) >= _FEWEST_MAIL_FIELDS)


def _match_saved_page(sample: Sample, is_named: bool) -> Match:
    if not _MAIL_FIELD.match(sample.text):
        return Match.NONE
    head = sample.text.partition("\n\n")[0]
    return _certain(is_named or _SAVED_BY_BROWSER.search(head) is not None)


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


def _match_subtitles(sample: Sample, _is_named: bool) -> Match:
    if "-->" not in sample.text:
        return Match.NONE
    from narrator.readers.subtitles import is_subtitles

    return _certain(is_subtitles(sample.text))


def _match_text(sample: Sample, _is_named: bool) -> Match:
    """Return ``FALLBACK`` for what may be text, whatever its name."""
    if sample.unreadable_reason or sample.is_xml:
        return Match.NONE
    return Match.FALLBACK


PDF = Reader("PDF files", ("pdf",), ("application/pdf",), _match_pdf, _by("pdf:read_pdf"))
EPUB = Reader(
    "EPUB books", ("epub",), ("application/epub+zip",), _match_epub, _by("epub:read_epub")
)
DOCX = Reader(
    "Word documents",
    ("docx",),
    ("application/vnd.openxmlformats-officedocument.wordprocessingml.document",),
    _match_docx,
    _by("docx:read_docx"),
)
OPEN_DOCUMENT = Reader(
    "OpenDocument texts",
    ("odt", "fodt", "ott"),
    ("application/vnd.oasis.opendocument.text",),
    _match_opendocument,
    _by("opendocument:read_opendocument"),
)
FICTIONBOOK = Reader(
    "FictionBooks",
    ("fb2", "fbz"),
    ("application/x-fictionbook+xml", "application/x-fictionbook"),
    _match_fictionbook,
    _by("fictionbook:read_fictionbook"),
)
MOBI = Reader(
    "Kindle books",
    ("mobi", "azw3", "azw", "prc"),
    ("application/x-mobipocket-ebook", "application/vnd.amazon.mobi8-ebook"),
    _match_mobi,
    _by("mobi:read_mobi"),
)
RTF = Reader(
    "RTF files", ("rtf",), ("application/rtf", "text/rtf"), _match_rtf, _by("rtf:read_rtf")
)
RESTRUCTURED = Reader(
    "reStructuredText",
    ("rst", "rest"),
    ("text/x-rst",),
    _match_by_name,
    _by("restructured:read_restructured"),
)
ORG = Reader("Org texts", ("org",), ("text/org",), _match_by_name, _by("org:read_org"))
LATEX = Reader(
    "LaTeX",
    ("tex", "latex", "ltx"),
    ("application/x-tex", "application/x-latex", "text/x-tex"),
    _match_latex,
    _by("latex:read_latex"),
)
MAIL = Reader("e-mail", ("eml",), ("message/rfc822",), _match_mail, _by("mail:read_mail"))
SAVED_PAGE = Reader(
    "saved web pages",
    ("mhtml", "mht"),
    ("multipart/related", "application/x-mimearchive"),
    _match_saved_page,
    _by("html.saved:read_saved_page"),
)
FEED = Reader(
    "feeds",
    ("rss", "atom"),
    ("application/rss+xml", "application/atom+xml"),
    _match_feed,
    _by("entries:read_feed"),
)
JSON = Reader(
    "JSON of articles",
    ("json",),
    ("application/feed+json", "application/json"),
    _match_json,
    _by("entries:read_json"),
)
HTML = Reader(
    "web pages",
    ("html", "htm", "xhtml", "xht"),
    ("text/html", "application/xhtml+xml"),
    _match_html,
    _by("html:read_html"),
)
MARKDOWN = Reader(
    "Markdown",
    ("md", "markdown", "mdown", "mkd", "mdx"),
    ("text/markdown",),
    _match_markdown,
    _by("markdown:read_markdown"),
)
SUBTITLES = Reader(
    "subtitles",
    ("srt", "vtt"),
    ("application/x-subrip", "text/vtt"),
    _match_subtitles,
    _by("subtitles:read_subtitles"),
)
TEXT = Reader("plain text", ("txt", "text"), ("text/plain",), _match_text, _by("plain:read_text"))
