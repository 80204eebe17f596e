"""What a rule is: a pattern, what is said for it, and what a text must hold for it to be tried."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass
from typing import NamedTuple

from narrator.language.tables import Language

Match = re.Match[str]
# what is said for a match in a language
Say = Callable[[Match, Language], str]

# kinds of characters in ``Rule.needs``
DIGIT = "0"
CAPITAL = "A"
INNER_DOT = "a"
KINDS = frozenset({DIGIT, CAPITAL, INNER_DOT})

# a pattern for a capital letter: word characters but digits and what else Latin-1 has of them
CAPITAL_LETTER = r"[^\W\d_a-zß-öø-ÿª²³µ¹º¼-¾]"

# a rule for words of letters is guarded by their first letters where there are no more of them
_MOST_FIRST_LETTERS = 2
_MARK = re.compile(r"[^\w ]")


@dataclass(frozen=True, slots=True)
class Rule:
    """A replacement in a text.

    Patterns must be linear: what begins one must not be able to begin again inside what it has
    read, so runs are guarded by a look-behind or bounded in length.

    Attributes:
        pattern: The regular expression; it is compiled when a text first needs it.
        say: Returns what replaces a match.
        needs: Characters without which the pattern can find nothing: a text must hold one of each
            string. DIGIT stands for any digit, CAPITAL for any capital letter but the text's
            first, INNER_DOT for any dot but its last. An empty string is no condition. They keep
            the cost of a plain sentence near zero.
    """

    pattern: str
    say: Say
    needs: tuple[str, ...] = ()


class GuardedWords(NamedTuple):
    """Words, and the characters of which a text that has one of them must hold one."""

    need: str
    words: list[str]


def fixed(text: str) -> Say:
    """Return what says the same for every match."""

    def say(_match: Match, _language: Language) -> str:
        return text

    return say


def listed(words: Mapping[str, str], group: int = 1) -> Say:
    """Return what looks up a group of the match in a table."""

    def say(match: Match, _language: Language) -> str:
        return words[match[group]]

    return say


def first_group_and(text: str) -> Say:
    """Return what keeps the first group of a match and says a text after it."""

    def say(match: Match, _language: Language) -> str:
        return match[1] + text

    return say


def first_group(match: Match, _language: Language) -> str:
    """Return the first group of a match."""
    return match[1]


def before(match: Match, length: int) -> str:
    """Return up to ``length`` characters before a match."""
    return match.string[max(0, match.start() - length) : match.start()]


def after(match: Match, length: int) -> str:
    """Return up to ``length`` characters after a match."""
    return match.string[match.end() : match.end() + length]


def stop_at_end(match: Match) -> str:
    """Return a full stop where a match ends the text.

    The dot of an abbreviation is the sentence's too.
    """
    return "." if match.end() == len(match.string) else ""


def guarded(words: Collection[str]) -> Iterator[GuardedWords]:
    """Return words in up to three groups, by what a text must hold to have one of them.

    These are the words with a mark, those with a capital inside, and the rest.
    """
    marked: dict[str, str] = {}
    capitals: list[str] = []
    plain: list[str] = []
    for word in words:
        mark = _MARK.search(word)
        if mark:
            marked[word] = mark[0]
        elif word[1:] != word[1:].lower():
            capitals.append(word)
        else:
            plain.append(word)
    if marked:
        yield GuardedWords("".join(sorted(set(marked.values()))), list(marked))
    if capitals:
        yield GuardedWords(CAPITAL, capitals)
    if plain:
        yield GuardedWords(_first_letters(plain), plain)


def _first_letters(words: Collection[str]) -> str:
    letters = sorted({word[0] for word in words})
    if len(letters) > _MOST_FIRST_LETTERS:
        return ""
    return "".join(letters)
