"""The extractive summary: sentences of the article, verbatim and in its order.

1. ``candidates.py`` finds the sentences that may be chosen.
2. ``methods.py`` puts them into a document of sumy's and makes a summarizer, sumy's or our own.
3. The summarizer ranks the document's sentences, and the budget (``lengths.py``) takes the best
   that fit.

The default method, ``directed``, is our own: none of sumy's is linear in the length of the text,
always gives the same result, and is better than the first sentences of a news item.
"""

from __future__ import annotations

import warnings
from collections.abc import Callable, Sequence
from functools import partial
from itertools import groupby
from operator import attrgetter
from typing import TYPE_CHECKING

from narrator.article import Article
from narrator.settings import SummarySettings
from narrator.summary.key_sentences import KeySentence, Summary
from narrator.summary.lengths import Budget, default_sentences, make_budget

if TYPE_CHECKING:  # loaded for a summary, and not for its length or its style
    from narrator.summary.candidates import Candidate

__all__ = ["default_sentences", "summarise", "unknown_language_note"]

# chooses the best of some candidates that fit a budget, in their order
Chooser = Callable[[Sequence["Candidate"], Budget], list["Candidate"]]


def summarise(
    article: Article, settings: SummarySettings | None = None, language: str = "en"
) -> Summary:
    """Return the sentences that say most of an article, verbatim and in its order.

    Headings help to choose them but are never chosen, nor are code, tables, captions and notes. In
    the style ``outline`` every section has one key sentence; if a length is given, only the longest
    sections have one.

    Args:
        article: What to summarise.
        settings: The length, the method and the style; the defaults when None.
        language: A BCP 47 tag; its stop words and stemmer are used where sumy has them.

    Raises:
        UsageError: The text is too long for the method.
    """
    from narrator.summary.candidates import find_candidates

    settings = settings or SummarySettings()
    budget = make_budget(article.words, settings)
    candidates = find_candidates(article, language)
    if not candidates:
        return Summary(style=settings.summary_style)
    choose = partial(_choose, article=article, method=settings.method, language=language)
    if settings.summary_style == "outline":
        chosen = _choose_outline(candidates, choose, article, budget)
    else:
        chosen = choose(candidates, budget or Budget(default_sentences(article.words)))
    sentences = tuple(_key_sentence(article, candidate) for candidate in chosen)
    return Summary(sentences, settings.summary_style)


def unknown_language_note(language: str) -> str:
    """Return a line for the user if sumy does not know the language; otherwise an empty text."""
    from narrator.summary.words import has_stop_words_or_stemmer, language_code

    if has_stop_words_or_stemmer(language):
        return ""
    return (
        f"there are no stop words and no stemmer for {language_code(language)}: "
        "its summary goes by the words as they stand"
    )


def _choose_outline(
    candidates: Sequence[Candidate], choose: Chooser, article: Article, budget: Budget | None
) -> list[Candidate]:
    """Return the key sentence of each section, or of the longest ones that fit the budget."""
    keys: list[Candidate] = []
    for _, members in groupby(candidates, key=attrgetter("section")):
        keys += choose(list(members), Budget(sentences=1))
    if budget is None:
        return keys
    sections = article.sections
    longest_first = sorted(keys, key=lambda key: -sections[key.section].words)
    kept = budget.fill(longest_first, attrgetter("text"))
    return sorted(kept, key=attrgetter("position"))


def _choose(
    candidates: Sequence[Candidate], budget: Budget, article: Article, method: str, language: str
) -> list[Candidate]:
    """Return the candidates that a method chooses, in their order.

    Raises:
        UsageError: There are too many for the method.
    """
    with warnings.catch_warnings():
        # sumy, nltk and numpy warn about texts without content words
        warnings.simplefilter("ignore")
        from narrator.summary.methods import make_document, make_summarizer

        document = make_document(article, candidates)
        chosen = make_summarizer(method, candidates, language)(document, budget)
        if not chosen:  # LSA finds nothing in a text of stop words alone
            chosen = make_summarizer("lead", candidates, language)(document, budget)
    chosen_ids = set(map(id, chosen))
    pairs = zip(candidates, document.sentences, strict=True)
    return [candidate for candidate, sentence in pairs if id(sentence) in chosen_ids]


def _key_sentence(article: Article, candidate: Candidate) -> KeySentence:
    """Return a candidate with its section's title."""
    title = article.sections[candidate.section].title or article.title
    return KeySentence(candidate.text, title, candidate.position)
