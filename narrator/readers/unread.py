"""Files of known kinds that are not read: what they are, and what to do about it."""

from __future__ import annotations

from typing import NamedTuple

ZIP_SIGNATURE = b"PK\x03\x04"
# OLE compound files: those of Office up to 2003, and newer ones with a password
_OLE_SIGNATURE = b"\xd0\xcf\x11\xe0"
# the only one of the kinds that is text
_POSTSCRIPT = b"%!PS"
# bytes; all other kinds have a control character among them that no text has
_BEGINNING = 4096
_CONTROLS = bytes(set(range(32)) - set(b"\t\n\v\f\r\x1b"))


class _Kind(NamedTuple):
    """A kind of file.

    Attributes:
        start: The bytes that it begins with.
        said: What it is and what to do, after "it is".
        place: Where they stand.
        part: Bytes that it holds as well; the names of parts.
    """

    start: bytes
    said: str
    place: int = 0
    part: bytes = b""


def _ole(part: str, said: str) -> _Kind:
    return _Kind(_OLE_SIGNATURE, said, part=part.encode("utf-16-le"))


_PICTURE = "a picture, not text"
_SOUND = "sound, not text; an audio player plays it"
_FILM = "sound or video, not text; an audio player plays it"
_PACKED = "a packed archive, not text; unpack it"
# of several that fit, the first counts
_KINDS = (
    _Kind(ZIP_SIGNATURE, "an Excel file, not text; save it as text", part=b"xl/workbook"),
    _Kind(ZIP_SIGNATURE, "a presentation, not text; save it as PDF", part=b"ppt/presentation"),
    _Kind(ZIP_SIGNATURE, "a file of Apple's Pages; export it as .docx", part=b"Index/Document.iwa"),
    _Kind(ZIP_SIGNATURE, "a ZIP archive, and neither a book nor a text document"),
    _ole("EncryptedPackage", "locked with a password; save it without one"),
    _ole("__substg1.0_", "a mail of Outlook; save it as .eml or .txt"),
    _ole("PowerPoint Document", "an old presentation; save it as PDF"),
    _ole("Workbook", "an old Excel file; save it as text"),
    _ole("", "an old Word file; save it as .docx"),
    _Kind(b"\xffWPC", "a WordPerfect file; save it as .docx"),
    _Kind(b"AT&TFORM", "a DjVu file; save it as PDF"),
    _Kind(b"ITSF", "a compiled help file; unpack its pages"),
    _Kind(b"ITOLITLS", "a book for Microsoft Reader; convert it to EPUB"),
    _Kind(b"CONT\x02\x00", "a Kindle book in KFX; convert it to EPUB"),
    _Kind(b"\xeaDRMION", "DRM-protected: only its shop's own programs can read it"),
    _Kind(_POSTSCRIPT, "a PostScript file, not text; save it as PDF"),
    _Kind(b"\x1f\x8b", _PACKED),
    _Kind(b"1AY&SY", _PACKED, place=4),
    _Kind(b"7z\xbc\xaf", _PACKED),
    _Kind(b"\xfd7zXZ", _PACKED),
    _Kind(b"Rar!\x1a", _PACKED),
    _Kind(b"ustar", _PACKED, place=257),
    _Kind(b"\x89PNG", _PICTURE),
    _Kind(b"\xff\xd8\xff", _PICTURE),
    _Kind(b"GIF87a", _PICTURE),
    _Kind(b"GIF89a", _PICTURE),
    _Kind(b"II*\0", _PICTURE),
    _Kind(b"MM\0*", _PICTURE),
    _Kind(b"WEBP", _PICTURE, place=8),
    _Kind(b"ID3\x02", _SOUND),
    _Kind(b"ID3\x03", _SOUND),
    _Kind(b"ID3\x04", _SOUND),
    _Kind(b"OggS\0", _SOUND),
    _Kind(b"fLaC\0", _SOUND),
    _Kind(b"WAVE", _SOUND, place=8),
    _Kind(b"AVI ", _FILM, place=8),
    # after the length of the first box (ISO/IEC 14496-12)
    _Kind(b"ftyp", _FILM, place=4),
    _Kind(b"\x1aE\xdf\xa3", _FILM),
    _Kind(b"SQLite format 3", "a database, not text"),
    _Kind(b"\x7fELF", "a program, not text"),
    _Kind(b"MZ\x90\0", "a program, not text"),
)


def unreadable_reason(data: bytes) -> str:
    """Return why a file of a known kind is not read; empty where it may be text."""
    beginning = data[:_BEGINNING]
    if not beginning.startswith(_POSTSCRIPT) and beginning.translate(None, _CONTROLS) == beginning:
        return ""  # it only begins with the letters of a kind: "GIF89a is a format"
    for kind in _KINDS:
        if data.startswith(kind.start, kind.place) and kind.part in data:
            return f"it is {kind.said}"
    return ""
