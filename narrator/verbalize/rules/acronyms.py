"""Capitals: acronyms that the engine would misread, and words that it would spell.

An acronym is spelt with dots, or written as it is read. A word in capitals, for emphasis, on a sign
or after a drop cap, is written small where engines would spell it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import partial

from narrator.language.frequencies import CAPITALISED, CAPITALS, SMALL, look_up
from narrator.language.tables import Language, Table, one_of
from narrator.verbalize.rules.rule import CAPITAL, Match, Rule, after, before, spelt

_CLAUSE_MARK = re.compile(r"[.,;:!?()\"“”—–]")
_SENTENCE_START = re.compile(r"(?:^|[.!?:])[\s\"“(]*$")
# how far the words of a clause are looked for on either side
_CLAUSE_LENGTH = 60
# Capitals are a word's if it is at least so frequent (Zipf): "OUT", but "DIN", "LAX". A word of two
# letters has to be more frequent, and so has one that is written like an acronym too: "IN", "LED".
_COMMON_WORD, _FUNCTION_WORD = 4.0, 5.5


def rules(language: Language) -> Iterator[Rule]:
    """Yield the rules for the signs of shares, and acronyms."""
    table = language.table("acronyms")
    if not table:
        return
    if "exchanges" in table:
        # shares: "NASDAQ: AAPL"
        share = rf"(?<!\w)({one_of(table['exchanges'])}):\s?([A-Z]{{1,5}})(?!\w)"
        yield Rule(share, _share, (CAPITAL, ":"))
    forms = _spoken_forms(table)
    acronym = rf"(?<![\w.]){one_of(forms)}(?![\w]|\.\w)"
    yield Rule(acronym, partial(_acronym, forms), (CAPITAL,))
    if "no_syllables" in table:
        yield Rule(
            rf"(?<![\w.])(?=[A-Z]{{4,7}}\b)(?:{table['no_syllables']})\b", _unknown, (CAPITAL,)
        )
    if "read_in_capitals" in table:
        # Roman numerals have rules of their own, and longer words are read
        short = r"(?<![\w.&'/-])(?![IVX]+\b)[A-Z]{2,3}(?![\w&/-]|\.\w)"
        yield Rule(short, _short_capitals, (CAPITAL,))


def _spoken_forms(table: Table) -> dict[str, str]:
    """Return how acronyms and their plurals are said, by how they are written."""
    forms: dict[str, str] = {}
    for acronym in table.get("spell", ()):
        forms[acronym] = spelt(acronym)
        forms[f"{acronym}s"] = f"{spelt(acronym)}s"
    forms.update(table.get("read", {}))
    return forms


def _share(match: Match, _language: Language) -> str:
    return f"{match[1]}, {_without_double_stop(spelt(match[2]), match)}"


def _acronym(forms: Mapping[str, str], match: Match, language: Language) -> str:
    if match[0].isupper() and _is_word(match, language):
        return match[0]
    return _without_double_stop(forms[match[0]], match)


def _without_double_stop(words: str, match: Match) -> str:
    """Return words without their last dot where a full stop or a slash follows."""
    if after(match, 1) in (".", "/"):
        return words.removesuffix(".")
    return words


def _unknown(match: Match, language: Language) -> str:
    """Return capitals that no list has for spelling; engines read them as far as they can."""
    if look_up(match[0], language.code).zipf:
        return match[0]
    return _without_double_stop(spelt(match[0]), match)


def _short_capitals(match: Match, language: Language) -> str:
    """Return a word in small letters, unless engines read it anyway."""
    letters = match[0]
    is_read = letters.lower() in language.table("acronyms")["read_in_capitals"]
    if is_read or match.string.isupper() or not _is_word(match, language):
        return letters
    is_name = look_up(letters, language.code).casings == CAPITALISED
    if is_name or _SENTENCE_START.search(before(match, 4)):
        return letters.capitalize()
    return letters.lower()


def _is_word(match: Match, language: Language) -> bool:
    """Return whether capitals are a word's, not an acronym's."""
    zipf, casings = look_up(match[0], language.code)
    left = _CLAUSE_MARK.split(before(match, _CLAUSE_LENGTH))[-1]
    right = _CLAUSE_MARK.split(after(match, _CLAUSE_LENGTH))[0]
    is_shouted = f"{left} {right}".isupper()
    if not casings or (is_shouted and CAPITALS not in casings):
        return is_shouted
    is_long = len(match[0]) > 2
    if casings == CAPITALISED:
        return is_long and zipf >= _COMMON_WORD
    least = _COMMON_WORD if is_long and CAPITALS not in casings else _FUNCTION_WORD
    return SMALL in casings and zipf >= least
