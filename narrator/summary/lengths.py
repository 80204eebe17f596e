"""How long a summary is: a number of sentences or of words, asked for or by the length of the text."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from narrator.article import count_words
from narrator.errors import UsageError

MIN_SENTENCES, MAX_SENTENCES = 3, 7
# a news item has up to so many words; every doubling asks for one sentence more
_NEWS_ITEM_WORDS = 800
# share of the words that may be left
_LEFT = 0.2


@dataclass(frozen=True, slots=True)
class Budget:
    """So many sentences and words at the most; None is no bound. It is a count as sumy's summarisers take one."""

    sentences: int | None = None
    words: int | None = None

    def __call__(self, ranked: Iterable[Any]) -> list[Any]:
        """What fits of sentences, or of sumy's records of them, that come best first; the best one always does.

        One that is too long is left out for a shorter one, until most of the words are there: the further one looks for
        what fills the rest, the less it says.
        """
        chosen: list[Any] = []
        left: float = math.inf if self.words is None else self.words
        enough = 0.0 if self.words is None else self.words * _LEFT
        for item in ranked:
            words = count_words(str(getattr(item, "sentence", item)))
            if not chosen or words <= left:
                chosen.append(item)
                left -= words
            if len(chosen) == self.sentences or left <= enough:
                break
        return chosen


def default_sentences(words: int) -> int:
    """How many sentences summarise an article of so many words: 3 for a news item, up to 7 for a book."""
    more = math.ceil(math.log2(max(words, 1) / _NEWS_ITEM_WORDS))
    return min(MAX_SENTENCES, MIN_SENTENCES + max(0, more))


def make_budget(
    all_words: int, sentences: int | None, words: int | None, percent: int | None
) -> Budget | None:
    """The length that is asked for, for a text of so many words; None where none is.

    Raises:
        UsageError: more than one is asked for, or a summary of nothing.
    """
    asked = [value for value in (sentences, words, percent) if value is not None]
    if len(asked) > 1:
        raise UsageError("a summary has one length: sentences, words or percent")
    if any(value < 1 for value in asked):
        raise UsageError("a summary has at least one sentence, word or percent")
    if percent is not None:
        words = max(1, round(all_words * percent / 100))
    return Budget(sentences, words) if asked else None
