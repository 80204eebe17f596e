"""Money: signs and codes before or after the amount, hundredths, magnitudes, ranges, and what it is paid by."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping

from narrator.language.tables import FIGURE, Language, Rule, Table, by_marks, one_of
from narrator.verbalize.numbers import cardinal, is_one, is_zero, parse, say_number
from narrator.verbalize.rules.attributive import describes_noun


def rules(language: Language) -> Iterator[Rule]:
    """Ranges before single amounts, signs before the amount before those after it."""
    table = language.table("money")
    if not table:
        return
    if "old" in table:
        yield from _shillings(table["old"], language)
    for marks, signs in by_marks(table["before"]):
        yield from _before(signs, (FIGURE, marks), language)
    for marks, signs in by_marks(table["after"]):
        yield from _after(signs, (FIGURE, marks), language)


def _shillings(table: Mapping[str, str], language: Language) -> Iterator[Rule]:
    """£5 10s. 6d. in old money."""

    def old(m: re.Match[str]) -> str:
        amounts = zip((m[1], m[2], m[3]), ("pound", "shilling", "penny"), strict=True)
        return " ".join(
            f"{cardinal(figures.replace(',', ''), language)} {table[name if is_one(figures) else name + '_many']}"
            for figures, name in amounts
            if figures
        )

    small = r"([0-9]{1,2})s\.(?:\s?([0-9]{1,2})d\.)?"
    yield Rule(rf"(?<!\w)£([0-9,]{{1,9}}),?\s?{small}", old, (FIGURE, "£"))
    yield Rule(r"(?<![\w.,£])()([0-9]{1,2})s\.\s?([0-9]{1,2})d\.", old, (FIGURE, "."))


def _before(signs: Collection[str], needs: tuple[str, ...], language: Language) -> Iterator[Rule]:
    table = language.table("money")
    names: Mapping[str, list[str]] = table["before"]
    first, second = _amount("1", language), _amount("2", language)

    def one(m: re.Match[str]) -> str:
        adjective = language.code == "en" and (describes_noun(m) or "-" in m[0].lstrip("-"))
        said = _say(m["n1"], m["m1"], names[m["c1"]], language, adjective=adjective)
        return _minus(m["minus"], language) + said + _per(m["per"], table)

    def several(m: re.Match[str]) -> str:
        # "£3.4 to £3.8 million": the magnitude is that of both
        if m["c2"] and (m["m1"] or not m["m2"]):
            first = _say(m["n1"], m["m1"], names[m["c1"]], language)
        else:
            first = say_number(m["n1"], language) + _magnitude(m["m1"], language)
        return f"{first} {language.table('numbers')['to']} {_say(m['n2'], m['m2'], names[m['c1']], language)}"

    per = (
        rf"(?:/(?P<per>{one_of(table['per'])})(?!\w)(?:\.(?=\s[a-z]|[,;:)]))?)?"
        if table["per"]
        else "(?P<per>(?!))?"
    )
    sign, to = one_of(signs), re.escape(language.table("numbers")["to"])
    start = rf"(?<![\w$£€])(?P<c1>{sign})\s?{first}"
    yield Rule(
        rf"{start}(?:\s?[-–—]\s?|\s{to}\s(?=\D))(?P<c2>{sign})?\s?{second}(?![\w-])", several, needs
    )
    yield Rule(rf"(?<![\w$£€])(?P<minus>-\s?)?(?P<c1>{sign})\s?{first}{per}", one, needs)


def _after(signs: Collection[str], needs: tuple[str, ...], language: Language) -> Iterator[Rule]:
    names: Mapping[str, list[str]] = language.table("money")["after"]

    def behind(m: re.Match[str]) -> str:
        start = (
            f"{say_number(m['n0'], language)} {to} " if m["n0"] else _minus(m["minus"], language)
        )
        return start + _say(m["n1"], m["m1"], names[m["c1"]], language)

    to = language.table("numbers")["to"]
    amount = rf"(?:(?P<n0>{language.number})\s?[-–—]\s?)?" + _amount("1", language)
    yield Rule(rf"(?<![\w.,])(?P<minus>-)?{amount}\s?(?P<c1>{one_of(signs)})(?!\w)", behind, needs)


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


def _say(
    number: str, mark: str | None, names: list[str], language: Language, *, adjective: bool = False
) -> str:
    """An amount: hundredths are said as such, finer or larger ones as decimals."""
    whole, fraction = parse(number, language)
    fraction = fraction.rstrip(FIGURE)
    many = names[0] if adjective else names[1]
    gender = names[4] if len(names) > 4 else "m"
    if mark or len(fraction) > 2 or (fraction and len(names) < 4):
        text = whole + (language.table("numbers")["decimal"] + fraction if fraction else "")
        if mark:
            # "eine Million", but "eins Komma eins Millionen"
            counted = language.table("numbers").get(
                "magnitudes_gender", "m" if language.table("numbers").get("all_words") else ""
            )
            gender = "" if fraction and counted == "f" else counted
        return _joined(
            say_number(text, language, agree=gender) + _magnitude(mark, language), many, language
        )
    major = _joined(
        cardinal(whole or "0", language, agree=gender),
        names[0] if is_one(whole) else many,
        language,
    )
    if not fraction:
        return major
    cents = fraction.ljust(2, "0").lstrip("0")
    one = cents == "1" or (adjective and is_zero(whole))
    minor = f"{cardinal(cents, language, agree='m')} {names[2 if one else 3]}"
    cents_form: str = language.table("money")["cents"]
    return minor if is_zero(whole) else cents_form.format(major=major, minor=minor)


def _joined(amount: str, currency: str, language: Language) -> str:
    """Amount and currency; Romance languages put "of" between millions and what they count."""
    table = language.table("money")
    form: str = table["amount"]
    if amount.rsplit(" ", 1)[-1] in table.get("of_after", ()):
        form = table.get("of_vowel", table["of"]) if currency[0] in "aeiou" else table["of"]
    return form.format(amount=amount, currency=currency)
