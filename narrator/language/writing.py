"""Which script a language is written in, and which language a text in a script is likely in.

A voice says the letters of its own language's script and hardly any others. The table is
``data/writing.toml``.
"""

from __future__ import annotations

import unicodedata
from collections import Counter
from functools import cache

from narrator.language.detect import detect_language
from narrator.language.scripts import script_of
from narrator.language.tables import Table, canonical_language, load_toml

_FIGURES = "0123456789"
_LATIN = "LATIN"
# the subtag of a language that is written in Latin letters although it has others (ISO 15924)
_LATIN_SUBTAG = "latn"
# characters that show a text's direction: a page
_LETTERS_FOR_DIRECTION = 2_000


def is_written_like(text: str, language: str) -> bool:
    """Return whether a text has a letter of a language's script.

    A text without letters is written so in any language, if it has digits or nothing to say at all.
    """
    scripts = _scripts_of(language)
    signs = list(filter(str.isalnum, text))
    if not scripts.isdisjoint(map(script_of, signs)):
        return True
    return all(map(_FIGURES.__contains__, signs))


def likely_language(text: str) -> str:
    """Return the language that a text is likely in; empty where its script is not known.

    The words decide where there are enough of them, else the script.
    """
    detected = detect_language(text)
    if detected and is_written_like(text, detected):
        return detected
    votes: Counter[str] = Counter()
    for character in filter(str.isalnum, text):
        votes.update(_languages().get(script_of(character), ()))
    # of languages with as many letters, the first in the table
    return max(votes, key=votes.__getitem__, default="")


@cache
def _scripts_of(language: str) -> frozenset[str]:
    """Return the names of the scripts that a language is written in."""
    if _LATIN_SUBTAG in language.lower().split("-"):
        return frozenset({_LATIN})
    code = canonical_language(language)
    languages = _languages().items()
    scripts = [script for script, codes in languages if code in map(canonical_language, codes)]
    return frozenset(scripts or [_LATIN])


def _languages() -> Table:
    """Return the languages that are written in each script."""
    return load_toml("narrator.language", "data/writing.toml")


def text_direction(text: str) -> str:
    """Return which way most letters at a text's beginning run; empty where there are none.

    Returns:
        ``ltr``, ``rtl`` or an empty text, as HTML calls them.
    """
    classes = Counter(map(unicodedata.bidirectional, text[:_LETTERS_FOR_DIRECTION]))
    from_right = classes["R"] + classes["AL"]
    if from_right > classes["L"]:
        return "rtl"
    return "ltr" if classes["L"] else ""
