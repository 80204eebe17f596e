"""Texts in espeak-ng's phonemes, in the International Phonetic Alphabet.

Voices that were trained on them hear marks as well as phonemes: the one that ends a clause stands
behind its last word, and accents stand as characters of their own.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from functools import cache
from typing import TYPE_CHECKING, cast

from narrator.speech.engines import load_engine
from narrator.speech.espeak import EspeakEngine, Place, Reading
from narrator.speech.neural import SpeltWord

if TYPE_CHECKING:
    from narrator.speech.espeak_driver import Clause

# the mark that a voice hears, and the characters that espeak-ng takes for it (readclause.c of 1.52,
# and tried; after a full stop of Chinese or Hindi, voices were trained to hear none)
_CHARACTERS_OF_MARKS = {
    ".": ".۔።｡",
    ",": ",،՝፣､",
    "?": "?؟;፧",
    "!": "!",
    ":": ":፥",
    ";": ";؛–—·፤",
}
_MARKS = {
    character: mark for mark, characters in _CHARACTERS_OF_MARKS.items() for character in characters
}
# the mark that ends a clause, and behind it quotes and what was already read of the next clause
_END_OF_CLAUSE = re.compile(rf"([{''.join(map(re.escape, _MARKS))}])\W*\w?$")
# "(en)weekend(de)": where espeak-ng changes to the rules of another language and back
_CHANGE_OF_LANGUAGE = re.compile(r"\([^()]+\)")
_WORD = re.compile(r"[\w'’-]+")


def spell(text: str, voice: str) -> list[SpeltWord]:
    """Return the words of a text in the phonemes of a voice of espeak-ng.

    Raises:
        EngineError: There is no such voice.
        Exception: espeak-ng refuses the text.
    """
    reading = _espeak().read(text, voice)
    phonemes = list(_spelt(reading.clauses))
    return [
        SpeltWord(word, place.offset, place.length)
        for word, place in zip(phonemes, _places(text, reading, len(phonemes)), strict=True)
    ]


def check_voice(voice: str) -> None:
    """Check that espeak-ng has a voice.

    Raises:
        EngineError: It has none of this name.
    """
    _espeak().check_voice(voice)


def _spelt(clauses: Sequence[Clause]) -> Iterator[str]:
    """Yield the phonemes of each word with the mark and the space that follow."""
    for clause in clauses:
        words = _CHANGE_OF_LANGUAGE.sub("", clause.phonemes).split()
        for word in words[:-1]:
            yield unicodedata.normalize("NFD", f"{word} ")
        end = _END_OF_CLAUSE.search(clause.text)
        mark = _MARKS[end[1]] if end else ""
        for word in words[-1:]:
            yield unicodedata.normalize("NFD", f"{word}{mark} ")


def _places(text: str, reading: Reading, words: int) -> Iterator[Place]:
    """Yield where each word of the phonemes stands in a text.

    espeak-ng tells as many places as words nearly always (of 982 sentences of books and news in all
    but one, with a Hungarian number). Otherwise they are spread over the words.
    """
    places = reading.places or (Place(0, 0),)
    for number in range(words):
        place = places[number * len(places) // words]
        found = _WORD.match(text, place.offset)
        # of a word between quotes the length is not told
        if not place.length and found:
            place = Place(place.offset, len(found[0]))
        yield place


@cache
def _espeak() -> EspeakEngine:
    return cast(EspeakEngine, load_engine("espeak"))
