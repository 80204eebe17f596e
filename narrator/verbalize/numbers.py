"""Numbers as words: cardinals by num2words, the rest by the language's table.

num2words (LGPL) knows all our languages; it is imported when the first number is said. "Digits"
means a string of ASCII digits without group marks.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cache, lru_cache

from narrator.language.numerals import from_roman
from narrator.language.tables import Language, Table, language_table
from narrator.stand_ins import import_from
from narrator.verbalize.agreement import FEMININE, MASCULINE, NO_GENDER, Noun, inflect

# more digits than a reader would put into words; longer ones are read digit by digit
_MOST_DIGITS = 15
# years before and after these are read like other numbers
_FIRST_YEAR_BY_HUNDREDS = "1100"
_LAST_YEAR_BY_HUNDREDS = "1999"


def parse_number(text: str, language: Language) -> tuple[str, str]:
    """Return the digits before and after the decimal mark, without group marks.

    The marks may be those of another language: "129,00" in English.
    """
    foreign = re.fullmatch("([0-9.,]+)[.,]([0-9]{2})", text.strip())
    if foreign:
        whole, fraction = foreign.groups()
    else:
        whole, _, fraction = text.strip().partition(language.numbers["decimal"])
    return re.sub("[^0-9]", "", whole), fraction


def is_one(digits: str) -> bool:
    """Return whether digits are the number one, perhaps with zeros before it."""
    return digits.lstrip("0") == "1"


def is_zero(digits: str) -> bool:
    """Return whether digits are the number zero."""
    return not digits.strip("0")


def is_digits(text: str) -> bool:
    """Return whether a text is ASCII digits alone."""
    return text.isascii() and text.isdigit()


def number_words(text: str, language: Language, *, gender: str = NO_GENDER) -> str:
    """Return the words for a number as it is written, with group and decimal marks.

    ``gender`` is that of a noun that follows.
    """
    whole, fraction = parse_number(text, language)
    if not fraction:
        return cardinal(whole, language, gender=gender)
    if not language.numbers.get("decimals_agree", True):
        gender = NO_GENDER
    decimals = _agreeing(decimal_words(fraction, language), gender, language.numbers)
    decimals = f"{language.numbers['point']} {decimals}"
    if not whole:
        return decimals
    # the masculine before nouns is for the last word only, but a feminine goes with the whole
    whole_gender = FEMININE if gender == FEMININE else NO_GENDER
    return f"{cardinal(whole, language, gender=whole_gender)} {decimals}"


def counted(number: str, noun: Noun, language: Language) -> str:
    """Return the words for a number as it is written, and for what it counts."""
    words = number_words(number, language, gender=noun.gender)
    return f"{words} {noun.form(one=is_one(number))}"


def cardinal(digits: str, language: Language, *, gender: str = NO_GENDER) -> str:
    """Return the words for a whole number.

    Digits are read one by one if they begin with zero or are too many.
    """
    leading_zero = len(digits) > 1 and digits[0] == "0"
    if leading_zero or is_too_long(digits, language):
        return spell_digits(digits, language)
    words = from_num2words(int(digits), "cardinal", language.code)
    return _agreeing(words, gender, language.numbers)


def roman_words(numeral: str, language: Language) -> str:
    """Return the words for a Roman numeral in either case."""
    return cardinal(str(from_roman(numeral)), language)


def is_too_long(digits: str, language: Language) -> bool:
    """Return whether a number has too many digits to be said as one."""
    most: int = language.numbers.get("most_digits", _MOST_DIGITS)
    return len(digits) > most


def spell_digits(digits: str, language: Language) -> str:
    """Return the words for digits that are read one by one."""
    names = language.numbers["digits"]
    return " ".join(names[int(digit)] for digit in digits)


def two_digit_words(pair: str, language: Language) -> str:
    """Return the words for the last two digits of a year or a house number: "oh five", "ten"."""
    if pair[0] != "0":
        return cardinal(pair, language)
    zero = language.numbers.get("zero_digit") or cardinal("0", language)
    return f"{zero} {cardinal(pair[1], language)}"


def decimal_words(fraction: str, language: Language) -> str:
    """Return the words for the digits after a decimal mark.

    They are read one by one, as a number, or in pairs as Spanish does.
    """
    style = language.numbers.get("decimals", "digits")
    if style == "digits" or fraction[0] == "0":
        return spell_digits(fraction, language)
    if len(fraction) <= 3:
        return cardinal(fraction, language)
    if style == "number":
        return spell_digits(fraction, language)
    pairs = [fraction[start : start + 2] for start in range(0, len(fraction), 2)]
    return " ".join(cardinal(pair, language) for pair in pairs)


def pair_words(digits: str, language: Language) -> str:
    """Return the words for a house or flight number, in pairs of digits where a language does so.

    737 is seven thirty seven, 1402 fourteen oh two.
    """
    paired = language.numbers.get("digit_pairs") and len(digits) in (3, 4)
    if not paired or digits[0] == "0":
        return cardinal(digits, language)
    head, tail = digits[:-2], digits[-2:]
    if tail != "00":
        return f"{cardinal(head, language)} {two_digit_words(tail, language)}"
    if head[-1] == "0":
        return cardinal(digits, language)
    return f"{cardinal(head, language)} {language.numbers['hundred']}"


def year_words(digits: str, language: Language) -> str:
    """Return the words for a year: by halves in English, by hundreds in German, else as a number.

    The first ten years of a millennium are numbers everywhere.
    """
    if len(digits) != 4:
        return cardinal(digits, language)
    hundred = language.numbers.get("year_hundreds")
    if hundred and _FIRST_YEAR_BY_HUNDREDS <= digits <= _LAST_YEAR_BY_HUNDREDS:
        words = f"{cardinal(digits[:2], language)} {hundred}"
        if not is_zero(digits[2:]):
            words += f" {cardinal(digits[2:].lstrip('0'), language)}"
        return words
    if digits[1:3] == "00":
        return cardinal(digits, language)
    return pair_words(digits, language)


def written_magnitudes(language: Language) -> list[str]:
    """Return the magnitudes that are words in full, such as "million", for they are long."""
    magnitudes = language.numbers.get("magnitudes", {})
    return [word for word in magnitudes if len(word) > 4]


def magnitude_gender(language: Language) -> str:
    """Return the gender that a number takes before "million" and the like."""
    gender: str = language.numbers.get("magnitudes_gender", MASCULINE)
    return gender


def _agreeing(words: str, gender: str, numbers: Table) -> str:
    """Return a number in the form that it has before a noun of the gender."""
    if not gender:
        return words
    part = "agree_feminine" if gender == FEMININE else "agree"
    return inflect(words, numbers.get(part, {}))


@lru_cache(maxsize=4096)
def from_num2words(value: int, kind: str, code: str) -> str:
    """Return num2words' words for a number, mended; ``kind`` is "cardinal" or "ordinal"."""
    numbers = language_table(code, "numbers")
    try:
        words = _num2words(numbers.get("locale", code))(value, kind)
    except (OverflowError, NotImplementedError, IndexError, KeyError):
        words = str(value)
    # no pauses inside a number
    words = inflect(words.replace(",", ""), numbers.get("corrections", {}))
    return " ".join(words.split())


@cache
def _num2words(locale: str) -> Callable[[int, str], str]:
    """Return a function that returns num2words' words for a number, of a kind.

    Only the module of the language is imported; the package imports all it has.

    Raises:
        NotImplementedError: num2words does not know the language.
    """
    name = locale.upper()
    try:
        module = import_from("num2words", f"lang_{name}")
        converter = getattr(module, f"Num2Word_{name}")()
    except (ImportError, AttributeError):  # another num2words, or a language it has not
        return _any_of_num2words(locale)

    def words(value: int, kind: str) -> str:
        return str(getattr(converter, f"to_{kind}")(value))

    return words


def _any_of_num2words(locale: str) -> Callable[[int, str], str]:
    """Return the same function by way of all of num2words."""
    from num2words import num2words

    def words(value: int, kind: str) -> str:
        return str(num2words(value, lang=locale, to=kind))

    return words
