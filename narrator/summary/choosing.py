"""Taking the best sentences of a document from a ranker that finds them one by one."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from itertools import islice
from typing import Any

from sumy.models.dom import ObjectDocumentModel, Sentence

Count = int | str | Callable[[Any], Any]


def choose(
    document: ObjectDocumentModel, order: Iterable[int], count: Count
) -> tuple[Sentence, ...]:
    """So many of the sentences whose numbers come best first, in the document's order.

    The count is as sumy's summarisers take it: a number, a share such as "20%", or a callable that takes from the sentences
    what it wants. No more of the order is asked for than that.
    """
    sentences: tuple[Sentence, ...] = document.sentences
    ranked = (sentences[number] for number in order)
    best = count(ranked) if callable(count) else islice(ranked, _resolve(count, len(sentences)))
    chosen = set(map(id, best))
    return tuple(sentence for sentence in sentences if id(sentence) in chosen)


def _resolve(count: int | str, total: int) -> int:
    if isinstance(count, str) and count.endswith("%"):
        return max(1, total * int(count[:-1]) // 100)
    return int(count)
