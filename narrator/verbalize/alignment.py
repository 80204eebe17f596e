"""Which characters of a written text are heard as which of its spoken form.

Rules and dictionaries change words in many ways, so the two texts are compared afterwards: words
that both have in common stand for each other, and what is written between two of them is heard as
what is spoken there. "$5.2M" is one written word and five spoken ones.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from difflib import SequenceMatcher
from operator import attrgetter
from typing import NamedTuple

from narrator.language.scripts import UNSPACED

# marks that belong to no word; signs such as $, % and ° do
_MARK = r"""[.,:;!?"'“”‘’„‚«»‹›()[\]{}*_`|<>،؛؟。，、；：！？「」『』（）]"""
# scripts without spaces are compared by their characters
_WORD = re.compile(rf"[{UNSPACED}]|(?!{_MARK})[^\s—–…{UNSPACED}]+(?<!{_MARK})")
# comparing takes time by the product of the numbers of words; sentences are far shorter
_MOST_COMPARISONS = 1_000_000


class Run(NamedTuple):
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


class Alignment(NamedTuple):
    """The runs of a written text and its spoken form, in order."""

    runs: Sequence[Run]

    def written(self, start: int, end: int) -> tuple[int, int] | None:
        """Return where a stretch of the spoken form is written; None where it is nowhere."""
        place = bisect_right(self.runs, start, key=attrgetter("spoken_end"))
        if place == len(self.runs) or self.runs[place].spoken_start >= end:
            return None
        run = self.runs[place]
        if not run.is_same:
            return run.text_start, run.text_end
        shift = run.text_start - run.spoken_start
        return max(start + shift, run.text_start), min(end + shift, run.text_end)


def align(text: str, spoken: str) -> Alignment:
    """Return which characters of a text are heard as which of its spoken form."""
    written_words = list(_WORD.finditer(text))
    spoken_words = list(_WORD.finditer(spoken))
    runs: list[Run] = []
    for kind, first, last, spoken_first, spoken_last in _steps(written_words, spoken_words):
        written = written_words[first:last]
        said = spoken_words[spoken_first:spoken_last]
        if kind == "equal":
            runs += [_run([word], [heard]) for word, heard in zip(written, said, strict=True)]
        elif written and said:
            runs.append(_run(written, said))
    return Alignment(runs)


# words of a text, one after the other
_Words = Sequence[re.Match[str]]


def _run(written: _Words, said: _Words) -> Run:
    """Return words, and those that they are heard as, as a run."""
    start, end = written[0].start(), written[-1].end()
    spoken_start, spoken_end = said[0].start(), said[-1].end()
    is_same = written[0].string[start:end] == said[0].string[spoken_start:spoken_end]
    return Run(start, end, spoken_start, spoken_end, is_same)


def _steps(written: _Words, spoken: _Words) -> Sequence[tuple[str, int, int, int, int]]:
    """Return how to make the spoken words of the written ones, as ``get_opcodes`` does."""
    if len(written) * len(spoken) > _MOST_COMPARISONS:
        return [("replace", 0, len(written), 0, len(spoken))]
    written_keys = [word[0].casefold() for word in written]
    spoken_keys = [word[0].casefold() for word in spoken]
    return SequenceMatcher(None, written_keys, spoken_keys, autojunk=False).get_opcodes()
