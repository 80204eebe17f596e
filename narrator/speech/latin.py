"""Names in other scripts in the Latin letters that an English reader says, such as Moskva."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

from narrator.speech.engines import NothingSaidError

# letters beyond Latin Extended-B, which voices for English do not know
_UNKNOWN_LETTERS = re.compile(r"[^\W\d_\u0000-\u024f]+")
# in the Unicode name of a Latin letter, be it full-width or a phonetic sign
_LATIN = "LATIN"
# before the name of a letter in its Unicode name
_LETTER = " LETTER "
# anyascii writes syllables of Chinese and Korean as BeiJing
_NEXT_SYLLABLE = re.compile(r"(?<=[a-z])(?=[A-Z])")


@dataclass(frozen=True, slots=True)
class LatinText:
    """A text in Latin letters.

    Attributes:
        text: The text.
        origins: For each of its characters, the place of one it stands for in the text as it was.
    """

    text: str
    origins: tuple[int, ...]

    def place(self, start: int, end: int) -> tuple[int, int]:
        """Return offset and length in the text as it was of what is from ``start`` to ``end``."""
        first, last = self.origins[start], self.origins[end - 1]
        return first, last + 1 - first


def in_latin_letters(text: str) -> LatinText:
    """Return a text with the words of other scripts in Latin letters.

    Raises:
        NothingSaidError: It has letters, and none is a Latin one: the voice is the wrong one.
    """
    if _UNKNOWN_LETTERS.search(text) is None:
        return LatinText(text, tuple(range(len(text))))
    letters = [character for character in text if character.isalpha()]
    if letters and not any(map(_is_latin, letters)):
        raise NothingSaidError(
            "this voice does not read its script; without --engine, another voice reads it"
        )
    parts: list[str] = []
    origins: list[int] = []
    position = 0
    for match in _UNKNOWN_LETTERS.finditer(text):
        start, end = match.span()
        latin = _romanised(match[0])
        parts += (text[position:start], latin)
        origins += range(position, start)
        origins += (min(start + index, end - 1) for index in range(len(latin) - 1))
        if latin:
            origins.append(end - 1)
        position = end
    parts.append(text[position:])
    origins += range(position, len(text))
    return LatinText("".join(parts), tuple(origins))


def _romanised(letters: str) -> str:
    """Return letters of another script in Latin ones, syllables apart."""
    from anyascii import anyascii

    latin = _NEXT_SYLLABLE.sub(" ", anyascii(letters))
    if any(map(str.isalnum, latin)):
        return latin
    # letters without a sound of their own, such as a lone alef
    return " ".join(map(_letter_name, letters))


def _is_latin(letter: str) -> bool:
    """Return whether a letter is a Latin one."""
    return _LATIN in unicodedata.name(letter, "")


def _letter_name(letter: str) -> str:
    """Return what a letter is called, such as alef; empty where it has no name."""
    _, _, name = unicodedata.name(letter, "").partition(_LETTER)
    return name.lower()
