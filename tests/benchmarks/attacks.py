"""Strings that grow, made to keep a regular expression or a reader busy.

``KINDS`` suit anything that reads text. ``pattern_attacks`` makes more for one pattern: wherever it
repeats something, what it repeats is written again and again, after what the pattern wants before
it, and with an end that it does not want.
"""

from __future__ import annotations

import re
import string
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from re import _constants as codes  # type: ignore[attr-defined]
from re import _parser as parser  # type: ignore[attr-defined]
from typing import Any

# a repeat that may come more often than this counts as one without end
_MANY = 16
# of the alternatives of a pattern, so many are tried at each place
_MOST_BRANCHES = 12
_MOST_ATTACKS = 160
# what a pattern is least likely to want; the last are wanted by most
_ENDS = ("", "\x00", "\n", "!", "a")
_CANDIDATES = (
    string.ascii_lowercase
    + string.digits
    + " -.,;:'\"()[]{}<>/\\|*_#@&%$=+~^`!?\n\t"
    + string.ascii_uppercase
    + "éßñжя中かไ’“”—–…\u00a0\u2011"
)


@dataclass(frozen=True, slots=True)
class Attack:
    """A string of any length: a start, something again and again, and an end."""

    start: str
    repeated: str
    end: str = ""

    def text(self, length: int) -> str:
        """Return the string, of about so many characters."""
        count = max(1, (length - len(self.start) - len(self.end)) // len(self.repeated))
        return self.start + self.repeated * count + self.end

    def __str__(self) -> str:
        return f"{_short(self.start)} + {_short(self.repeated)} * n + {_short(self.end)}"


def _short(text: str) -> str:
    if len(text) > 24:
        return ascii(text[:24]) + "…"
    return ascii(text)


_REPEATED = (
    *(" ", "\t", "\n", "\r\n", "\x0b", "\u00a0", "\u2028", "\x00", "\ufffd"),
    *("a", "A", "é", "ж", "中", "ไ", "1", "0", "I", "x", "e\u0301", "a b ", "A. ", "Ab "),
    *(".", ",", ":", ";", "!", "?", "-", "–", "—", "_", "*", "#", "~", "=", "+", "^", "`", "|"),
    *("(", ")", "[", "]", "{", "}", "<", ">", "/", "\\", "@", "&", "%", "$", "§", "…"),
    *("'", '"', "‘", "’", "“", "”", "«", "»", "„", "「", "」"),
    *(". ", ", ", "- ", "-- ", "-- --\n", "---\n", "* ", "1 ", "1. ", "1,", "1.", "1-", "1/"),
    *("a.", "a,", "a-", "a/", "a_", "a'", "a@", "a b\n", "a b.\n", "a\n\n", "A b c d\n\n"),
    *("<!---->", "<!--", "<a>", "<p>", "<b>x</b>", "</p>", "&amp;", "&#65;", "&", "<x", "<x "),
    *("[1]", "[1] ", "[^1]", "^[", "[a](b)", "![", "](", "](a", "``", "a|b\n", "> ", ">", "| "),
    *("“a ", "“a” ", '"a" ', "'a ", "(a ", "(a) ", "[a ", "https://a.b/", "a@b.c ", "www."),
    *("1 January 2020, ", "10:30 ", "$5 ", "5 km ", "IV. ", "Dr. ", "U.S. ", "3rd ", "1/2 "),
    *("Chapter 1\n\n", "1.1 Title\n\n", "- item\n", "  a  b  c\n", "a\tb\n", "\x0c", "Fig. 1: a\n"),
)
KINDS: Sequence[Attack] = (
    *(Attack("", repeated) for repeated in _REPEATED),
    *(Attack("a", repeated, "!") for repeated in (" ", "\n", "a", "1", ".", "-", ",", "(", "[")),
)


# for what is done anew for each language
SPOKEN = tuple(
    Attack("", repeated)
    for repeated in (
        *(" ", "\n", "a", "A", "1", "a b ", "A. ", "Ab ", ".", ",", "-", "– ", "(", "[", "'", '"'),
        *("“a ", "„a ", "«a» ", "a.", "1. ", "1,", "1.", "1-", "1/", "1 January 2020, ", "10:30 "),
        *("$5 ", "5 km ", "5 €", "IV. ", "Dr. ", "U.S. ", "3rd ", "a@b.c ", "https://a.b/"),
    )
)
# for any pattern, beside those made from it
BASIC = tuple(Attack("", repeated) for repeated in (" ", "\n", "a", "A", "1", "a ", ". ", "-", "("))


def pattern_attacks(source: Any, flags: int) -> Sequence[Attack]:
    """Return strings that may keep a pattern busy, each once."""
    parsed = parser.parse(source, flags & ~re.DEBUG)
    found = dict.fromkeys(_attacks(parsed, ""))
    return tuple(islice(found, _MOST_ATTACKS))


def _attacks(parsed: Iterable[Any], before: str) -> Iterator[Attack]:
    """Yield the attacks on the repeats of a sequence, what stands before it being given."""
    items = list(parsed)
    starts = [before]
    for place, (code, argument) in enumerate(items):
        start = starts[-1]
        if code in _REPEATS:
            yield from _attacks_on_repeat(argument, start)
        for part in _parts(code, argument):
            yield from _attacks(part, start)
        starts.append(start + _witness([(code, argument)]))
        if place and _is_open(code, argument):
            # what stands before a repeat, again and again, and the repeat's own end never
            yield from _ended("", starts[-1])


def _is_open(code: Any, argument: Any) -> bool:
    return code in _REPEATS and argument[1] > _MANY


_REPEATS = (codes.MAX_REPEAT, codes.MIN_REPEAT, codes.POSSESSIVE_REPEAT)


def _attacks_on_repeat(argument: Any, start: str) -> Iterator[Attack]:
    """Yield strings of what a repeat repeats: each alternative, and pairs of different ones."""
    _, most, item = argument
    if most <= _MANY:
        return
    for repeated in _witnesses(item):
        for head in dict.fromkeys((start, "")):
            yield from _ended(head, repeated)
        if start:
            yield from _ended("", start + repeated)


def _ended(start: str, repeated: str) -> Iterator[Attack]:
    if not repeated:
        return
    for end in _ENDS:
        yield Attack(start, repeated, end)


def _parts(code: Any, argument: Any) -> Sequence[Any]:
    """Return the sequences inside one item of a parsed pattern."""
    if code in _REPEATS:
        return [argument[2]]
    if code is codes.SUBPATTERN:
        return [argument[-1]]
    if code is codes.ATOMIC_GROUP:
        return [argument]
    if code is codes.BRANCH:
        return argument[1][:_MOST_BRANCHES]  # type: ignore[no-any-return]
    if code in (codes.ASSERT, codes.ASSERT_NOT):
        return [argument[1]]
    if code is codes.GROUPREF_EXISTS:
        return [part for part in argument[1:] if part]
    return []


def _witnesses(parsed: Iterable[Any]) -> Sequence[str]:
    """Return some strings that a sequence matches: one, and those of its first choice."""
    items = list(parsed)
    found = [_witness(items)]
    if len(items) == 1:
        code, argument = items[0]
        if code is codes.IN:
            found += _members(argument)
        for part in _parts(code, argument):
            found += _witnesses(part)
    else:
        for place, (code, argument) in enumerate(items):
            if code in _REPEATS and argument[0] == 0:
                found.append(_witness(items[:place] + items[place + 1 :]))
    return [text for text in dict.fromkeys(found) if text]


def _witness(parsed: Iterable[Any]) -> str:
    """Return a string that a sequence matches, or almost: look-around is passed over."""
    return "".join(_one(code, argument) for code, argument in parsed)


def _one(code: Any, argument: Any) -> str:
    """Return a string that one item of a parsed pattern matches."""
    if code is codes.LITERAL:
        return chr(int(argument))
    if code is codes.IN:
        return _members(argument)[0]
    if code is codes.NOT_LITERAL:
        return "b" if argument == ord("a") else "a"
    if code is codes.ANY:
        return "a"
    if code in _REPEATS:
        fewest = int(argument[0])
        return _witness(argument[2]) * max(1, min(fewest, 64))
    if code in (codes.ASSERT, codes.ASSERT_NOT):
        return ""
    parts = _parts(code, argument)
    if not parts:
        return ""
    return _witness(parts[0])


def _members(items: Sequence[Any]) -> Sequence[str]:
    """Return characters of a set: one of each part, and what an open set is likely to hold."""
    found: list[str] = []
    is_negated = items[0][0] is codes.NEGATE
    for code, argument in items:
        if is_negated:
            break
        if code is codes.LITERAL:
            found.append(chr(argument))
        elif code is codes.RANGE:
            found.append(chr(argument[0]))
    if is_negated or not found or any(code is codes.CATEGORY for code, _ in items):
        found += [character for character in _CANDIDATES if _holds(items, character)][:4]
        found += [character for character in " 1.-\n" if _holds(items, character)]
    return list(dict.fromkeys(found))[:10] or ["a"]


_CATEGORIES = {
    codes.CATEGORY_DIGIT: r"\d",
    codes.CATEGORY_NOT_DIGIT: r"\D",
    codes.CATEGORY_SPACE: r"\s",
    codes.CATEGORY_NOT_SPACE: r"\S",
    codes.CATEGORY_WORD: r"\w",
    codes.CATEGORY_NOT_WORD: r"\W",
}


def _holds(items: Sequence[Any], character: str) -> bool:
    """Return whether a set holds a character."""
    is_negated = items[0][0] is codes.NEGATE
    return any(_in_part(code, argument, character) for code, argument in items) is not is_negated


def _in_part(code: Any, argument: Any, character: str) -> bool:
    if code is codes.LITERAL:
        return ord(character) == int(argument)
    if code is codes.RANGE:
        return int(argument[0]) <= ord(character) <= int(argument[1])
    if code is codes.CATEGORY:
        return re.match(_CATEGORIES[argument], character) is not None
    return False
