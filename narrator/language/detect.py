"""Which language a text is in, by its script and by its commonest words.

Only what is plain is detected: a text that says nothing of its language should not be read in a
wrong one, so a wrong guess is worse than none. Scripts and words stand in
``data/<code>/profile.toml``.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from functools import cache

from narrator.language.tables import tables_of

# characters at a text's beginning that are looked at
_BEGINNING = 20_000
# fewer words, or letters of another script, say too little
_FEWEST_WORDS = 12
# the share of a language's commonest words in all words; in running prose it is 0.3 to 0.5
_SHARE = 0.18
# how many times the share of the next language
_LEAD = 1.6
# the share of a script's characters in all letters
_SCRIPT_SHARE = 0.5
# characters of a script shared with another language for each one of a language's own, less than
_SHARED_FOR_EACH = 10
_LETTER = re.compile(r"[^\W\d_]")
_WORD = re.compile(r"[^\W\d_]+")


@dataclass(frozen=True, slots=True)
class _Script:
    """The characters that tell a language.

    Attributes:
        own: One that no other language is written with.
        shared: One that it is written with as well, and another language alone; None without.
    """

    own: re.Pattern[str]
    shared: re.Pattern[str] | None

    def count(self, text: str) -> int:
        """Count the characters of a text that are the language's."""
        own = len(self.own.findall(text))
        if self.shared is None:
            return own
        shared = len(self.shared.findall(text))
        if shared >= own * _SHARED_FOR_EACH:
            return own
        return own + shared


def detect_language(text: str) -> str:
    """Return a BCP 47 tag, or nothing where the text is too short or too mixed to tell."""
    text = text[:_BEGINNING].lower()
    return _by_script(text) or _by_words(text)


def _by_script(text: str) -> str:
    """Return the language that most letters of a text belong to, if only one has such letters."""
    letters = len(_LETTER.findall(text))
    if letters < _FEWEST_WORDS:
        return ""
    counts = {code: script.count(text) for code, script in _scripts().items()}
    code = max(counts, key=counts.__getitem__)
    return code if counts[code] > _SCRIPT_SHARE * letters else ""


def _by_words(text: str) -> str:
    """Return the language whose commonest words are most of a text's words, by a clear lead."""
    words = _WORD.findall(text)
    if len(words) < _FEWEST_WORDS:
        return ""
    occurrences = Counter(words)
    shares: dict[str, float] = {}
    for code, common_words in _common_words().items():
        found = sum(occurrences[word] for word in common_words)
        shares[code] = found / len(words)
    first, second = sorted(shares, key=shares.__getitem__, reverse=True)[:2]
    if shares[first] < _SHARE or shares[first] < _LEAD * shares[second]:
        return ""
    return first


@cache
def _scripts() -> dict[str, _Script]:
    """Return the scripts that tell a language, by its code."""
    scripts: dict[str, _Script] = {}
    for code, profile in tables_of("profile").items():
        if "script" in profile:
            own = re.compile(f"[{profile['script']}]")
            shared = None
            if "shared_script" in profile:
                shared = re.compile(f"[{profile['shared_script']}]")
            scripts[code] = _Script(own, shared)
    return scripts


@cache
def _common_words() -> dict[str, frozenset[str]]:
    """Return the commonest words of the languages that are told by them, by code."""
    common: dict[str, frozenset[str]] = {}
    for code, profile in tables_of("profile").items():
        if "common_words" in profile:
            common[code] = frozenset(profile["common_words"])
    return common
