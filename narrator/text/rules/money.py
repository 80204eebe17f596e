"""Money: signs and codes before or after the amount, hundredths, magnitudes, ranges, and what it is paid by."""

from __future__ import annotations

import re
from collections.abc import Iterator

from narrator.text.language import Language, Rule, Table, marks_of, one_of
from narrator.text.numbers import cardinal, is_one, is_zero, parse, say_number
from narrator.text.rules.attributive import describes_noun


def rules(language: Language) -> Iterator[Rule]:
    """Ranges before single amounts, signs before the amount before those after it."""
    table = language.table("money")
    if not table:
        return
    before, after = table["before"], table["after"]
    sign, signs = one_of(before), marks_of(before)

    first, second = _amount("1", language), _amount("2", language)

    def one(m: re.Match[str]) -> str:
        adjective = language.code == "en" and (describes_noun(m) or "-" in m[0].lstrip("-"))
        said = _say(m["n1"], m["m1"], before[m["c1"]], language, adjective=adjective)
        return _minus(m["minus"], language) + said + _per(m["per"], table)

    def several(m: re.Match[str]) -> str:
        names = before[m["c1"]]
        # "£3.4 to £3.8 million": the magnitude is that of both
        if m["c2"] and (m["m1"] or not m["m2"]):
            first = _say(m["n1"], m["m1"], names, language)
        else:
            first = say_number(m["n1"], language) + _magnitude(m["m1"], language)
        return f"{first} {language.table('numbers')['to']} {_say(m['n2'], m['m2'], names, language)}"

    def behind(m: re.Match[str]) -> str:
        return _minus(m["minus"], language) + _say(m["n1"], m["m1"], after[m["c1"]], language)

    per = rf"(?:/(?P<per>{one_of(table['per'])})(?!\w))?" if table["per"] else "(?P<per>(?!))?"
    start = rf"(?<![\w$£€])(?P<c1>{sign})\s?{first}"
    to = re.escape(language.table("numbers")["to"])
    yield Rule(re.compile(rf"{start}(?:\s?[-–—]\s?|\s{to}\s(?=\D))(?P<c2>{sign})?\s?{second}(?![\w-])"), several, ("0", signs))
    start = rf"(?<![\w$£€])(?P<minus>-\s?)?(?P<c1>{sign})\s?{first}"
    yield Rule(re.compile(start + per), one, ("0", signs))
    if after:
        end = rf"(?<![\w.,])(?P<minus>-)?{first}\s?(?P<c1>{one_of(after)})(?!\w)"
        yield Rule(re.compile(end), behind, ("0", marks_of(after)))


def _amount(which: str, language: Language) -> str:
    """A pattern for a number and its magnitude, as the groups n1 and m1 or n2 and m2."""
    magnitude = one_of(language.table("numbers", "magnitudes"))
    return rf"(?P<n{which}>{language.number})(?:[\s-]?(?P<m{which}>{magnitude})(?!\w))?"


def _minus(sign: str | None, language: Language) -> str:
    return language.table("numbers")["minus"] + " " if sign else ""


def _per(unit: str | None, table: Table) -> str:
    return f" per {table['per'][unit]}" if unit else ""


def _magnitude(mark: str | None, language: Language) -> str:
    return " " + language.table("numbers", "magnitudes")[mark] if mark else ""


def _say(number: str, mark: str | None, names: list[str], language: Language, *, adjective: bool = False) -> str:
    """An amount: hundredths are said as such, finer or larger ones as decimals."""
    whole, fraction = parse(number, language)
    fraction = fraction.rstrip("0")
    many = names[0] if adjective else names[1]
    gender = names[4] if len(names) > 4 else "m"
    if mark or len(fraction) > 2 or (fraction and len(names) < 4):
        text = whole + (language.table("numbers")["decimal"] + fraction if fraction else "")
        return _joined(say_number(text, language, agree="" if mark else gender) + _magnitude(mark, language), many, language)
    major = _joined(cardinal(whole or "0", language, agree=gender), names[0] if is_one(whole) else many, language)
    if not fraction:
        return major
    cents = fraction.ljust(2, "0").lstrip("0")
    minor = f"{cardinal(cents, language, agree='m')} {names[2] if cents == '1' else names[3]}"
    cents_form: str = language.table("money")["cents"]
    return minor if is_zero(whole) else cents_form.format(major=major, minor=minor)


def _joined(amount: str, currency: str, language: Language) -> str:
    """Amount and currency; Romance languages put "of" between millions and what they count."""
    table = language.table("money")
    form: str = table["amount"]
    if amount.rsplit(" ", 1)[-1] in table.get("of_after", ()):
        form = table.get("of_vowel", table["of"]) if currency[0] in "aeiou" else table["of"]
    return form.format(amount=amount, currency=currency)
