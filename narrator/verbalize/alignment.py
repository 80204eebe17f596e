"""Which characters of a written text are heard as which of its spoken form.

Rules and dictionaries change words in many ways, so the two texts are compared afterwards: words
that both have in common stand for each other, and what is written between two of them is heard as
what is spoken there. "$5.2M" is one written word and five spoken ones.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import islice

from narrator.language.scripts import HAN_AND_KANA, THAI_TO_KHMER

# scripts without spaces are compared by their characters
_UNSPACED = HAN_AND_KANA + THAI_TO_KHMER
_WORD = re.compile(rf"[{_UNSPACED}]|[^\s—–…{_UNSPACED}]+")
# marks that belong to no word; signs such as $, % and ° do
_MARKS = ".,;:!?\"'“”‘’„‚«»‹›()[]{}*_`|<>، ؛ ؟ 。，、；：！？「」『』（）"
# comparing takes time by the product of the numbers of words; sentences are far shorter
_MOST_COMPARISONS = 1_000_000


@dataclass(frozen=True, slots=True)
class Run:
    """A stretch of the written text and the stretch of the spoken form that it is heard as.

    Attributes:
        text_start: Its first character in the written text.
        text_end: The character after its last.
        spoken_start: Its first character in the spoken form.
        spoken_end: The character after its last.
        is_same: Whether both stretches are the same, character by character.
    """

    text_start: int
    text_end: int
    spoken_start: int
    spoken_end: int
    is_same: bool


class Alignment:
    """The runs of a written text and its spoken form, in order."""

    def __init__(self, runs: Sequence[Run]) -> None:
        self._runs = runs
        self._starts = [run.spoken_start for run in runs]

    def written(self, start: int, end: int) -> tuple[int, int] | None:
        """Return where a stretch of the spoken form is written; None where it is nowhere."""
        first = max(0, bisect_right(self._starts, start) - 1)
        for run in islice(self._runs, first, None):
            if run.spoken_start >= end:
                break
            if run.spoken_end <= start:
                continue
            if not run.is_same:
                return run.text_start, run.text_end
            shift = run.text_start - run.spoken_start
            return max(start + shift, run.text_start), min(end + shift, run.text_end)
        return None


@dataclass(frozen=True, slots=True)
class _Word:
    """A word of a text, without the marks around it."""

    start: int
    text: str

    @property
    def end(self) -> int:
        return self.start + len(self.text)


def align(text: str, spoken: str) -> Alignment:
    """Return which characters of a text are heard as which of its spoken form."""
    if text == spoken:
        return Alignment([Run(0, len(text), 0, len(text), is_same=True)])
    written_words = _words(text)
    spoken_words = _words(spoken)
    runs: list[Run] = []
    for stretch in _stretches(written_words, spoken_words):
        runs += _runs(stretch, written_words, spoken_words)
    return Alignment(runs)


@dataclass(frozen=True, slots=True)
class _Stretch:
    """Words that correspond, as numbers of the first and of the one after the last.

    Attributes:
        is_same: Whether they are the same words.
        written: Those of the written text.
        spoken: Those of the spoken form.
    """

    is_same: bool
    written: slice
    spoken: slice


def _stretches(written: Sequence[_Word], spoken: Sequence[_Word]) -> list[_Stretch]:
    """Return the stretches of words that both texts have in common, and those between them."""
    written_keys = [word.text.casefold() for word in written]
    spoken_keys = [word.text.casefold() for word in spoken]
    whole = slice(0, len(written)), slice(0, len(spoken))
    if written_keys == spoken_keys:
        return [_Stretch(True, *whole)]
    if len(written) * len(spoken) > _MOST_COMPARISONS:
        return [_Stretch(False, *whole)]
    stretches: list[_Stretch] = []
    matcher = SequenceMatcher(None, written_keys, spoken_keys, autojunk=False)
    for kind, first, last, spoken_first, spoken_last in matcher.get_opcodes():
        span = slice(first, last), slice(spoken_first, spoken_last)
        stretches.append(_Stretch(kind == "equal", *span))
    return stretches


def _runs(stretch: _Stretch, written: Sequence[_Word], spoken: Sequence[_Word]) -> list[Run]:
    """Return a stretch as runs: a word each where they are the same, else one; none for nothing."""
    theirs = written[stretch.written]
    ours = spoken[stretch.spoken]
    if stretch.is_same:
        return [_run(word, said) for word, said in zip(theirs, ours, strict=True)]
    if not theirs or not ours:
        return []
    return [Run(theirs[0].start, theirs[-1].end, ours[0].start, ours[-1].end, is_same=False)]


def _run(written: _Word, spoken: _Word) -> Run:
    """Return a word and its spoken form as a run."""
    is_same = written.text == spoken.text
    return Run(written.start, written.end, spoken.start, spoken.end, is_same)


def _words(text: str) -> list[_Word]:
    """Return the words of a text."""
    words: list[_Word] = []
    for found in _WORD.finditer(text):
        token = found[0]
        from_mark = token.lstrip(_MARKS)
        core = from_mark.rstrip(_MARKS)
        if core:
            words.append(_Word(found.start() + len(token) - len(from_mark), core))
    return words
