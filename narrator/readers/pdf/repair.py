"""Repairs of a PDF's characters: ligatures, and what typesetting leaves among the letters."""

from __future__ import annotations

import re
import unicodedata

_LIGATURES = {
    "ﬀ": "ff",
    "ﬁ": "fi",
    "ﬂ": "fl",
    "ﬃ": "ffi",
    "ﬄ": "ffl",
    "ﬅ": "st",
    "ﬆ": "st",
}
# soft hyphen, zero-width spaces and joiners, byte order mark, replacement character
_INVISIBLE = "\u00ad\u200b\u200c\u200d\u2060\ufeff\ufffd"
# where the fonts Symbol and Wingdings have their bullets
_BULLETS = "\uf0a7\uf0a8\uf0b7\uf06e\uf0d8\uf0fc"
_REPLACEMENTS = str.maketrans(
    {**_LIGATURES, **dict.fromkeys(_INVISIBLE, ""), **dict.fromkeys(_BULLETS, "•")}
)
# private use: no font but the document's own can show it
_PRIVATE = re.compile("[\ue000-\uf8ff]")
# Ghostscript writes the letters of a ligature with their bytes swapped; these pairs are no words of
# Chinese
_SWAPPED_LIGATURE = re.compile("昀(?:昀?[椀氀]|昀|琀)")
_SURROGATE = re.compile("[\ud800-\udfff]")
# dots that lead the eye from one side to the other, or are to be written on
_LEADER = re.compile(r"(?:[.·…_] ?){5,}+")
# Arabic letters by the shape that they have in a word (Unicode, Arabic Presentation Forms)
_PRESENTATION_FORMS = re.compile("[\ufb50-\ufdff\ufe70-\ufefc]+")


def repair_characters(text: str) -> str:
    """Return a text with ligatures as letters and without what only typesetting needs."""
    text = _PRIVATE.sub("", text.translate(_REPLACEMENTS))
    text = _SWAPPED_LIGATURE.sub(_swap_bytes, text)
    if _SURROGATE.search(text):
        text = text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    if _LEADER.search(text):
        parts = [part.strip() for part in _LEADER.split(text)]
        text = ", ".join(filter(None, parts))
    if text.isascii():
        return text
    text = _PRESENTATION_FORMS.sub(_normalize, text)
    return unicodedata.normalize("NFC", text)


def _normalize(match: re.Match[str]) -> str:
    return unicodedata.normalize("NFKC", match[0])


def _swap_bytes(match: re.Match[str]) -> str:
    return "".join(chr(ord(character) >> 8) for character in match[0])
