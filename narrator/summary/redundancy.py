"""Ranking sentences by score while avoiding redundancy."""

from __future__ import annotations

import heapq
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence

from narrator.summary.features import StemmedSentence, has_chapters


def rank_without_redundancy(
    sentences: Sequence[StemmedSentence], scores: Sequence[float], penalties: Mapping[str, float]
) -> Iterator[int]:
    """Yield the numbers of the sentences from 0, the best one first.

    A sentence's worth is its score, minus ``penalties["overlap"]`` times the share of its stems
    that sentences ranked before it have. In a book it is also minus ``penalties["chapter"]`` times
    the number of such sentences in its chapter. This is maximal marginal relevance, with the
    overlap of words instead of the similarity to the nearest sentence.

    The worth of a sentence only ever falls, so the one with the highest known worth is the best of
    all if its worth, computed again, is still the highest ("lazy greedy"). Sentences are ranked
    only as far as the caller iterates.

    Sources: Carbonell and Goldstein, "The use of MMR, diversity-based reranking", SIGIR 1998;
    Minoux, "Accelerated greedy algorithms for maximizing submodular set functions", 1978.
    """
    covered: set[str] = set()
    taken_of_chapter: Counter[int] = Counter()
    is_book = has_chapters(sentences)

    def worth(number: int) -> float:
        sentence = sentences[number]
        stems = sentence.stems.keys()
        overlap = len(stems & covered) / (len(stems) + 1)
        chapter_penalty = penalties["chapter"] * taken_of_chapter[sentence.chapter]
        return scores[number] - penalties["overlap"] * overlap - chapter_penalty

    # a heap's first item is the smallest, so the worth is negated; equals are in the text's order
    heap = [(-score, number) for number, score in enumerate(scores)]
    heapq.heapify(heap)
    while heap:
        _, number = heapq.heappop(heap)
        updated = (-worth(number), number)
        if heap and updated > heap[0]:
            heapq.heappush(heap, updated)
            continue
        yield number
        covered |= sentences[number].stems.keys()
        if is_book:
            taken_of_chapter[sentences[number].chapter] += 1
