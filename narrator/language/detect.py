"""Which language a text is in, told by its script and by its commonest words.

Only what is plain is told: a text that says nothing of its language should not be read in a wrong one, and a wrong guess is
worse than none. The words stand in ``data/<code>/profile.toml``.
"""

from __future__ import annotations

import re
from collections import Counter
from functools import lru_cache

from narrator.language.scripts import HAN, KANA
from narrator.language.tables import tables_of

# characters of a text that are looked at, and the fewest words to go by
_BEGINNING = 20_000
_FEWEST_WORDS = 12
# of all words, those that are among a language's commonest; in running prose they are a third to a half
_SHARE = 0.18
# how much more than in the next language
_LEAD = 1.6
# of all letters in another script
_SCRIPT_SHARE = 0.5
_SCRIPTS = {
    "ja": re.compile(f"[{KANA}]"),
    "zh": re.compile(f"[{HAN}]"),
    "ko": re.compile("[\uac00-\ud7af]"),
    "el": re.compile("[\u0370-\u03ff]"),
    "he": re.compile("[\u0590-\u05ff]"),
    "hi": re.compile("[\u0900-\u097f]"),
}
_LETTER = re.compile(r"[^\W\d_]")
_WORD = re.compile(r"[^\W\d_]+")


def detect_language(text: str) -> str:
    """A BCP 47 tag, or nothing where the text is too short or too mixed to tell."""
    text = text[:_BEGINNING].lower()
    letters = len(_LETTER.findall(text))
    counts = {tag: len(script.findall(text)) for tag, script in _SCRIPTS.items()}
    counts["ja"] += (
        counts["zh"] if counts["ja"] * 10 > counts["zh"] else 0
    )  # Japanese is written with both
    tag, count = max(counts.items(), key=lambda each: each[1])
    if letters >= _FEWEST_WORDS and count > _SCRIPT_SHARE * letters:
        return tag
    words = _WORD.findall(text)
    if len(words) < _FEWEST_WORDS:
        return ""
    said = Counter(words)
    shares = sorted(
        (
            (sum(said[word] for word in known) / len(words), tag)
            for tag, known in _commonest().items()
        )
    )
    (second, _), (first, tag) = shares[-2:]
    return tag if first >= _SHARE and first >= _LEAD * second else ""


@lru_cache(maxsize=1)
def _commonest() -> dict[str, frozenset[str]]:
    profiles = tables_of("profile").items()
    return {
        code: frozenset(profile["common_words"])
        for code, profile in profiles
        if "common_words" in profile
    }
