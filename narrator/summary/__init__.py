"""The extractive summary: sentences of the article, as they stand and in its order.

sumy is the frame: its documents, stop words, stemmers and summarisers. ``directed`` is the ranker of our own among them, and the
default, because none of sumy's is linear, always the same and better than the plain lead of a news item.
"""

from __future__ import annotations

from narrator.article import Article
from narrator.summary.lengths import default_sentences

__all__ = ["default_sentences", "summarise"]


def summarise(article: Article, sentences: int | None = None, language: str = "en"):
    from narrator.summary.candidates import find_candidates
    from narrator.summary.document import make_document
    from narrator.summary.methods import make_summarizer
    from narrator.summary.lengths import Budget

    candidates = find_candidates(article, language)
    s = make_summarizer("directed", candidates, language)
    return tuple(map(str, s(make_document(article, candidates), Budget(sentences or default_sentences(article.words)))))
