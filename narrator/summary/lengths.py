"""The length of a summary: as it was asked for, or by the length of the text."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any, TypeVar

from narrator.article import count_words
from narrator.settings import SummarySettings

Item = TypeVar("Item")

# the default length, in sentences: of a news item, and of the longest book
MIN_SENTENCES = 3
MAX_SENTENCES = 7
# a news item has up to this number of words; every doubling adds a sentence
_NEWS_ITEM_WORDS = 800
# the share of a budget of words that may stay unused
_UNUSED_SHARE = 0.2


@dataclass(frozen=True, slots=True)
class Budget:
    """The most sentences and words that a summary may have; None means no limit.

    sumy's summarizers accept it as their count of sentences.
    """

    sentences: int | None = None
    words: int | None = None

    def __call__(self, ranked: Iterable[Any]) -> list[Any]:
        """Return those of sumy's ``SentenceInfo`` records, the best first, that fit."""
        return self.fill(ranked, lambda info: str(info.sentence))

    def fill(self, ranked: Iterable[Item], text_of: Callable[[Item], str]) -> list[Item]:
        """Return the items whose texts fit, taken in their order; the first is always included.

        An item that is too long is passed over for a later, shorter one, until 80 % of the words
        are used: items further down the ranking are not worth filling the rest with.
        """
        chosen: list[Item] = []
        words_left = math.inf
        acceptable_rest = 0.0
        if self.words is not None:
            words_left = self.words
            acceptable_rest = self.words * _UNUSED_SHARE
        for item in ranked:
            words = count_words(text_of(item))
            if not chosen or words <= words_left:
                chosen.append(item)
                words_left -= words
            if len(chosen) == self.sentences or words_left <= acceptable_rest:
                break
        return chosen


def default_sentences(words: int) -> int:
    """Return how many sentences summarise an article of ``words`` words.

    There are 3 for a news item and up to 7 for a book.
    """
    doublings = math.ceil(math.log2(max(words, 1) / _NEWS_ITEM_WORDS))
    return min(MAX_SENTENCES, MIN_SENTENCES + max(0, doublings))


def make_budget(article_words: int, settings: SummarySettings) -> Budget | None:
    """Return the length that was asked for, or None where none was.

    Args:
        article_words: The number of words of the article, of which ``percent`` is a share.
        settings: What was asked for; one length at the most.
    """
    if settings.percent is not None:
        words = round(article_words * settings.percent / 100)
        return Budget(words=max(1, words))
    if settings.sentences is None and settings.words is None:
        return None
    return Budget(settings.sentences, settings.words)
