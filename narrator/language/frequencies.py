"""How frequent words are, and how English ones are written: small, as names or in capitals.

The lists are ``data/<code>/words.txt``, made by ``python -m tests.word_lists``: the words of
wordfreq (Speer 2022, data under CC BY-SA 4.0) down to a Zipf value of 2 (English) or 2.5 (others),
with the casings of the SCOWL word lists. A list is searched as it lies in the file: to build a
dictionary of it takes longer than most texts need it for.
"""

from __future__ import annotations

from bisect import bisect_left
from functools import lru_cache, partial
from typing import NamedTuple

from narrator.language.tables import DATA
from narrator.language.tags import base_language

# languages that have a list
LISTED = frozenset({"de", "en", "es", "fr", "it", "nl", "pt"})

# a list's marks for the ways in which a word is written
SMALL = "s"
CAPITALISED = "c"
CAPITALS = "u"


class Word(NamedTuple):
    """What a list says of a word.

    Attributes:
        zipf: The Zipf value: log10 of its occurrences in a thousand million words. Below 3 a word
            is rare, from 5 on it is one of the thousand commonest; 0 where it is not listed.
        casings: The ways in which dictionaries write it: SMALL ("house"), CAPITALISED ("Paris"),
            CAPITALS ("NATO") or several of them ("us", "US"). Empty where they do not have it, and
            in languages other than English.
    """

    zipf: float
    casings: str


UNLISTED = Word(0.0, "")


def zipf(word: str, language: str) -> float:
    """Return a word's Zipf value in a language (BCP 47); 0 where it is not listed."""
    return look_up(word, language).zipf


@lru_cache(maxsize=1 << 14)
def look_up(word: str, language: str) -> Word:
    """Return what the list of a language (BCP 47) says of a word, whatever its case is."""
    content = _load(base_language(language))
    start = word.casefold().encode(errors="replace") + b" "
    line_at = partial(_line, content)
    # neighbouring places give the same line, so that a search by halves finds the first of them
    line = line_at(bisect_left(range(len(content)), start, key=line_at))
    if not line.startswith(start):
        return UNLISTED
    _, tenths, casings = line.decode().split(" ")
    return Word(int(tenths) / 10, casings)


def _line(content: bytes, place: int) -> bytes:
    """Return the line of a file in which a place of it is."""
    start = content.rfind(b"\n", 0, place) + 1
    end = content.find(b"\n", start)
    return content[start:end]


@lru_cache(maxsize=8)
def _load(code: str) -> bytes:
    """Return the list of a language; one without words where it has none."""
    return DATA.joinpath(code, "words.txt").read_bytes() if code in LISTED else b""
