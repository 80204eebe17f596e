"""Sums and powers: signs between numbers, superscript digits, numbers in scientific notation."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import partial

from narrator.language.tables import Language
from narrator.verbalize.numbers import cardinal, is_digits, number_words
from narrator.verbalize.rules.rule import DIGIT, Match, Rule, fixed, said

_RAISED_DIGITS = "⁰¹²³⁴⁵⁶⁷⁸⁹"
_LOWERED = str.maketrans(f"{_RAISED_DIGITS}⁻", "0123456789-")
# keys of the language's table
_NAMED_POWERS = {"2": "squared", "²": "squared", "3": "cubed", "³": "cubed"}
# signs that may also be a hyphen or a prefix; they are read only where an equals sign follows
_DOUBTFUL_SIGNS = "-+"


def powers(language: Language) -> Iterator[Rule]:
    """Yield the rules for 10⁶, 10^-3, x^2 and 1.2e-5.

    They come before units, which would take the exponent for an amount.
    """
    if "power" not in language.numbers:
        return
    decimal = re.escape(language.numbers["decimal"])
    mantissa = rf"[0-9]{decimal}[0-9]{{1,9}}[eE][-+]?|[0-9][eE][-+]"
    scientific = rf"(?<![\w.,])(?=(?:{mantissa})[0-9])([0-9.,]+)[eE]([-+]?[0-9]{{1,3}})(?!\w)"
    yield Rule(scientific, _scientific, (DIGIT,))
    yield Rule(r"(?<=[0-9a-zA-Z)])\^(-?[0-9]{1,3})(?!\w)", _raised, ("^",))
    yield Rule(rf"(?<=10)(⁻?[{_RAISED_DIGITS}]{{1,3}})", _raised, (_RAISED_DIGITS,))


def _scientific(match: Match, language: Language) -> str:
    times = language.numbers["signs"]["×"]
    ten = cardinal("10", language)
    power = _power(match[2].replace("+", ""), language)
    return f"{number_words(match[1], language)} {times} {ten} {power}"


def _raised(match: Match, language: Language) -> str:
    return " " + _power(match[1].translate(_LOWERED), language)


def _power(exponent: str, language: Language) -> str:
    """Return the words for an exponent: squared, cubed, to the power of minus four."""
    numbers = language.numbers
    if exponent in _NAMED_POWERS:
        return str(numbers[_NAMED_POWERS[exponent]])
    words = number_words(exponent.lstrip("-"), language)
    if exponent.startswith("-"):
        words = f"{numbers['minus']} {words}"
    return f"{numbers['power']} {words}"


def rules(language: Language) -> Iterator[Rule]:
    """Yield the rules for x² and 2 + 2 = 4."""
    numbers = language.numbers
    signs: Mapping[str, str] = numbers.get("signs", {})
    if "squared" in numbers:
        # x², mc²; square meters have become words by now
        yield Rule(r"(?<!\w)([a-zA-Z0-9]{1,3})([²³])(?!\w)", _variable_with_power, ("²³",))
    number = language.number_pattern
    side = rf"(?:{number}|[xyz])"
    for sign, word in signs.items():
        equals_ahead = r"(?=.{0,40}=)" if sign in _DOUBTFUL_SIGNS else ""
        operation = rf"(?<![\w.,])({side})\s?{re.escape(sign)}\s?(?={side}(?!\w)){equals_ahead}"
        yield Rule(operation, partial(_operation, word), (sign,))
    if "=" in signs:
        result = rf"(?<=\s{re.escape(signs['='])}\s)({number})(?![\w.,/]*[0-9/])"
        yield Rule(result, said(number_words, 1), ("=", DIGIT))
    if "+" in signs:
        plus = fixed(f" {signs['+']} ")
        yield Rule(r"(?<=[0-9])\s?\+\s?(?=[0-9])", plus, ("+", DIGIT))


def _variable_with_power(match: Match, language: Language) -> str:
    """Return a number or letters, spelt, with a power."""
    base = match[1]
    if not base.isdigit():
        base = " ".join(base)
    return f"{base} {language.numbers[_NAMED_POWERS[match[2]]]}"


def _operation(word: str, match: Match, language: Language) -> str:
    side = match[1]
    if is_digits(side[-1]):
        side = number_words(side, language)
    return f"{side} {word} "
