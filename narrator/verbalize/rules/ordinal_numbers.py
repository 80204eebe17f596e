"""Ordinals: numbers with a mark, and German ones with a dot."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from narrator.language.tables import Language, Table, one_of
from narrator.verbalize.agreement import FEMININE, noun_gender_after
from narrator.verbalize.numbers import cardinal, parse_number
from narrator.verbalize.ordinals import ordinal
from narrator.verbalize.rules.rule import Match, Rule, after_figure, before, first_letters

# characters before an ordinal in which the word that decides its ending is looked for
_ENDING_WITHIN = 24


def rules(language: Language) -> Iterator[Rule]:
    """Yield the rules for 21st and for "der 1."."""
    numbers = language.numbers
    marks = one_of(numbers["ordinal_marks"])
    letters = first_letters(numbers["ordinal_marks"])
    group = f"[{re.escape(numbers['group'])}]"
    digits = rf"[0-9]{{1,3}}(?:{group}[0-9]{{3}}){{1,6}}|[0-9]{{1,9}}"
    yield Rule(
        rf"(?i)(?<![\w.,])({digits})({marks})(?!\w)",
        _marked,
        (after_figure(letters + letters.upper()),),
    )
    if "ordinal_dot_before" in numbers:
        yield _dotted_ordinal(digits, language)


def _marked(match: Match, language: Language) -> str:
    """Return the words for an ordinal with a mark; "21th" is none."""
    digits, _ = parse_number(match[1], language)
    mark = match[2].lower()
    word = ordinal(digits, language, mark=mark)
    if language.numbers.get("marks_end_ordinals") and not word.endswith(mark):
        return f"{cardinal(digits, language)} {mark}"
    if "ordinal_endings" in language.numbers:
        # the ending is written: 1ste, 2ten
        return word + mark[-1].removesuffix("e")
    return word


def _dotted_ordinal(digits: str, language: Language) -> Rule:
    """Return the rule for ordinals with a dot: alone, after an article, before a small letter."""
    numbers = language.numbers
    words = one_of([word for word in numbers["ordinal_endings"] if word != "default"])
    alone = rf"(?:^|(?P<article>\b{words}\s))(?P<alone>{digits})\.(?=\s?$)"
    inside = rf"(?<![\w.,])(?P<inside>{digits})\.(?=\s[{numbers['ordinal_dot_before']}])"
    return Rule(rf"(?i){alone}|{inside}", _dotted, (after_figure("."),))


def _dotted(match: Match, language: Language) -> str:
    article = match["article"] or ""
    digits, _ = parse_number(match["alone"] or match["inside"], language)
    preceding = article or before(match, _ENDING_WITHIN)
    gender = noun_gender_after(match, language)
    ending = _ending(preceding.lower().split(), gender, language.numbers)
    return article + ordinal(digits, language) + ending


def _ending(words: Sequence[str], gender: str, numbers: Table) -> str:
    """Return the ending that an ordinal takes from the words before it and its noun's gender."""
    # "im 18. und 19. Jahrhundert": the word before the first of them
    joiners = numbers["ordinal_joiners"]
    while len(words) > 2 and words[-1] in joiners and words[-2].rstrip(".").isdigit():
        words = words[:-2]
    endings: dict[str, str] = numbers["ordinal_endings"]
    last_word = words[-1] if words else ""
    if last_word == numbers["dative_article"]:
        # "in der 90. Minute" and "der 3. Auflage", but "der 1. Platz"
        follows_preposition = len(words) > 1 and words[-2] in numbers["before_dative"]
        if follows_preposition or gender == FEMININE:
            return str(numbers["dative_ending"])
    by_gender: dict[str, str] = numbers["endings_of_genders"]
    if last_word in endings:
        return endings[last_word]
    if last_word in numbers["before_dative"]:
        by_gender = numbers["bare_dative"]
    return by_gender.get(gender, endings["default"])
