"""Agreement in gender between a number and the noun that it counts."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from narrator.language.tables import Language, Table, language_table

MASCULINE = "m"
FEMININE = "f"
NEUTER = "n"
NO_GENDER = ""
# by the pattern of their nouns; the first that fits counts
_GENDERS = {"none": NO_GENDER, "neuter": NEUTER, "masculine": MASCULINE, "feminine": FEMININE}

# the noun of "1 or 2 days" is counted too
_NEXT_WORD = re.compile(r"(?:\s\w{1,4}\s[0-9]{1,3})?\s([^\W\d_]{2,30})\b")


@dataclass(frozen=True, slots=True)
class Noun:
    """The word for what is counted: its singular, its plural and its gender."""

    one: str
    many: str
    gender: str = MASCULINE

    def form(self, *, one: bool) -> str:
        """Return the singular or the plural."""
        return self.one if one else self.many


def noun_gender_after(match: re.Match[str], language: Language, *, one: bool = True) -> str:
    """Return the gender of the noun right after a match, by the noun's ending.

    It is ``NO_GENDER`` if no noun follows. Unless ``one`` is counted, the noun must have the ending
    of the plural, in languages where all plurals have the same.
    """
    found = _NEXT_WORD.match(match.string, match.end())
    nouns = language.numbers.get("nouns")
    if not found or not nouns:
        return NO_GENDER
    noun = found[1]
    if not one and not noun.endswith(nouns.get("plural_ending", "")):
        return NO_GENDER
    return _noun_gender(noun, language.code)


@lru_cache(maxsize=4096)
def _noun_gender(word: str, code: str) -> str:
    nouns = language_table(code, "numbers")["nouns"]
    for part, gender in _GENDERS.items():
        if re.fullmatch(nouns.get(part, "(?!)"), word):
            return gender
    return MASCULINE


def inflect(words: str, changes: Table) -> str:
    """Return words after each pattern of a table is replaced, in order."""
    for pattern, replacement in changes.items():
        words = re.sub(pattern, replacement, words)
    return words
