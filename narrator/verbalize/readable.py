"""Characters as voices read them: one kind of space, apostrophe and hyphen, letters in usual shape.

Writers choose characters for their looks: styled letters, letters and figures in rings, ligatures,
full-width and small capitals. Unicode says what each stands for. A superscript stands for more than
its figure and is left to the rules, and so are the signs that rules have words for.
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache, lru_cache

from narrator.language.tables import ANY_LANGUAGE, Table, language_table
from narrator.verbalize.rules.rule import before

# the spaces that only typographers use, between groups of digits
_GROUP_SPACE = re.compile("(?<=[0-9])[\u00a0\u2009\u202f](?=[0-9]{3}(?![0-9]))")
_BEFORE_FRACTION = re.compile("(?<=[0-9])[ -]?(?=[¼-¾⅐-⅞])")
_MARKS = r"\x20-\x7e\xa1-\xa7\xa9-\xae\xb0-\xb7\xb9-\xbb\u2010-\u2027\u2030-\u205e\u2116"
_LATIN_TO_GREEK = r"\xbf-\u0131\u0134-\u024f\u0259\u02b9-\u1cff\u1dc0-\u1fff"
_EAST_ASIAN = r"\u3040-\u31ff\u3400-\ua71f\ua800-\ud7ff"
# all but letters and marks
_DOUBTFUL = re.compile(rf"[^{_MARKS}{_LATIN_TO_GREEK}{_EAST_ASIAN}]")
# letters that only Vietnamese and scholars write, and marks that no letter has been made for
_RARE_LETTER = re.compile(r"[\u1e00-\u1eff\u02b9-\u02ff]|(?<=[A-Za-z\xc0-\u024f])[\u0300-\u036f]+")
# Unicode's general categories of characters that are not read
_MUTE = frozenset({"So", "Sk", "Cn", "Co", "Cs", "Cc", "Cf", "Zs", "Zl", "Zp"})
_ROMAN_NUMERAL, _FIGURE = "Nl", "No"
_IN_RING = "<circle>"
# a numeral after a name or another numeral is none by itself: Henry Ⅷ, ⅩⅣ
_ENDS_IN_NAME = re.compile(r"(?:(?<!\w)[A-Z]\w{1,30} |[Ⅰ-ⅿ])$")
_NAME_LENGTH = 32
# "LATIN LETTER SMALL CAPITAL H", "NEGATIVE SQUARED LATIN CAPITAL LETTER A"
_LETTER_NAME = re.compile("(?:.* )?LATIN (?:LETTER (SMALL) CAPITAL|CAPITAL LETTER) ([A-Z])")


def clean(text: str, *, for_latin_voice: bool = False) -> str:
    """Return a text of readable characters in their usual shape.

    Args:
        text: The text.
        for_latin_voice: Whether its voice would spell letters such as those of Vietnamese.
    """
    if text.isascii() and text.isprintable():
        return text
    text = _GROUP_SPACE.sub("", text).translate(_same())
    text = _DOUBTFUL.sub(_readable, _BEFORE_FRACTION.sub(" ", text))
    if for_latin_voice and not text.isascii():
        text = _RARE_LETTER.sub(_base_letter, unicodedata.normalize("NFC", text))
    return text


def _table() -> Table:
    return language_table(ANY_LANGUAGE, "characters")


@cache
def _same() -> dict[int, str]:
    """Return what is written for characters that mean the same, by their code points."""
    same: dict[int, str] = {}
    for usual, others in _table()["same"].items():
        same |= dict.fromkeys(map(ord, others), usual)
    return same


def _readable(match: re.Match[str]) -> str:
    """Return what can be read of a character, or a space."""
    character = match[0]
    is_numeral = unicodedata.category(character) == _ROMAN_NUMERAL
    if is_numeral and not _ENDS_IN_NAME.search(before(match, _NAME_LENGTH)):
        return f"{unicodedata.numeric(character):.0f}"
    return _usual_shape(character)


@lru_cache(maxsize=1024)
def _usual_shape(character: str) -> str:
    """Return a character in its usual shape, or a space for one that is not read."""
    if character in _table()["signs"]:
        return character
    kind, *codes = unicodedata.decomposition(character).split() or [""]
    if kind in _table()["decompositions"]:
        shape = clean("".join(chr(int(code, 16)) for code in codes))
        is_apart = kind == _IN_RING and shape.isdigit()
        return f" {shape} " if is_apart else shape
    letter = _LETTER_NAME.fullmatch(unicodedata.name(character, ""))
    if letter:
        return letter[2].lower() if letter[1] else letter[2]
    category = unicodedata.category(character)
    if category == _FIGURE and not kind:
        return f" {unicodedata.numeric(character):.0f} "
    return " " if category in _MUTE else character


def _base_letter(match: re.Match[str]) -> str:
    """Return a letter without its marks; nothing for marks alone."""
    base = unicodedata.normalize("NFD", match[0])[0]
    return base if base.isascii() else ""
