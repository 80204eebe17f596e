"""Finding quotations: what somebody says, between quotation marks.

A title or a word that the author keeps at a distance has marks around it, too, and is no quotation.
The marks are in ``data/any/quotations.toml`` and ``data/<code>/quotations.toml``.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache

from narrator.language.scripts import UNSPACED
from narrator.language.tables import ANY_LANGUAGE, language_table
from narrator.language.tags import base_language

_TOPIC = "quotations"
# what so many words say between quotation marks somebody has said
_MANY_WORDS = 4
_SENTENCE_END = tuple(".!?…。！？")
_CLAUSE_END = tuple(",:;—–-，、；：")
_SPEECH_END = (*_SENTENCE_END, *_CLAUSE_END)
# after these marks somebody begins to speak: "he said: 'No.'"
_BEFORE_SPEECH = (*_SPEECH_END, *'([“”"»«」')
# many languages set the comma of '"Yes," she said' after the closing mark
_COMMA_INSIDE_SENTENCE = re.compile(r",\s(?=[^\W\d_])")
_CLOSING_MARKS = "”“’‘'\"»«›‹」』 \u00a0\u202f"
# longer words have capitals in titles, at least so large a share of them
_SMALL_WORD_LETTERS = 3
_TITLE_SHARE = 0.6
# characters before a quotation that are looked at
_LOOK_BACK = 8
# a letter or digit in a script that puts spaces between words
_SPACED_LETTER = rf"[^\W{UNSPACED}]"
_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*")
_UNSPACED = re.compile(f"[{UNSPACED}]")
_TWO_UNSPACED = re.compile(f"[{UNSPACED}]{{2}}")


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of a text."""

    start: int
    end: int


@dataclass(frozen=True, slots=True)
class _Pair:
    """The marks around a quotation.

    Attributes:
        open: The mark before it.
        edge: Matches the next opening or closing mark; a closing one is group 1.
    """

    open: str
    edge: re.Pattern[str]


@dataclass(frozen=True, slots=True)
class _Marks:
    """All marks around quotations in a language.

    Attributes:
        opening: Matches any opening mark where a quotation may begin.
        pairs: The pairs by their opening mark.
    """

    opening: re.Pattern[str]
    pairs: Mapping[str, _Pair]


def find_quotations(text: str, language: str, following: str = "") -> Iterator[Span]:
    """Yield the quotations in a paragraph, their marks included.

    Args:
        text: The paragraph.
        language: Its language (BCP 47).
        following: The paragraph after it. If it opens a quotation that this one leaves open, the
            quotation goes on there, as long speeches are printed.
    """
    marks = _marks(base_language(language))
    position = 0
    while opening := marks.opening.search(text, position):
        pair = marks.pairs[opening[0]]
        end = _end(text, opening.end(), pair, following)
        if end and _is_speech(text, opening, end):
            yield Span(opening.start(), end)
        position = end or opening.end()


def _end(text: str, start: int, pair: _Pair, following: str) -> int:
    """Return where a quotation ends, behind its closing mark; 0 where it is not closed."""
    edge = pair.edge.search(text, start)
    if edge is None:
        goes_on = following.lstrip().startswith(pair.open)
        return len(text) if goes_on else 0
    return edge.end() if edge[1] else 0


def _is_speech(text: str, opening: re.Match[str], end: int) -> bool:
    """Return whether what stands between quotation marks is said, and no word or title."""
    words = text[opening.end() : end].rstrip(_CLOSING_MARKS)
    before = text[max(0, opening.start() - _LOOK_BACK) : opening.start()].rstrip()
    is_introduced = not before or before.endswith(_BEFORE_SPEECH) or _is_unspaced(before[-1])
    if is_introduced and words.endswith(_SPEECH_END):
        return True
    opens_sentence = not before or before.endswith(_SENTENCE_END)
    if opens_sentence and _COMMA_INSIDE_SENTENCE.match(text, end):
        return True
    return _count_words(words) >= _MANY_WORDS and not _is_title(words)


def _count_words(text: str) -> int:
    """Return the number of words; of scripts without spaces, two characters count as one."""
    return len(_WORD.findall(_TWO_UNSPACED.sub(" a ", text)))


def _is_unspaced(character: str) -> bool:
    """Return whether a character is of a script without spaces."""
    return bool(_UNSPACED.match(character))


def _is_title(words: str) -> bool:
    """Return whether a text has its capitals as a title has."""
    long = [word for word in _WORD.findall(words) if len(word) > _SMALL_WORD_LETTERS]
    capitals = sum(word[0].isupper() for word in long)
    return bool(long) and words[0].isupper() and capitals >= _TITLE_SHARE * len(long)


@cache
def _marks(code: str) -> _Marks:
    """Return the marks of a language, and those of all languages."""
    pairs: dict[str, _Pair] = {}
    openings: dict[str, str] = {}
    for language in (ANY_LANGUAGE, code):
        for row in language_table(language, _TOPIC).get("pair", ()):
            mark = row["open"]
            openings[mark] = _opening(mark, row["close"])
            pairs[mark] = _pair(mark, row["close"], row.get("after_mark", False))
    # looking for the marks alone first is quicker
    any_mark = re.escape("".join(openings))
    return _Marks(re.compile(f"(?=[{any_mark}])(?:{'|'.join(openings.values())})"), pairs)


def _opening(mark: str, closing: str) -> str:
    """Return a pattern for a mark where it may open a quotation.

    Behind a letter it closes one, or is an apostrophe or a unit. A mark that looks the same at both
    ends stands right before a word.
    """
    following = r"(?=\S)" if mark in closing else ""
    return f"(?<!{_SPACED_LETTER}){mark}{following}"


def _pair(mark: str, closing: str, after_mark: bool) -> _Pair:
    """Return a pair, compiled."""
    behind_mark = f"(?<=[{re.escape(''.join(_SPEECH_END))}])[{closing}]"
    if after_mark:
        close = f"{behind_mark}(?!{_SPACED_LETTER})"
    elif mark in closing:
        close = rf"{behind_mark}|(?<!\s)[{closing}](?!{_SPACED_LETTER})"
    else:
        close = f"[{closing}]"
    return _Pair(mark, re.compile(f"({close})|{_opening(mark, closing)}"))
