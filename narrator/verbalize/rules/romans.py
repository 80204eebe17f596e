"""Roman numerals, told from words and initials by what stands before them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from narrator.language.numerals import from_roman
from narrator.language.tables import CAPITAL, Language, Rule, Table, one_of
from narrator.verbalize.numbers import cardinal, ordinal

# well formed, and not empty
_ROMAN = r"(?=[IVXLCDM])M{0,3}(?:CM|CD|D?C{0,3})(?:XC|XL|L?X{0,3})(?:IX|IV|V?I{0,3})"
# more words than a name and its surname, or "Chapters I, II and"
_WORDS_BEFORE = 4
_CHARACTERS_BEFORE = 80


def rules(language: Language) -> Iterator[Rule]:
    """One rule; the words around the numeral decide what it is."""
    table = language.table("romans")
    if not table:
        return
    # a heading that is only a number
    alone = rf"^(?=[IVXL]+\b)({_ROMAN})(?=\.?$)"
    yield Rule(alone, lambda m: cardinal(str(from_roman(m[0])), language))
    if marks := table.get("ordinal_marks"):
        # XIXe siècle; "Le", "Ce" and "Me" are words
        marked = rf"(?<!\w)(?![LCDM]\w{{1,2}}(?!\w))({_ROMAN})({one_of(marks)})(?!\w)"
        yield Rule(
            marked, lambda m: ordinal(str(from_roman(m[1])), language, mark=m[2]), (CAPITAL,)
        )
    if nouns := table.get("ordinal_before"):
        joined = rf"(?:{one_of(table['joiners'])}\s{_ROMAN}\.?\s)?"
        before_noun = rf"(?=[IVXLCDM])(?<!\w)({_ROMAN})\.?\s(?={joined}({one_of(nouns)})\b)"
        yield Rule(before_noun, lambda m: _before_noun(m, nouns, language), (CAPITAL,))
    if heads := table.get("small_numerals"):
        # vol. ii, ch. iv
        small = rf"((?<!\w){one_of(heads)}\s)(?=[ivxl])({_ROMAN.lower()})(?![\w'-]|\.\w)"
        yield Rule(small, lambda m: m[1] + cardinal(str(from_roman(m[2].upper())), language))
    # "Ludwig XIV. regierte": the dot of an ordinal ends no sentence
    dot = r"(?:\.(?=\s[^\W\d_A-ZÄÖÜ]|[,;:)]))?" if table.get("dot") else ""
    before = r"(?=[IVXLCDM])(?:(?<=[\w.,'-][\s–-])|(?<=\w'))"
    pattern = rf"{before}({_ROMAN})(?![\w&]|\.\w)(?!'\w){dot}|(?=[IVXLCDM])(?<=[\w.][\s–-])({_ROMAN})(?='s\b)"
    yield Rule(pattern, lambda m: _read(m, m[1] or m[2], language), (CAPITAL,))


def _before_noun(m: re.Match[str], nouns: Mapping[str, str], language: Language) -> str:
    """II Guerra Mundial, XIX century: the ordinal with the mark or the ending that the noun asks for."""
    form = nouns[m[2]]
    number = str(from_roman(m[1]))
    endings: Mapping[str, str] = language.table("numbers", "ordinal_endings")
    if not endings:
        return ordinal(number, language, mark=form) + " "
    before = m.string[max(0, m.start() - 12) : m.start()].split()
    return ordinal(number, language) + endings.get(before[-1].lower() if before else "", form) + " "


def _read(m: re.Match[str], roman: str, language: Language) -> str:
    table = language.table("romans")
    words = (
        m.string[max(0, m.start() - _CHARACTERS_BEFORE) : m.start()]
        .replace("-", " ")
        .replace("–", " ")
        .split()
    )
    words = words[-_WORDS_BEFORE:]
    after = m.string[m.end() : m.end() + 2]
    # "Part C", "Group D": letters, for hardly anything counts to a hundred
    if len(roman) == 1 and (roman in "LCDM" or re.match(r"-\w", after)):
        return m[0]
    number = str(from_roman(roman))
    if _counts(words, table, single=len(roman) == 1):
        return cardinal(number, language)
    if _is_name(words, table["names"], table["rulers"], initial=len(roman) == 1):
        if (
            roman == "I"
            and re.match(r"\s\w|'", after)
            and after != "'s"
            and _pronoun(m, table.get("pronoun_before", ()))
        ):
            return m[0]
        return _regnal(number, words, language)
    # "Final Fantasy VII": only letters that make no other abbreviation
    if (
        len(roman) > 1
        and set(roman) <= set("IVX")
        and words
        and words[-1][0].isupper()
        and words[-1].isalnum()
    ):
        return cardinal(number, language)
    return m[0]


def _regnal(number: str, words: Sequence[str], language: Language) -> str:
    """A ruler's number: an ordinal, or a cardinal from where the language changes to it."""
    table = language.table("romans")
    woman = words[-1] in table.get("women", ())
    if int(number) > table.get("ordinal_until", int(number)):
        return cardinal(number, language)
    mark = next(iter(language.table("numbers").get("feminine_marks", ())), "") if woman else ""
    form: str = table.get("regnal_woman", table["regnal"]) if woman else table["regnal"]
    return form.format(ordinal=ordinal(number, language, mark=mark))


def _counts(words: Sequence[str], table: Table, *, single: bool) -> bool:
    """Whether the last words are such as "Chapter", "World War", or "Chapters II and".

    A single letter may be a pronoun or an initial, so its head has to begin with a capital: "the book I read".
    """
    joiners: Sequence[str] = table["joiners"]
    small_letters = table.get("small_heads", False)
    if not words or (
        single and not small_letters and words[-1][0].islower() and words[-1] not in joiners
    ):
        return False
    known = {head.lower() for head in table["heads"]}
    last = words[-1].lower()
    if last in known or " ".join(words[-2:]).lower() in known:
        return True
    numbered = len(words) > 1 and re.fullmatch(
        f"{_ROMAN},?|[0-9]+,?", words[-2] if last in joiners else words[-1]
    )
    listed = (last in joiners or last.endswith(",")) and numbered
    return bool(listed) and any(word.lower() in known for word in words[:-1])


def _is_name(
    words: Sequence[str], names: Sequence[str], rulers: Sequence[str], *, initial: bool
) -> bool:
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
