"""Detecting the language of a text by its script and its commonest words.

A wrong guess is worse than none, because the text would be read in the wrong language. So only
clear cases are detected. Scripts and words are in ``data/<code>/profile.toml``.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from functools import cache

from narrator.language.tables import tables_of

# characters at a text's beginning that are examined
_BEGINNING = 20_000
# with fewer words, or fewer letters, a text is too short to tell
_FEWEST_WORDS = 12
# the least share of a language's commonest words in all words; in running prose it is 0.3 to 0.5
_SHARE = 0.18
# the least ratio of the first language's share to the second's
_LEAD = 1.6
# the least share of a script's characters in all letters
_SCRIPT_SHARE = 0.5
# shared characters count if there are fewer than this many for each character of the language's own
_SHARED_FOR_EACH = 10
_LETTER = re.compile(r"[^\W\d_]")
_WORD = re.compile(r"[^\W\d_]+")


@dataclass(frozen=True, slots=True)
class _Script:
    """The characters by which a language is recognised.

    Attributes:
        own: Matches one that no other language uses.
        shared: Matches one that another language uses, too; None where there is none.
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
    """Return a BCP 47 tag, or an empty text if the text is too short or too mixed to tell."""
    text = text[:_BEGINNING].lower()
    return _by_script(text) or _by_words(text)


def _by_script(text: str) -> str:
    """Return the language whose script has most of a text's letters; empty if none has."""
    letters = len(_LETTER.findall(text))
    if letters < _FEWEST_WORDS:
        return ""
    counts = {code: script.count(text) for code, script in _scripts().items()}
    code = max(counts, key=counts.__getitem__)
    return code if counts[code] > _SCRIPT_SHARE * letters else ""


def _by_words(text: str) -> str:
    """Return the language whose commonest words have a clear lead in a text; empty if none has."""
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
    """Return the scripts by which languages are recognised, by language code."""
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
    """Return the commonest words by which languages are recognised, by language code."""
    common: dict[str, frozenset[str]] = {}
    for code, profile in tables_of("profile").items():
        if "common_words" in profile:
            common[code] = frozenset(profile["common_words"])
    return common
