"""Numbers that are names: telephone and network addresses, serials, numbers after "PIN"."""

from __future__ import annotations

import re
from collections.abc import Iterator

from narrator.language.tables import Language, Table, one_of
from narrator.verbalize.numbers import cardinal, pair_words, spell_digits
from narrator.verbalize.rules import telephones
from narrator.verbalize.rules.rule import DIGIT, Match, Rule, before, fixed, said

_START = r"(?<![\w.,/-])"
_END = r"(?![\w/]|[-.][0-9])"
_SHORT_WORD = re.compile(r"(?<!\w)[A-Za-z][a-z]{2}\s$")


def rules(language: Language) -> Iterator[Rule]:
    """Yield the rules for codes, parts of which look like money, dates or measures."""
    numbers = language.numbers
    if not numbers:
        return
    yield from telephones.rules(language)
    no_group = ""
    if "." in numbers["group"]:
        no_group = r"(?![0-9]{1,3}(?:\.[0-9]{3}){3}(?![0-9]))"
    network_address = rf"{_START}{no_group}[0-9]{{1,3}}(?:\.[0-9]{{1,3}}){{3}}(?!\w|\.[0-9])"
    yield Rule(network_address, _network_address, (DIGIT, "."))
    if "numbered" in numbers:
        # No. 22-1234, art. L. 121-1
        word = one_of(numbers["numbered"])
        numbered = rf"((?<!\w){word}\s)([0-9]{{1,4}})-([0-9]{{1,5}})(?![\w/]|[-.,][0-9])"
        yield Rule(numbered, _numbered, (DIGIT, "-"))
    if "books" in numbers:
        # Matt. 5:3, John 3:16-18
        place = r"([0-9]{1,3}):([0-9]{1,3})(?:[-–]([0-9]{1,3}))?"
        verses = rf"\b({one_of(numbers['books'])})\.?\s{place}(?![\w:]|[.,][0-9])"
        yield Rule(verses, _verses, (DIGIT, ":"))
    yield from _serials(language)
    if "spelled_after" in numbers:
        yield from _after_words(numbers["spelled_after"])
    decimal = re.escape(numbers["decimal"])
    minus = rf"(?<![\w)\].,^%°€$£/-])-(?={decimal}?[0-9])"
    yield Rule(minus, fixed(f"{numbers['minus']} "), ("-", DIGIT))


def _network_address(match: Match, language: Language) -> str:
    dot = language.table("electronic").get("dot", language.numbers["point"])
    parts = [spell_digits(part, language) for part in match[0].split(".")]
    return f" {dot} ".join(parts)


def _numbered(match: Match, language: Language) -> str:
    dash = language.numbers["numbered_dash"]
    first, second = cardinal(match[2], language), pair_words(match[3], language)
    return f"{match[1]}{first}{dash} {second}"


def _verses(match: Match, language: Language) -> str:
    numbers = language.numbers
    book = numbers["books"][match[1]]
    words = f"{book} {cardinal(match[2], language)} {cardinal(match[3], language)}"
    if match[4]:
        words += f" {numbers['to']} {cardinal(match[4], language)}"
    return words


def _serials(language: Language) -> Iterator[Rule]:
    """Yield the rules for 401(k), chains such as an ISBN, long runs in a name, 1080p and "4s"."""
    paragraphs = r"((?:\([a-zA-Z0-9]{1,2}\)){1,3})"
    section = rf"{_START}([0-9]{{3}}){paragraphs}(?!\w)"
    yield Rule(section, _section, (DIGIT, "("))
    chain = rf"{_START}[0-9]{{1,9}}(?:-[0-9]{{1,9}}){{3,6}}(?:-X)?{_END}"
    yield Rule(chain, _chain, (DIGIT, "-"))
    # the formation of a team, or its games won, lost and drawn
    part = "([0-9]{1,2})"
    record = rf"(?<![\w.,/:–-]){part}([-–]){part}\2{part}(?![\w/]|[-–.,:][0-9])"
    yield Rule(record, _record, (DIGIT, "-–"))
    yield Rule(r"(?<=[A-Za-z0-9][/-])[0-9]{5,9}(?![\w.,])", said(spell_digits), (DIGIT, "/-"))
    numbers = language.numbers
    if "plural_of_digit" in numbers:
        # "two 5s", "iPhone 4s" and 1080p, but not the shillings of "4s. 6d."
        no_shillings = numbers["plural_of_digit_not_before"]
        plural = rf"([0-9]){numbers['plural_of_digit']}(?!{no_shillings})"
        lines = one_of(numbers["picture_lines"])
        pattern = rf"(?<![\w.,])(?:{plural}|({lines})([pi]))(?!\w)"
        yield Rule(pattern, _digit_and_letter, (DIGIT,))


def _section(match: Match, language: Language) -> str:
    paragraphs = re.findall("[a-zA-Z0-9]+", match[2].upper())
    return " ".join([pair_words(match[1], language), *paragraphs])


def _chain(match: Match, language: Language) -> str:
    groups = match[0].removesuffix("-X").split("-")
    words = [spell_digits(group, language) for group in groups]
    if match[0].endswith("X"):
        words.append("X")
    return ", ".join(words)


def _record(match: Match, language: Language) -> str:
    parts = (match[1], match[3], match[4])
    return ", ".join(cardinal(str(int(part)), language) for part in parts)


def _digit_and_letter(match: Match, language: Language) -> str:
    """Return the words for a picture's lines, a plural or a model.

    It is a plural after a short word, as in "two 5s", and else a model: "iPhone 4s".
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


def _after_words(spelled: Table) -> Iterator[Rule]:
    """Yield the rules for "PIN 1234", read digit by digit, and "flight 737", read in pairs."""
    joiner = one_of(spelled["joiners"])
    word = rf"(\b{one_of(spelled['digits'])}\s(?:{joiner}\s)?)"
    no_amount = r"(?!\w|[.,:-][0-9]|\s?%|\s[a-z])"
    yield Rule(rf"(?i){word}([0-9]{{3,10}}){no_amount}", _digits_after_word, (DIGIT,))
    word = rf"(\b{one_of(spelled['pairs'])}(?:{spelled['possessive']})?\s)"
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
