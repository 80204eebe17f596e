"""Numbers before headings and list items: "Chapter II", "2.1", "3)"."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from narrator.language.characters import has_word
from narrator.language.numerals import from_roman
from narrator.language.tables import all_words, one_of, tables_of

# how a number may be written
DIVISION, DECIMAL, DOT, PARENTHESIS = "division", "decimal", "dot", "parenthesis"
BARE, ROMAN, LETTER = "bare", "roman", "letter"
# any other word with a number, which may be a division of the text, a product or a year's name
COUNTED = "counted"
# what may be between a number and the title after it
NUMBER_PUNCTUATION = " .:)-–—"
_ROMAN_LETTERS = frozenset("ivxlc")


@dataclass(frozen=True, slots=True)
class HeadingNumber:
    """The number that a text begins with.

    Attributes:
        style: How it is written, such as ``DOT`` for "3.".
        text: The number with its word and its punctuation.
        rest: The text after it.
    """

    style: str
    text: str
    rest: str

    @property
    def division(self) -> str:
        """The word of the number in lower case, such as "chapter"; empty if there is none."""
        if self.style not in (DIVISION, COUNTED):
            return ""
        words = self.text.lower().split()
        named = [word.strip(".:") for word in words if word not in all_words("headings", "article")]
        return next((word for word in named if word not in _number_words()), "")

    @property
    def series(self) -> str:
        """What numbers that count on from one another have in common: their word or style."""
        return self.division or self.style

    @property
    def value(self) -> int:
        """What the number counts, by its last part if it has several; 0 where it is not known."""
        bare = re.sub(r"^\W+|\W+$", "", self.text.lower())
        words = bare.split()
        numeral = words[-1].split(".")[-1]
        if numeral.isdecimal():
            return int(numeral)
        if set(numeral) <= _ROMAN_LETTERS:
            return from_roman(numeral)
        if len(numeral) == 1 and numeral.isascii() and numeral.isalpha():
            return ord(numeral) - ord("a") + 1
        values = [_number_words()[word] for word in words if word in _number_words()]
        return next(iter(values), 0)

    @property
    def depth(self) -> int:
        """Its depth: -1 for parts and books, 1 for "2.1", 2 for "2.1.1", else 0."""
        if self.style == DECIMAL:
            return self.text.rstrip(".)").count(".")
        if self.division in all_words("headings", "parts"):
            return -1
        return 0

    @property
    def stands_alone(self) -> bool:
        """Whether no word follows it, as after "CHAPTER I." above the chapter's name."""
        return not has_word(self.rest)


def read_number(text: str) -> HeadingNumber | None:
    """Return the number that a text begins with, or None if it begins with none."""
    found = _number_pattern().match(text)
    if found is None:
        return None
    return HeadingNumber(str(found.lastgroup), found[0], text[found.end() :])


def is_label(text: str) -> bool:
    """Return whether a text is a number and nothing else."""
    number = read_number(text)
    if number is None or not number.stands_alone:
        return False
    # "Apollo 13" is a name; "LETTER I" and "Letter I." are not
    return number.style != COUNTED or text.isupper() or text.endswith((".", ":"))


def is_part(text: str) -> bool:
    """Return whether a text begins with the number of a part or a book, which holds chapters."""
    number = read_number(text)
    return number is not None and number.depth < 0


def title_without_number(text: str) -> str:
    """Return a heading without its number, case folded, to count how often it comes again.

    Unlike in ``title_key`` its punctuation counts: the weights of the classifier are fitted to it,
    and lists of prices are told apart by it.
    """
    number = read_number(text)
    title = text
    if number is not None and number.style != COUNTED:
        title = number.rest
    return title.strip(NUMBER_PUNCTUATION).casefold()


def part_division(text: str) -> str:
    """Return a division's word and number with a blank between: "CHAPTERII" as "CHAPTER II"."""
    return _closed_division_pattern().sub(r"\1 \2", text)


def division_words() -> tuple[str, ...]:
    """Return the words before the number of a division in any language: "chapter", "part"."""
    return all_words("headings", "parts") + all_words("headings", "divisions")


@cache
def _number_words() -> Mapping[str, int]:
    """Return the values of the numbers that are written in words: "three", "third"."""
    values: dict[str, int] = {}
    for table in tables_of("headings").values():
        for key in ("numbers", "ordinals"):
            for value, word in enumerate(table.get(key, ()), 1):
                values[word] = value
    return values


@cache
def _closed_division_pattern() -> re.Pattern[str]:
    number = rf"\d{{1,3}}|[ivxlc]+|{one_of(_number_words())}"
    return re.compile(rf"({one_of(division_words())})({number})$", re.I)


@cache
def _number_pattern() -> re.Pattern[str]:
    article = one_of(all_words("headings", "article"))
    number = rf"(?: \d{{1,3}} | (?-i: [IVXLC]+ ) | {one_of(_number_words())} )"
    word = r"(?-i: [^\W\d_a-zß-ÿ] ) [^\W\d_]+ \.?"
    pattern = rf"""
        (?P<division>
            {one_of(division_words())} \s+ (?: {article} \s+ )?
            (?: \d{{1,3}} | [ivxlc]+ | [a-h] | {one_of(_number_words())} ) \b [.:]?
        )
      | (?P<counted> (?: {article} \s+ )? (?: {word} \s+ (?: {article} \s+ )? {number} \b
          | {one_of(_number_words())} \s+ {word} ) [.:]? ) (?= \W* $ | (?<= [.:] ) \s | \s [-–—] )
      | (?P<decimal> \d{{1,2}} (?: \.\d{{1,2}} ){{1,3}} ) [.)]? (?= \s )
      | (?P<dot> \d{{1,3}}\. ) (?= \s | $ )
      | (?P<parenthesis> \(? \d{{1,3}}\) ) (?= \s )
      | (?P<bare> \d{{1,2}} ) (?= \s+ [^\W\d] | $ )
      | (?P<roman> (?-i: [IVXLC]+ ) ) (?: \. | : | $ | \s+ [-–—] )
      | (?P<letter> (?-i: [A-Z] ) [.)] ) (?= \s )
    """
    return re.compile(pattern, re.I | re.VERBOSE)
