"""Numbers as words: cardinals and ordinals by num2words, the rest from its words and the language's table.

num2words (LGPL) knows all our languages; it is imported when the first number is said.
"""

from __future__ import annotations

from functools import lru_cache

from narrator.text.language import Language, Table

# more figures than a reader would put into words; longer ones are read figure by figure
_MOST_FIGURES = 15


def parse(text: str, language: Language) -> tuple[str, str]:
    """The figures before and after the decimal mark, without group marks."""
    table = language.table("numbers")
    whole, _, fraction = text.strip().partition(table["decimal"])
    for mark in table["group"]:
        whole = whole.replace(mark, "")
    return whole, fraction


def is_one(figures: str) -> bool:
    """Whether figures, however many, are the number one."""
    return figures.lstrip("0") == "1"


def is_zero(figures: str) -> bool:
    """Whether figures, however many, are the number zero."""
    return not figures.strip("0")


def say_number(text: str, language: Language, *, gender: str = "") -> str:
    """A number as it is written, in words."""
    whole, fraction = parse(text, language)
    if not fraction:
        return cardinal(whole, language, gender=gender)
    point = f"{language.table('numbers')['point']} {decimals(fraction, language)}"
    return f"{cardinal(whole, language, gender=gender)} {point}" if whole else point


def cardinal(figures: str, language: Language, *, gender: str = "") -> str:
    """Figures as one number; as single figures where they begin with zero or are too many."""
    if len(figures) > _MOST_FIGURES or (len(figures) > 1 and figures[0] == "0"):
        return digits(figures, language)
    return _words(int(figures), "cardinal", language.code)


def ordinal(figures: str, language: Language) -> str:
    """The ordinal of a number."""
    if len(figures) > _MOST_FIGURES:
        return digits(figures, language)
    return _words(int(figures), "ordinal", language.code)


def digits(figures: str, language: Language) -> str:
    """Figure by figure."""
    names = language.table("numbers")["digits"]
    return " ".join(names[int(figure)] for figure in figures)


def decimals(fraction: str, language: Language) -> str:
    """The figures after the decimal mark."""
    return digits(fraction, language)


def pairs(figures: str, language: Language) -> str:
    """As house and flight numbers are read: 737 is seven thirty seven, 1402 fourteen oh two."""
    if len(figures) not in (3, 4) or figures[0] == "0":
        return cardinal(figures, language)
    head, tail = figures[:-2], figures[-2:]
    if tail == "00":
        return cardinal(figures, language) if head[-1] == "0" else f"{cardinal(head, language)} hundred"
    return f"{cardinal(head, language)} {_tail(tail, language)}"


def year(figures: str, language: Language) -> str:
    """A year of four figures: in English by halves but for the first ten of a millennium."""
    if language.code != "en" or len(figures) != 4 or figures[1:3] == "00":
        return cardinal(figures, language)
    head, tail = cardinal(figures[:2], language), figures[2:]
    return f"{head} {language.table('dates')['hundreds']}" if tail == "00" else f"{head} {_tail(tail, language)}"


def fraction(above: str, below: str, language: Language) -> str:
    """A fraction's words."""
    table: Table = language.table("numbers", "denominators")
    one, many = table.get(str(int(below))) or (ordinal(below, language), ordinal(below, language) + "s")
    return f"{cardinal(above, language)} {one if int(above) == 1 else many}"


def _tail(two: str, language: Language) -> str:
    zero = language.table("numbers").get("zero_digit", "")
    return f"{zero} {cardinal(two[1], language)}" if two[0] == "0" else cardinal(two, language)


@lru_cache(maxsize=4096)
def _words(value: int, kind: str, code: str) -> str:
    from num2words import num2words

    words: str = num2words(value, lang=code, to=kind)
    if code == "en":
        # no pauses inside a number, and American: "one hundred five"
        words = words.replace(",", "").replace("-", " ").replace(" and ", " ")
    return words
