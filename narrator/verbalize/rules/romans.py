"""Roman numerals; the words around them decide whether they are numerals or words or initials."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence

from narrator.language.frequencies import CAPITALISED, SMALL, look_up
from narrator.language.numerals import ROMAN, from_roman
from narrator.language.tables import Language, Table, one_of
from narrator.verbalize.numbers import cardinal, roman_words
from narrator.verbalize.ordinals import ordinal
from narrator.verbalize.rules import rewrites
from narrator.verbalize.rules.rule import CAPITAL, Match, Rule, after, before, word_before

_NUMBERED = re.compile(f"{ROMAN},?|[0-9]+,?")
_LETTERS = "IVXLCDM"
# a single letter is part of a word or an initial: "V-neck", "Louis V. Gerstner", "Staden I, Hill K"
_INITIAL_BEFORE = r"-\w|\.\s[A-Z]|,\s[A-Z][\w-]+\s[A-Z]\b"
# enough words for given names and a surname, or for "Chapters I, II and"
_WORDS_BEFORE = 4
_CHARACTERS_BEFORE = 80
# characters after a pronoun in which its verb is looked for
_VERB_WITHIN = 20
# single letters that are labels rather than numbers: "Part C", "Group D"
_LARGE_LETTERS = "LCDM"
# numerals of these letters alone are hardly ever abbreviations: "Final Fantasy VII"
_SMALL_LETTERS = "IVX"
_MARKS_TO_SPACES = str.maketrans('-–(“"', "     ")
# unlisted words as rare as this are names, where the list does not say how words are written
_NAMES_BELOW = 2.5


def rules(language: Language) -> Iterator[Rule]:
    """Yield the rules for numerals."""
    romans = language.table("romans")
    if not romans:
        return
    yield from rewrites.rules(language, "romans")
    if "ordinal_marks" in romans:
        # XIXe siècle; "Le", "Ce" and "Me" are words
        mark = one_of(romans["ordinal_marks"])
        marked = rf"(?<!\w)(?![LCDM]\w{{1,2}}(?!\w))({ROMAN})({mark})(?!\w)"
        yield Rule(marked, _marked, (CAPITAL, _LETTERS))
    if "ordinal_before" in romans:
        joined = rf"(?:{one_of(romans['joiners'])}\s{ROMAN}\.?\s)?"
        noun = one_of(romans["ordinal_before"])
        before_noun = rf"(?=[IVXLCDM])(?<!\w)({ROMAN})\.?\s(?={joined}({noun})\b)"
        yield Rule(before_noun, _before_noun, (CAPITAL, _LETTERS))
    # "Ludwig XIV. regierte": the dot of an ordinal ends no sentence
    dot = r"(?:\.(?=\s[^\W\d_A-Z\u00c0-\u00de]|[,;:)]))?" if romans.get("dot") else ""
    start = r"(?=[IVXLCDM])(?:(?<=[\w.,'-][\s–-])|(?<=\w')|(?<=[a-z]\()(?=[IVX]{1,4}\)))"
    inside = rf"{start}({ROMAN})(?![\w&/]|\.\w)(?!'\w){dot}"
    if "possessive" in romans:
        inside += rf"|(?=[IVXLCDM])(?<=[\w.][\s–-])({ROMAN})(?={romans['possessive']}\b)"
    yield Rule(inside, _inside, (CAPITAL, _LETTERS))


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
    ending = endings.get(word_before(match).lower(), form)
    return f"{ordinal(number, language)}{ending} "


def _inside(match: Match, language: Language) -> str:
    """Return a numeral inside a text as a cardinal, a ruler's number, or as it is written."""
    numeral = match[match.lastindex or 1]
    is_single = len(numeral) == 1
    initial_or_word = re.match(_INITIAL_BEFORE, after(match, _VERB_WITHIN))
    if before(match, 1) == "(":  # iron(III)
        return roman_words(numeral, language)
    if is_single and (numeral in _LARGE_LETTERS or initial_or_word):
        return match[0]
    romans = language.table("romans")
    words = before(match, _CHARACTERS_BEFORE).translate(_MARKS_TO_SPACES).split()
    words = words[-_WORDS_BEFORE:]
    if not words or f"{words[-1]} {numeral}" in romans.get("no_numerals", ()):
        return match[0]
    is_pronoun = numeral == romans.get("pronoun")
    if _is_counted(words, romans, single=is_single, first=is_pronoun):
        return roman_words(numeral, language)
    is_small = not numeral.strip(_SMALL_LETTERS)
    if is_small and _is_name(words, romans, language, alone=is_single):
        if is_pronoun and _is_pronoun(match, words, romans):
            return match[0]
        return _regnal(from_roman(numeral), words, language)
    follows_title_word = words[-1].isalnum() and words[-1][0].isupper()
    if not is_single and follows_title_word and is_small:
        return roman_words(numeral, language)
    return match[0]


def _regnal(number: int, words: Sequence[str], language: Language) -> str:
    """Return a ruler's number: an ordinal, or in some languages a cardinal for the higher ones."""
    romans = language.table("romans")
    if number > romans.get("ordinal_until", number):
        return cardinal(str(number), language)
    form: str = romans["regnal"]
    mark = ""
    if words[-1] in romans.get("women", ()):
        form = romans.get("regnal_woman", form)
        mark = language.numbers.get("feminine_marks", [""])[0]
    for before_number, case_form in romans.get("cases", {}).items():
        if re.search(before_number, " ".join(words)):
            form = case_form
    return form.format(ordinal=ordinal(str(number), language, mark=mark))


def _is_counted(words: Sequence[str], romans: Table, *, single: bool, first: bool) -> bool:
    """Return whether the words before are such as "Chapter", "World War", or "Chapters II and".

    A single letter may be a pronoun or an initial, so the word before it must begin with a capital,
    unlike "the book I read". In languages that write "chapter I" (small heads) it need not.
    """
    joiners: Collection[str] = romans["joiners"]
    last = words[-1]
    capital_needed = single and not romans.get("small_heads", False)
    if capital_needed and last[0].islower() and last not in joiners:
        return False
    heads = {head.lower() for head in romans["heads"]}
    last_two = " ".join(words[-2:]).lower()
    if last.lower() in heads or last_two in heads:
        return True
    if first or not _continues_list(words, joiners):
        return False
    return any(word.lower() in heads for word in words[:-1])


def _continues_list(words: Sequence[str], joiners: Collection[str]) -> bool:
    """Return whether the words before end in "II and" or "II,"."""
    last = words[-1]
    if last.lower() in joiners:
        return len(words) > 1 and _NUMBERED.fullmatch(words[-2]) is not None
    return last.endswith(",") and _NUMBERED.fullmatch(last) is not None


def _is_name(words: Sequence[str], romans: Table, language: Language, *, alone: bool) -> bool:
    """Return whether the word before a numeral is a name, by its table or by how it is written.

    Before a single letter, ``alone``, which may be an initial, it must be nothing but a name.
    """
    last = words[-1]
    is_month = last in language.dates.get("months", ())
    if is_month or not (last.isalpha() and last[0].isupper() and len(last) > 1):
        return False
    if last in romans["names"] or (len(words) > 1 and words[-2] in romans["rulers"]):
        return True
    listed = look_up(last, language.code)
    if listed.casings:
        return CAPITALISED in listed.casings and not (alone and SMALL in listed.casings)
    is_acronym = last[:2].isupper()
    return listed.zipf < romans.get("names_below", _NAMES_BELOW) and not is_acronym


def _is_pronoun(match: Match, words: Sequence[str], romans: Table) -> bool:
    """Return whether a letter after a name is a pronoun: "I'm", "I have", "In London I walk"."""
    following = after(match, _VERB_WITHIN)
    if re.match(rf"{romans['possessive']}(?!\w)", following) or words[0] in romans["rulers"]:
        return False
    if words[0] in romans["pronoun_after"] and following[:1] == " ":
        return True
    verb = re.match(r"'\w|\s(\w+)", following)
    if not verb:
        return False
    return verb[1] is None or verb[1] in romans["pronoun_before"]
