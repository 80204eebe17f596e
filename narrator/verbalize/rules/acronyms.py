"""Capitals: acronyms that the engine would misread, and words that it would spell.

An acronym is spelt with dots, or written as it is read. A word in capitals, for emphasis, on a sign
or after a drop cap, is written small where engines would spell it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import partial

from narrator.language.frequencies import CAPITALISED, CAPITALS, look_up
from narrator.language.tables import Language, Table, one_of
from narrator.verbalize.rules.rule import CAPITAL, Match, Rule, after, before, fixed, spelt

_CLAUSE_MARK = re.compile(r"[.,;:!?()\"“”—–]")
_SENTENCE_START = re.compile(r"(?:^|[.!?:])[\s\"“(]*$")
# how far the words of a clause are looked for on either side
_CLAUSE_LENGTH = 60
# Capitals are a word's if it is at least so frequent (Zipf): "OUT", but "DIN", "LAX". A word of two
# letters has to be more frequent, and so has one that is written like an acronym too: "IN", "LED".
_COMMON_WORD, _FUNCTION_WORD = 4.0, 5.5
# engines spell capitals up to this length, and read longer ones as far as they can
_LONGEST_SPELT = 3
# Roman numerals have rules of their own
_CAPITALS = r"(?<![\w.&'/-])(?![IVX]+\b)([A-Z]{2,7})(s?)(?![\w&/-]|\.\w)"


def rules(language: Language) -> Iterator[Rule]:
    """Yield the rules for acronyms of the table, and for others by their shape."""
    table = language.table("acronyms")
    if not table:
        return
    forms = _spoken_forms(table)
    acronym = rf"(?<![\w.]){one_of(forms)}(?![\w]|\.\w)"
    yield Rule(acronym, partial(_acronym, forms), (CAPITAL,))
    if "readable" in table:
        yield Rule(_CAPITALS, partial(_capitals, re.compile(table["readable"])), (CAPITAL,))


def respellings(language: Language) -> Iterator[Rule]:
    """Yield the rules for what engines alone need: acronyms that sound otherwise, and plurals."""
    sounds = language.table("acronyms").get("sounds")
    if sounds:
        yield Rule(rf"(?<![\w.]){one_of(sounds)}(?=s?\b)", partial(_acronym, sounds), (CAPITAL,))
        yield Rule(_CAPITALS, _shouted, (CAPITAL,))
        yield Rule(r"(?<=[A-Z]\.)s(?!\w)", fixed("'s"), (CAPITAL,))


def _spoken_forms(table: Table) -> dict[str, str]:
    """Return how acronyms and their plurals are said, by how they are written."""
    forms: dict[str, str] = {}
    for acronym in table.get("spell", ()):
        forms[acronym] = spelt(acronym)
        forms[f"{acronym}s"] = f"{spelt(acronym)}s"
    forms.update(table.get("read", {}))
    return forms


def _acronym(forms: Mapping[str, str], match: Match, language: Language) -> str:
    if _is_word(match, language):
        return match[0]
    return _without_double_stop(forms[match[0]], match)


def _capitals(readable: re.Pattern[str], match: Match, language: Language) -> str:
    """Return a word in small letters, and letters that engines would read with dots."""
    letters = match[1]
    if _is_word(match, language):
        return _small(match, language)
    is_word = look_up(letters, language.code).casings.strip(CAPITALS)
    if is_word or len(letters) <= _LONGEST_SPELT or readable.fullmatch(letters):
        return match[0]
    if letters in language.table("acronyms")["sounds"]:
        return match[0]
    return _dotted(match)


def _shouted(match: Match, language: Language) -> str:
    """Return a short acronym with dots where most letters of its clause are capitals.

    Engines take such a clause for shouted words, and read them.
    """
    letters = match[1]
    clause = letters.join(_clause(match))
    is_shouted = sum(map(str.isupper, clause)) > sum(map(str.islower, clause))
    if len(letters) > _LONGEST_SPELT or not is_shouted or _is_word(match, language):
        return match[0]
    return _dotted(match)


def _dotted(match: Match) -> str:
    return _without_double_stop(spelt(match[1]) + match[2], match)


def _without_double_stop(words: str, match: Match) -> str:
    """Return words without their last dot where a full stop or a slash follows."""
    if after(match, 1) in (".", "/"):
        return words.removesuffix(".")
    return words


def _small(match: Match, language: Language) -> str:
    """Return a word in small letters, unless engines read it anyway."""
    letters = match[0]
    is_read = letters.lower() in language.table("acronyms")["read_in_capitals"]
    if is_read or len(letters) > _LONGEST_SPELT or match.string.isupper():
        return letters
    is_name = look_up(letters, language.code).casings == CAPITALISED
    begins = is_name or _SENTENCE_START.search(before(match, 4))
    return letters.capitalize() if begins else letters.lower()


def _clause(match: Match) -> tuple[str, str]:
    """Return what stands before a match in its clause, and after it."""
    left = _CLAUSE_MARK.split(before(match, _CLAUSE_LENGTH))[-1]
    right = _CLAUSE_MARK.split(after(match, _CLAUSE_LENGTH))[0]
    return left, right


def _is_word(match: Match, language: Language) -> bool:
    """Return whether capitals are a word's, not an acronym's."""
    letters = match[0]
    if not letters.isupper():  # a plural
        return False
    zipf, casings = look_up(letters, language.code)
    if CAPITALS not in casings and " ".join(_clause(match)).isupper():
        return bool(casings) or len(letters) > _LONGEST_SPELT
    is_sure = len(letters) > 2 and CAPITALS not in casings
    least = _COMMON_WORD if is_sure else _FUNCTION_WORD
    return bool(casings.strip(CAPITALS)) and zipf >= least
