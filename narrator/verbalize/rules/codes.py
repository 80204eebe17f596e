"""Numbers that are names: network addresses, serials, and what follows such words as "PIN"."""

from __future__ import annotations

import re
from collections.abc import Iterator

from narrator.language.tables import Language, one_of
from narrator.verbalize.numbers import cardinal, pair_words, spell_digits
from narrator.verbalize.rules import telephones
from narrator.verbalize.rules.rule import DIGIT, Match, Rule, before, fixed

_START = r"(?<![\w.,/-])"
_END = r"(?![\w/]|[-.][0-9])"
_SHORT_WORD = re.compile(r"(?<!\w)[A-Za-z][a-z]{2}\s$")


def rules(language: Language) -> Iterator[Rule]:
    """Return the rules for codes; money, dates and units would read parts of them."""
    numbers = language.numbers
    if not numbers:
        return
    yield from telephones.rules(language)
    yield _network_address(language)
    if "numbered" in numbers:
        yield _numbered(language)
    if "books" in numbers:
        yield _verses(language)
    yield from _serials(language)
    yield from _after_words(language)
    decimal = re.escape(numbers["decimal"])
    minus = rf"(?<![\w)\].,^%°€$£/-])-(?={decimal}?[0-9])"
    yield Rule(minus, fixed(f"{numbers['minus']} "), ("-", DIGIT))


def _network_address(language: Language) -> Rule:
    """Return the rule for 127.0.0.1, which is no number with grouped thousands."""
    no_group = ""
    if "." in language.numbers["group"]:
        no_group = r"(?![0-9]{1,3}(?:\.[0-9]{3}){3}(?![0-9]))"
    pattern = rf"{_START}{no_group}[0-9]{{1,3}}(?:\.[0-9]{{1,3}}){{3}}(?!\w|\.[0-9])"
    return Rule(pattern, _network_address_words, (DIGIT, "."))


def _network_address_words(match: Match, language: Language) -> str:
    dot = language.table("electronic").get("dot", language.numbers["point"])
    parts = [spell_digits(part, language) for part in match[0].split(".")]
    return f" {dot} ".join(parts)


def _numbered(language: Language) -> Rule:
    """Return the rule for No. 22-1234 and art. L. 121-1."""
    word = one_of(language.numbers["numbered"])
    end = r"(?![\w/]|[-.,][0-9])"
    pattern = rf"((?<!\w){word}\s)([0-9]{{1,4}})-([0-9]{{1,5}}){end}"
    return Rule(pattern, _numbered_words, (DIGIT, "-"))


def _numbered_words(match: Match, language: Language) -> str:
    dash = language.numbers["numbered_dash"]
    first, second = cardinal(match[2], language), pair_words(match[3], language)
    return f"{match[1]}{first}{dash} {second}"


def _verses(language: Language) -> Rule:
    """Return the rule for Matt. 5:3 and John 3:16-18."""
    book = one_of(language.numbers["books"])
    place = r"([0-9]{1,3}):([0-9]{1,3})(?:[-–]([0-9]{1,3}))?"
    pattern = rf"\b({book})\.?\s{place}(?![\w:]|[.,][0-9])"
    return Rule(pattern, _verses_words, (DIGIT, ":"))


def _verses_words(match: Match, language: Language) -> str:
    numbers = language.numbers
    book = numbers["books"][match[1]]
    words = f"{book} {cardinal(match[2], language)} {cardinal(match[3], language)}"
    if match[4]:
        words += f" {numbers['to']} {cardinal(match[4], language)}"
    return words


def _serials(language: Language) -> Iterator[Rule]:
    """Return the rules for 401(k), chains such as an ISBN, long runs in a name, 1080p and "4s"."""
    paragraphs = r"((?:\([a-zA-Z0-9]{1,2}\)){1,3})"
    section = rf"{_START}([0-9]{{3}}){paragraphs}(?!\w)"
    yield Rule(section, _section_words, (DIGIT, "("))
    chain = rf"{_START}[0-9]{{1,9}}(?:-[0-9]{{1,9}}){{3,6}}(?:-X)?{_END}"
    yield Rule(chain, _chain_words, (DIGIT, "-"))
    # a formation or a record of games
    part = "([0-9]{1,2})"
    record = rf"(?<![\w.,/:–-]){part}([-–]){part}\2{part}(?![\w/]|[-–.,:][0-9])"
    yield Rule(record, _record_words, (DIGIT, "-–"))
    yield Rule(r"(?<=[A-Za-z0-9][/-])[0-9]{5,9}(?![\w.,])", _spelt, (DIGIT, "/-"))
    if "plural_of_digit" in language.numbers:
        yield _digit_and_letter(language)


def _section_words(match: Match, language: Language) -> str:
    paragraphs = re.findall("[a-zA-Z0-9]+", match[2].upper())
    return " ".join([pair_words(match[1], language), *paragraphs])


def _chain_words(match: Match, language: Language) -> str:
    groups = match[0].split("-")
    return ", ".join(group if group == "X" else spell_digits(group, language) for group in groups)


def _record_words(match: Match, language: Language) -> str:
    parts = (match[1], match[3], match[4])
    return ", ".join(cardinal(str(int(part)), language) for part in parts)


def _spelt(match: Match, language: Language) -> str:
    return spell_digits(match[0], language)


def _digit_and_letter(language: Language) -> Rule:
    """Return the rule for "two 5s", "iPhone 4s" and 1080p, but not for shillings and pence."""
    numbers = language.numbers
    plural = rf"([0-9]){numbers['plural_of_digit']}(?!\.\s?[0-9]{{1,2}}d\.)"
    lines = "|".join(numbers["picture_lines"])
    pattern = rf"(?<![\w.,])(?:{plural}|({lines})([pi]))(?!\w)"
    return Rule(pattern, _digit_and_letter_words, (DIGIT,))


def _digit_and_letter_words(match: Match, language: Language) -> str:
    """Return a picture's lines, a plural or a model's letter.

    It is a plural after a short word, as in "two 5s", and else a model's: "iPhone 4s".
    """
    if match[2]:
        return f"{pair_words(match[2], language)} {match[3].upper()}"
    word = spell_digits(match[1], language)
    numbers = language.numbers
    plural: str = numbers["plural_of_digit"]
    if not _SHORT_WORD.search(before(match, 5)):
        return f"{word} {plural.upper()}"
    sibilant = numbers["plural_after_sibilant"]
    if word[-1] in sibilant["endings"]:
        return word + str(sibilant["plural"])
    return word + plural


def _after_words(language: Language) -> Iterator[Rule]:
    """Return the rules for "PIN 1234", read digit by digit, and "flight 737", read in pairs."""
    spelled = language.numbers.get("spelled_after")
    if not spelled:
        return
    joiner = one_of(spelled["joiners"])
    word = rf"(\b{one_of(spelled['digits'])}\s(?:{joiner}\s)?)"
    no_amount = r"(?!\w|[.,:-][0-9]|\s?%|\s[a-z])"
    yield Rule(rf"(?i){word}([0-9]{{3,10}}){no_amount}", _digits_after_word, (DIGIT,))
    word = rf"(\b{one_of(spelled['pairs'])}(?:'s)?\s)"
    name = "([A-Z]?)([0-9]{3,4})(?:-([0-9]{1,4}))?"
    yield Rule(rf"{word}{name}(?!\w|[.,:][0-9])", _pairs_after_word, (DIGIT,))


def _digits_after_word(match: Match, language: Language) -> str:
    return match[1] + spell_digits(match[2], language)


def _pairs_after_word(match: Match, language: Language) -> str:
    words = pair_words(match[3], language)
    if match[2]:
        words = f"{match[2]} {words}"
    if match[4]:
        words = f"{words} {pair_words(match[4], language)}"
    return match[1] + words
