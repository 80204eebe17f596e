"""Detecting the language of a text by its script and its commonest words.

A wrong guess is worse than none, because the text would be read in the wrong language. So only
clear cases are detected. Scripts and words are in ``data/<code>/profile.toml``.
"""

from __future__ import annotations

import re
from collections import Counter

from narrator.language.scripts import script_of
from narrator.language.tables import tables_of

# characters at a text's beginning that are examined
_BEGINNING = 20_000
# with fewer words, or fewer letters, a text is too short to tell
_FEWEST_WORDS = 12
# the least share of a language's commonest words in all words; in running prose it is 0.3 to 0.5
_SHARE = 0.18
# the least ratio of the first language's share to the second's
_LEAD = 1.6
# the least share of a script's letters in all letters
_SCRIPT_SHARE = 0.5
# letters of shared scripts count if there are fewer than this many for each of the language's own
_SHARED_FOR_EACH = 10
_WORD = re.compile(r"[^\W\d_]+")


def detect_language(text: str) -> str:
    """Return a BCP 47 tag, or an empty text if the text is too short or too mixed to tell."""
    text = text[:_BEGINNING].lower()
    return _by_script(text) or _by_words(text)


def _by_script(text: str) -> str:
    """Return the language whose script has most of a text's letters; empty if none has."""
    letters = sum(map(str.isalpha, text))
    if letters < _FEWEST_WORDS:
        return ""
    scripts: Counter[str] = Counter()
    for character, count in Counter(text).items():
        scripts[script_of(character)] += count
    counts: dict[str, int] = {}
    for code, profile in tables_of("profile").items():
        counts[code] = sum(map(scripts.__getitem__, profile.get("scripts", ())))
        shared = sum(map(scripts.__getitem__, profile.get("shared_scripts", ())))
        if shared < counts[code] * _SHARED_FOR_EACH:
            counts[code] += shared
    code = max(counts, key=counts.__getitem__)
    return code if counts[code] > _SCRIPT_SHARE * letters else ""


def _by_words(text: str) -> str:
    """Return the language whose commonest words have a clear lead in a text; empty if none has."""
    words = _WORD.findall(text)
    if len(words) < _FEWEST_WORDS:
        return ""
    occurrences = Counter(words)
    shares: dict[str, float] = {}
    for code, profile in tables_of("profile").items():
        found = sum(map(occurrences.__getitem__, profile.get("common_words", ())))
        shares[code] = found / len(words)
    first, second = sorted(shares, key=shares.__getitem__, reverse=True)[:2]
    if shares[first] < _SHARE or shares[first] < _LEAD * shares[second]:
        return ""
    return first
