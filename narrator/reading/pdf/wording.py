"""Lines into running text: hyphens at line ends, ligatures, and what typesetting leaves in the characters."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence

from narrator.reading.pdf.lines import Line

_LETTERS = {
    **dict(zip(map(ord, "ﬀﬁﬂﬃﬄﬅﬆ"), ("ff", "fi", "fl", "ffi", "ffl", "st", "st"), strict=True)),
    **dict.fromkeys([0xAD, 0x200B, 0x200C, 0x200D, 0x2060, 0xFEFF, 0xFFFD]),
    # where Symbol and Wingdings have their bullets
    **dict.fromkeys([0xF0A7, 0xF0A8, 0xF0B7, 0xF06E, 0xF0D8, 0xF0FC], "•"),
}
_PRIVATE = re.compile("[\ue000-\uf8ff]")
_HEAD = re.compile(r"([^\W\d_]+(?:[-’'][^\W\d_]+)*)[-\u2010\u00ad]$")
_TAIL = re.compile(r"[^\W\d_]+")
_WORD = re.compile(r"[^\W\d_]+(?:[-\u2010][^\W\d_]+)*")
_IDEOGRAPHS = re.compile("[\u3000-\u30ff\u3400-\u9fff\uf900-\ufaff\uff00-\uff60]")
# "two- and threefold"
_HUNG = {"and", "or", "to", "und", "oder", "bis", "bzw", "et", "ou", "y", "o", "e", "en", "of", "og", "och"}


def tidy(text: str) -> str:
    """Ligatures as letters, without soft hyphens and what no font but its own can show."""
    text = _PRIVATE.sub("", text.translate(_LETTERS))
    if any("\ud800" <= character <= "\udfff" for character in text):
        text = text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    return text if text.isascii() else unicodedata.normalize("NFC", text)


class Wording:
    """Knows the words that stand unbroken in a document, which is all the dictionary that hyphens need."""

    def __init__(self, lines: Iterable[Line]) -> None:
        self._known: set[str] = set()
        for line in lines:
            self._known.update(_WORD.findall(line.text.translate(_LETTERS).casefold()))

    def text(self, lines: Sequence[Line]) -> str:
        """A paragraph's lines as one."""
        text = ""
        for line in lines:
            after = line.text
            text = self._join(text, after) if text else after
        return tidy(text)

    def _join(self, before: str, after: str) -> str:
        """Two lines as one.

        A word is put together without its hyphen where the document has it so elsewhere, or has it nowhere with the hyphen and
        both parts look like parts of one word in small letters.
        """
        if before.endswith("\u00ad"):
            return before[:-1] + after
        head, tail = _HEAD.search(before), _TAIL.match(after)
        if head and tail:
            start, end = head.group(1).translate(_LETTERS), tail.group().translate(_LETTERS)
            if end.casefold() in _HUNG and (start + end).casefold() not in self._known:
                return f"{before} {after}"
            if (start + end).casefold() in self._known and "-" not in start:
                return before[:-1] + after
            is_compound = f"{start}-{end}".casefold() in self._known or "-" in start or not end[0].islower()
            return before + after if is_compound else before[:-1] + after
        if before[-1] in "-—–/" and len(before) > 1 and before[-2].isalnum() and after[0].isalnum():
            return before + after
        if _IDEOGRAPHS.match(before[-1]) and _IDEOGRAPHS.match(after[0]):
            return before + after
        return f"{before} {after}"
