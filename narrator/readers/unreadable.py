"""Kinds of files that are known but not read, and why: the reasons that a user is told."""

from __future__ import annotations

# what binary files of known kinds begin with
_SIGNATURES = {
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
ZIP_SIGNATURE = b"PK\x03\x04"
# OLE compound files: Word up to 2003, and newer Office files with a password
_OLE_SIGNATURE = b"\xd0\xcf\x11\xe0"
_OLE_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
# the first member of an OpenDocument file holds its type (OpenDocument 1.3 part 2, 3.3)
_OPEN_DOCUMENT = b"mimetypeapplication/vnd.oasis.opendocument"
_FIRST_MEMBER_WITHIN = 200


def unreadable_reason(data: bytes) -> str:
    """Return why a binary file of a known kind is not read; empty where it may be text."""
    if data.startswith(ZIP_SIGNATURE):
        return _zip_reason(data)
    if data.startswith(_OLE_SIGNATURE):
        if _OLE_ENCRYPTED in data:
            return "it is locked with a password; save it without one"
        return "it is an old Word file; save it as .docx"
    for signature, kind in _SIGNATURES.items():
        if data.startswith(signature):
            return f"it is {kind}, not text"
    return ""


def _zip_reason(data: bytes) -> str:
    """Return why a ZIP archive that no reader recognises is not read."""
    if _OPEN_DOCUMENT in data[:_FIRST_MEMBER_WITHIN]:
        return "it is an OpenDocument file; save it as .docx or .txt"
    return "it is a ZIP archive, and neither an EPUB nor a Word file"
