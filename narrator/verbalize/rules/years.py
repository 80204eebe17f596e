"""Years, spans of years and decades."""

from __future__ import annotations

from collections.abc import Iterator

from narrator.language.tables import Language, one_of
from narrator.verbalize.numbers import cardinal, number_words, two_digit_words, year_words
from narrator.verbalize.rules.rule import DIGIT, Match, Rule, fixed, said, to

YEAR = r"[12][0-9]{3}"
# a round year may begin a span from the table's first year on, any other only from this one
_FIRST_YEAR_OF_SPAN = 1000
_DASH = r"\s?[-–—]\s?"
_NO_DECIMAL = r"(?![\w/-]|[.,][0-9])"


def rules(language: Language) -> Iterator[Rule]:
    """Yield the rules for years; dates, which contain years, come before them."""
    if not language.dates:
        return
    if "decades" in language.dates:
        yield from _named_decades(language)
    else:
        yield from _elided_decades(language)
    yield from _spans(language)
    if "of_year" in language.numbers:
        # the number of a law and its year: 81/2008
        law = rf"(?<![\w.,/-])({language.number_pattern})/((?:19|20)[0-9]{{2}}){_NO_DECIMAL}"
        yield Rule(law, _number_of_year, (DIGIT, "/"))
    if "bare_years" in language.dates:
        yield from _bare_years(language)


def _named_decades(language: Language) -> Iterator[Rule]:
    """Yield the rules for 1980s, '80s, mid-80s and 1960s-80s."""
    dates = language.dates
    ending = dates["decade_ending"]
    # "the class of '99"
    short = r"(?<![\w'])'([0-9]{2})(?!\w|[^'\n]{0,60}'(?!\w))"
    yield Rule(short, said(two_digit_words, 1), ("'", DIGIT))
    span = rf"(?<=[0-9]{ending}){_DASH}(?='?[0-9]{{2}}(?:[0-9]{{2}})?'?{ending}\b)"
    yield Rule(span, to, (DIGIT, "-–—"))
    prefixed = rf"(?<=\b{dates['decade_prefix']})-(?='?[0-9])"
    yield Rule(prefixed, fixed(" "), (DIGIT, "-"))
    decade = rf"(?<![\w.,$£€-])'?([12][0-9])?([0-9]0)'?{ending}(?!\w)"
    yield Rule(decade, _decade, (DIGIT,))


def _decade(match: Match, language: Language) -> str:
    """Return the name of a decade, after its century if that is written."""
    century, tens = match[1], match[2]
    name: str = language.dates["decades"][tens]
    if not century:
        return name
    if tens == "00" and century[1] == "0":
        return cardinal(century + "00", language) + str(language.dates["decade_ending"])
    return f"{cardinal(century, language)} {name}"


def _elided_decades(language: Language) -> Iterator[Rule]:
    """Yield the rules for "gli anni '80", "il '900" and 1980er."""
    yield Rule(r"(?<!\w)'(?=[0-9]{2,3}(?!\w))", fixed(""), (DIGIT, "'"))
    ending = language.dates.get("decade_ending")
    if ending:
        decade = rf"(?<![\w.,])((?:[12][0-9])?[1-9]0)({ending})(?!\w)"
        yield Rule(decade, _decade_with_ending, (DIGIT,))


def _decade_with_ending(match: Match, language: Language) -> str:
    return year_words(match[1], language) + match[2]


def _spans(language: Language) -> Iterator[Rule]:
    """Yield the rules for 1914-1918, 2023-24 and 2010–present."""
    open_end = language.dates.get("open_end")
    if open_end:
        yield Rule(rf"(?<=[0-9]){_DASH}(?={one_of(open_end)}\b)", to, (DIGIT, "-–—"))
    start = r"(?<![\w.,/$£€-])"
    span = rf"{start}({YEAR})\s?[-–—/]\s?({YEAR}|[0-9]{{2}}){_NO_DECIMAL}"
    yield Rule(span, _span, (DIGIT, "-–—/"))


def _span(match: Match, language: Language) -> str:
    """Return two years joined by "to", or the text as written if they cannot be a span."""
    begin, end = match[1], match[2]
    if len(end) == 2:
        possible = _may_end_span(begin, end) and _in_eras(begin, begin, language)
        end_words = two_digit_words(end, language)
    else:
        possible = _in_eras(begin, end, language)
        end_words = year_words(end, language)
    if not possible:
        return match[0]
    return f"{year_words(begin, language)} {language.numbers['to']} {end_words}"


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


def _number_of_year(match: Match, language: Language) -> str:
    of_year = language.numbers["of_year"]
    return f"{number_words(match[1], language)} {of_year} {year_words(match[2], language)}"


def _bare_years(language: Language) -> Iterator[Rule]:
    """Yield the rules for years alone, in languages that do not say them like other numbers."""
    dates = language.dates
    after_word = r"(?<=[^\W\d_]\s)"
    if dates.get("bare_years_anywhere"):
        after_word = ""
    bare = rf"{after_word}(?<![\w.,:/$£€#-]){YEAR}(?![\w/]|[.,:][0-9]|-[0-9])"
    yield Rule(bare, _bare_year, (DIGIT,))
    if "year_after" in dates:
        words = one_of(dates["year_after"])
        early = rf"(?i)\b({words})\s(10[0-9]{{2}})(?![\w/-]|[.,:][0-9])"
        yield Rule(early, _year_after_word, (DIGIT,))


def _bare_year(match: Match, language: Language) -> str:
    first, last = language.dates["bare_years"]
    if first <= int(match[0]) <= last:
        return year_words(match[0], language)
    return match[0]


def _year_after_word(match: Match, language: Language) -> str:
    return f"{match[1]} {year_words(match[2], language)}"
