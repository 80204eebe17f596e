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

    A sentence is worth its score, less ``penalties["overlap"]`` times the share of its stems that
    earlier ones of the ranking have, less, in a book, ``penalties["chapter"]`` times the number of
    earlier ones of its chapter. This is maximal marginal relevance with the overlap of words in
    place of the similarity to the nearest sentence.

    The worth only ever falls, so a sentence that is still the best when it is reckoned again is
    the best of all ("lazy greedy"). The ranking is made as far as it is asked for.

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

    # a heap has its smallest item first, so the worth is negated; equals are in the text's order
    heap = [(-score, number) for number, score in enumerate(scores)]
    heapq.heapify(heap)
    while heap:
        _, number = heapq.heappop(heap)
        reckoned = (-worth(number), number)
        if heap and reckoned > heap[0]:
            heapq.heappush(heap, reckoned)
            continue
        yield number
        covered |= sentences[number].stems.keys()
        if is_book:
            taken_of_chapter[sentences[number].chapter] += 1
