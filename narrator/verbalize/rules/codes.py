"""Numbers that are names: telephone and network addresses, serials, numbers after "PIN"."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import partial

from narrator.language.frequencies import zipf
from narrator.language.tables import Language, Table, one_of
from narrator.verbalize.numbers import is_digits, pair_words, spell_digits
from narrator.verbalize.rules import telephones
from narrator.verbalize.rules.rule import CAPITAL, DIGIT, Match, Rule, before, fixed, said
from narrator.verbalize.rules.tokens import (
    SMALL_FIGURES,
    figure_words,
    spelt_characters,
    token_words,
)

_PIECE = f"[A-Za-z0-9{SMALL_FIGURES}]{{1,64}}"
_MARKS = "[-–._·:]"
# letters and figures, or two marks, or many figures
_TOKEN = (
    rf"(?<![\w.,:$€£¥#@&/+–-])(?=[A-Za-z_().-]{{0,40}}+[0-9{SMALL_FIGURES}])"
    r"(?![a-z]{1,3}[23²³](?!\w|[.-]\w))"  # m²
    rf"(?=[^\sA-Za-z]{{0,40}}+[A-Za-z]|[0-9]+{_MARKS}[0-9]+{_MARKS}|[0-9]{{10}})"
    rf"{_PIECE}(?:{_MARKS}:?{_PIECE}|\({_PIECE}\)(?:{_PIECE})?){{0,12}}\+?"
    r"(?![\w@(]|[.,:–-][0-9])"
)
_DAY_AND_MONTH = r"(?:0?[1-9]|[12][0-9]|3[01])\.(?:0?[1-9]|1[0-2])\."
_DATE = re.compile(f"{_DAY_AND_MONTH}[0-9]{{4}}")
_SHORT_DATE = re.compile(f"{_DAY_AND_MONTH}(?:[0-9]{{2}})?[0-9]{{2}}")
# characters before a number in which its label is looked for
_LABEL_WITHIN = 16
# Zipf value of the commonest words, which are no labels where they begin a sentence
_COMMONEST = 6


def rules(language: Language) -> Iterator[Rule]:
    """Yield the rules for codes, parts of which look like money, dates or measures."""
    numbers = language.numbers
    if not numbers:
        return
    yield from telephones.rules(language)
    yield from _labelled(language)
    if language.table("formulas"):
        yield _chess(language)
    iban = r"\b[A-Z]{2}[0-9]{2}(?:\s[A-Z0-9]{4}){2,7}(?:\s[A-Z0-9]{1,3})?(?!\w)"
    yield Rule(iban, said(spelt_characters), (DIGIT, CAPITAL))
    yield Rule(_TOKEN, _token, (DIGIT + SMALL_FIGURES,))
    # the end of a postal code that would be read as a word: N1 5AN
    code = r"(?:(?<=[A-Z][0-9]\s)|(?<=[0-9][A-Z]\s)|(?<=[A-Z][0-9]{2}\s))"
    end = r"[0-9](?=[A-Z]?[AEU])[A-Z]{2}(?<!AM)(?!\w)"
    yield Rule(code + end, said(spelt_characters), (DIGIT, CAPITAL))
    # part of a name: ab/12345
    yield Rule(r"(?<=[A-Za-z0-9][/-])[0-9]{5,9}(?![\w.,])", said(spell_digits), (DIGIT, "/-"))
    # NaCl, HCl; a pattern that begins with a set of characters is tried only at these
    formula = r"[A-Z](?<![\w.].)(?=[A-Z]{0,9}+[a-z])[a-z]?[A-Z][A-Za-z]{0,9}(?<!s)(?![\w-])"
    yield Rule(formula, said(token_words), (CAPITAL,))
    if "number" in numbers:
        # dbus#222
        yield Rule(r"(?<=[^\W_])\.?#(?=[0-9])", fixed(f" {numbers['number']} "), ("#",))
    if " " not in numbers["group"]:
        end = r"(?![\w/-]|[\s.,:][0-9])"
        grouped = rf"(?<![\w.,:/$€£¥-])(?<![0-9]\s)[0-9]{{1,3}}(?:\s[0-9]{{3}}){{1,5}}{end}"
        yield Rule(grouped, _grouped, (DIGIT,))
    if "plural_digits" in numbers:
        # "two 5s"
        yield Rule(r"(?<![\w.,])([0-9])s(?!\w)", _plural, (DIGIT,))
    decimal = re.escape(numbers["decimal"])
    minus = rf"(?<![\w)\].,^%°€$£/+-])-(?=\(?{decimal}?[0-9])"
    yield Rule(minus, fixed(f"{numbers['minus']} "), ("-", DIGIT))


def _token(match: Match, language: Language) -> str:
    """Return the words for a code; numbers with groups, and dates, are left for other rules."""
    token = match[0]
    may_be_date = _DATE if language.numbers["decimal"] == "." else _SHORT_DATE
    # many figures without groups are an amount only if they stand alone
    is_number = re.fullmatch(language.number_pattern, token) and (
        not is_digits(token) or token == match.string
    )
    if is_number or may_be_date.fullmatch(token):
        return token
    return token_words(token, language)


def _grouped(match: Match, language: Language) -> str:
    """Return digits in groups with the language's mark between, unless they are two numbers."""
    groups = match[0].split()
    label = before(match, _LABEL_WITHIN).rstrip().rsplit(" ", 1)[-1]
    follows_name = label[:1].isupper() and zipf(label, language.code) < _COMMONEST
    if len(groups) == 2 and follows_name:
        return match[0]
    return str(language.numbers["group"][0]).join(groups)


def _chess(language: Language) -> Rule:
    """Return the rule for the moves of a game of chess: Nf3, Qxf7#, O-O."""
    words = language.table("formulas")["chess"]
    pieces = "".join(word for word in words if word.isupper())
    move = rf"[{pieces}][a-h1-8]?x?[a-h][1-8][+#]?|O-O(?:-O)?|[a-h]x[a-h][1-8][+#]?"
    # with the move's number: 1.d4, 12...Bxc4
    numbered = rf"(?<=[0-9])\.{{1,3}}\s?(?:{move}|[a-h][1-8])"
    return Rule(rf"(?:(?<![\w.-])(?:{move})|{numbered})(?![\w-])", _move, ("12345678O",))


def _move(match: Match, language: Language) -> str:
    words = language.table("formulas")["chess"]
    move = match[0].lstrip(". ")
    parts = re.findall("O-O(?:-O)?|[a-h][1-8]|.", move)
    pause = ", " if move != match[0] else ""
    return pause + " ".join(words.get(part, part.upper()) for part in parts)


def _labelled(language: Language) -> Iterator[Rule]:
    """Yield the rules for numbers that a word before them makes names."""
    numbers = language.numbers
    labels: Table = numbers.get("spelled_after", {})
    no_noun = "|".join(language.table("attributive").get("not_nouns", ()))
    no_amount = rf"(?!\w|[.,:/\s-][0-9]|\s?[%°$€£]|\s(?!(?:{no_noun})\b)(?:[a-z]|[A-Z]{{4}}))"
    if labels:
        # PIN 1234, "dial 911 or 112", "the code is 345 678"
        label = rf"\b{one_of(labels['digits'])}:?\s(?:{one_of(labels['joiners'])}\s)?"
        digits = "[0-9]{3,10}(?: [0-9]{1,7}){0,5}+"
        more = f"(?:(?:,|,? {one_of(labels['lists'])}) {digits})?"
        no_year = "(?!(?:19|20)[0-9]{2}(?![0-9]))"
        spelled = rf"(?i)({label})({no_year}{digits}{more}){no_amount}"
        yield Rule(spelled, partial(_figures, spell_digits), (DIGIT,))
        # flight 737, "Boeing's 737-800"
        label = rf"\b{one_of(labels['pairs'])}(?:{labels['possessive']})?\s"
        named = rf"({label})([0-9]{{3,4}}(?:-[0-9]{{1,4}})?)(?!\w|[.,:][0-9])"
        yield Rule(named, partial(_figures, pair_words), (DIGIT,))
        # "Salem 97301": no amount, which would have groups
        long = rf"(\b[A-Z][a-z]{{1,20}}\s)([0-9]{{5,9}}){no_amount}"
        yield Rule(long, partial(_figures, spell_digits), (DIGIT,))
    if "numbered" in numbers:
        # No. 22-1234, art. L. 121-1
        label = rf"(?<!\w){one_of(numbers['numbered'])}\s"
        numbered = rf"({label})([0-9]{{1,4}}-[0-9]{{1,5}})(?![\w/]|[-.,][0-9])"
        yield Rule(numbered, partial(_figures, pair_words), (DIGIT, "-"))
    # RFC 2616, ISO 9001:2015, but an amount after a currency
    currency = one_of(language.table("money").get("before", ()))
    capitals = rf"(\b(?!{currency}\s)[A-Z]{{2,8}}\s)([0-9]{{3,6}}(?::[12][0-9]{{3}})?){no_amount}"
    yield Rule(capitals, partial(_figures, figure_words), (DIGIT, CAPITAL))


def _figures(say: Callable[[str, Language], str], match: Match, language: Language) -> str:
    """Return a label and the figures after it, all said in one way."""
    dash = language.numbers.get("numbered_dash", ",")
    figures = re.sub("[-:]", f"{dash} ", match[2])
    return match[1] + re.sub("[0-9]+", lambda run: say(run[0], language), figures)


def _plural(match: Match, language: Language) -> str:
    return str(language.numbers["plural_digits"][int(match[1])])
