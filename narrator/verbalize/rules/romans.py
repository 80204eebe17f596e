"""Roman numerals, told from words and initials by what stands around them."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence

from narrator.language.numerals import from_roman
from narrator.language.tables import Language, Table, one_of
from narrator.verbalize.numbers import cardinal
from narrator.verbalize.ordinals import ordinal
from narrator.verbalize.rules.rule import CAPITAL, Match, Rule, after, before

# well formed, and not empty
_ROMAN = r"(?=[IVXLCDM])M{0,3}(?:CM|CD|D?C{0,3})(?:XC|XL|L?X{0,3})(?:IX|IV|V?I{0,3})"
_NUMBERED = re.compile(f"{_ROMAN},?|[0-9]+,?")
# more words than a name and its surname, or "Chapters I, II and"
_WORDS_BEFORE = 4
_CHARACTERS_BEFORE = 80
# characters before an ordinal in which the word that decides its ending is looked for
_ENDING_WITHIN = 12
# single letters that hardly anything counts to: "Part C", "Group D"
_LARGE_LETTERS = frozenset("LCDM")
# letters that make no other abbreviation together: "Final Fantasy VII"
_SMALL_LETTERS = frozenset("IVX")
_DASHES_TO_SPACES = str.maketrans("-–", "  ")


def rules(language: Language) -> Iterator[Rule]:
    """Return the rules for numerals; for most the words around decide what they are."""
    romans = language.table("romans")
    if not romans:
        return
    # a heading that is only a number
    yield Rule(rf"^(?=[IVXL]+\b)({_ROMAN})(?=\.?$)", _alone)
    if "ordinal_marks" in romans:
        # XIXe siècle; "Le", "Ce" and "Me" are words
        mark = one_of(romans["ordinal_marks"])
        marked = rf"(?<!\w)(?![LCDM]\w{{1,2}}(?!\w))({_ROMAN})({mark})(?!\w)"
        yield Rule(marked, _marked, (CAPITAL,))
    if "ordinal_before" in romans:
        joined = rf"(?:{one_of(romans['joiners'])}\s{_ROMAN}\.?\s)?"
        noun = one_of(romans["ordinal_before"])
        before_noun = rf"(?=[IVXLCDM])(?<!\w)({_ROMAN})\.?\s(?={joined}({noun})\b)"
        yield Rule(before_noun, _before_noun, (CAPITAL,))
    if "small_numerals" in romans:
        # vol. ii, ch. iv
        head = rf"((?<!\w){one_of(romans['small_numerals'])}\s)"
        small = rf"{head}(?=[ivxl])({_ROMAN.lower()})(?![\w'-]|\.\w)"
        yield Rule(small, _small)
    # "Ludwig XIV. regierte": the dot of an ordinal ends no sentence
    dot = r"(?:\.(?=\s[^\W\d_A-ZÄÖÜ]|[,;:)]))?" if romans.get("dot") else ""
    start = r"(?=[IVXLCDM])(?:(?<=[\w.,'-][\s–-])|(?<=\w'))"
    inside = rf"{start}({_ROMAN})(?![\w&]|\.\w)(?!'\w){dot}"
    possessive = rf"(?=[IVXLCDM])(?<=[\w.][\s–-])({_ROMAN})(?='s\b)"
    yield Rule(f"{inside}|{possessive}", _inside, (CAPITAL,))


def _alone(match: Match, language: Language) -> str:
    return cardinal(str(from_roman(match[0])), language)


def _marked(match: Match, language: Language) -> str:
    return ordinal(str(from_roman(match[1])), language, mark=match[2])


def _before_noun(match: Match, language: Language) -> str:
    """Return the ordinal in II Guerra Mundial or XIX century, with what the noun asks for.

    That is an ending where ordinals have one, else a mark.
    """
    form: str = language.table("romans")["ordinal_before"][match[2]]
    number = str(from_roman(match[1]))
    endings = language.numbers.get("ordinal_endings")
    if not endings:
        return ordinal(number, language, mark=form) + " "
    words = before(match, _ENDING_WITHIN).lower().split()
    ending = endings.get(words[-1], form) if words else form
    return f"{ordinal(number, language)}{ending} "


def _small(match: Match, language: Language) -> str:
    return match[1] + cardinal(str(from_roman(match[2])), language)


def _inside(match: Match, language: Language) -> str:
    """Return a numeral of a text as a number, as a ruler's, or as it is written."""
    numeral = match[1] or match[2]
    single = len(numeral) == 1
    letter_of_word = re.match(r"-\w", after(match, 2))
    if single and (numeral in _LARGE_LETTERS or letter_of_word):
        return match[0]
    romans = language.table("romans")
    words = before(match, _CHARACTERS_BEFORE).translate(_DASHES_TO_SPACES).split()
    words = words[-_WORDS_BEFORE:]
    number = str(from_roman(numeral))
    if _is_counted(words, romans, single=single):
        return cardinal(number, language)
    if _is_name(words, romans, initial=single):
        if numeral == "I" and _is_pronoun(match, romans):
            return match[0]
        return _regnal(number, words[-1], language)
    if not single and _ends_a_title(words) and _SMALL_LETTERS.issuperset(numeral):
        return cardinal(number, language)
    return match[0]


def _ends_a_title(words: Sequence[str]) -> bool:
    """Return whether the last word has a capital and no marks."""
    return bool(words) and words[-1].isalnum() and words[-1][0].isupper()


def _regnal(number: str, name: str, language: Language) -> str:
    """Return a ruler's number: an ordinal, or a cardinal where the language changes to it."""
    romans = language.table("romans")
    if int(number) > romans.get("ordinal_until", int(number)):
        return cardinal(number, language)
    form: str = romans["regnal"]
    if name not in romans.get("women", ()):
        return form.format(ordinal=ordinal(number, language))
    form = romans.get("regnal_woman", form)
    feminine_marks = language.numbers.get("feminine_marks", [""])
    return form.format(ordinal=ordinal(number, language, mark=feminine_marks[0]))


def _is_counted(words: Sequence[str], romans: Table, *, single: bool) -> bool:
    """Return whether the words before are such as "Chapter", "World War", or "Chapters II and".

    A single letter may be a pronoun or an initial, so its head has to begin with a capital: "the
    book I read". In languages with small heads it need not.
    """
    if not words:
        return False
    joiners: Collection[str] = romans["joiners"]
    last = words[-1]
    capital_needed = single and not romans.get("small_heads", False)
    if capital_needed and last[0].islower() and last not in joiners:
        return False
    heads = {head.lower() for head in romans["heads"]}
    last_two = " ".join(words[-2:]).lower()
    if last.lower() in heads or last_two in heads:
        return True
    if not _continues_list(words, joiners):
        return False
    return any(word.lower() in heads for word in words[:-1])


def _continues_list(words: Sequence[str], joiners: Collection[str]) -> bool:
    """Return whether the words before end in "II and" or "II,"."""
    if len(words) < 2:
        return False
    last = words[-1].lower()
    if last in joiners:
        return _NUMBERED.fullmatch(words[-2]) is not None
    return last.endswith(",") and _NUMBERED.fullmatch(words[-1]) is not None


def _is_name(words: Sequence[str], romans: Table, *, initial: bool) -> bool:
    """Return whether a known given name, or a ruler's title, begins the name before a numeral."""
    if not words or not words[-1].isalpha():
        return False
    names, rulers = romans["names"], romans["rulers"]
    last = words[-1]
    if last in names:
        return True
    if len(words) > 1 and words[-2] in rulers and last[0].isupper():
        return True
    if initial:
        return False
    for word in reversed(words):
        if not word[0].isupper():
            return False
        if word in names or word in rulers:
            return True
    return False


def _is_pronoun(match: Match, romans: Table) -> bool:
    """Return whether an "I" after a name is a pronoun, for a verb follows."""
    following = after(match, 2)
    if not re.match(r"\s\w|'", following) or following == "'s":
        return False
    verb = re.match(r"\s?('?\w+)", after(match, 20))
    if not verb:
        return False
    return verb[1].startswith("'") or verb[1] in romans.get("pronoun_before", ())
