"""sumy's rankers that compare every sentence with every other one: LexRank, TextRank, Reduction and LSA.

numpy takes the place of Python's loops. They stay quadratic, so ``methods`` refuses texts that are too long for them.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray
from sumy.models.dom import ObjectDocumentModel, Sentence
from sumy.summarizers.lex_rank import LexRankSummarizer
from sumy.summarizers.lsa import LsaSummarizer
from sumy.summarizers.reduction import ReductionSummarizer
from sumy.summarizers.text_rank import TextRankSummarizer

Floats = NDArray[np.float64]
# words looked at together: 3,000 sentences by so many are 24 MB
_BLOCK = 1_024


class FastLexRankSummarizer(LexRankSummarizer):  # type: ignore[misc]
    """LexRank; where no sentence is like another, all rank the same."""

    @staticmethod
    def _compute_idf(sentences: Sequence[Sequence[str]]) -> dict[str, float]:
        holders = Counter(term for sentence in sentences for term in dict.fromkeys(sentence))
        return {term: math.log(len(sentences) / (1 + held)) for term, held in holders.items()}

    def _create_matrix(
        self,
        sentences: Sequence[Sequence[str]],  # noqa: ARG002
        threshold: float,
        tf_metrics: Sequence[Mapping[str, float]],
        idf_metrics: Mapping[str, float],
    ) -> Floats:
        vectors = [
            {term: tf * idf_metrics[term] for term, tf in metrics.items()} for metrics in tf_metrics
        ]
        lengths = np.array(
            [
                math.sqrt(sum([weight**2 for weight in vector.values()])) or math.inf
                for vector in vectors
            ]
        )
        links = (_products(vectors) / np.outer(lengths, lengths) > threshold).astype(np.float64)
        return np.asarray(links / np.maximum(links.sum(axis=1, keepdims=True), 1))

    @staticmethod
    def power_method(matrix: Floats, epsilon: float) -> Floats:
        """Sumy's own divides by the length of the vector, which is 0 when there are no links."""
        if not matrix.any():
            return np.ones(len(matrix))
        return np.asarray(LexRankSummarizer.power_method(matrix, epsilon))


class FastTextRankSummarizer(TextRankSummarizer):  # type: ignore[misc]
    """TextRank."""

    def _create_matrix(self, document: ObjectDocumentModel) -> Floats:
        words = [self._to_words_set(sentence) for sentence in document.sentences]
        shared, norms = _shared(words)
        # two sentences of one word each have no norm, and count as they are
        weights = np.where(
            np.isclose(norms, 0.0), shared, shared / np.where(np.isclose(norms, 0.0), 1.0, norms)
        )
        weights /= weights.sum(axis=1, keepdims=True) + self._ZERO_DIVISION_PREVENTION
        return np.asarray((1 - self.damping) / len(words) + self.damping * weights)


class FastReductionSummarizer(ReductionSummarizer):  # type: ignore[misc]
    """Reduction."""

    def rate_sentences(self, document: ObjectDocumentModel) -> dict[Sentence, float]:
        shared, norms = _shared([self._to_words_set(sentence) for sentence in document.sentences])
        edges = np.where(norms > 0, shared / np.where(norms > 0, norms, 1.0), 0.0)
        np.fill_diagonal(edges, 0.0)
        return dict(zip(document.sentences, map(float, edges.sum(axis=1)), strict=True))


class StableLsaSummarizer(LsaSummarizer):  # type: ignore[misc]
    """Latent semantic analysis, the same on every run.

    sumy's numbers its terms in the order of a set, gives terms that a sentence lacks a weight, and keeps all dimensions,
    by which a sentence's rank is hardly more than its length. Here the dimensions are kept whose singular value is at
    least half of the largest (Steinberger and Ježek, "Using latent semantic analysis in text summarization", 2004).
    """

    def __call__(self, document: ObjectDocumentModel, sentences_count: Any) -> tuple[Sentence, ...]:
        stop = self.stop_words
        bags = [
            Counter([self.stem_word(word) for word in sentence.words if word.lower() not in stop])
            for sentence in document.sentences
        ]
        # the eigenvectors of the sentences' products are the right singular vectors of the terms by sentences
        squares, vectors = np.linalg.eigh(
            _products([{t: n / max(bag.values()) for t, n in bag.items()} for bag in bags])
        )
        kept = squares >= squares.max(initial=0.0) / 4
        ranks = iter(np.sqrt((vectors[:, kept] ** 2 * squares[kept]).sum(axis=1)).round(9))
        best: tuple[Sentence, ...] = self._get_best_sentences(
            document.sentences, sentences_count, lambda _: next(ranks)
        )
        return best


def _shared(sentences: Sequence[Sequence[str]]) -> tuple[Floats, Floats]:
    """How many words every two sentences share, and the sum of the logarithms of their lengths."""
    logs = np.log(np.array([max(1, len(words)) for words in sentences], dtype=np.float64))
    return _products([Counter(words) for words in sentences]), logs[:, None] + logs


def _products(vectors: Sequence[Mapping[str, float]]) -> Floats:
    """The scalar product of every two sparse vectors."""
    holders: dict[str, list[tuple[int, float]]] = {}
    for number, vector in enumerate(vectors):
        for term, weight in vector.items():
            holders.setdefault(term, []).append((number, weight))
    products = np.diag(
        [sum([float(weight) ** 2 for weight in vector.values()]) for vector in vectors]
    )
    shared = [held for held in holders.values() if len(held) > 1]
    diagonal = products.diagonal().copy()
    for start in range(0, len(shared), _BLOCK):
        block = np.zeros((len(vectors), min(_BLOCK, len(shared) - start)))
        for column, held in enumerate(shared[start : start + _BLOCK]):
            _fill(block, column, held)
        products += block @ block.T
    np.fill_diagonal(products, diagonal)
    return products


def _fill(block: Floats, column: int, held: Iterable[tuple[int, float]]) -> None:
    for row, weight in held:
        block[row, column] = weight
