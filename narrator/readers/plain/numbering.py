"""Numbers before headings and list items: "Chapter II", "2.1", "3)", and which of them count on."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from narrator.language.numerals import from_roman
from narrator.language.tables import heading_table, one_of

_TABLE = heading_table()
_ONES = {
    name: place for names in ("numbers", "ordinals") for place, name in enumerate(_TABLE[names], 1)
}
_ROMAN = frozenset("ivxlc")
_UPPER = re.compile(rf"{one_of(_TABLE['parts'])}\b", re.I)

_DIVISION = one_of(_TABLE["parts"] + _TABLE["divisions"])

NUMBER = re.compile(
    rf"(?P<word>{_DIVISION}\s+(?:the\s+)?(?:\d{{1,3}}|[ivxlc]+|[a-h]|{one_of(_ONES)})\b[.:]?)"
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
    if name and set(name) <= _ROMAN:
        return from_roman(name)
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
    """Which of the numbered texts, given with their places, count on, and how.

    At once, as a "list"; "spaced" by paragraphs; or as a "run" with little between.
    ``sizes`` are the characters at each place; more than two lines of them make a space.
    """
    found: dict[int, str] = {}
    last: dict[str, tuple[int, int]] = {}
    for index, text in texts:
        number = NUMBER.match(text)
        if not number:
            continue
        word = number["word"]
        kind, counted = word.split()[0].lower() if word else str(number.lastgroup), value(number)
        if kind in last and counted == last[kind][1] + 1:
            before = last[kind][0]
            between = sum(sizes[before + 1 : min(index, before + 20)])
            name = "list" if index == before + 1 else "spaced" if between > 150 else "run"
            found[index] = name
            if found.get(before) != "spaced":
                found[before] = name
        if counted:
            last[kind] = index, counted
    return found
