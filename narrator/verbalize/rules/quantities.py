"""Numbers that belong to nothing else: fractions, ranges and scores, sums, ordinals, plain ones."""

from __future__ import annotations

import re
from collections.abc import Iterator

from narrator.language.tables import FIGURE, Language, Rule, one_of
from narrator.verbalize.numbers import (
    cardinal,
    fraction,
    gender,
    is_one,
    is_zero,
    ordinal,
    parse,
    say_number,
)
from narrator.verbalize.rules import sums

_JOINERS = ("und", "oder", "bis", "sowie")


def rules(language: Language) -> Iterator[Rule]:
    """Codes before numbers, and what joins numbers before the numbers joined."""
    if not language.table("numbers"):
        return
    yield from _fixed(language)
    yield from _magnitudes(language)
    yield from _fractions(language)
    yield from sums.rules(language)
    yield from _times(language)
    yield from _ranges(language)
    yield from _ordinals(language)
    yield from _plain(language)


def _fixed(language: Language) -> Iterator[Rule]:
    fixed = language.table("numbers", "fixed")
    if fixed:
        yield Rule(rf"(?<![\w.,/-]){one_of(fixed)}(?![\w/-])", lambda m: fixed[m[0]], (FIGURE,))


def _magnitudes(language: Language) -> Iterator[Rule]:
    """2.5bn, 3 Mio.; a single letter is a magnitude after a fraction or before what is counted: not "gate 4B"."""
    table = language.table("numbers", "plain_magnitudes")
    if not table:
        return
    letters = one_of([word for word in table if len(word) == 1])
    words = one_of([word for word in table if len(word) > 1])
    counted = r"(?=\+?\s(?:people|(?!(?:is|was|has|does)\b)[^\W\d_A-Z]{2,20}s)\b)"
    decimal, to = re.escape(language.table("numbers")["decimal"]), language.table("numbers")["to"]
    after_fraction = rf"(?:(?<={decimal}[0-9])|(?<={decimal}[0-9]{{2}}))"
    mark = rf"(?:\s?({words})(?!\w)|{after_fraction}\s?({letters})(?!\w)|({letters}){counted})"

    def counted_by(m: re.Match[str]) -> str:
        start = f"{say_number(m[1], language)} {to} " if m[1] else ""
        return f"{start}{say_number(m[2], language)} {table[m[3] or m[4] or m[5]]}"

    number = language.number
    yield Rule(rf"(?<![\w.,])(?:({number})\s?[-–—]\s?)?({number}){mark}", counted_by, (FIGURE,))


def _fractions(language: Language) -> Iterator[Rule]:
    """1/2, 2 3/4; where the parts make a hundred, as in 60/40, they are no fraction."""
    table = language.table("numbers")
    pair = table.get("pairs_make_hundred")

    def say(m: re.Match[str]) -> str:
        whole, above, below, unit = m.groups()
        if int(below) < 2 or is_zero(above):
            return m[0]
        if pair and not whole and (int(above) + int(below) == 100 or above == "20"):
            return f"{cardinal(above, language)} {cardinal(below, language)}"
        noun = gender(m.string[m.end() : m.end() + 40], language)
        half = "half_before_feminine" if noun == "f" and not unit else "half_before_noun"
        words = fraction(above, below, language)
        if (above, below) == ("1", "2"):
            words = table["half"] if whole else table.get(half, words) if unit or noun else words
        said = f"{cardinal(whole, language)} {table['and']} {words}" if whole else words
        # "3/4 mile", but "1 1/2 miles"
        return (
            f"{said} {units[unit][1 if whole and (language.code == 'en' or int(whole) > 1) else 0]}"
            if unit
            else said
        )

    units = language.table("units", "units")
    mark = one_of(table["ordinal_marks"])
    more = "|[0-9]{3,4}" if table.get("denominator_words", {}).get("over") else ""
    unit = rf"(?-i:{one_of(units)})(?!\w)"
    yield Rule(
        rf"(?i)(?<![\w.,/:-])(?:([0-9]{{1,4}})[\s-])?([0-9]{{1,2}})/([0-9]{{1,2}}|100|1000{more})(?:{mark}s?)?(?:(?![\w/]|[.,:][0-9])|(?=\s?{unit}))(?:\s?({unit})(?:\.(?=\s[a-z]))?)?",
        say,
        (FIGURE, "/"),
    )


def _times(language: Language) -> Iterator[Rule]:
    """5x, as in "5x faster"."""
    word = language.table("numbers").get("times")
    if word:
        yield Rule(
            r"(?<![\w.,])([0-9]{1,3})\s?[x×](?!\w|\s?[0-9])",
            lambda m: m[0] if m[0] == m.string else f"{cardinal(m[1], language, agree='f')} {word}",
            (FIGURE,),
        )


def _ranges(language: Language) -> Iterator[Rule]:
    table = language.table("numbers")
    number = language.number

    against = table.get("against", table["to"])

    def score(m: re.Match[str]) -> str:
        if m[1] == m[2] and language.code == "en" and m[1] != "0":
            return f"{say_number(m[1], language)} {say_number(m[2], language)}"
        return f"{say_number(m[1], language)} {against} {say_number(m[2], language)}"

    def span(m: re.Match[str]) -> str:
        if m[1] == m[2] and m[1] != "0":
            return f"{say_number(m[1], language)} {say_number(m[2], language)}"
        return f"{say_number(m[1], language, agree=_one(m))} {table['to']} {say_number(m[2], language)}"

    def _one(m: re.Match[str]) -> str:
        noun = gender(m.string[m.end() : m.end() + 40], language) if is_one(m[1]) else ""
        return noun if noun == "f" or language.code == "de" else ""

    mark = one_of(table["ordinal_marks"])
    yield Rule(
        rf"(?<![\w.,/:+–—-])({number})\s?[-–—]\s?({number})(?![\w/]|[-–:.,][0-9]|-\w)",
        span,
        (FIGURE, "-–—"),
    )
    yield Rule(
        rf"(?<=[0-9])({mark})\s?[–-]\s?(?=[0-9]{{1,4}}{mark}\b)",
        lambda m: f"{m[1]} {table['to']} ",
        (FIGURE, "-–"),
    )
    # verses: 3:16-18
    yield Rule(
        r"(?<![\w.,:/])([0-9]{1,3}):([0-9]{1,3})\s?[-–]\s?([0-9]{1,3})(?![\w:/]|[.,][0-9])",
        lambda m: (
            f"{cardinal(m[1], language)} {cardinal(m[2], language)} {table['to']} {cardinal(m[3], language)}"
        ),
        (FIGURE, ":"),
    )
    part = rf"[0-9]{{1,4}}(?:{re.escape(table['decimal'])}[0-9]{{1,2}})?"
    yield Rule(rf"(?<![\w.,:/])({part}):({part})(?![\w:/]|[.,][0-9])", score, (FIGURE, ":"))
    yield Rule(
        rf"(?<![\w.,])({number})\s?[x×]\s?({number})(?![\w])",
        lambda m: f"{say_number(m[1], language)} {table['by']} {say_number(m[2], language)}",
        (FIGURE, "x×"),
    )


def _ordinals(language: Language) -> Iterator[Rule]:
    table = language.table("numbers")
    marks = one_of(table["ordinal_marks"])
    groups = f"[{re.escape(table['group'])}]"
    yield Rule(
        rf"(?i)(?<![\w.,])([0-9]{{1,3}}(?:{groups}[0-9]{{3}}){{1,6}}|[0-9]{{1,9}})({marks})(?!\w)",
        lambda m: _marked(parse(m[1], language)[0], m, language),
        (FIGURE,),
    )
    if table.get("ordinal_dot"):
        # German writes ordinals with a full stop: alone, before a small letter, or after an article
        words = one_of(
            [word for word in language.table("numbers", "ordinal_endings") if word != "default"]
        )
        yield Rule(
            rf"(?i)(?:^|(?P<article>\b{words}\s))(?P<alone>[0-9]{{1,9}})\.(?=\s?$)|(?<![\w.,])(?P<inside>[0-9]{{1,9}})\.(?=\s[a-zäöü])",
            lambda m: (
                (m["article"] or "")
                + _inflected(ordinal(m["alone"] or m["inside"], language), m, language)
            ),
            (FIGURE, "."),
        )


def _marked(figures: str, m: re.Match[str], language: Language) -> str:
    """An ordinal by its mark; "12st" is a weight."""
    mark = m[2].lower()
    if language.code == "en" and mark == "st" and (figures[-1] != "1" or figures[-2:] == "11"):
        return f"{cardinal(figures, language)} stone"
    return _inflected(ordinal(figures, language, mark=mark), m, language)


def _inflected(word: str, m: re.Match[str], language: Language) -> str:
    """German ordinals take their ending from the word before, unless it is written."""
    endings = language.table("numbers", "ordinal_endings")
    if not endings:
        return word
    if "article" not in m.groupdict():
        return word + m[2].lower()[-1].removesuffix("e")
    before = (m["article"] or m.string[max(0, m.start() - 24) : m.start()]).lower().split()
    # "im 18. und 19. Jahrhundert": the word before the first of them
    while len(before) > 2 and before[-1] in _JOINERS and before[-2].rstrip(".").isdigit():
        before = before[:-2]
    # "in der 90. Minute", but "der 1. Platz"
    oblique = (
        before[-1:] == ["der"]
        and before[-2:-1]
        and before[-2] in language.table("numbers").get("before_dative", ())
    )
    ending: str = "n" if oblique else endings.get(before[-1] if before else "", endings["default"])
    return word + ending


def _counted(m: re.Match[str], figures: str, language: Language) -> str:
    """The gender of what a number counts: nothing after a label, as in "Absatz 1 Satz 2"."""
    labels = language.table("numbers").get("labels", ())
    if (
        labels
        and m.string[max(0, m.start() - 16) : m.start()].rstrip().rsplit(" ", 1)[-1] in labels
    ):
        return ""
    return gender(m.string[m.end() : m.end() + 40], language, one=is_one(figures))


def _plain(language: Language) -> Iterator[Rule]:
    """Grouped and decimal numbers, and runs of figures that are no amount; all others where the engine reads figures ill."""
    table = language.table("numbers")
    magnitude = one_of([word for word in table.get("magnitudes", {}) if len(word) > 4])
    before_noun = re.compile(rf"\s{magnitude}\b")
    magnitudes: str = table.get("magnitudes_gender", "m") if table.get("all_words") else ""

    def plain(m: re.Match[str]) -> str:
        figures = m[0]
        told_well = (
            figures.isdigit() and (figures[0] != "0" or figures == "0") and len(figures) < 13
        )
        if told_well and not table.get("all_words"):
            return figures
        agree = (
            magnitudes if before_noun.match(m.string, m.end()) else _counted(m, figures, language)
        )
        return say_number(figures, language, agree=agree)

    yield Rule(
        rf"(?<![\w.,:/])(?=[0-9]*[.,\s]?[0-9])({language.number})(?![\w/]|[.,:][0-9])",
        plain,
        (FIGURE,),
    )
