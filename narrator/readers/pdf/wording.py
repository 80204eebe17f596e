"""Lines into running text: hyphens at line ends, ligatures, and what typesetting leaves in the characters."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence

from narrator.language.scripts import HAN_AND_KANA, WIDE_SIGNS
from narrator.readers.pdf.lines import Line
from narrator.readers.plain.hyphens import after_suspended_hyphen

_LETTERS = {
    **dict(zip(map(ord, "ﬀﬁﬂﬃﬄﬅﬆ"), ("ff", "fi", "fl", "ffi", "ffl", "st", "st"), strict=True)),
    **dict.fromkeys([0xAD, 0x200B, 0x200C, 0x200D, 0x2060, 0xFEFF, 0xFFFD]),
    # where Symbol and Wingdings have their bullets
    **dict.fromkeys([0xF0A7, 0xF0A8, 0xF0B7, 0xF06E, 0xF0D8, 0xF0FC], "•"),
}
# Ghostscript writes the letters of a ligature with their bytes swapped; these pairs are no words of Chinese
_SWAPPED = re.compile("昀(?:昀?[椀氀]|昀|琀)")
_PRIVATE = re.compile("[\ue000-\uf8ff]")
_HYPHENS = ("-", "\u2010", "\u00ad")
_LONGEST_WORD = 80
_HEAD = re.compile(r"([^\W\d_]+(?:[-’'][^\W\d_]+)*)[-\u2010\u00ad]$")
_TAIL = re.compile(r"[^\W\d_]+")
_WORD = re.compile(r"[^\W\d_]+(?:[-\u2010][^\W\d_]+)*")
# in ems, of Courier's characters; others differ by a tenth
_FIXED_WIDTH = 0.6
_WIDE = re.compile(f"[{HAN_AND_KANA}{WIDE_SIGNS}]")
# of lines that end in a hyphen: where programs hyphenate, one in thirty to one in ten, else one in a hundred
_HYPHENATED_SHARE = 0.02


def tidy(text: str) -> str:
    """Ligatures as letters, without soft hyphens and what no font but its own can show."""
    text = _PRIVATE.sub("", text.translate(_LETTERS))
    text = _SWAPPED.sub(
        lambda match: "".join(chr(ord(letter) >> 8) for letter in match.group()), text
    )
    if any("\ud800" <= character <= "\udfff" for character in text):
        text = text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    return text if text.isascii() else unicodedata.normalize("NFC", text)


def code_line(line: Line, margin: float) -> str:
    """A line of a fixed-pitch font with its indent, as far as the spaces are not in the file."""
    return " " * round((line.left - margin) / (_FIXED_WIDTH * line.size)) + tidy(line.text)


class Wording:
    """Knows the words that stand unbroken in a document, which is all the dictionary that hyphens need."""

    def __init__(self, lines: Iterable[Line]) -> None:
        self._known: set[str] = set()
        count = hyphens = 0
        for line in lines:
            words = _WORD.findall(tidy(line.text).casefold())
            is_cut = line.text.endswith(_HYPHENS)
            self._known.update(words[:-1] if is_cut else words)
            count, hyphens = count + 1, hyphens + is_cut
        self._hyphenates = hyphens > _HYPHENATED_SHARE * count

    def text(self, lines: Sequence[Line]) -> str:
        """A paragraph's lines as one."""
        text = ""
        for line in lines:
            after = line.text
            text = self._join(text, after) if text else after
        return tidy(text)

    def _join(self, before: str, after: str) -> str:
        """Two lines as one.

        A word loses its hyphen where the document has it so elsewhere; else where it is nowhere with the hyphen, and the
        document is one with words cut at line ends.
        """
        if before.endswith("\u00ad"):
            return before[:-1] + after
        head = _HEAD.search(before[-_LONGEST_WORD:]) if before.endswith(_HYPHENS) else None
        tail = _TAIL.match(after)
        if head and tail:
            start, end = tidy(head.group(1)), tidy(tail.group())
            if self._is_one_word(start, end):
                return before[:-1] + after
            return f"{before} {after}" if end in after_suspended_hyphen() else before + after
        if before[-1] in "-—–/" and len(before) > 1 and before[-2].isalnum() and after[0].isalnum():
            return before + after
        if _WIDE.match(before[-1]) and _WIDE.match(after[0]):
            return before + after
        return f"{before} {after}"

    def _is_one_word(self, start: str, end: str) -> bool:
        known = self._known
        if "-" in start or not end[0].islower():
            return False
        start, end = start.casefold(), end.casefold()
        if start + end in known:
            return True
        return (
            self._hyphenates
            and f"{start}-{end}" not in known
            and end not in after_suspended_hyphen()
        )
