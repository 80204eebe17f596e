"""Telephone numbers."""

from __future__ import annotations

import re
from collections.abc import Iterator

from narrator.language.tables import Language
from narrator.verbalize.numbers import cardinal, spell_digits
from narrator.verbalize.rules.rule import DIGIT, Match, Rule

_START = r"(?<![\w.,/+-])"
_END = r"(?![\w/]|[-.][0-9])"
_COUNTRY = r"\+[0-9]{1,3}"
_EXTENSION = "(?:-[0-9]{1,4})?"
_AREA = r"(?:\([0-9]{3}\)\s?|[0-9]{3}[-.])"
_FORMS = (
    # with an area code, in North America: (212) 555-0199, 1-800-555-1234, 212.555.0199-12
    rf"(?:{_COUNTRY}[\s-]|1-)?{_AREA}[0-9]{{3}}[-.][0-9]{{4}}{_EXTENSION}",
    # with a country code: +44 20 7946 0958, +49 1234-1234
    rf"{_COUNTRY}(?:[\s-]?\(?[0-9]{{2,8}}\)?){{1,5}}{_EXTENSION}",
    # with an area code, in Latin America: (0411) 0234-1234, 11 3333-4444
    r"(?:\(0?[0-9]{2,4}\)|[0-9]{2})\s?[0-9]{4,5}-[0-9]{4}",
    # with an area code, in Europe: 030 1234567, 06/1234567
    r"(?<![0-9]\s)0[0-9]{1,4}[\s/-][0-9]{3,9}(?:[\s-][0-9]{2,5}){0,3}",
    # a social security number, which is read the same way: 123-45-6789
    "[0-9]{3}-[0-9]{2}-[0-9]{4}",
    # without an area code: 555-1234, 99999-1234
    "(?:[0-9]{3}|[03-9][0-9]{3,4})-[0-9]{4}",
)
# area codes of toll-free and premium-rate numbers, which are read as numbers
_READ_AS_NUMBERS = {"800", "900"}


def rules(language: Language) -> Iterator[Rule]:
    """Yield the rules for telephone numbers, in digits and in letters."""
    needs = (DIGIT, "+-./ ")
    for form in _FORMS:
        yield Rule(_START + form + _END, _telephone, needs)
    for pattern in language.numbers.get("telephones", ()):
        yield Rule(pattern, _telephone, needs)
    # 1-800-FLOWERS
    letters = "((?:[A-Z]{1,12}-?){1,4})"
    with_letters = rf"{_START}(?:(1)-)?(8[0-9]{{2}}|900)-{letters}(?![\w-])"
    yield Rule(with_letters, _telephone_in_letters, (DIGIT, "-"))


def _telephone(match: Match, language: Language) -> str:
    """Return the groups of a number digit by digit, with pauses."""
    groups = re.findall("[0-9]+", match[0])
    words = [_group_words(group, language) for group in groups]
    if match[0].startswith("+"):
        words[0] = f"{language.numbers['plus']} {cardinal(groups[0], language)}"
    return ", ".join(words)


def _telephone_in_letters(match: Match, language: Language) -> str:
    words = [_group_words(match[2], language), match[3].replace("-", " ").strip()]
    if match[1]:
        words.insert(0, spell_digits(match[1], language))
    return ", ".join(words)


def _group_words(group: str, language: Language) -> str:
    if group in _READ_AS_NUMBERS:
        return cardinal(group, language)
    return spell_digits(group, language)
