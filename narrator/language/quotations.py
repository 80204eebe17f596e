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
from narrator.language.tables import ANY_LANGUAGE, Table, language_table
from narrator.language.tags import base_language

_TOPIC = "quotations"
# what so many words say between quotation marks somebody has said
_MANY_WORDS = 4
_SENTENCE_END = tuple(".!?…。！？")
_CLAUSE_END = tuple(",:;—–-，、；：")
_SPEECH_END = (*_SENTENCE_END, *_CLAUSE_END)
# many languages set the comma of '"Yes," she said' after the closing mark
_COMMA_INSIDE_SENTENCE = re.compile(r",\s(?=[^\W\d_])")
_CLOSING_MARKS = "”“’‘'\"»«›‹」』 \u00a0\u202f"
# longer words have capitals in titles, at least so large a share of them
_SMALL_WORD_LETTERS = 3
_TITLE_SHARE = 0.6
# characters before a quotation that are looked at
_LOOK_BACK = 8
# letters or digits in a script that puts spaces between words
_NOT_AFTER_LETTER = rf"(?:(?<!\w)|(?<=[{UNSPACED}]))"
_NOT_BEFORE_LETTER = rf"(?!\w(?<![{UNSPACED}]))"
_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*")
# behind these somebody begins to speak: "he said: 'No.'"
_INTRODUCED = re.compile(rf"(?:\A|[{UNSPACED}({re.escape(''.join(_SPEECH_END))}[“”\"»«」])\Z")
_TWO_UNSPACED = re.compile(f"[{UNSPACED}]{{2}}")


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of a text."""

    start: int
    end: int


def find_quotations(text: str, language: str, following: str = "") -> Iterator[Span]:
    """Yield the quotations in a paragraph, their marks included.

    Args:
        text: The paragraph.
        language: Its language (BCP 47).
        following: The paragraph after it. If it opens a quotation that this one leaves open, the
            quotation goes on there, as long speeches are printed.
    """
    opening_mark, edges = _marks(base_language(language))
    position = 0
    while opening := opening_mark.search(text, position):
        edge = edges[opening[0]].search(text, opening.end())
        end = 0
        if edge and edge[1]:
            end = edge.end()
        elif edge is None and following.lstrip().startswith(opening[0]):
            end = len(text)
        if end and _is_speech(text, opening, end):
            yield Span(opening.start(), end)
        position = end or opening.end()


def _is_speech(text: str, opening: re.Match[str], end: int) -> bool:
    """Return whether what stands between quotation marks is said, and no word or title."""
    words = text[opening.end() : end].rstrip(_CLOSING_MARKS)
    before = text[max(0, opening.start() - _LOOK_BACK) : opening.start()].rstrip()
    if _INTRODUCED.search(before) and words.endswith(_SPEECH_END):
        return True
    opens_sentence = not before or before.endswith(_SENTENCE_END)
    if opens_sentence and _COMMA_INSIDE_SENTENCE.match(text, end):
        return True
    # of scripts without spaces, two characters count as a word
    words_in_all = _WORD.findall(_TWO_UNSPACED.sub(" a ", words))
    return len(words_in_all) >= _MANY_WORDS and not _is_title(words)


def _is_title(words: str) -> bool:
    """Return whether a text has its capitals as a title has."""
    long = [word for word in _WORD.findall(words) if len(word) > _SMALL_WORD_LETTERS]
    capitals = sum(word[0].isupper() for word in long)
    return words[0].isupper() and 0 < _TITLE_SHARE * len(long) <= capitals


@cache
def _marks(code: str) -> tuple[re.Pattern[str], Mapping[str, re.Pattern[str]]]:
    """Return patterns for the marks of a language and those of all languages.

    Returns:
        One for any opening mark where a quotation may begin, and for each such mark one for the
        next opening or closing mark; a closing one is its group 1.
    """
    openings: dict[str, str] = {}
    edges: dict[str, re.Pattern[str]] = {}
    for language in (ANY_LANGUAGE, code):
        for row in language_table(language, _TOPIC).get("pair", ()):
            mark = row["open"]
            openings[mark] = _opening(row)
            edges[mark] = re.compile(f"({_closing(row)})|{openings[mark]}")
    # looking for the marks alone first is quicker
    any_mark = re.escape("".join(openings))
    return re.compile(f"(?=[{any_mark}])(?:{'|'.join(openings.values())})"), edges


def _opening(pair: Table) -> str:
    """Return a pattern for a mark where it may open a quotation.

    Behind a letter it closes one, or is an apostrophe or a unit. A mark that looks the same at both
    ends stands right before a word.
    """
    following = r"(?=\S)" if pair["open"] in pair["close"] else ""
    return f"{_NOT_AFTER_LETTER}{pair['open']}{following}"


def _closing(pair: Table) -> str:
    """Return a pattern for the marks that close a quotation."""
    mark = f"[{pair['close']}]"
    behind_mark = f"(?<=[{re.escape(''.join(_SPEECH_END))}]){mark}"
    if pair.get("after_mark"):
        return f"{behind_mark}{_NOT_BEFORE_LETTER}"
    if pair["open"] in pair["close"]:
        return rf"{behind_mark}|(?<!\s){mark}{_NOT_BEFORE_LETTER}"
    return mark
