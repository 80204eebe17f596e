"""Mixed tokens: letters, figures and marks written together, such as BA2490 and v2.0.1-rc.

A token is cut at the edges of letters, figures and marks, and each part is said by its length and
by its neighbours:

- One or two letters, and the symbols of elements, are spelt; more are left for later rules.
- Figures are a number, or pairs of digits where a language does so. They are read one by one where
  they begin with zero or are many, and so are all others that touch the same letters.
- A dot after figures is a point, a hyphen between figures a pause; other marks only part.

What engines say well, such as F16, B2B and MP3, is left alone.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from functools import cache

from narrator.language.frequencies import zipf
from narrator.language.tables import ANY_LANGUAGE, Language, language_table, one_of
from narrator.verbalize.numbers import is_digits, pair_words, roman_words, spell_digits
from narrator.verbalize.rules.rule import spelt

SMALL_FIGURES = "₀₁₂₃₄₅₆₇₈₉⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻"
_OF_ONE_SIZE = str.maketrans(SMALL_FIGURES, "01234567890123456789+-")
_BETWEEN_SIZES = re.compile("(?<=[₀-₉])(?=[⁰¹²³⁴-⁹])")
_ISOTOPE = re.compile("(?<![⁰¹²³⁴-⁹])([⁰¹²³⁴-⁹]++)([A-Z][a-z]?)")
# figures and letters that touch, or a mark
_CHUNKS = re.compile(r"[^\W_]+|[\W_]")
_PARTS = re.compile("[A-Z]+(?=v[0-9])|[^0-9]+|[0-9]+")
# figures that are read one by one: many, and those that begin with zero
_LONG_FIGURES = re.compile("[0-9]{5}|(?<![0-9])0[0-9]")
_MOST_LETTERS_SPELT = 2
# Zipf value of two small letters that are a word: "to", "of"
_COMMON = 5
# Zipf value of a word that looks like a formula: NaN
_KNOWN = 3.2
# runs of figures by which letters part a serial number
_RUNS_OF_SERIAL = 3
_ONE_BY_ONE = re.compile(
    r"""
      0x[0-9a-fA-F]+
    | (?=.*[a-f])(?=.*[0-9])[0-9a-f]{6,}(?:-[0-9a-f]{4,})*      # 9f86d081, a UUID
    | (?=.*[a-fA-F])(?:[0-9a-fA-F]{1,4}:+){2,}[0-9a-fA-F]+      # 00:1A:2B, 2001:db8::1
    | [0-9]{1,3}(?:\.[0-9]{1,3}){3}(?::[0-9]+)?                 # 10.0.0.7:80
    | [0-9]+(?:-[0-9]+){3,}(?:-X)?                              # an ISBN
    | (?=.*[0-9]{5})[0-9]+(?:-[0-9]+){2}
    | [0-9]{10,}(?<!000)
    """,
    re.X,
)
_CODE = re.compile(
    r"""
      (?:[A-Z]{1,6}v?|[A-Za-z]{1,2})[-_.]?[0-9]        # BA2490, F-150, v2.0
    | .*[0-9][A-Z]+[0-9]                               # 6ES7
    | [0-9]+-(?:[0-9]+-?[A-Z]|[A-Z]+[0-9])             # 60-4412-B, 90915-YZZF2
    | [0-9]+\.(?:[0-9]+\.)?x$ | .*(?<![0-9])(?:[0-9]++\.){2}[0-9]  # 2.x, 2.7.18
    | (?:[0-9]{1,2}[-–]){2}[0-9]{1,2}$                # the formation of a team
    | [0-9]{3,4}[pi]$                                  # 1080p
    | .*(?:[0-9A-Z]\([0-9A-Za-z]|[a-z]\([0-9]|_)       # 401(k), printf(3), foto_01
    """,
    re.X,
)
_SAID_WRONG_BY_ENGINES = re.compile(
    r"""
      [0-9]{3} | (?<![0-9])0[0-9]
    | [0-9][-–.·][0-9] | [_(] | [0-9]\.[a-z]
    | [0-9][A-Za-z]+[0-9][A-Za-z]+[0-9]
    | (?<![A-Z])(?=[A-Z]?[AEIOU])[A-Z]{2,3}(?![A-Z])   # read as a word
    """,
    re.X,
)
_ROMAN = re.compile("[ivx]{2,5}")
# an engine reads a lone A as the article
_LONE_A = re.compile(r"\bA (?=\w)")


def token_words(token: str, language: Language) -> str:
    """Return a token in words, or as it is where an engine says it well or it is no code."""
    if _ONE_BY_ONE.fullmatch(token):
        return spelt_characters(token, language)
    plain = _ISOTOPE.sub(r"\2-\1", _BETWEEN_SIZES.sub("·", token)).translate(_OF_ONE_SIZE)
    is_formula = _is_formula(plain, language)
    is_hard = language.numbers.get("all_words") or _SAID_WRONG_BY_ENGINES.search(plain)
    if not is_formula and not (_CODE.match(plain) and is_hard):
        return plain
    words: list[str] = []
    chunks = ["", *_CHUNKS.findall(plain), ""]
    for before, chunk, after in zip(chunks, chunks[1:], chunks[2:], strict=False):
        if before == "(" and _ROMAN.fullmatch(chunk):
            words.append(roman_words(chunk, language))
        elif not chunk.isalnum():
            words.append(_mark(chunk, before[-1:], after[:1], language))
        elif is_formula:
            words += _parts_words(chunk, language, _spelt, pair_words)
        else:
            figures = spell_digits if _is_serial(chunk) else pair_words
            words += _parts_words(chunk, language, _letters, figures)
    return joined(words)


def spelt_characters(token: str, language: Language) -> str:
    """Return the words for letters and figures that are read one by one, with pauses at marks."""
    dot = language.table("electronic")["dot"]
    words: list[str] = []
    for chunk in _CHUNKS.findall(token):
        if chunk.isalnum():
            words += _parts_words(chunk, language, _spelt, spell_digits)
        else:
            words.append(dot if chunk == "." else ",")
    return joined(words).replace(",,", ",")


def figure_words(figures: str, language: Language) -> str:
    """Return the words for figures of a name: in pairs, or one by one if they are many."""
    return (spell_digits if _is_serial(figures) else pair_words)(figures, language)


def joined(words: Sequence[str]) -> str:
    """Return words with spaces between, as an engine needs them."""
    text = _LONE_A.sub("A-", " ".join(filter(None, words)))
    return text.replace(" ,", ",").replace("( ", "(").replace(" )", ")")


# returns the words for letters or for figures
_Say = Callable[[str, Language], str]


def _parts_words(chunk: str, language: Language, letters: _Say, figures: _Say) -> Iterator[str]:
    """Yield the words for each part of letters and figures that touch."""
    for part in _PARTS.findall(chunk):
        say = figures if is_digits(part) else letters
        yield say(part, language)


def _is_serial(chunk: str) -> bool:
    """Return whether the figures of a chunk are read one by one."""
    runs = re.findall("[0-9]+", chunk)
    return len(runs) >= _RUNS_OF_SERIAL or bool(_LONG_FIGURES.search(chunk))


def _letters(letters: str, language: Language) -> str:
    """Return letters as they are if they are a word, or else spelt."""
    is_word = letters[1:].islower() and zipf(letters, language.code) >= _COMMON
    return letters if len(letters) > _MOST_LETTERS_SPELT or is_word else _spelt(letters, language)


def _spelt(letters: str, _language: Language) -> str:
    letters = letters.upper()
    return letters if len(letters) == 1 else spelt(letters)


def _mark(mark: str, before: str, after: str, language: Language) -> str:
    """Return what is said for a mark between two characters, either of which may be missing."""
    numbers = language.numbers
    after_figure = before.isdigit()
    if mark == ".":
        is_point = after_figure and numbers["decimal"] == "."
        return str(numbers["point"] if is_point else language.table("electronic")["dot"])
    if not after:
        return str({"+": numbers["plus"], "-": numbers["minus"]}.get(mark, ""))
    return "," if after_figure and after.isdigit() and mark != "_" else ""


def _is_formula(token: str, language: Language) -> bool:
    """Return whether a token is a chemical formula: symbols of elements, some of them counted."""
    if not _formula_pattern().fullmatch(token) or zipf(token, language.code) >= _KNOWN:
        return False
    return not token.isupper() or len(re.findall("[0-9]+", token)) > 1


@cache
def _formula_pattern() -> re.Pattern[str]:
    """Return a pattern for chemical formulas, such as Fe2(SO4)3 and CuSO4·5H2O."""
    element = one_of(language_table(ANY_LANGUAGE, "chemistry")["elements"])
    number = "(?:[1-9][0-9]?)?"
    part = rf"(?:·{number})?\(?{element}{number}\)?"
    charge = rf"(?:·?{number}[+-])"
    return re.compile(rf"{number}(?:{part}){{2,20}}{number}{charge}?|{element}{charge}")
