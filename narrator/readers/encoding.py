"""From the bytes of a text to its characters.

What is no Unicode is guessed by its letters. On short texts detectors take cp1252 for something
exotic, with little confidence: such guesses are not taken.
"""

from __future__ import annotations

import codecs
import re

from narrator.errors import SourceError

_BYTE_ORDER_MARKS = {
    codecs.BOM_UTF8: "utf-8",
    codecs.BOM_UTF16_LE: "utf-16-le",
    codecs.BOM_UTF16_BE: "utf-16-be",
}
# share of the bytes: a text may hold a stray escape or form feed, a binary file holds many controls
_MAX_CONTROL_SHARE = 0.01
# Whole characters beyond ASCII for each broken one, in UTF-8 with damage. Text in cp1252 that is
# decoded as UTF-8 has next to no whole ones.
_WHOLE_PER_BROKEN = 5
# A western text in UTF-16 has a NUL in nearly every other byte: at least this share of one half of
# the bytes, and at most that share of the other half.
_MIN_NUL_SHARE = 0.3
_MAX_OTHER_NUL_SHARE = 0.05
# The least confidence of chardet in a guess that is taken (``tests/benchmarks/encodings.py``): with
# less, western texts are read as others; with more, single lines of others as western.
_LEAST_CONFIDENCE = 0.1
_FALLBACK = "cp1252"
_REPLACEMENT = "\ufffd"
_ESCAPE = "\x1b"
# Colours, titles and links of terminals (ECMA-48, 5.4 and 5.6): control sequences, strings up to
# their ends, and single functions.
_SEQUENCE = re.compile(
    r"\x1b(?:\[[0-?]{0,100}[ -/]{0,10}[@-~]"
    r"|[\]PX^_][^\x07\x1b]{0,4000}(?:\x07|\x1b\\)"
    r"|[ -/]{0,10}[0-~])"
)
_TEXT_CONTROLS = b"\t\n\v\f\r\x1b"
_BINARY_CONTROLS = bytes(set(range(32)) - set(_TEXT_CONTROLS)) + b"\x7f"


def decode(data: bytes, source: str) -> str:
    """Return the characters of a text, without what steers terminals.

    The encoding is found in this order: a byte order mark, the NULs of UTF-16, UTF-8 with little
    damage, strict UTF-8, what the letters speak for, Windows' cp1252.

    Raises:
        SourceError: The bytes are not text.
    """
    text = _characters(data, source)
    if _ESCAPE not in text:
        return text
    return _SEQUENCE.sub("", text)


def _characters(data: bytes, source: str) -> str:
    """Return the characters of a text, all of them."""
    marked = split_byte_order_mark(data)
    if marked is not None:
        rest, encoding = marked
        return _decode_strictly(rest, [encoding], source)
    if b"\0" in data:
        return _decode_strictly(data, [_utf16_by_nuls(data)], source)
    without_controls = data.translate(None, _BINARY_CONTROLS)
    if len(without_controls) < len(data) * (1 - _MAX_CONTROL_SHARE):
        raise SourceError(source, "it looks like a binary file, not text")
    return _damaged_utf8(data) or _decode_strictly(data, ["utf-8", *legacy_encodings(data)], source)


def legacy_encodings(data: bytes) -> list[str]:
    """Return the encodings that a text may have which is not in Unicode, the likeliest first."""
    if data.isascii():
        return []
    import chardet

    guess = chardet.detect(data)
    encoding = guess["encoding"]
    if encoding is None or guess["confidence"] < _LEAST_CONFIDENCE:
        return [_FALLBACK]
    return [encoding, _FALLBACK]


def to_utf8(data: bytes, encoding: str, source: str) -> bytes:
    """Return a text in UTF-8 with a byte order mark, which goes before all that it declares.

    Raises:
        SourceError: Its bytes are not in that encoding.
    """
    text = _decode_strictly(data, [encoding], source)
    return codecs.BOM_UTF8 + text.encode()


def split_byte_order_mark(data: bytes) -> tuple[bytes, str] | None:
    """Return the bytes after a byte order mark and the encoding it names; None without a mark."""
    for mark, encoding in _BYTE_ORDER_MARKS.items():
        if data.startswith(mark):
            return data[len(mark) :], encoding
    return None


def _damaged_utf8(data: bytes) -> str:
    """Return UTF-8 text with a few broken characters, else an empty string.

    A file that was cut or joined carelessly is like this.
    """
    text = data.decode("utf-8", "replace")
    broken = text.count(_REPLACEMENT)
    ascii_only = text.encode("ascii", "ignore")
    whole = len(text) - len(ascii_only) - broken
    if 0 < broken * _WHOLE_PER_BROKEN <= whole:
        return text
    return ""


def _utf16_by_nuls(data: bytes) -> str:
    """Return which UTF-16 has NULs where these bytes have them, else ``utf-8``."""
    half = len(data) / 2
    first = data[::2].count(0) / half
    second = data[1::2].count(0) / half
    if second > _MIN_NUL_SHARE and first < _MAX_OTHER_NUL_SHARE:
        return "utf-16-le"
    if first > _MIN_NUL_SHARE and second < _MAX_OTHER_NUL_SHARE:
        return "utf-16-be"
    return "utf-8"


def _decode_strictly(data: bytes, encodings: list[str], source: str) -> str:
    """Return the text by the first of the encodings that fits all bytes.

    Raises:
        SourceError: None of them fits, or the text has NULs.
    """
    for encoding in encodings:
        try:
            text = data.decode(encoding)
        except (UnicodeDecodeError, LookupError):  # chardet knows encodings that Python does not
            continue
        if "\0" in text:
            raise SourceError(source, "it has NUL bytes, as binary files do")
        return text
    tried = " or ".join(encodings)
    raise SourceError(source, f"its bytes are not {tried} text; --encoding names another encoding")
