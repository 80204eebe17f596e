"""Which characters the bytes of a text are."""

from __future__ import annotations

import codecs

from narrator.errors import SourceError

_BYTE_ORDER_MARKS = {
    codecs.BOM_UTF8: "utf-8",
    codecs.BOM_UTF16_LE: "utf-16-le",
    codecs.BOM_UTF16_BE: "utf-16-be",
}
# text may hold a stray escape or form feed; data holds many controls
_MAX_CONTROL_SHARE = 0.01
# cp1252 read as UTF-8 makes next to no whole character
_WHOLE_A_BROKEN = 5
_CONTROLS = bytes(set(range(32)) - set(b"\t\n\v\f\r\x1b")) + b"\x7f"


def decode(data: bytes, source: str) -> str:
    """Bytes as characters: by byte order mark, else UTF-8 even if a little of it is broken, else UTF-16 by its
    NULs, else Windows' cp1252.

    Guessing detectors are left out on purpose: on short texts they take cp1252 for something exotic.

    Raises:
        SourceError: they are not text.
    """
    if marked := by_mark(data):
        rest, encoding = marked
        return _strictly(rest, [encoding], source)
    if b"\0" in data:
        return _strictly(data, [_utf16_by_nuls(data)], source)
    if len(data.translate(None, _CONTROLS)) < len(data) * (1 - _MAX_CONTROL_SHARE):
        raise SourceError(source, "it looks like a binary file, not text")
    return _damaged_utf8(data) or _strictly(data, ["utf-8", "cp1252"], source)


def by_mark(data: bytes) -> tuple[bytes, str] | None:
    """What follows a byte order mark, and the encoding that the mark says; None where there is no mark."""
    return next(
        (
            (data[len(mark) :], name)
            for mark, name in _BYTE_ORDER_MARKS.items()
            if data.startswith(mark)
        ),
        None,
    )


def _damaged_utf8(data: bytes) -> str:
    """UTF-8 with a few broken characters, as a cut or a careless join leaves them; empty when it is not that."""
    text = data.decode("utf-8", "replace")
    broken = text.count("\ufffd")
    whole = len(text) - len(text.encode("ascii", "ignore")) - broken
    return text if 0 < broken * _WHOLE_A_BROKEN <= whole else ""


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
