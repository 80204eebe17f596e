"""Formulas: operands with signs between them, powers, and numbers in scientific notation.

A run of operands and signs is cut at its marks like any other token. It is a formula where a sign
tells so: an equals sign does, a minus only beside a variable, since it may be a dash.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from narrator.language.frequencies import zipf
from narrator.language.tables import Language
from narrator.verbalize.numbers import is_digits, number_words
from narrator.verbalize.rules.rule import Match, Rule
from narrator.verbalize.rules.tokens import joined

_RAISED = "⁻⁰¹²³⁴⁵⁶⁷⁸⁹ⁿ"
_ON_THE_LINE = str.maketrans(_RAISED, "-0123456789n")
_PLAIN = str.maketrans("–−₀₁₂₃₄₅₆₇₈₉", "--0123456789")
# from capital alpha to small omega
_FIRST_GREEK, _LAST_GREEK = 0x391, 0x3C9
_GREEK = "\u0391-\u03c9"
_GREEK_CHARACTERS = "".join(map(chr, range(_FIRST_GREEK, _LAST_GREEK + 1)))
_LETTER = f"[A-Za-z{_GREEK}]"
_SIGNS = "-–−+*×·÷/=<>≤≥≠≈±"
_POWER = rf"(?:[{_RAISED}]{{1,4}}(?<!⁻)(?!⁺)|(?:\^|\*\*)(?:-?\w{{1,3}}|\([^()]{{1,20}}\)))"
_START = r"(?<![\w.,:$€£¥%°'/)])(?<![0-9]\s(?=[^\W\d]))"
_CALL = r"(?:\((?!\s)[^()]{1,24}\))?"
# what makes a run a formula
_TELLING = re.compile(
    rf"""
      [=≤≥≠≈±÷*√^<>+{_RAISED}] | [^\W\d]\s?× | ×\s?[^\W\d]
    | [{_GREEK}][A-Za-z0-9] | [A-Za-z0-9][{_GREEK}] | ^[{_GREEK}]$
    | [{_GREEK}].*/ | \)/             # a Greek letter by another, sin(x)/x
    | (?<![A-Za-z])(?:[a-z]|[xyz][0-9])\)?\s[-–−]\s    # 2a - b
    | \s[-–−]\s\(?[0-9]*[a-z](?!\w)
    | ^[kmnxyz]-[12]$
    """,
    re.X,
)
# letters that are no variables, except after an equals sign
_WORD = re.compile(
    r"(?<![=A-Za-z0-9])(?<!=\s)[A-Za-z]{2,}(?![A-Za-z(])|(?:(?<=[0-9]/)|(?<=[0-9]\s/))[A-Za-z]+"
)
_PARTS = re.compile(
    rf"[.,]?[0-9][0-9.,]*(?:/[0-9]+)?|[A-Za-z]+|\^-?\w{{1,3}}|[{_RAISED}]+|<=|>=|[^\s_]"
)
# side by side
_MOST_VARIABLES = 2
# Zipf value of words that are no product of variables
_COMMON = 3.5


def rules(language: Language) -> Iterator[Rule]:
    """Yield the rules for f(x) = 3x² + 2, Δy/Δx, πr², x^2 and 10⁶.

    They come before units, which would take an exponent for an amount.
    """
    if not language.table("formulas"):
        return
    bound = r"(?:\(([^()]{1,30})\)|(\w{1,3}))"
    yield Rule(rf"([∑∏∫])_{bound}\^{bound}", _bounds, ("∑∏∫",))
    number = rf"{language.number_pattern}(?:/[0-9]+)?{_LETTER}{{0,3}}"
    powers = rf"(?:{_POWER}(?:{_LETTER}{{1,2}}{_POWER}?)?)?"
    indexed = "[a-z]_?[0-9₀-₉]{1,2}"
    term = rf"(?:{number}|{indexed}|{_LETTER}{{1,3}}){powers}(?![\w'⁺⁻])"
    operand = rf"[√±-]?\({{0,3}}[√−-]?{term}{_CALL}{_POWER}?\){{0,3}}{_POWER}?"
    sign = rf"(?:\s?(?:<=|>=|[{_SIGNS}])\s?|(?<=\))(?=[(√{_GREEK}]))"
    run = rf"{_START}{operand}(?:{sign}{operand}){{1,20}}(?![%°]|[.,:][0-9])"
    yield Rule(run, _run, (_SIGNS,))
    base = r"[0-9]{1,3}(?:[abcnrtxyz]|(?=[\^*]))|[A-Za-z]{1,3}|10"
    power = rf"(?:{base})(?:[{_RAISED}^]|\*\*)"
    lone = rf"(?!\s?[{_GREEK}]|\w)"
    greek = rf"[A-Za-z0-9]{{1,4}}[{_GREEK}]|[{_GREEK}](?:[{_GREEK}]{{0,2}}[A-Za-z0-9]|{lone})"
    no_unit = r"(?!\w{0,6}[\u03bc\u03a9])"
    alone = rf"{_START}{no_unit}(?={power}|{greek}){term}"
    yield Rule(alone, _run, (f"{_GREEK_CHARACTERS}{_RAISED}^*",))


def _bounds(match: Match, language: Language) -> str:
    """Return "the sum from i = 1 to n of", whose bounds are left for other rules."""
    sign, *bounds = filter(None, match.groups())
    table = language.table("formulas")
    return str(table["bounds"].format(table["signs"][sign], *bounds))


def _run(match: Match, language: Language) -> str:
    """Return the words for operands and signs, or what is written if they are no formula."""
    run = match[0]
    names = language.table("formulas")["signs"]
    units = language.units.get("units", ())
    for word in _WORD.findall(run):
        is_word = len(word) > _MOST_VARIABLES or zipf(word, language.code) >= _COMMON
        if word in units or (is_word and word not in names):
            return run
    return formula_words(run, language) if _TELLING.search(run) else run


def formula_words(formula: str, language: Language) -> str:
    """Return the words for a formula, whose plain numbers are left for other rules."""
    table = language.table("formulas")
    signs = table["signs"]
    words: list[str] = []
    parts = ["", *_PARTS.findall(formula.replace("**", "^").translate(_PLAIN)), ""]
    in_call = False
    for before, part, after in zip(parts, parts[1:], parts[2:], strict=False):
        if part == "(" and before in table["functions"]:
            in_call = True
            words.append(table["of"])
        elif part == ")" and in_call:
            in_call = False
        elif part[0] in f"^{_RAISED}":
            exponent = part.strip("^").translate(_ON_THE_LINE)
            words.append(table["powers"].get(exponent) or table["power"].format(exponent))
        elif is_digits(part) and after.isalpha():
            words.append(number_words(part, language))
        elif part.isalpha() and part not in signs and not _is_word(part, language):
            words.append("-".join(signs.get(letter, letter) for letter in part))
        else:
            # numbers and brackets stay as they are
            words.append(signs.get(part, part))
    return joined(words)


def _is_word(letters: str, language: Language) -> bool:
    return len(letters) > _MOST_VARIABLES and zipf(letters, language.code) >= _COMMON
