"""Names of files after titles: readable, and taken by every file system.

A name keeps the words of the title and its spaces: that is what people look for in a folder and
what players show of a file without tags, and Audiobookshelf takes "Title - Subtitle" in a name for
just that. What a name cannot hold becomes what people write in its place: "Ferries: A History" is
``Ferries - A History.mp3``.
"""

from __future__ import annotations

import re
import unicodedata

from narrator.language.characters import one_line
from narrator.language.visible import without_hidden
from narrator.sources import without_undecoded

# file systems take 255 bytes, and 143 where names are encrypted: with what companions add and the
# name of an unfinished file
MAX_STEM_BYTES = 120
# for a title of which nothing may stand in a name
_DEFAULT_STEM = "narration"
# what the name of a file cannot hold on Windows, or not anywhere, and what stands for it
_REPLACEMENTS = (
    (re.compile(r" ?[:|/\\] | [:|/\\]"), " - "),
    (re.compile(r"[:|/\\]"), "-"),
    (re.compile('"'), "'"),
    (re.compile(r"[<>?*]"), ""),
)
# characters of a title that are looked at; many more than a name has
_LONGEST_TITLE = 1_000
# what hides a file, or makes a command take it for an option
_NO_BEGINNING = " .-"
# what Windows cuts off, and what joins a character to one that was cut off
_NO_ENDING = " .-\u200d"
# what Windows takes for a device, whatever follows a dot
_DEVICE = re.compile(r"\A(CON|PRN|AUX|NUL|CONIN\$|CONOUT\$|(COM|LPT)[0-9¹²³])(?=\s*(\.|\Z))", re.I)
# what a picture is made of besides combining marks: joiners, tints, tags, letters of flags
_PICTURE_PART = re.compile("[\u200d\U0001f3fb-\U0001f3ff\U000e0020-\U000e007f]")
_FLAG_LETTER = re.compile("[\U0001f1e6-\U0001f1ff]")
_NUMBER = re.compile(r" \(([1-9][0-9]{0,5})\)\Z")


def stem_of(*titles: str) -> str:
    """Return the name, without a suffix, of a file that is called like the first title.

    Where nothing of a title may stand in a name, the next one counts.
    """
    for title in titles:
        stem = _safe(title)
        if stem:
            return stem
    return _DEFAULT_STEM


def numbered(stem: str, number: int) -> str:
    """Return the name of one of several files of a name: "Title", "Title (2)" and so on."""
    if number == 1:
        return stem
    ending = f" ({number})"
    return _cut(stem, MAX_STEM_BYTES - len(ending)) + ending


def number_of(stem: str) -> int:
    """Return the number of one of several files of a name."""
    found = _NUMBER.search(stem)
    return int(found[1]) if found else 1


def name_key(name: str) -> str:
    """Return a key that is equal for names that are one on some system.

    They differ in their case, or in how an accent is stored.
    """
    return unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", name).casefold())


def _safe(title: str) -> str:
    """Return as much of a title as a name holds; nothing where nothing of it may be in one."""
    text = without_hidden(without_undecoded(one_line(title[:_LONGEST_TITLE])))
    text = unicodedata.normalize("NFC", text)
    for pattern, replacement in _REPLACEMENTS:
        text = pattern.sub(replacement, text)
    text = one_line(text).lstrip(_NO_BEGINNING).rstrip(_NO_ENDING)
    return _cut(_DEVICE.sub(r"\1_", text), MAX_STEM_BYTES)


def _cut(text: str, max_bytes: int) -> str:
    """Return a text cut after a word, or after a character where a word is very long."""
    kept = text.encode()[:max_bytes].decode("utf-8", "ignore")
    if kept == text:
        return text
    end = len(kept)
    while end > 0 and _is_attached(text, end):
        end -= 1
    space = text.rfind(" ", end // 2, end + 1)
    if space > 0:
        end = space
    return text[:end].rstrip(_NO_ENDING)


def _is_attached(text: str, place: int) -> bool:
    """Return whether the character at a place is a part of what is before it."""
    before, character = text[place - 1], text[place]
    if unicodedata.category(character).startswith("M") or before == "\u200d":
        return True
    if _FLAG_LETTER.match(character):
        return bool(_FLAG_LETTER.match(before))
    return bool(_PICTURE_PART.match(character))
