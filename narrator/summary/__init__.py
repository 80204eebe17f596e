"""The extractive summary: sentences of the article, as they stand and in its order.

sumy is the frame: its documents, stop words, stemmers and summarisers. ``directed`` is the ranker of our own among them,
and the default: none of sumy's is linear, always the same and better than the plain lead of a news item. All rankers get
the same candidates, so what is boilerplate, said twice or no prose is kept from them in one place.
"""

from __future__ import annotations

import warnings
from collections.abc import Sequence

from narrator.article import Article
from narrator.errors import UsageError
from narrator.settings import SUMMARY_METHODS, SUMMARY_STYLES, SummarySettings
from narrator.summary.candidates import Candidate, find_candidates
from narrator.summary.key_sentences import KeySentence, Summary
from narrator.summary.lengths import Budget, default_sentences, make_budget
from narrator.summary.words import base, is_known

__all__ = ["default_sentences", "missing_words", "summarise", "summarise_by"]


def summarise(
    article: Article,
    sentences: int | None = None,
    language: str = "en",
    *,
    words: int | None = None,
    percent: int | None = None,
    method: str = SUMMARY_METHODS[0],
    style: str = SUMMARY_STYLES[0],
) -> Summary:
    """The sentences that say most of an article, as they stand in it and in its order.

    Headings help to choose but are never chosen, nor are code, tables, captions and notes. In the style ``outline`` every
    section has its one key sentence; a length keeps those of the longest sections.

    Args:
        article: what to summarise.
        sentences: how many at the most.
        language: a BCP 47 tag; its stop words and stemmer are used where sumy has them.
        words: how many at the most; the best sentence is always there.
        percent: the same as a share of the article's words. By the article's length when none of the three is given.
        method: the ranker, one of ``settings.SUMMARY_METHODS``.
        style: how it will be shown, one of ``settings.SUMMARY_STYLES``.

    Raises:
        UsageError: more than one length, no such method or style, or a text too long for the method.
    """
    if method not in SUMMARY_METHODS:
        raise UsageError(
            f"no summary method is called {method!r}; there are {', '.join(SUMMARY_METHODS)}"
        )
    if style not in SUMMARY_STYLES:
        raise UsageError(
            f"no summary style is called {style!r}; there are {', '.join(SUMMARY_STYLES)}"
        )
    budget = make_budget(article.words, sentences, words, percent)
    candidates = find_candidates(article, language)
    if style == "outline":
        chosen = _outline(article, candidates, method, language, budget)
    else:
        chosen = _rank(
            article,
            candidates,
            method,
            language,
            budget or Budget(default_sentences(article.words)),
        )
    titles = [section.title or article.title for section in article.sections]
    return Summary(tuple(KeySentence(c.text, titles[c.section], c.position) for c in chosen), style)


def summarise_by(settings: SummarySettings, article: Article, language: str) -> Summary:
    """The summary that the settings ask for.

    Raises:
        UsageError: as ``summarise`` does.
    """
    return summarise(
        article,
        settings.sentences,
        language,
        words=settings.words,
        percent=settings.percent,
        method=settings.method,
        style=settings.summary_style,
    )


def missing_words(language: str) -> str:
    """What is to be known of the summary of a language that sumy does not know, in one line; empty for all others."""
    if is_known(language):
        return ""
    return f"there are no stop words and no stemmer for {base(language)}: its summary goes by the words as they stand"


def _outline(
    article: Article,
    candidates: Sequence[Candidate],
    method: str,
    language: str,
    budget: Budget | None,
) -> list[Candidate]:
    members: dict[int, list[Candidate]] = {}
    for candidate in candidates:
        members.setdefault(candidate.section, []).append(candidate)
    keys = [_rank(article, group, method, language, Budget(1))[0] for group in members.values()]
    if budget is None:
        return keys
    longest_first = sorted(keys, key=lambda key: -article.sections[key.section].words)
    kept = budget(candidate.text for candidate in longest_first)
    return [key for key in keys if key.text in kept]


def _rank(
    article: Article, candidates: Sequence[Candidate], method: str, language: str, budget: Budget
) -> list[Candidate]:
    if not candidates:
        return []
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # sumy and nltk are not ours to mend
        from narrator.summary.document import make_document
        from narrator.summary.methods import make_summarizer
    document = make_document(article, candidates)
    chosen = make_summarizer(method, candidates, language)(document, budget)
    numbers = {id(sentence): number for number, sentence in enumerate(document.sentences)}
    return [candidates[number] for number in sorted(numbers[id(sentence)] for sentence in chosen)]
