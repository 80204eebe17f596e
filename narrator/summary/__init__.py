"""The extractive summary: sentences of the article, verbatim and in its order.

sumy is the frame: its documents, stop words, stemmers and summarizers. The default method,
``directed``, is our own, because none of sumy's is linear in the length of the text, always gives
the same and is better than the first sentences of a news item.
"""

from __future__ import annotations

import warnings
from collections.abc import Sequence
from operator import attrgetter

from narrator.article import Article
from narrator.settings import SummarySettings
from narrator.summary.candidates import Candidate, find_candidates
from narrator.summary.key_sentences import KeySentence, Summary
from narrator.summary.lengths import Budget, default_sentences, make_budget
from narrator.summary.words import has_stop_words_or_stemmer, language_code

__all__ = ["default_sentences", "summarise", "unknown_language_note"]


def summarise(
    article: Article, settings: SummarySettings | None = None, language: str = "en"
) -> Summary:
    """Return the sentences that say most of an article, verbatim and in its order.

    Headings help to choose them but are never chosen, nor are code, tables, captions and notes. In
    the style ``outline`` every section has its one key sentence; a length keeps those of the
    longest sections.

    Args:
        article: What to summarise.
        settings: The length, the method and the style; the defaults when None.
        language: A BCP 47 tag; its stop words and stemmer are used where sumy has them.

    Raises:
        UsageError: The text is too long for the method.
    """
    settings = settings or SummarySettings()
    budget = make_budget(article.words, settings)
    candidates = find_candidates(article, language)
    ranker = _Ranker(article, language, settings.method)
    if settings.summary_style == "outline":
        chosen = _choose_outline(ranker, candidates, budget)
    else:
        chosen = ranker.choose(candidates, budget or Budget(default_sentences(article.words)))
    sentences = tuple(_key_sentence(article, candidate) for candidate in chosen)
    return Summary(sentences, settings.summary_style)


def unknown_language_note(language: str) -> str:
    """Return a line for the user if sumy does not know the language; otherwise an empty text."""
    if has_stop_words_or_stemmer(language):
        return ""
    return (
        f"there are no stop words and no stemmer for {language_code(language)}: "
        "its summary goes by the words as they stand"
    )


class _Ranker:
    """A method of choosing candidates, for one article in one language."""

    def __init__(self, article: Article, language: str, method: str) -> None:
        self.article = article
        self._language = language
        self._method = method

    def choose(self, candidates: Sequence[Candidate], budget: Budget) -> list[Candidate]:
        """Return the best of the candidates, in their order.

        Raises:
            UsageError: There are too many for the method.
        """
        if not candidates:
            return []
        with warnings.catch_warnings():
            # sumy, nltk and numpy warn of texts without content words, which may be
            warnings.simplefilter("ignore")
            chosen = self._choose_by(self._method, candidates, budget)
            if not chosen:  # by LSA, from a text of stop words alone
                chosen = self._choose_by("lead", candidates, budget)
        return chosen

    def _choose_by(
        self, method: str, candidates: Sequence[Candidate], budget: Budget
    ) -> list[Candidate]:
        """Return the candidates that a method chooses."""
        from narrator.summary.document import make_document
        from narrator.summary.methods import make_summarizer

        document = make_document(self.article, candidates)
        summarizer = make_summarizer(method, candidates, self._language)
        chosen = set(map(id, summarizer(document, budget)))
        pairs = zip(candidates, document.sentences, strict=True)
        return [candidate for candidate, sentence in pairs if id(sentence) in chosen]


def _choose_outline(
    ranker: _Ranker, candidates: Sequence[Candidate], budget: Budget | None
) -> list[Candidate]:
    """Return the key sentence of each section, or of the longest ones that fit the budget."""
    by_section: dict[int, list[Candidate]] = {}
    for candidate in candidates:
        by_section.setdefault(candidate.section, []).append(candidate)
    keys: list[Candidate] = []
    for members in by_section.values():
        keys += ranker.choose(members, Budget(sentences=1))
    if budget is None:
        return keys
    sections = ranker.article.sections
    longest_first = sorted(keys, key=lambda key: -sections[key.section].words)
    kept = budget.fill(longest_first, attrgetter("text"))
    return sorted(kept, key=attrgetter("position"))


def _key_sentence(article: Article, candidate: Candidate) -> KeySentence:
    """Return a candidate with its section's title."""
    title = article.sections[candidate.section].title or article.title
    return KeySentence(candidate.text, title, candidate.position)
