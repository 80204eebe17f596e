"""Ordinals and fractions as words."""

from __future__ import annotations

from narrator.language.tables import Language, Table
from narrator.verbalize.agreement import MASCULINE, Noun, inflect
from narrator.verbalize.numbers import cardinal, from_num2words, is_too_long, spell_digits


def ordinal(digits: str, language: Language, *, mark: str = "") -> str:
    """Return the words for an ordinal.

    ``mark`` was written after the digits; it may stand for a feminine or a short form.
    """
    if is_too_long(digits, language):
        return spell_digits(digits, language)
    numbers = language.numbers
    if "ordinals" in numbers:
        words = _composed_ordinal(int(digits), language)
    else:
        words = from_num2words(int(digits), "ordinal", language.code)
    if mark in numbers.get("feminine_marks", ()):
        return inflect(words, numbers["ordinal_feminine"])
    if mark in numbers.get("short_marks", ()):
        return inflect(words, numbers["short_ordinals"])
    return words


def _composed_ordinal(value: int, language: Language) -> str:
    """Return an ordinal made of words for its thousands, hundreds, tens and units."""
    parts: Table = language.numbers["ordinals"]
    thousands, below_thousand = divmod(value, 1000)
    hundreds, below_hundred = divmod(below_thousand, 100)
    tens, units = divmod(below_hundred, 10)
    words = []
    if thousands == 1:
        words.append(parts["thousand"])
    elif thousands:
        count = cardinal(str(thousands), language).replace(" ", "")
        words.append(count + parts["thousand"])
    words.append(parts["hundreds"][hundreds])
    special = parts.get("special", {}).get(str(below_hundred))
    if special:
        words.append(special)
    else:
        words += [parts["tens"][tens], parts["units"][units]]
    return " ".join(filter(None, words)) or cardinal("0", language)


def fraction_words(
    numerator: str, denominator: str, language: Language, *, adjective: bool = False
) -> str:
    """Return the words for a fraction: "two thirds", or "2 over 101" where no noun is used.

    As an ``adjective`` it is in the singular: a two third majority.
    """
    denominator = str(int(denominator))
    noun = _denominator(denominator, language)
    if noun is None:
        over = language.numbers["denominator_words"]["over"]
        return f"{cardinal(numerator, language)} {over} {cardinal(denominator, language)}"
    count = cardinal(numerator, language, gender=MASCULINE)
    return f"{count} {noun.form(one=adjective or int(numerator) == 1)}"


def _denominator(digits: str, language: Language) -> Noun | None:
    """Return the noun for a denominator, or None if only "over" can be said."""
    numbers = language.numbers
    known = numbers.get("denominators", {}).get(digits)
    if known:
        return Noun(*known)
    if "denominator_endings" in numbers:
        return _denominator_with_ending(digits, language)
    large: Table = numbers.get("denominator_words", {})
    if large and int(digits) > large["ordinal_until"]:
        if len(digits) > 2 and digits[1:].strip("0"):
            return None
        if len(digits) == 2:
            stem = inflect(cardinal(digits, language), numbers.get("denominator_stem", {}))
            word = stem + large["ending"]
            return Noun(word, word + "s")
    word = ordinal(digits, language)
    if "denominator_plural" in numbers:
        return Noun(word, inflect(word, numbers["denominator_plural"]))
    return Noun(word, word + "s")


def _denominator_with_ending(digits: str, language: Language) -> Noun:
    """Return a number with the ending that makes a part of it, as in German "fünftel"."""
    endings = language.numbers["denominator_endings"]
    size = "large" if int(digits) >= endings["large_from"] else "small"
    word = cardinal(digits, language) + endings[size]
    return Noun(word, word)
