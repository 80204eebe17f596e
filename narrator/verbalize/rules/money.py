"""Money: signs and codes before or after the amount, hundredths, magnitudes, ranges, rates."""

from __future__ import annotations

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
from narrator.verbalize.rules import rewrites
from narrator.verbalize.rules.attributive import describes_noun
from narrator.verbalize.rules.rule import (
    DIGIT,
    Match,
    Rule,
    after_figure,
    first_letters,
    guarded,
    to,
)

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


def rules(language: Language) -> Iterator[Rule]:
    """Yield the rules for money: ranges before single amounts, leading signs before trailing."""
    money = language.table("money")
    if not money:
        return
    yield from rewrites.rules(language, "money")
    for need, signs in guarded(money["before"]):
        # -$5, $5/day
        sign = rf"(?<![\w$£€])(?P<minus>-\s?)?(?P<sign>{one_of(signs)})\s?"
        amount = _amount_pattern(language) + _per_pattern(language)
        yield Rule(sign + amount, _money_after_sign, (DIGIT, need))
    for need, signs in guarded(money["after"]):
        letters = first_letters([*signs, *language.numbers["magnitudes"], "-"])
        yield _sign_last(signs, (after_figure(letters), need), language)


def _sign_last(
    signs: Collection[str], needs: tuple[Collection[str], ...], language: Language
) -> Rule:
    """Return the rule for 5 €, -5 € and 5-10 €."""
    low = rf"(?:(?P<low>{language.number_pattern})\s?[-–—]\s?)?"
    amount = rf"(?<![\w.,])(?P<minus>-)?{low}{_amount_pattern(language)}"
    sign = rf"\s?(?P<sign>{one_of(signs)})(?!\w){_per_pattern(language)}"
    return Rule(amount + sign, _money_before_sign, needs)


def _amount_pattern(language: Language) -> str:
    """Return a pattern for a number and its magnitude, as groups of these names."""
    magnitude = one_of(language.numbers.get("magnitudes", {}))
    number = rf"(?P<number>{_HUNDREDTHS}|{language.number_pattern})"
    return rf"{number}(?:[\s-]?(?P<magnitude>{magnitude})(?!\w))?"


def _per_pattern(language: Language) -> str:
    """Return a pattern for a slash and a unit, as the group per."""
    per = one_of(language.table("money").get("per", ()))
    return rf"(?:\s?/\s?(?P<per>{per})(?!\w)(?:\.(?=\s[a-z]|[,;:)]))?)?"


def _money_after_sign(match: Match, language: Language) -> str:
    hyphenated = "-" in match[0].lstrip("-")
    is_adjective = describes_noun(match, language, hyphenated=hyphenated)
    currency = _Currency(*language.table("money")["before"][match["sign"]])
    if is_adjective:
        currency = _singular(currency)
    return _minus(match, language) + _amount_words(match, currency, language)


def _money_before_sign(match: Match, language: Language) -> str:
    currency = _Currency(*language.table("money")["after"][match["sign"]])
    words = _amount_words(match, currency, language)
    if match["low"]:
        return number_words(match["low"], language) + to(match, language) + words
    return _minus(match, language) + words


def _singular(currency: _Currency) -> _Currency:
    """Return a currency as it is before a noun, always in the singular: a five dollar bill."""
    one, hundredth = currency.one, currency.hundredth
    return _Currency(one, one, hundredth, hundredth, currency.gender)


def _minus(match: Match, language: Language) -> str:
    return f"{language.numbers['minus']} " if match["minus"] else ""


def _amount_words(match: Match, currency: _Currency, language: Language) -> str:
    """Return the words for an amount, and for what it is paid for."""
    words = _sum_words(match, currency, language)
    if not match["per"]:
        return words
    return f"{words} {language.numbers['per']} {language.table('money')['per'][match['per']]}"


def _sum_words(match: Match, currency: _Currency, language: Language) -> str:
    """Return the words for an amount.

    Hundredths are said as such, finer or larger fractions as decimals.
    """
    whole, fraction = parse_number(match["number"], language)
    fraction = fraction.rstrip("0")
    number = whole + language.numbers["decimal"] + fraction if fraction else whole
    if match["magnitude"]:
        gender = magnitude_gender(language)
        if fraction and gender == FEMININE:  # "eine Million", but "eins Komma eins Millionen"
            gender = NO_GENDER
        magnitude = language.numbers["magnitudes"][match["magnitude"]]
        words = f"{number_words(number, language, gender=gender)} {magnitude}"
        return _with_currency(words, currency.many, language)
    if len(fraction) > 2 or (fraction and not currency.hundredth):
        words = number_words(number, language, gender=currency.gender)
        return _with_currency(words, currency.many, language)
    count = fraction.ljust(2, "0").lstrip("0")
    minor = cardinal(count or "0", language, gender=MASCULINE)
    hundredths = f"{minor} {currency.hundredth if is_one(count) else currency.hundredths}"
    if fraction and is_zero(whole):
        return hundredths
    words = cardinal(whole or "0", language, gender=currency.gender)
    words = _with_currency(words, currency.one if is_one(whole) else currency.many, language)
    if not fraction:
        return words
    form: str = language.table("money")["cents"]  # {minor} is "twenty cents", {count} "twenty"
    return form.format(major=words, minor=hundredths, count=cardinal(count, language))


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
