"""Numbers before headings and list items: "Chapter II", "2.1", "3)", and which of them count on."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

_WORDS = (
    "chapter part book section step act scene volume appendix kapitel teil buch abschnitt schritt chapitre partie livre étape"
    " capítulo parte libro paso capitolo capitulo глава часть rozdział hoofdstuk"
).split()
_ONES = {name: place + 1 for place, name in enumerate("one two three four five six seven eight nine ten eleven twelve".split())}
_ONES |= {name: place + 1 for place, name in enumerate("first second third fourth fifth sixth seventh eighth ninth tenth".split())}
_ROMAN = {"i": 1, "v": 5, "x": 10, "l": 50, "c": 100}
# what stands above chapters
_UPPER = re.compile(r"(?:part|book|volume|act|teil|buch|partie|livre|parte|libro|часть)\b", re.I)

NUMBER = re.compile(
    rf"(?P<word>(?:{'|'.join(_WORDS)})\s+(?:the\s+)?(?:\d{{1,3}}|[ivxlc]+|[a-h]|{'|'.join(_ONES)})\b[.:]?)"
    r"|(?P<deep>\d{1,2}(?:\.\d{1,2}){1,3})[.)]?(?=\s)"
    r"|(?P<dot>\d{1,3}\.)(?=\s|$)|(?P<paren>\d{1,3}\))(?=\s)|(?P<bare>\d{1,2})(?=\s+[^\W\d]|$)"
    r"|(?P<roman>(?-i:[IVXLC]+))(?:\.|:|$|\s+[-–—])|(?P<letter>(?-i:[A-Z])[.)])(?=\s)",
    re.I,
)


def value(number: re.Match[str]) -> int:
    """What a number counts, its last part when it is of several; 0 where that is not known."""
    name = re.sub(r"\W+$", "", number[0].lower()).split()[-1].split(".")[-1]
    if name.isdecimal():
        return int(name)
    if name in _ONES:
        return _ONES[name]
    if name and set(name) <= set(_ROMAN):
        values = [_ROMAN[letter] for letter in name]
        return sum(-each if each < max(values[place:]) else each for place, each in enumerate(values))
    return ord(name) - 96 if len(name) == 1 and name.isascii() and name.isalpha() else 0


def is_label(text: str) -> bool:
    """Whether a heading is a number and nothing else, as "CHAPTER I." above the chapter's name."""
    number = NUMBER.match(text)
    return bool(number) and not any(map(str.isalnum, text[number.end() :])) if number else False


def depth(text: str) -> int:
    """How deep a numbered heading stands: -1 for parts and books, 1 for "2.1", else 0."""
    number = NUMBER.match(text)
    if not number:
        return 0
    if number["deep"]:
        return number["deep"].count(".")
    return -1 if _UPPER.match(text) else 0


def sequences(texts: Iterable[tuple[int, str]], sizes: Sequence[int]) -> dict[int, str]:
    """Which of the numbered texts, given with their places, count on: "run" as in a list, or "spaced" by paragraphs.

    ``sizes`` are the characters at each place; more than two lines of them between two numbers make a space.
    """
    found: dict[int, str] = {}
    last: dict[str, tuple[int, int]] = {}
    for index, text in texts:
        number = NUMBER.match(text)
        if not number:
            continue
        kind, counted = str(number.lastgroup), value(number)
        if kind in last and counted == last[kind][1] + 1:
            before = last[kind][0]
            name = "spaced" if sum(sizes[before + 1 : min(index, before + 20)]) > 150 else "run"
            found[index] = name
            if found.get(before) != "spaced":
                found[before] = name
        if counted:
            last[kind] = index, counted
    return found
