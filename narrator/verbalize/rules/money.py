"""Money: signs and codes before or after the amount, hundredths, magnitudes, ranges, rates."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass

from narrator.language.tables import Language, one_of
from narrator.verbalize.agreement import FEMININE, MASCULINE, NO_GENDER
from narrator.verbalize.numbers import (
    cardinal,
    is_one,
    is_zero,
    magnitude_gender,
    number_words,
    parse_number,
)
from narrator.verbalize.rules.attributive import describes_noun
from narrator.verbalize.rules.rule import DIGIT, Match, Rule, guarded

_DASH = r"\s?[-–—]\s?"
# two decimals, with the marks of any language: 129,00 and 1.299,00
_HUNDREDTHS = "[0-9]{1,3}(?:[.,][0-9]{3}){0,4}[.,][0-9]{2}(?![0-9]|[.,][0-9])"


@dataclass(frozen=True, slots=True)
class _Currency:
    """The names of a currency and of its hundredth, which are empty where none is in use."""

    one: str
    many: str
    hundredth: str = ""
    hundredths: str = ""
    gender: str = MASCULINE


@dataclass(frozen=True, slots=True)
class _Amount:
    """An amount of money.

    Attributes:
        number: The number as it is written, such as 2.5.
        magnitude: The word for its magnitude, such as "billion", or nothing.
        currency: What it is counted in.
        is_adjective: Whether it describes a noun, in the singular: a five dollar bill.
    """

    number: str
    magnitude: str
    currency: _Currency
    is_adjective: bool = False


def rules(language: Language) -> Iterator[Rule]:
    """Yield the rules for money: ranges before single amounts, leading signs before trailing."""
    money = language.table("money")
    if not money:
        return
    for need, signs in guarded(money["before"]):
        yield from _sign_first(signs, (DIGIT, need), language)
    for need, signs in guarded(money["after"]):
        yield _sign_last(signs, (DIGIT, need), language)


def _sign_first(
    signs: Collection[str], needs: tuple[str, ...], language: Language
) -> Iterator[Rule]:
    """Yield the rules for $5, -$5, $5/day and $5-$10."""
    sign = one_of(signs)
    to_word = re.escape(language.numbers["to"])
    first, second = _amount_pattern("1", language), _amount_pattern("2", language)
    start = r"(?<![\w$£€])"
    joined = rf"(?:{_DASH}|\s{to_word}\s(?=\D))"
    several = rf"{start}(?P<sign>{sign})\s?{first}{joined}(?P<sign2>{sign})?\s?{second}(?![\w-])"
    yield Rule(several, _range_of_money, needs)
    single = rf"{start}(?P<minus>-\s?)?(?P<sign>{sign})\s?{first}{_per_pattern(language)}"
    yield Rule(single, _money_after_sign, needs)


def _amount_pattern(which: str, language: Language) -> str:
    """Return a pattern for a number and its magnitude, as the groups n1 and m1 or n2 and m2."""
    magnitude = one_of(language.numbers.get("magnitudes", {}))
    number = rf"(?:{_HUNDREDTHS}|{language.number_pattern})"
    return rf"(?P<n{which}>{number})(?:[\s-]?(?P<m{which}>{magnitude})(?!\w))?"


def _magnitude(match: Match, which: str, language: Language) -> str:
    """Return the word for an amount's magnitude, or nothing."""
    return str(language.numbers.get("magnitudes", {}).get(match[f"m{which}"], ""))


def _range_of_money(match: Match, language: Language) -> str:
    """Return two amounts; in "£3.4 to £3.8 million" the magnitude is that of both."""
    currency = _currency("before", match, language)
    low = _Amount(match["n1"], _magnitude(match, "1", language), currency)
    high = _Amount(match["n2"], _magnitude(match, "2", language), currency)
    if match["sign2"] and (low.magnitude or not high.magnitude):
        first = _amount_words(low, language)
    else:
        first = f"{number_words(low.number, language)} {low.magnitude}".rstrip()
    return f"{first} {language.numbers['to']} {_amount_words(high, language)}"


def _money_after_sign(match: Match, language: Language) -> str:
    hyphenated = "-" in match[0].lstrip("-")
    amount = _Amount(
        match["n1"],
        _magnitude(match, "1", language),
        _currency("before", match, language),
        is_adjective=describes_noun(match, language, hyphenated=hyphenated),
    )
    words = _amount_words(amount, language)
    if match["minus"]:
        words = f"{language.numbers['minus']} {words}"
    return words + _per(match, language)


def _per_pattern(language: Language) -> str:
    """Return a pattern for a slash and a unit, as the group per."""
    per = one_of(language.table("money").get("per", ()))
    return rf"(?:\s?/\s?(?P<per>{per})(?!\w)(?:\.(?=\s[a-z]|[,;:)]))?)?"


def _per(match: Match, language: Language) -> str:
    """Return " per month" for "/mo", or nothing."""
    if not match["per"]:
        return ""
    return f" {language.numbers['per']} {language.table('money')['per'][match['per']]}"


def _sign_last(signs: Collection[str], needs: tuple[str, ...], language: Language) -> Rule:
    """Return the rule for 5 €, -5 € and 5-10 €."""
    low = rf"(?:(?P<low>{language.number_pattern}){_DASH})?"
    amount = low + _amount_pattern("1", language)
    pattern = rf"(?<![\w.,])(?P<minus>-)?{amount}\s?(?P<sign>{one_of(signs)})(?!\w)"
    return Rule(pattern + _per_pattern(language), _money_before_sign, needs)


def _money_before_sign(match: Match, language: Language) -> str:
    currency = _currency("after", match, language)
    amount = _Amount(match["n1"], _magnitude(match, "1", language), currency)
    words = _amount_words(amount, language) + _per(match, language)
    if match["low"]:
        return f"{number_words(match['low'], language)} {language.numbers['to']} {words}"
    if match["minus"]:
        return f"{language.numbers['minus']} {words}"
    return words


def _currency(place: str, match: Match, language: Language) -> _Currency:
    """Return the currency of a sign that is written before or after the amount."""
    return _Currency(*language.table("money")[place][match["sign"]])


def _amount_words(amount: _Amount, language: Language) -> str:
    """Return the words for an amount.

    Hundredths are said as such, finer or larger fractions as decimals.
    """
    currency = amount.currency
    many = currency.one if amount.is_adjective else currency.many
    whole, fraction = parse_number(amount.number, language)
    fraction = fraction.rstrip("0")
    number = whole
    if fraction:
        number += language.numbers["decimal"] + fraction
    if amount.magnitude:
        gender = magnitude_gender(language)
        if fraction and gender == FEMININE:  # "eine Million", but "eins Komma eins Millionen"
            gender = NO_GENDER
        words = f"{number_words(number, language, gender=gender)} {amount.magnitude}"
        return _with_currency(words, many, language)
    if len(fraction) > 2 or (fraction and not currency.hundredth):
        words = number_words(number, language, gender=currency.gender)
        return _with_currency(words, many, language)
    if fraction and is_zero(whole):
        return _hundredths(fraction, amount, language)
    name = currency.one if is_one(whole) else many
    words = cardinal(whole or "0", language, gender=currency.gender)
    words = _with_currency(words, name, language)
    if fraction:
        return _with_hundredths(words, fraction, amount, language)
    return words


def _with_hundredths(major: str, fraction: str, amount: _Amount, language: Language) -> str:
    """Return whole units and hundredths, in the language's form.

    The form has ``{minor}`` for "twenty cents" or ``{count}`` for "twenty".
    """
    form: str = language.table("money")["cents"]
    minor = _hundredths(fraction, amount, language)
    count = cardinal(_count_hundredths(fraction), language)
    return form.format(major=major, minor=minor, count=count)


def _count_hundredths(fraction: str) -> str:
    """Return how many hundredths one or two decimals are."""
    return fraction.ljust(2, "0").lstrip("0")


def _hundredths(fraction: str, amount: _Amount, language: Language) -> str:
    """Return the words for one or two decimals, as cents."""
    count = _count_hundredths(fraction)
    name = amount.currency.hundredths
    if amount.is_adjective or is_one(count):
        name = amount.currency.hundredth
    return f"{cardinal(count, language, gender=MASCULINE)} {name}"


def _with_currency(amount: str, currency: str, language: Language) -> str:
    """Return an amount with its currency; Romance languages put "of" after millions."""
    money = language.table("money")
    form: str = money["amount"]
    last_word = amount.rsplit(" ", 1)[-1]
    if last_word in money.get("of_after", ()):
        form = money["of"]
        if currency[0] in money.get("vowels", ""):
            form = money["of_vowel"]
    return form.format(amount=amount, currency=currency)
