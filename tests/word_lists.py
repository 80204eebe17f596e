"""Make the lists of words of ``narrator.language.frequencies``: ``python -m tests.word_lists``.

It needs ``pip install wordfreq`` and Debian's packages ``wamerican-large`` and ``wbritish-large``,
which are SCOWL's lists of size 70.
"""

from __future__ import annotations

import math
from collections import defaultdict
from pathlib import Path

from narrator.language.frequencies import CAPITALISED, CAPITALS, LISTED, SMALL
from tests.conftest import PROJECT

DATA = PROJECT / "narrator" / "language" / "data"
DICTIONARIES = [
    Path("/usr/share/dict/american-english-large"),
    Path("/usr/share/dict/british-english-large"),
]
# the languages that the dictionaries are of
ENGLISH = "en"
LEAST_ZIPF = dict.fromkeys(LISTED, 2.5) | {ENGLISH: 2.0}


def make_list(code: str, casings: dict[str, set[str]]) -> bytes:
    """Return the lines of a language's list, sorted by their bytes."""
    from wordfreq import get_frequency_dict

    lines = []
    for word, frequency in get_frequency_dict(code, wordlist="best").items():
        zipf = math.log10(frequency) + 9
        if word.isalpha() and zipf >= LEAST_ZIPF[code]:
            found = "".join(sorted(casings.get(word, ())))
            lines.append(f"{word} {round(zipf * 10)} {found}\n".encode())
    return b"".join(sorted(lines))


def read_casings() -> dict[str, set[str]]:
    """Return how the dictionaries write their words, by the words in small letters."""
    casings = defaultdict(set)
    for dictionary in DICTIONARIES:
        for word in dictionary.read_text(encoding="utf-8").splitlines():
            casings[word.lower()].add(_casing(word))
    return casings


def _casing(word: str) -> str:
    if word.islower():
        return SMALL
    if len(word) > 1 and word.isupper():
        return CAPITALS
    return CAPITALISED


if __name__ == "__main__":
    english = read_casings()
    for each in sorted(LISTED):
        content = make_list(each, english if each == ENGLISH else {})
        (DATA / each / "words.txt").write_bytes(content)
        print(each, content.count(b"\n"), "words,", len(content), "bytes")
