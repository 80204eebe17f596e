"""Citations: (Smith et al., 2019) and superscript numbers are not read, verses of the Bible are."""

from __future__ import annotations

from collections.abc import Iterator

from narrator.language.tables import Language, one_of
from narrator.verbalize.numbers import cardinal
from narrator.verbalize.rules import rewrites
from narrator.verbalize.rules.rule import INNER_DOT, Match, Rule, after_figure, first_letters


def rules(language: Language) -> Iterator[Rule]:
    """Yield the rules for (Smith et al., 2019; Jones & Lee 2020, p. 4), note marks, 1 Cor. 13:4."""
    if "books" in language.numbers:
        yield _verses(language)
    yield from rewrites.rules(language, "citations")


def _verses(language: Language) -> Rule:
    """Return the rule for Matt. 5:3-6:4, Gen. 1-3 and 1 Cor. 13.

    A chapter without a verse needs an abbreviation or a book with a number before it.
    """
    numbers = language.numbers
    part = r"([0-9]{1,3})"
    mark = numbers.get("verse_mark", ":")
    verse = rf"(?:{mark}{part})"
    until = rf"(?:\s?[-–]\s?(?:{part}{mark})?{part})?"
    books = one_of(numbers["books"])
    needs = (INNER_DOT, *after_figure(f".:{mark}" + first_letters(numbers["books"])))
    pattern = (
        rf"\b(?:([1-3])\.?\s?|(?=\w+(?:\.|\s[0-9]+{mark})))({books})\.?\s{part}{verse}?{until}"
    )
    return Rule(rf"{pattern}(?![\w:]|[.,][0-9])", _verses_words, (needs,))


def _verses_words(match: Match, language: Language) -> str:
    number, book, chapter, verse, *until = match.groups()
    words = [language.numbers["book_numbers"][int(number) - 1]] if number else []
    words.append(language.numbers["books"][book])
    words += [cardinal(part, language) for part in (chapter, verse) if part]
    if until[1]:
        words.append(language.numbers["to"])
        words += [cardinal(part, language) for part in until if part]
    return " ".join(words)
