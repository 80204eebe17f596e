"""Years, spans of years and decades."""

from __future__ import annotations

import re
from collections.abc import Iterator

from narrator.language.tables import Language, one_of
from narrator.verbalize.numbers import cardinal, number_words, two_digit_words, year_words
from narrator.verbalize.rules import rewrites
from narrator.verbalize.rules.date_words import month_and_year, word_before
from narrator.verbalize.rules.rule import DIGIT, Match, Rule, after, after_figure

YEAR = r"[12][0-9]{3}"
# a round year may begin a span from the table's first year on, any other only from this one
_FIRST_YEAR_OF_SPAN = 1000
# characters after a number in which the word for what it counts is looked for
_COUNTED_WITHIN = 30
_NO_DECIMAL = r"(?![\w/-]|[.,][0-9])"


def rules(language: Language) -> Iterator[Rule]:
    """Yield the rules for years; dates, which contain years, come before them."""
    if not language.dates:
        return
    yield from rewrites.rules(language, "years")
    if "decades" in language.dates:
        # 1980s, '80s and mid-80s
        ending = language.dates["decade_ending"]
        decade = rf"(?<![\w.,$£€-])'?([12][0-9])?([0-9]0)'?{ending}(?!\w)"
        yield Rule(decade, _decade, (after_figure(f"{ending}'"),))
    # 1914-1918 and 2023-24
    span = rf"(?<![\w.,/$£€-])({YEAR})\s?[-–—/]\s?({YEAR}|[0-9]{{2}}){_NO_DECIMAL}"
    yield Rule(span, _span, (after_figure("-–—/"),))
    if "bare_years" in language.dates:
        yield _bare_years(language)


def _decade(match: Match, language: Language) -> str:
    """Return the name of a decade, after its century if that is written."""
    century, tens = match[1], match[2]
    name: str = language.dates["decades"][tens]
    if not century:
        return name
    if tens == "00" and century[1] == "0":
        return cardinal(century + "00", language) + str(language.dates["decade_ending"])
    return f"{cardinal(century, language)} {name}"


def _span(match: Match, language: Language) -> str:
    """Return two years joined by "to", or the text as written if they cannot be a span."""
    begin, end = match[1], match[2]
    if _is_month(match):
        return month_and_year(int(end), begin, language)
    if len(end) == 2:
        possible = _may_end_span(begin, end) and _in_eras(begin, begin, language)
        end_words = two_digit_words(end, language)
    else:
        possible = _in_eras(begin, end, language)
        end_words = year_words(end, language)
    if not possible:
        return match[0]
    return f"{year_words(begin, language)} {language.numbers['to']} {end_words}"


def _is_month(match: Match) -> bool:
    """Return whether a year and two digits are a month such as 2003-05, which cannot be a span."""
    begin, end = match.groups()
    return len(match[0]) == len("2003-05") and "00" < end <= "12" and not _may_end_span(begin, end)


def _in_eras(begin: str, end: str, language: Language) -> bool:
    """Return whether both ends of a span are years that texts commonly name.

    A year that is not round may begin a span even if it is earlier than those.
    """
    first, last = language.dates["era_years"]
    if not begin.endswith("0"):
        first = _FIRST_YEAR_OF_SPAN
    return bool(first <= int(begin) <= last and int(end) <= last)


def _may_end_span(begin: str, end: str) -> bool:
    """Return whether two digits are later in the century, or begin the next: 1999-00."""
    return end > begin[-2:] or begin.endswith("99")


def _bare_years(language: Language) -> Rule:
    """Return the rule for years alone, in languages that do not say them like other numbers."""
    dates = language.dates
    after_word = r"(?:(?<=[^\W\d_]\s.)|(?<=[^\W\d_],\s.)|(?<=\.,\s.)|(?<=\(.))"
    if dates.get("bare_years_anywhere"):
        after_word = r"(?<![\w.,:/$£€#-].)"
    # a pattern that begins with a set of characters is tried only at these
    bare = rf"[12]{after_word}[0-9]{{3}}(?![\w/]|[.,:][0-9]|-[0-9])"
    # "2048 MB" is no year
    no_unit = rf"(?!\s{one_of(language.units.get('units', {}))}(?!\w))"
    return Rule(bare + no_unit, _bare_year, (DIGIT,))


def _bare_year(match: Match, language: Language) -> str:
    first, last = language.dates["bare_years"]
    if word_before(match) in language.dates.get("year_after", ()):
        first = _FIRST_YEAR_OF_SPAN
    if not first <= int(match[0]) <= last:
        return match[0]
    if not match[0].endswith("00") and _is_count(match, language):
        return number_words(match[0], language)
    return year_words(match[0], language)


def _is_count(match: Match, language: Language) -> bool:
    """Return whether a number counts what is after it: "1995 euros", "about 1500 words".

    It does not after "in" and the like. Any plural is counted after such words as "about".
    """
    counted = language.numbers.get("counted")
    word = word_before(match)
    if not counted or word in language.dates["year_after"]:
        return False
    following = after(match, _COUNTED_WITHIN)
    if word in counted["after"] and re.match(rf"\s{counted['plural']}\b", following):
        return True
    words = re.match(r"\s(\w+)", following)
    return words is not None and words[1] in counted["plurals"]
