"""``directed``, the default method: weighted features and maximal marginal relevance.

1. **Features.** Every sentence gets about twenty numbers (``features.py``): how often its words
   occur in other sentences (centrality), how similar it is to all later and to all earlier
   sentences, what it shares with the title, its position, and its form, such as its length,
   quotation marks, or a pronoun as its first word. The method has its name from the similarity to
   later sentences, which has a direction (Mihalcea 2004).
2. **Score.** A sentence's score is the sum of its features times their weights
   (``data/weights.toml``). This is a log-linear model: a sentence whose score is higher by 1 should
   be taken e times as often. The weights of most features are fitted to summaries written by
   people, by ``tests/benchmarks/fit_summary.py``.
3. **Ranking.** Sentences are taken one by one, the best first. The more of a sentence's words have
   been taken already, the less it is worth (``redundancy.py``). This is maximal marginal relevance
   (Carbonell and Goldstein 1998).

In a book the features are computed for each chapter by itself, and every sentence that is taken
lowers the worth of the others in its chapter.

Sentences are compared with sums over the text instead of with each other, so the time is linear in
the length of the text. Nothing is random: the same text always has the same summary.

Sources: Mihalcea, "Graph-based ranking algorithms for sentence extraction, applied to text
summarization", ACL 2004; Carbonell and Goldstein, "The use of MMR, diversity-based reranking for
reordering documents and producing summaries", SIGIR 1998.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby
from operator import attrgetter
from typing import Any

from narrator.language.tables import load_toml
from narrator.summary.features import (
    POSITION_FEATURES,
    Features,
    Openings,
    StemmedSentence,
    count_sentences_with_stem,
    extract_features,
    has_chapters,
)
from narrator.summary.redundancy import rank_without_redundancy
from narrator.summary.sumy_parts import (
    AbstractSummarizer,
    ItemsCount,
    ObjectDocumentModel,
    Sentence,
    SentenceInfo,
)

# a text with more sentences than this (some 8,000 words) and at least so many chapters is a book
_MAX_ARTICLE_SENTENCES = 400
_MIN_BOOK_CHAPTERS = 3
# A text is news if at least this share of its sentences have a reporting word. Of 549 news articles
# the median is 0.31, and five in six have more than this. The distinction changes hardly any of
# their summaries; in an essay the position of a sentence says less than in news.
_NEWS_REPORTING_SHARE = 0.1


class DirectedSummarizer(AbstractSummarizer):  # type: ignore[misc]
    """A summarizer with sumy's interface.

    In the document, a paragraph with headings begins a chapter, and the first heading is the title.

    Attributes:
        stop_words: Words without content, in lower case.
        openings: The words of the text's language.
        sentence_weights: A factor for every sentence of the document, or none for 1 each.
    """

    stop_words: frozenset[str] = frozenset()
    openings = Openings()
    sentence_weights: Sequence[float] = ()

    def __call__(self, document: ObjectDocumentModel, sentences_count: Any) -> tuple[Sentence, ...]:
        """Return the best sentences in the document's order.

        ``sentences_count`` is as for sumy's summarizers: a number, a share such as "20%", or a
        callable that returns the part of a ranking that it takes.
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

        How much the position counts depends on the kind of text.
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
        """Return how often each stem occurs in a sentence, in the order of the text."""
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
