"""The user's pronunciation dictionary, applied around the rules.

What the dictionary says goes to the engine unchanged: it is applied before the rules of
``verbalize.normalize``, which do not touch it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from functools import lru_cache
from typing import NamedTuple

from narrator.language.tables import one_of
from narrator.verbalize.pronunciations import Pronunciations

# While the rules run, a placeholder stands for each word of the dictionary: a first letter and the
# hexadecimal number of an entry, in an alphabet that no rule and hardly any text uses. It is
# Deseret, which has capitals, since rules ask whether a name begins with one.
_DESERET = re.compile("[\U00010400-\U0001044f]+")
_DIGITS = str.maketrans("0123456789abcdef", "".join(map(chr, range(0x10428, 0x10438))))
_FIRST_SMALL = "\U00010438"
_FIRST_CAPITAL = "\U00010410"


def pronounce(text: str, pronunciations: Pronunciations, spoken: Callable[[str], str]) -> str:
    """Return the spoken form of a text, with the dictionary's words as it says them.

    ``spoken`` applies the rules, such as ``to_spoken`` of a language. Since placeholders stand for
    the words meanwhile, the rules neither change nor miss them, and nothing but the dictionary can
    put brackets before the engine.
    """
    if not pronunciations:
        return spoken(text)
    index = _index(pronunciations)

    def to_placeholder(match: re.Match[str]) -> str:
        word = match[0]
        number = index.numbers.get((word, True)) or index.numbers.get((word.casefold(), False))
        if number is None:
            return word
        first = _FIRST_CAPITAL if word[0].isupper() else _FIRST_SMALL
        return first + number

    marked = index.pattern.sub(to_placeholder, _DESERET.sub("", text))
    return _DESERET.sub(lambda number: index.spoken.get(number[0][1:], ""), spoken(marked))


class _Index(NamedTuple):
    """A dictionary, prepared for finding its words in a text.

    Attributes:
        pattern: Matches whole words in any case, the longest first.
        numbers: The number of each entry, in Deseret, by ``Entry.key``.
        spoken: What is said for each entry, by that number.
    """

    pattern: re.Pattern[str]
    numbers: Mapping[tuple[str, bool], str]
    spoken: Mapping[str, str]


@lru_cache(maxsize=4)
def _index(pronunciations: Pronunciations) -> _Index:
    numbers: dict[tuple[str, bool], str] = {}
    spoken: dict[str, str] = {}
    for count, entry in enumerate(pronunciations):
        number = f"{count:x}".translate(_DIGITS)
        numbers[entry.key] = number
        spoken[number] = entry.spoken
    words = {entry.word.lower() for entry in pronunciations}
    pattern = re.compile(rf"(?i)(?<!\w){one_of(words)}(?!\w)")
    return _Index(pattern, numbers, spoken)
