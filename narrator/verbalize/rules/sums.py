"""Sums and powers: signs between numbers, raised figures, numbers in scientific notation."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import partial

from narrator.language.tables import DIGITS, FIGURE, Language, Rule
from narrator.verbalize.numbers import cardinal, say_number

_RAISED = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹⁻", "0123456789-")


def powers(language: Language) -> Iterator[Rule]:
    """10⁶, 10^-3, x^2, 1.2e-5: before units, which would take the exponent for an amount."""
    table = language.table("numbers")
    if "power" not in table:
        return
    named: dict[str, str] = {"2": table["squared"], "3": table["cubed"]}

    def power(exponent: str) -> str:
        if exponent in named:
            return named[exponent]
        sign = f"{table['minus']} " if exponent[0] == "-" else ""
        return f"{table['power']} {sign}{say_number(exponent.lstrip('-'), language)}"

    def raised(m: re.Match[str]) -> str:
        return " " + power(m[1].translate(_RAISED))

    def scientific(m: re.Match[str]) -> str:
        ten = cardinal("10", language)
        return f"{say_number(m[1], language)} {table['signs']['×']} {ten} {power(m[2].replace('+', ''))}"

    decimal = re.escape(table["decimal"])
    figure = rf"[0-9]{decimal}[0-9]{{1,9}}[eE][-+]?|[0-9][eE][-+]"
    pattern = rf"(?<![\w.,])(?=(?:{figure})[0-9])([0-9.,]+)[eE]([-+]?[0-9]{{1,3}})(?!\w)"
    yield Rule(pattern, scientific, (FIGURE,))
    yield Rule(r"(?<=[0-9a-zA-Z)])\^(-?[0-9]{1,3})(?!\w)", raised, ("^",))
    yield Rule(r"(?<=10)(⁻?[⁰¹²³⁴⁵⁶⁷⁸⁹]{1,3})", raised, ("⁰¹²³⁴⁵⁶⁷⁸⁹",))


def rules(language: Language) -> Iterator[Rule]:
    """Plus and minus are signs of a sum only where an equals sign follows."""
    table = language.table("numbers")
    signs = table.get("signs", {})
    if "squared" in table:
        # x², mc²; square meters are known by now
        named = {"²": table["squared"], "³": table["cubed"]}
        yield Rule(
            r"(?<!\w)([a-zA-Z0-9]{1,3})([²³])(?!\w)",
            lambda m: f"{m[1] if m[1].isdigit() else ' '.join(m[1])} {named[m[2]]}",
            ("²³",),
        )
    number = rf"(?:{language.number}|[xyz])"
    for sign, word in signs.items():
        ahead = r"(?=.{0,40}=)" if sign in "-+" else ""
        yield Rule(
            rf"(?<![\w.,])({number})\s?{re.escape(sign)}\s?(?={number}(?!\w)){ahead}",
            partial(_operation, word, language),
            (sign,),
        )
    if "=" in signs:
        yield Rule(
            rf"(?<=\s{re.escape(signs['='])}\s)({language.number})(?![\w.,/]*[0-9/])",
            lambda m: say_number(m[1], language),
            ("=", FIGURE),
        )
    if "+" in signs:
        yield Rule(r"(?<=[0-9])\s?\+\s?(?=[0-9])", lambda _: f" {signs['+']} ", ("+", FIGURE))


def _operation(word: str, language: Language, m: re.Match[str]) -> str:
    side = say_number(m[1], language) if m[1][-1] in DIGITS else m[1]
    return f"{side} {word} "
