"""Telephone numbers."""

from __future__ import annotations

import re
import string
from collections.abc import Iterator

from narrator.language.tables import Language
from narrator.verbalize.numbers import cardinal, spell_digits
from narrator.verbalize.rules.rule import Match, Rule, after_figure

# digits in one run are read one by one anyway
_START = r"(?<![\w.,/+-])(?=[+(]|[0-9]{1,9}[\s./()-]{1,3}[0-9])"
_END = r"(?![\w/]|[-.][0-9])"
_FORMS = r"""
    # with a country code: +44 20 7946 0958, +49 (0)30 1234-12
    \+[0-9]{1,3} (?:[\s./-]?\(?[0-9]{1,9}\)?){1,6}
    # with the zero of a trunk line, or an area code in brackets: 030 1234567, (02) 9374 4000
  | (?<![0-9]\s)(?:\((?!1[5-9][0-9]{2}|20[0-9]{2})[0-9]{2,5}\)|0[0-9]{1,4})
    (?:\s/\s[0-9]{2,9}|[/-][0-9]{3,9}|\s?[0-9]{2,9}) (?:[\s-][0-9]{2,5}){0,4}
    # in North America: 1-800-555-1234, 212.555.0199-12, 1 (212) 555-0199
  | (?:1[-.\s])? \(?[0-9]{3}(?:[-.\s]|\)\s?) [0-9]{3}[-.][0-9]{4} (?:-[0-9]{1,4})?
    # three groups and more that are no thousands: 1300 555 019
  | (?=[0-9\s]{11,19}(?!\s?[0-9])) (?![0-9]{1,3}(?:\s[0-9]{3})+(?!\s?[0-9]))
    [0-9]{2,4}(?:\s[0-9]{3,4}){2,4} (?!\s[0-9])
    # in Latin America: 11 3333-4444
  | [0-9]{2}\s?[0-9]{4,5}-[0-9]{4}
    # a social security number, which is read the same way: 123-45-6789
  | [0-9]{3}-[0-9]{2}-[0-9]{4}
    # without an area code: 555-1234, 99999-1234
  | (?:[0-9]{3}|[03-9][0-9]{3,4})-[0-9]{4}
"""
_FEWEST_DIGITS = 7
# area codes of toll-free and premium-rate numbers, which are read as numbers
_READ_AS_NUMBERS = {"800", "900"}


def rules(language: Language) -> Iterator[Rule]:
    """Yield the rules for telephone numbers."""
    forms = "|".join((_FORMS, *language.numbers.get("telephones", ())))
    yield Rule(
        f"(?x){_START}(?:{forms}){_END}",
        _telephone,
        (("+", *after_figure(string.digits + "-./()")),),
    )


def _telephone(match: Match, language: Language) -> str:
    """Return the groups of a number digit by digit, with pauses."""
    groups = re.findall("[0-9]+", match[0])
    if len("".join(groups)) < _FEWEST_DIGITS:
        return match[0]
    words = [_group_words(group, language) for group in groups]
    if match[0].startswith("+"):
        words[0] = f"{language.numbers['plus']} {cardinal(groups[0], language)}"
    return ", ".join(words)


def _group_words(group: str, language: Language) -> str:
    read_in_pairs = len(group) == 2 and language.numbers.get("telephone_pairs")
    if group in _READ_AS_NUMBERS or read_in_pairs:
        return cardinal(group, language)
    return spell_digits(group, language)
