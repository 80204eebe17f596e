r"""Characters that nobody sees, shown as marks: what is printed cannot steer who reads it.

Titles, names of files and sentences are other people's text. An escape sequence in them moves a
terminal's cursor, sets its clipboard or makes a link; a bidirectional override shows ``exe.txt``
as ``txt.exe``; a character of no width makes two names look like one. Whatever is printed or
written to be read goes through ``visible``:

    code points          what they are                              shown as
    U+0000–001F          C0 controls: escape, ends of lines         ␛ ␊
    U+007F               delete                                     ␡
    U+0080–009F          C1 controls                                \x9b
    U+061C, 200E–200F    marks of direction, in text without a      \u200f
                         letter that is written from the right
    U+115F–1160, 3164,   letters without a shape                    \u3164
    FFA0, 180E
    U+200B–200D          spaces and joiners of no width, but after  \u200b
                         a letter or picture they belong to
    U+2028–202E          separators of lines, embeddings, overrides \u202e
    U+2060, 2066–206F    a joiner, isolates, old controls           \u2066
    U+D800–DFFF          bytes of a name that are no text           \xe9
    U+FEFF, FFF9–FFFB    a byte order mark, annotations             \ufeff
    U+E0000–E007F        tags, but in the flag of a region          \U000e0041

So Hebrew and Arabic, the joiners of Persian, Hindi and emoji, and the spaces of Thai stay as they
are. Marks are ordinary characters: what was made visible is not changed by doing so again.
"""

from __future__ import annotations

import re
from collections.abc import Callable

_HIDDEN = (
    r"\x00-\x1f\x7f-\x9f\u061c\u115f\u1160\u180e\u200b-\u200f\u2028-\u202e\u2060\u2066-\u206f"
    r"\u3164\ud800-\udfff\ufeff\uffa0\ufff9-\ufffb\U000e0000-\U000e007f"
)
# letters and pictures that spaces and joiners of no width belong to: none of Latin script, and
# none that is hidden itself
_JOINED = (
    r"[\u0300-\u061b\u061d-\u115e\u1161-\u180d\u180f-\u1fff\u2100-\u3163\u3165-\ud7ff"
    r"\ue000-\ufefe\uff00-\uff9f\uffa1-\uffef\U00010000-\U000dffff]"
)
# a black flag, the region's tags, and the tag that ends them (UTS 51, ED-14a)
_FLAG = r"\U0001f3f4[\U000e0020-\U000e007e]{1,16}\U000e007f"
_PATTERN = re.compile(rf"(?P<ordinary>{_FLAG}|(?<={_JOINED})[\u200b-\u200d])|[{_HIDDEN}]")
_DIRECTION_MARKS = frozenset("\u061c\u200e\u200f")
_RIGHT_TO_LEFT = re.compile(
    r"[\u0590-\u061b\u061d-\u08ff\ufb1d-\ufdff\ufe70-\ufefc\U00010800-\U00010fff"
    r"\U0001e800-\U0001efff]"
)
# Unicode has a picture of each C0 control and of delete
_PICTURES = {code: chr(0x2400 + code) for code in range(0x20)} | {0x7F: chr(0x2421)}
# Python's sign for a byte that is no text is this and the byte
_UNDECODED = 0xDC00
_UTF_16_UNIT = re.compile("[0-9a-f]{4}")


def visible(text: str) -> str:
    """Return a text on one line with marks in place of its hidden characters; see the table."""
    return _replaced(text, _mark)


def visible_in_json(text: str) -> str:
    """Return a JSON text with its hidden characters as JSON's own escapes, for the same value."""
    return _replaced(text, _json_escape)


def without_hidden(text: str) -> str:
    """Return a text without its hidden characters."""
    return _replaced(text, lambda _character: "")


def _replaced(text: str, replace: Callable[[str], str]) -> str:
    """Return a text with each hidden character replaced by what a function makes of it."""
    if text.isascii() and text.isprintable():
        return text
    ordinary = frozenset[str]()
    if _RIGHT_TO_LEFT.search(text):
        ordinary = _DIRECTION_MARKS

    def replacement(match: re.Match[str]) -> str:
        is_ordinary = match["ordinary"] or match[0] in ordinary
        return match[0] if is_ordinary else replace(match[0])

    return _PATTERN.sub(replacement, text)


def _mark(character: str) -> str:
    code = ord(character)
    if code in _PICTURES:
        return _PICTURES[code]
    if 0x80 <= code - _UNDECODED <= 0xFF:
        return f"\\x{code - _UNDECODED:02x}"
    return character.encode("unicode_escape").decode()


def _json_escape(character: str) -> str:
    units = character.encode("utf-16-be", "surrogatepass").hex()
    return _UTF_16_UNIT.sub(r"\\u\g<0>", units)
