"""Rankers that find the sentences one by one: the plain lead, and sumy's KL-Sum and SumBasic.

sumy's own put every sentence of the text in its place, looking at all of them each time. These look at all words at once
with numpy, and stop when the summary is long enough: linear in the text for every sentence taken.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray
from sumy.models.dom import ObjectDocumentModel, Sentence
from sumy.summarizers._summarizer import AbstractSummarizer
from sumy.summarizers.kl import KLSummarizer
from sumy.summarizers.sum_basic import SumBasicSummarizer

from narrator.summary.choosing import Count, choose

Floats = NDArray[np.float64]
Numbers = NDArray[np.int64]


class LeadSummarizer(AbstractSummarizer):  # type: ignore[misc]
    """The first sentences."""

    def __call__(
        self, document: ObjectDocumentModel, sentences_count: Count
    ) -> tuple[Sentence, ...]:
        return choose(document, range(len(document.sentences)), sentences_count)


class FastSumBasicSummarizer(SumBasicSummarizer):  # type: ignore[misc]
    """SumBasic: the sentence of the most probable words, whose probabilities are squared once it is taken."""

    def __call__(
        self, document: ObjectDocumentModel, sentences_count: Count
    ) -> tuple[Sentence, ...]:
        return choose(document, self._order(document), sentences_count)

    def _order(self, document: ObjectDocumentModel) -> Iterator[int]:
        bags = _Bags(
            [self._get_content_words_in_sentence(sentence) for sentence in document.sentences]
        )
        chance = bags.totals / max(1.0, bags.totals.sum())
        left = np.ones(len(bags.lengths), dtype=bool)
        for _ in range(len(left)):
            means = bags.sums(chance[bags.words] * bags.counts) / np.maximum(bags.lengths, 1)
            best = int(np.argmax(np.where(left, means, -1.0)))
            left[best] = False
            yield best
            words, counts = bags.of(best)
            chance[words] **= 2.0**counts


class FastKLSummarizer(KLSummarizer):  # type: ignore[misc]
    """KL-Sum: the sentence that brings the summary's words nearest to the text's.

    The words of the summary count in small letters and without stop words like all others, which they do not in sumy's.
    """

    def __call__(
        self, document: ObjectDocumentModel, sentences_count: Count
    ) -> tuple[Sentence, ...]:
        return choose(document, self._order(document), sentences_count)

    def _order(self, document: ObjectDocumentModel) -> Iterator[int]:
        bags = _Bags(
            [self._get_content_words_in_sentence(sentence) for sentence in document.sentences]
        )
        share = bags.totals / max(1.0, bags.totals.sum())
        said = np.zeros(len(share))
        left = np.ones(len(bags.lengths), dtype=bool)
        for _ in range(len(left)):
            # the divergence is a sum over the words that are said; a sentence changes only the parts of its own
            told = said > 0
            parts = np.where(
                told, share * np.log(np.where(told, share / np.maximum(said, 1.0), 1.0)), 0.0
            )
            after = share[bags.words] * np.log(share[bags.words] / (said[bags.words] + bags.counts))
            changed = bags.sums(after - parts[bags.words])
            covered = share[told].sum() + bags.sums(
                np.where(told[bags.words], 0.0, share[bags.words])
            )
            divergence = (
                parts.sum() + changed + covered * np.log(np.maximum(said.sum() + bags.lengths, 1.0))
            )
            best = int(np.argmin(np.where(left, divergence, np.inf)))
            left[best] = False
            yield best
            words, counts = bags.of(best)
            said[words] += counts


class _Bags:
    """The words of all sentences in flat arrays: ``words`` and ``counts`` go on sentence by sentence from ``starts`` on."""

    def __init__(self, sentences: list[list[str]]) -> None:
        number_of: dict[str, int] = {}
        words: list[int] = []
        counts: list[int] = []
        starts = [0]
        for sentence in sentences:
            bag: dict[int, int] = {}
            for word in sentence:
                number = number_of.setdefault(word, len(number_of))
                bag[number] = bag.get(number, 0) + 1
            words += bag
            counts += bag.values()
            starts.append(len(words))
        self.words: Numbers = np.array(words, dtype=np.int64)
        self.counts: Floats = np.array(counts, dtype=np.float64)
        self._starts: Numbers = np.array(starts, dtype=np.int64)
        self.lengths = self.sums(self.counts)
        self.totals: Floats = np.bincount(self.words, self.counts, len(number_of)).astype(
            np.float64
        )

    def sums(self, values: Floats) -> Floats:
        """The sum of the values of every sentence's words."""
        running = np.concatenate([[0.0], np.cumsum(values)])
        return np.asarray(running[self._starts[1:]] - running[self._starts[:-1]])

    def of(self, sentence: int) -> tuple[Numbers, Floats]:
        """A sentence's words, each once, and how often it has them."""
        span = slice(self._starts[sentence], self._starts[sentence + 1])
        return self.words[span], self.counts[span]
