"""What kind of source some bytes are: by their content first, by their name second.

Only the beginning is looked at, and a ZIP archive's list of members, so that deciding costs nothing next to reading.
"""

from __future__ import annotations

import re

from narrator.errors import SourceError
from narrator.readers.encoding import by_mark

# a PDF's mark may stand after some rubbish (Adobe's implementation note 13 to the PDF 1.7 reference)
_PDF_WITHIN = 1024
_BEGINNING = 4096
# what else files begin with
_UNREADABLE = {
    b"{\\rtf": "an RTF file",
    b"\x1f\x8b": "a gzip archive",
    b"BZh": "a bzip2 archive",
    b"7z\xbc\xaf": "a 7z archive",
    b"Rar!": "a RAR archive",
    b"\x89PNG": "a picture",
    b"\xff\xd8\xff": "a picture",
    b"GIF8": "a picture",
    b"ID3": "sound",
    b"OggS": "sound",
    b"fLaC": "sound",
    b"RIFF": "sound or video",
    b"%!PS": "a PostScript file",
    b"SQLite format 3": "a database",
    b"\x7fELF": "a program",
}
_ZIP, _OLE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0"
# a member's name as it stands in the archive's list → the kind of source
_MEMBERS = (
    (b"META-INF/container.xml", "epub"),
    (b"word/document", "docx"),
    (b"word\\document", "docx"),
)
_OPEN_DOCUMENT = b"mimetypeapplication/vnd.oasis.opendocument"

_HTML = re.compile(
    r"\s*(?:<\?xml[^>]*>\s*|<!--.{0,2000}?-->\s*)*<(?:!doctype\s+html|html|head|body)\b",
    re.I | re.S,
)
_XML = re.compile(r"\s*(?:<\?xml\b|<!doctype\b)", re.I)
_HTML_TYPES = ("text/html", "application/xhtml+xml")
_HTML_TAG = re.compile(
    r"<(?:p|div|h[1-6]|article|section|main|ul|ol|table|br|span|a)\b[^<>]{0,1000}>", re.I
)

_MARKDOWN_SIGNS = (
    re.compile(r"^\#{1,6} \S", re.M),
    re.compile(r"^(?:```|~~~)[\w+-]*\s*$", re.M),
    re.compile(r"(?<!\!)\[[^\[\]\n]{1,200}\]\([^()\s]{1,400}\)"),
    re.compile(r"!\[[^\[\]\n]{0,200}\]\([^()\s]{1,400}\)"),
    re.compile(r"(?<![\w*])\*\*[^*\s][^*\n]{0,200}\*\*"),
    re.compile(r"^\[\^[\w-]{1,40}\]:\s", re.M),
    re.compile(r"^\|?(?:\s*:?-{3,}:?\s*\|)+(?:\s*:?-{3,}:?\s*)?$", re.M),
    re.compile(r"\A---\n(?:[\w-]+:.*\n){1,40}---\n"),
)
# a heading mark alone is a comment in many a file; two of the signs together are Markdown
_ENOUGH_SIGNS = 2
_MARKDOWN_SUFFIXES = frozenset({"md", "markdown", "mdown", "mkd", "mdx"})
_HTML_SUFFIXES = frozenset({"html", "htm", "xhtml", "xht"})


def kind_of(data: bytes, source: str, suffix: str, content_type: str = "") -> str:
    """The name of the reader for some bytes: ``pdf``, ``epub``, ``docx``, ``html``, ``markdown`` or ``text``.

    ``suffix`` is the name's, in small letters and without the dot; ``content_type`` what a server calls the bytes.

    Raises:
        SourceError: they are of a kind that is not read.
    """
    if b"%PDF-" in data[:_PDF_WITHIN]:
        return "pdf"
    if data.startswith(_ZIP):
        return _in_archive(data, source)
    if data.startswith(_OLE):
        locked = "EncryptedPackage".encode("utf-16-le") in data
        reason = (
            "it is locked with a password; save it without one"
            if locked
            else "it is an old Word file; save it as .docx"
        )
        raise SourceError(source, reason)
    for signature, kind in _UNREADABLE.items():
        if data.startswith(signature):
            raise SourceError(source, f"it is {kind}, not text")
    return _of_text(_beginning(data), source, suffix, content_type)


def _in_archive(data: bytes, source: str) -> str:
    members = _directory(data)
    for name, kind in _MEMBERS:
        if name in members:
            return kind
    if _OPEN_DOCUMENT in data[:200]:
        raise SourceError(source, "it is an OpenDocument file; save it as .docx or .txt")
    raise SourceError(source, "it is a ZIP archive, and neither an EPUB nor a Word file")


def _directory(data: bytes) -> bytes:
    """An archive's list of members by its end record (APPNOTE.TXT 4.3.16), or all of it where that is lost."""
    end = data.rfind(b"PK\x05\x06")
    start = int.from_bytes(data[end + 16 : end + 20], "little")
    return data[start:end] if end > start else data


def _of_text(beginning: str, source: str, suffix: str, content_type: str) -> str:
    if _HTML.match(beginning):
        return "html"
    if (suffix in _HTML_SUFFIXES or content_type in _HTML_TYPES) and _HTML_TAG.search(beginning):
        return "html"
    if _XML.match(beginning):
        raise SourceError(source, "it is XML, but no web page")
    if suffix in _MARKDOWN_SUFFIXES or content_type == "text/markdown":
        return "markdown"
    if sum(bool(sign.search(beginning)) for sign in _MARKDOWN_SIGNS) >= _ENOUGH_SIGNS:
        return "markdown"
    return "text"


def _beginning(data: bytes) -> str:
    """Near enough to see marks of ASCII in it."""
    data, encoding = by_mark(data[:_BEGINNING]) or (data[:_BEGINNING], "utf-8")
    return data.decode(encoding, "replace").replace("\r\n", "\n")
