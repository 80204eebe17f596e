"""The extractive summary: sumy documents, a ranker, the choice of sentences."""

from __future__ import annotations

import math
import re
from typing import Any

from narrator.model import Article
from narrator.text.sentences import split_sentences

MIN_SENTENCES, MAX_SENTENCES = 3, 7
# a news item has up to so many words; every doubling asks for one sentence more
_NEWS_ITEM_WORDS = 800


def default_sentences(words: int) -> int:
    """How many sentences summarise an article of so many words: 3 for a news item, up to 7 for a book."""
    more = math.log2(max(words, 1) / _NEWS_ITEM_WORDS)
    return min(MAX_SENTENCES, max(MIN_SENTENCES, MIN_SENTENCES + math.ceil(more)))


def summarise(article: Article, sentences: int | None = None, language: str = "en") -> tuple[str, ...]:
    return ()
