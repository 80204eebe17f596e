"""Roman numerals, told from words and initials by what stands before them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from narrator.text.language import CAPITAL, Language, Rule
from narrator.text.numbers import cardinal, ordinal

_VALUES = {"I": 1, "V": 5, "X": 10, "L": 50, "C": 100, "D": 500, "M": 1000}
# well formed, and not empty
_ROMAN = r"(?=[IVXLCDM])M{0,3}(?:CM|CD|D?C{0,3})(?:XC|XL|L?X{0,3})(?:IX|IV|V?I{0,3})"
# more words than a name and its surname, or "Chapters I, II and"
_WORDS_BEFORE = 4
_CHARACTERS_BEFORE = 80


def value(roman: str) -> int:
    """What a well-formed numeral is worth."""
    values = [_VALUES[letter] for letter in roman]
    return sum(-one if one < after else one for one, after in zip(values, [*values[1:], 0], strict=True))


def rules(language: Language) -> Iterator[Rule]:
    """One rule; the words before the numeral decide what it is."""
    if not language.table("romans"):
        return
    # a heading that is only a number
    alone = re.compile(rf"^(?=[IVXL]+\b)({_ROMAN})(?=\.?$)")
    yield Rule(alone, lambda m: cardinal(str(value(m[0])), language))
    pattern = re.compile(rf"(?<=[\w.,'-][\s–-])({_ROMAN})(?![\w&]|\.\w)(?!'\w)|(?<=[\w.][\s–-])({_ROMAN})(?='s\b)")
    yield Rule(pattern, lambda m: _read(m, language), (CAPITAL,))


def _read(m: re.Match[str], language: Language) -> str:
    table = language.table("romans")
    words = m.string[max(0, m.start() - _CHARACTERS_BEFORE) : m.start()].replace("-", " ").replace("–", " ").split()
    words = words[-_WORDS_BEFORE:]
    if len(m[0]) == 1 and re.match(r"-\w", m.string[m.end() : m.end() + 2]):
        return m[0]
    number = str(value(m[0]))
    if _counts(words, table["heads"], table["joiners"], single=len(m[0]) == 1):
        return cardinal(number, language)
    if _is_name(words, table["names"], table["rulers"], initial=len(m[0]) == 1):
        if m[0] == "I" and re.match(r"\s\w|'", m.string[m.end() : m.end() + 2]) and _pronoun(m, table["pronoun_before"]):
            return m[0]
        said: str = table["regnal"].format(ordinal=ordinal(number, language))
        return said
    # "Final Fantasy VII": only letters that make no other abbreviation
    if len(m[0]) > 1 and set(m[0]) <= set("IVX") and words and words[-1][0].isupper() and words[-1].isalnum():
        return cardinal(number, language)
    return m[0]


def _counts(words: Sequence[str], heads: Sequence[str], joiners: Sequence[str], *, single: bool) -> bool:
    """Whether the last words are such as "Chapter", "World War", or "Chapters II and".

    A single letter may be a pronoun or an initial, so its head has to begin with a capital: "the book I read".
    """
    if not words or (single and words[-1][0].islower() and words[-1] not in joiners):
        return False
    known = {head.lower() for head in heads}
    last = words[-1].lower()
    if last in known or " ".join(words[-2:]).lower() in known:
        return True
    numbered = len(words) > 1 and re.fullmatch(f"{_ROMAN},?|[0-9]+,?", words[-2] if last in joiners else words[-1])
    listed = (last in joiners or last.endswith(",")) and numbered
    return bool(listed) and any(word.lower() in known for word in words[:-1])


def _is_name(words: Sequence[str], names: Sequence[str], rulers: Sequence[str], *, initial: bool) -> bool:
    """Whether a known given name begins the capitalised words before the numeral, or a ruler's title does."""
    if not words or not words[-1].isalpha():
        return False
    if words[-1] in names or (len(words) > 1 and words[-2] in rulers and words[-1][0].isupper()):
        return True
    if initial:
        return False
    for word in reversed(words):
        if not word[0].isupper():
            return False
        if word in names or word in rulers:
            return True
    return False


def _pronoun(m: re.Match[str], verbs: Sequence[str]) -> bool:
    after = re.match(r"\s?('?\w+)", m.string[m.end() : m.end() + 20])
    return after is not None and (after[1] in verbs or after[1].startswith("'"))
