"""``directed``, the default method: feature weights and maximal marginal relevance.

1. Every sentence gets features (``features.py``): how central it is, how much later sentences take
   up its words (directed centrality: Mihalcea, ACL 2004), its position, and its form.
2. Its score is the weighted sum of its features, a log-linear model whose weights are fitted to
   summaries written by people (``data/weights.toml``).
3. Sentences are taken one by one, the best first, each worth less the more of its words have been
   said (``redundancy.py``; maximal marginal relevance: Carbonell and Goldstein, SIGIR 1998).

A book is measured chapter by chapter, and every sentence that is taken makes the others of its
chapter worth less. All of it is linear in the length of the text, and always gives the same.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby
from operator import attrgetter
from typing import Any

from sumy.models.dom import ObjectDocumentModel, Sentence
from sumy.summarizers._summarizer import AbstractSummarizer, SentenceInfo
from sumy.utils import ItemsCount

from narrator.language.tables import load_toml
from narrator.summary.features import (
    POSITION_FEATURES,
    Features,
    StemmedSentence,
    count_sentences_with_stem,
    extract_features,
    has_chapters,
)
from narrator.summary.openings import Openings
from narrator.summary.redundancy import rank_without_redundancy

# a text with more sentences (some 8,000 words) and at least so many chapters is a book
_MAX_ARTICLE_SENTENCES = 400
_MIN_BOOK_CHAPTERS = 3
# The share of sentences with a reporting word from which on a text is news. Of 549 news articles
# the median is 0.31, and five in six have more than this. It has next to no effect on their
# summaries; an essay is read less for how it begins.
_NEWS_REPORTING_SHARE = 0.1


class DirectedSummarizer(AbstractSummarizer):  # type: ignore[misc]
    """A summarizer with sumy's interface; attributes are set as those of sumy's summarizers are.

    In the document, a paragraph with headings begins a chapter, and the first heading is the title.

    Attributes:
        stop_words: Words without content, in lower case.
        openings: The words of the text's language.
        sentence_weights: A factor for every sentence of the document, or none at all.
    """

    stop_words: frozenset[str] = frozenset()
    openings = Openings()
    sentence_weights: Sequence[float] = ()

    def __call__(self, document: ObjectDocumentModel, sentences_count: Any) -> tuple[Sentence, ...]:
        """Return the best sentences in the document's order.

        ``sentences_count`` is what sumy's summarizers take: a number, a share such as "20%", or a
        callable that takes from the ranking what it wants.
        """
        ranked = self._rank(document)
        if callable(sentences_count):
            best = sentences_count(ranked)
        else:
            best = ItemsCount(sentences_count)(list(ranked))
        in_order = sorted(best, key=attrgetter("order"))
        return tuple(info.sentence for info in in_order)

    def _rank(self, document: ObjectDocumentModel) -> Iterator[SentenceInfo]:
        """Yield the document's sentences, the best first."""
        sentences = self.read(document)
        weights = load_weights()
        factors = self.sentence_weights or [1.0] * len(sentences)
        scores: list[float] = []
        for features, factor in zip(self.measure(document, sentences), factors, strict=True):
            scores.append(score(features, weights["features"]) + math.log(factor))
        for number in rank_without_redundancy(sentences, scores, weights["redundancy"]):
            yield SentenceInfo(document.sentences[number], number, scores[number])

    def read(self, document: ObjectDocumentModel) -> list[StemmedSentence]:
        """Return the document's sentences with their stems and chapters."""
        is_book = _is_book(document)
        sentences: list[StemmedSentence] = []
        chapter = 0
        for paragraph in document.paragraphs:
            if is_book and paragraph.headings and sentences:
                chapter += 1
            for sentence in paragraph.sentences:
                stems = self._count_stems(sentence)
                sentences.append(StemmedSentence(str(sentence), sentence.words, stems, chapter))
        return sentences

    def measure(
        self, document: ObjectDocumentModel, sentences: Sequence[StemmedSentence]
    ) -> list[Features]:
        """Return the features of the sentences that ``read`` found in the document.

        What the position counts depends on the kind of text.
        """
        title: frozenset[str] = frozenset()
        if document.headings:
            title = frozenset(self._count_stems(document.headings[0]))
        frequency = count_sentences_with_stem(sentences)
        rows: list[Features] = []
        for _, chapter in groupby(sentences, key=attrgetter("chapter")):
            rows += extract_features(list(chapter), title, self.openings, frequency)
        position_share = load_weights()["position"][_kind_of_text(sentences, self.openings)]
        for features in rows:
            for name in POSITION_FEATURES:
                features[name] *= position_share
        return rows

    def _count_stems(self, sentence: Sentence) -> Counter[str]:
        """Return how often a sentence has each stem, in the order of the text."""
        lowered = map(str.lower, sentence.words)
        stem = self._stemmer
        return Counter([stem(word) for word in lowered if word not in self.stop_words])


def score(features: Features, weights: Mapping[str, float]) -> float:
    """Return the weighted sum of a sentence's features."""
    return sum([weight * features[name] for name, weight in weights.items()])


def load_weights() -> Mapping[str, Mapping[str, float]]:
    """Return the fitted weights and those set by hand."""
    return load_toml("narrator.summary", "data/weights.toml")


def _is_book(document: ObjectDocumentModel) -> bool:
    """Return whether a text is long and has chapters."""
    if len(document.sentences) <= _MAX_ARTICLE_SENTENCES:
        return False
    later_chapters = sum(bool(paragraph.headings) for paragraph in document.paragraphs[1:])
    return 1 + later_chapters >= _MIN_BOOK_CHAPTERS


def _kind_of_text(sentences: Sequence[StemmedSentence], openings: Openings) -> str:
    """Return the name of the kind of text in the table of weights: book, news or essay.

    In a language without reporting words everything but a book is taken for news.
    """
    if has_chapters(sentences):
        return "book"
    if not openings.reporting:
        return "news"
    reporting = 0
    for sentence in sentences:
        if not openings.reporting.isdisjoint(map(str.lower, sentence.words)):
            reporting += 1
    return "news" if reporting >= _NEWS_REPORTING_SHARE * len(sentences) else "essay"
