"""A rule: a pattern, what is said for it, and the characters without which it cannot match."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass

from narrator.language.tables import Language

Match = re.Match[str]
# what is said for a match in a language
Say = Callable[[Match, Language], str]

# kinds of characters in ``Rule.needs``
DIGIT = "0"
CAPITAL = "A"
INNER_DOT = "a"
KINDS = frozenset({DIGIT, CAPITAL, INNER_DOT})

# a pattern for a capital letter: any word character except Latin-1's small letters and digits
CAPITAL_LETTER = r"[^\W\d_a-zß-öø-ÿª²³µ¹º¼-¾]"

# words with more different first letters than this are tried on every text
_MOST_FIRST_LETTERS = 2
# characters before a match in which the word before it is looked for
_WORD_WITHIN = 24
_MARK = re.compile(r"[^\w ]")


@dataclass(frozen=True, slots=True)
class Rule:
    """A replacement in a text.

    Patterns must take time linear in the text's length: runs of characters are guarded by a
    look-behind or bounded in length, so that no match is tried again from inside another.

    Attributes:
        pattern: The regular expression; it is compiled when a text first needs it.
        say: Returns what replaces a match.
        needs: Collections of characters. A text that lacks all of one collection is not tried,
            because the pattern could find nothing in it; an empty one is no condition. DIGIT means
            any digit, CAPITAL any capital letter after the text's first character, INNER_DOT any
            dot before its last, ``after_figure("s")`` an s after a digit. They keep the cost of a
            sentence low.
    """

    pattern: str
    say: Say
    needs: tuple[Collection[str], ...] = ()


def after_figure(characters: str) -> tuple[str, ...]:
    """Return what a text holds that has one of some characters after a digit, or after a space."""
    return tuple(DIGIT + character for character in characters)


def first_letters(words: Iterable[str]) -> str:
    """Return the first letters of some words."""
    return "".join({word[0] for word in words})


def fixed(text: str) -> Say:
    """Return a function that says the same text for every match."""

    def say(_match: Match, _language: Language) -> str:
        return text

    return say


def said(words_of: Callable[[str, Language], str], group: int = 0) -> Say:
    """Return a function that says a group of the match by another, such as ``spell_digits``."""

    def say(match: Match, language: Language) -> str:
        return words_of(match[group], language)

    return say


def to(_match: Match, language: Language) -> str:
    """Return the word that joins the two ends of a range, with a space on either side."""
    return f" {language.numbers['to']} "


def before(match: Match, length: int) -> str:
    """Return up to ``length`` characters before a match."""
    return match.string[max(0, match.start() - length) : match.start()]


def word_before(match: Match) -> str:
    """Return the word before a match, or nothing."""
    words = before(match, _WORD_WITHIN).split()
    return words[-1] if words else ""


def after(match: Match, length: int) -> str:
    """Return up to ``length`` characters after a match."""
    return match.string[match.end() : match.end() + length]


def spelt(letters: str) -> str:
    """Return letters with a dot after each, which engines read one by one."""
    return ".".join(letters) + "."


def stop_at_end(match: Match) -> str:
    """Return a full stop if a match ends the text, else nothing.

    The dot of an abbreviation that ends the text is the sentence's full stop too.
    """
    return "." if match.end() == len(match.string) else ""


def guarded(words: Collection[str]) -> Iterator[tuple[str, list[str]]]:
    """Yield words in groups: for each mark in some, those with a capital inside, others.

    Before each group are characters of which every text with one of its words has at least one.
    """
    marked: dict[str, list[str]] = {}
    capitals: list[str] = []
    plain: list[str] = []
    for word in words:
        mark = _MARK.search(word)
        if mark:
            marked.setdefault(mark[0], []).append(word)
        elif word[1:] != word[1:].lower():
            capitals.append(word)
        else:
            plain.append(word)
    yield from marked.items()
    if capitals:
        yield CAPITAL, capitals
    if plain:
        letters = first_letters(plain)
        yield letters if len(letters) <= _MOST_FIRST_LETTERS else "", plain
