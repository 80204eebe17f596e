"""Years, spans of years and decades."""

from __future__ import annotations

import re
from collections.abc import Iterator

from narrator.language.tables import FIGURE, Language, Rule, one_of
from narrator.verbalize.numbers import cardinal, say_number, year

YEAR = r"[12][0-9]{3}"


def rules(language: Language) -> Iterator[Rule]:
    """After dates, which hold years."""
    if not language.table("dates"):
        return
    yield from _decades(language)
    yield from _years(language)


def _decades(language: Language) -> Iterator[Rule]:
    """1980s, '80s, mid-80s and 1960s-80s."""
    table = language.table("dates", "decades")
    if not table:
        # "gli anni '80", "il '900"
        yield Rule(r"(?<!\w)'(?=[0-9]{2,3}(?!\w))", lambda _: "", (FIGURE, "'"))
        if ending := language.table("dates").get("decade_ending"):
            # 1980er Jahre
            yield Rule(
                rf"(?<![\w.,])([12][0-9])?([1-9]0)({ending}n?)(?!\w)",
                lambda m: year((m[1] or "") + m[2], language) + m[3],
                (FIGURE,),
            )
        return
    to = language.table("numbers")["to"]

    def decade(m: re.Match[str]) -> str:
        words: str = table[m[2]]
        if not m[1]:
            return words
        if m[2] == "00" and m[1][1] == "0":
            return cardinal(m[1] + "00", language) + "s"
        return f"{cardinal(m[1], language)} {words}"

    # "the class of '99"
    yield Rule(
        r"(?<![\w'])'([0-9]{2})(?!\w|[^'\n]{0,60}'(?!\w))",
        lambda m: _short_year(m[1], language),
        ("'", FIGURE),
    )
    span = r"(?<=[0-9]s)\s?[-–—]\s?(?='?[0-9]{2}(?:[0-9]{2})?'?s\b)"
    yield Rule(span, lambda _: f" {to} ", (FIGURE, "-–—"))
    yield Rule(r"(?<=\bmid)-(?='?[0-9])", lambda _: " ", (FIGURE, "-"))
    yield Rule(r"(?<![\w.,$£€-])'?([12][0-9])?([0-9]0)'?s(?!\w)", decade, (FIGURE,))


def _years(language: Language) -> Iterator[Rule]:
    """1914-1918, 2023-24; and, where years are not said like numbers, bare ones."""
    table = language.table("dates")
    first, last = table["era_years"]
    to = language.table("numbers")["to"]

    def span(m: re.Match[str]) -> str:
        begin, end_figures = int(m[1]), int(m[2])
        # a span may begin before years are told from numbers, unless it is round
        if not (first if begin % 10 == 0 else 1000) <= begin <= last or (
            len(m[2]) == 4 and end_figures > last
        ):
            return m[0]
        if len(m[2]) == 2 and end_figures <= begin % 100 and begin % 100 != 99:
            return m[0]
        end = year(m[2], language) if len(m[2]) == 4 else _short_year(m[2], language)
        return f"{year(m[1], language)} {to} {end}"

    if now := table.get("open_end"):
        # 2010–present
        yield Rule(
            rf"(?<=[0-9])\s?[-–—]\s?(?={one_of(now)}\b)", lambda _: f" {to} ", (FIGURE, "-–—")
        )
    yield Rule(
        rf"(?<![\w.,/$£€-])({YEAR})\s?[-–—/]\s?({YEAR}|[0-9]{{2}})(?![\w/-]|[.,][0-9])",
        span,
        (FIGURE, "-–—/"),
    )
    if of_year := language.table("numbers").get("of_year"):
        yield Rule(
            rf"(?<![\w.,/-])({language.number})/((?:19|20)[0-9]{{2}})(?![\w/-]|[.,][0-9])",
            lambda m: f"{say_number(m[1], language)} {of_year} {year(m[2], language)}",
            (FIGURE, "/"),
        )
    bare = table.get("bare_years")
    if not bare:
        return

    def single(m: re.Match[str]) -> str:
        return year(m[0], language) if bare[0] <= int(m[0]) <= bare[1] else m[0]

    context = "" if language.code == "en" else r"(?<=[^\W\d_]\s)"
    yield Rule(rf"{context}(?<![\w.,:/$£€#-]){YEAR}(?![\w/]|[.,:][0-9]|-[0-9])", single, (FIGURE,))
    if "year_after" in table:
        yield Rule(
            rf"(?i)\b({one_of(table['year_after'])})\s(10[0-9]{{2}})(?![\w/-]|[.,:][0-9])",
            lambda m: f"{m[1]} {year(m[2], language)}",
            (FIGURE,),
        )


def _short_year(two: str, language: Language) -> str:
    if two[0] != "0":
        return cardinal(two, language)
    return f"{language.table('numbers').get('zero_digit', cardinal('0', language))} {cardinal(two[1], language)}"
