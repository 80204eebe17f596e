"""Money: signs and codes before or after the amount, hundredths, magnitudes, ranges, rates."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass

from narrator.language.tables import Language, one_of
from narrator.verbalize.agreement import FEMININE, MASCULINE, NO_GENDER, Noun
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


@dataclass(frozen=True, slots=True)
class _Currency:
    """The names of a currency and its hundredth, which are empty where none is in use."""

    one: str
    many: str
    hundredth: str = ""
    hundredths: str = ""
    gender: str = MASCULINE


@dataclass(frozen=True, slots=True)
class _Amount:
    """A number as it is written, such as 2.5, and its magnitude's sign, such as bn."""

    number: str
    magnitude: str | None = None


def rules(language: Language) -> Iterator[Rule]:
    """Return the rules for money: ranges before single amounts, leading signs before trailing."""
    money = language.table("money")
    if not money:
        return
    if "old" in money:
        yield from _pounds_shillings_pence()
    for need, signs in guarded(money["before"]):
        yield from _sign_first(signs, (DIGIT, need), language)
    for need, signs in guarded(money["after"]):
        yield _sign_last(signs, (DIGIT, need), language)


def _pounds_shillings_pence() -> Iterator[Rule]:
    """Return the rules for £5 10s. 6d. in old money."""
    pounds = r"(?<!\w)£(?P<pound>[0-9,]{1,9}),?\s?"
    shillings = r"(?P<shilling>[0-9]{1,2})s\."
    pence = r"(?P<penny>[0-9]{1,2})d\."
    yield Rule(rf"{pounds}{shillings}(?:\s?{pence})?", _old_money, (DIGIT, "£"))
    yield Rule(rf"(?<![\w.,£])(?P<pound>){shillings}\s?{pence}", _old_money, (DIGIT, "."))


def _old_money(match: Match, language: Language) -> str:
    names = language.table("money")["old"]
    said = []
    for coin in ("pound", "shilling", "penny"):
        digits = match[coin]
        if digits:
            noun = Noun(*names[coin]).form(one=is_one(digits))
            said.append(f"{cardinal(digits.replace(',', ''), language)} {noun}")
    return " ".join(said)


def _sign_first(
    signs: Collection[str], needs: tuple[str, ...], language: Language
) -> Iterator[Rule]:
    """Return the rules for $5, -$5, $5/day and $5-$10."""
    sign = one_of(signs)
    to = re.escape(language.numbers["to"])
    first, second = _amount_pattern("1", language), _amount_pattern("2", language)
    start = r"(?<![\w$£€])"
    joined = rf"(?:{_DASH}|\s{to}\s(?=\D))"
    several = rf"{start}(?P<sign>{sign})\s?{first}{joined}(?P<sign2>{sign})?\s?{second}(?![\w-])"
    yield Rule(several, _range_of_money, needs)
    per = _per_pattern(language)
    one = rf"{start}(?P<minus>-\s?)?(?P<sign>{sign})\s?{first}{per}"
    yield Rule(one, _money_after_sign, needs)


def _amount_pattern(which: str, language: Language) -> str:
    """Return a pattern for a number and its magnitude, as the groups n1 and m1 or n2 and m2."""
    magnitude = one_of(language.numbers.get("magnitudes", {}))
    return rf"(?P<n{which}>{language.number_pattern})(?:[\s-]?(?P<m{which}>{magnitude})(?!\w))?"


def _per_pattern(language: Language) -> str:
    """Return a pattern for what is paid for, after a slash."""
    per = language.table("money")["per"]
    if not per:
        return "(?P<per>(?!))?"
    return rf"(?:/(?P<per>{one_of(per)})(?!\w)(?:\.(?=\s[a-z]|[,;:)]))?)?"


def _range_of_money(match: Match, language: Language) -> str:
    """Return two amounts; in "£3.4 to £3.8 million" the magnitude is that of both."""
    currency = _currency("before", match["sign"], language)
    second = _money_words(_Amount(match["n2"], match["m2"]), currency, language)
    low = _Amount(match["n1"], match["m1"])
    shared_magnitude = match["m2"] and not match["m1"]
    if match["sign2"] and not shared_magnitude:
        first = _money_words(low, currency, language)
    else:
        first = number_words(low.number, language) + _magnitude(low, language)
    return f"{first} {language.numbers['to']} {second}"


def _money_after_sign(match: Match, language: Language) -> str:
    money = language.table("money")
    currency = _currency("before", match["sign"], language)
    hyphenated = "-" in match[0].lstrip("-")
    adjective = describes_noun(match, language, hyphenated=hyphenated)
    amount = _Amount(match["n1"], match["m1"])
    words = _minus(match, language)
    words += _money_words(amount, currency, language, adjective=adjective)
    if match["per"]:
        words += f" {language.numbers['per']} {money['per'][match['per']]}"
    return words


def _sign_last(signs: Collection[str], needs: tuple[str, ...], language: Language) -> Rule:
    """Return the rule for 5 €, -5 € and 5-10 €."""
    low = rf"(?:(?P<low>{language.number_pattern}){_DASH})?"
    amount = low + _amount_pattern("1", language)
    pattern = rf"(?<![\w.,])(?P<minus>-)?{amount}\s?(?P<sign>{one_of(signs)})(?!\w)"
    return Rule(pattern, _money_before_sign, needs)


def _money_before_sign(match: Match, language: Language) -> str:
    currency = _currency("after", match["sign"], language)
    if match["low"]:
        start = f"{number_words(match['low'], language)} {language.numbers['to']} "
    else:
        start = _minus(match, language)
    return start + _money_words(_Amount(match["n1"], match["m1"]), currency, language)


def _currency(place: str, sign: str, language: Language) -> _Currency:
    """Return the currency of a sign that stands before or after the amount."""
    return _Currency(*language.table("money")[place][sign])


def _minus(match: Match, language: Language) -> str:
    if not match["minus"]:
        return ""
    return f"{language.numbers['minus']} "


def _magnitude(amount: _Amount, language: Language) -> str:
    """Return the word for a magnitude, after a space, or nothing."""
    if not amount.magnitude:
        return ""
    return f" {language.numbers['magnitudes'][amount.magnitude]}"


def _money_words(
    amount: _Amount, currency: _Currency, language: Language, *, adjective: bool = False
) -> str:
    """Return the words for an amount; ``adjective`` asks for the singular: a five dollar bill.

    Hundredths are said as such, finer or larger fractions as decimals. The language's form for a
    whole amount and hundredths has ``{minor}`` for "twenty cents" or ``{count}`` for "twenty".
    """
    whole, fraction = parse_number(amount.number, language)
    fraction = fraction.rstrip("0")
    many = currency.one if adjective else currency.many
    if amount.magnitude:
        gender = _gender_before_magnitude(fraction, language)
        words = _decimal_words(whole, fraction, gender, language)
        return _with_currency(words + _magnitude(amount, language), many, language)
    if len(fraction) > 2 or (fraction and not currency.hundredth):
        words = _decimal_words(whole, fraction, currency.gender, language)
        return _with_currency(words, many, language)
    if fraction and is_zero(whole):
        return _hundredths(fraction, currency, language, adjective=adjective)
    name = currency.one if is_one(whole) else many
    major = cardinal(whole or "0", language, gender=currency.gender)
    major = _with_currency(major, name, language)
    if not fraction:
        return major
    form: str = language.table("money")["cents"]
    return form.format(
        major=major,
        minor=_hundredths(fraction, currency, language),
        count=cardinal(_hundredths_digits(fraction), language),
    )


def _decimal_words(whole: str, fraction: str, gender: str, language: Language) -> str:
    number = whole
    if fraction:
        number += language.numbers["decimal"] + fraction
    return number_words(number, language, gender=gender)


def _hundredths_digits(fraction: str) -> str:
    """Return the number of hundredths that one or two decimals are."""
    return fraction.ljust(2, "0").lstrip("0")


def _hundredths(
    fraction: str, currency: _Currency, language: Language, *, adjective: bool = False
) -> str:
    """Return the words for one or two decimals, as cents."""
    count = _hundredths_digits(fraction)
    name = currency.hundredths
    if adjective or is_one(count):
        name = currency.hundredth
    return f"{cardinal(count, language, gender=MASCULINE)} {name}"


def _gender_before_magnitude(fraction: str, language: Language) -> str:
    """Return a number's gender: "eine Million", but "eins Komma eins Millionen"."""
    gender = magnitude_gender(language)
    if fraction and gender == FEMININE:
        return NO_GENDER
    return gender


def _with_currency(amount: str, currency: str, language: Language) -> str:
    """Return amount and currency; Romance languages put "of" after millions."""
    money = language.table("money")
    form: str = money["amount"]
    last_word = amount.rsplit(" ", 1)[-1]
    if last_word in money.get("of_after", ()):
        form = money["of"]
        if currency[0] in money.get("vowels", ""):
            form = money["of_vowel"]
    return form.format(amount=amount, currency=currency)
