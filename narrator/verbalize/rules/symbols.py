"""Signs before a number that are said as words."""

from __future__ import annotations

from collections.abc import Iterator

from narrator.language.tables import Language, one_of
from narrator.verbalize.agreement import FEMININE, noun_gender_after
from narrator.verbalize.rules.rule import DIGIT, Match, Rule, after_figure, before

# characters before a sign in which a word of the same meaning is looked for
_SAID_WITHIN = 20


def rules(language: Language) -> Iterator[Rule]:
    """Yield the rules for signs before a number; they come before the rules for numbers."""
    symbols = language.table("symbols")
    if not symbols:
        return
    if language.numbers.get("ordinal_degree"):
        # "il 3° piano" is no temperature
        ordinal = r"(?<![\w.,])([0-9]{1,3})°(?=\s[^\W\d_]{3})"
        yield Rule(ordinal, _ordinal_degree, (after_figure("°"),))
    signs = symbols["before_number"]
    sign = rf"(?<![\w<>=+)])({one_of(signs)})\s?(?=[$£€¥]?\.?[0-9])"
    yield Rule(sign, _sign, ("".join(signs), DIGIT))


def _ordinal_degree(match: Match, language: Language) -> str:
    """Return a number with the mark of an ordinal where a noun follows its degree sign."""
    numbers = language.numbers
    gender = noun_gender_after(match, language)
    if not gender:
        return match[0]
    marks = numbers["feminine_marks" if gender == FEMININE else "ordinal_marks"]
    return f"{match[1]}{marks[0]}"


def _sign(match: Match, language: Language) -> str:
    """Return the word for a sign, or nothing if the text has just said it: "about ~5"."""
    symbols = language.table("symbols")
    word = symbols["before_number"][match[1]]
    same = symbols.get("said_already", {}).get(word, ())
    if before(match, _SAID_WITHIN).rstrip().endswith(tuple(same)):
        return ""
    return f"{word} "
