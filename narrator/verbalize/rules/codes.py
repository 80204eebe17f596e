"""Numbers that are names: telephone and network addresses, serials, numbers after "PIN"."""

from __future__ import annotations

import re
import string
from collections.abc import Iterator

from narrator.language.frequencies import zipf
from narrator.language.tables import Language
from narrator.verbalize.numbers import is_digits
from narrator.verbalize.rules import rewrites, telephones
from narrator.verbalize.rules.rule import DIGIT, Match, Rule, after_figure, word_before
from narrator.verbalize.rules.tokens import SMALL_FIGURES, token_words

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
# Zipf value of the commonest words, which are no labels where they begin a sentence
_COMMONEST = 6


def rules(language: Language) -> Iterator[Rule]:
    """Yield the rules for codes, parts of which look like money, dates or measures."""
    numbers = language.numbers
    if not numbers:
        return
    yield from rewrites.rules(language, "names")
    yield from telephones.rules(language)
    if language.table("formulas"):
        yield _chess(language)
    years = "[0-9]{4}" if numbers["decimal"] == "." else "(?:[0-9]{2}){1,2}"
    no_date = rf"(?!{_DAY_AND_MONTH}{years}(?!\w))"
    yield Rule(no_date + _TOKEN, _token, (DIGIT + SMALL_FIGURES,))
    if " " not in numbers["group"]:
        end = r"(?![\w/-]|[\s.,:][0-9])"
        grouped = rf"(?<![\w.,:/$€£¥-])(?<![0-9]\s)[0-9]{{1,3}}(?:\s[0-9]{{3}}){{1,5}}{end}"
        yield Rule(grouped, _grouped, (after_figure(string.digits),))
    yield from rewrites.rules(language, "parts_of_names")


def _token(match: Match, language: Language) -> str:
    """Return the words for a code; numbers with groups are left for other rules."""
    token = match[0]
    # many figures without groups are an amount only if they stand alone
    is_number = re.fullmatch(language.number_pattern, token) and (
        not is_digits(token) or token == match.string
    )
    return token if is_number else token_words(token, language)


def _grouped(match: Match, language: Language) -> str:
    """Return digits in groups with the language's mark between, unless they are two numbers."""
    groups = match[0].split()
    label = word_before(match)
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
