"""The summary methods by name: our own two, and sumy's with what they need to work offline.

A summarizer is called with a document and a count, which may be a ``Budget``, and returns the best
of the document's sentences in their order. Every method gets the same candidates, which contain no
boilerplate and no repetitions, and the same tokenizer, stemmers and stop words.

Most of sumy's summarizers compare every sentence with every other one, so each takes texts up to a
certain length only; ``directed`` and ``lead`` take any.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import groupby
from operator import attrgetter
from pkgutil import resolve_name
from typing import Any

from narrator.article import Article
from narrator.errors import UsageError
from narrator.language.tables import language_table
from narrator.summary.candidates import Candidate
from narrator.summary.sumy_parts import (
    AbstractSummarizer,
    ObjectDocumentModel,
    Paragraph,
    Sentence,
)
from narrator.summary.words import LanguageWords, Tokenizer, language_code, load_words

# The most sentences that a method takes, so that it answers in about five seconds. The costs were
# measured with a novel of that length and sumy 0.13 on one core: processor time, and peak memory of
# the process, which is 72 MB before. edmundson is linear, and has no bound.
MAX_SENTENCES = {
    #                      seconds   MB
    "kl": 200,  #            4.9     72
    "lex-rank": 1_000,  #    4.2     81
    "lsa": 1_000,  #         1.7    192
    "reduction": 1_000,  #   2.3     73
    "text-rank": 2_000,  #   5.0    167
    "sum-basic": 3_000,  #   3.5     81
    "luhn": 5_000,  #        2.2    127
}

Summarizer = Callable[[ObjectDocumentModel, Any], tuple[Sentence, ...]]

# the classes that need only stop words and a stemmer; they are imported when they are used
_CLASSES = {
    "lsa": "narrator.summary.lsa:StableLsaSummarizer",
    "lex-rank": "sumy.summarizers.lex_rank:LexRankSummarizer",
    "text-rank": "sumy.summarizers.text_rank:TextRankSummarizer",
    "luhn": "sumy.summarizers.luhn:LuhnSummarizer",
    "kl": "sumy.summarizers.kl:KLSummarizer",
    "sum-basic": "sumy.summarizers.sum_basic:SumBasicSummarizer",
    "reduction": "sumy.summarizers.reduction:ReductionSummarizer",
}
# their results depend on the order of sets of stems
_USES_SETS = ("lsa", "lex-rank")
# a word that no text has, for Edmundson's method, which refuses an empty list
_NO_WORDS = ("\0",)


def make_document(article: Article, candidates: Sequence[Candidate]) -> ObjectDocumentModel:
    """Return a document of sumy's whose sentences are the candidates, in their order.

    The first paragraph of a section has the section's headings, and the first of the document has
    the article's title before them. Sections without candidates are left out.
    """
    tokenizer = Tokenizer()
    paragraphs: list[Paragraph] = []
    section: int | None = None
    for _, group in groupby(candidates, key=attrgetter("paragraph")):
        members = list(group)
        headings: list[str] = []
        if section is None:
            headings.append(article.title)
        if members[0].section != section:
            section = members[0].section
            headings += article.sections[section].heading
        lines = [Sentence(heading, tokenizer, is_heading=True) for heading in headings]
        lines += [Sentence(candidate.text, tokenizer) for candidate in members]
        paragraphs.append(Paragraph(lines))
    return ObjectDocumentModel(paragraphs)


class LeadSummarizer(AbstractSummarizer):  # type: ignore[misc]
    """``lead``: the first sentences of the text, which are hard to beat on news."""

    def __call__(self, document: ObjectDocumentModel, sentences_count: Any) -> tuple[Sentence, ...]:
        """Return as many of the document's first sentences as ``sentences_count`` takes."""
        best: tuple[Sentence, ...] = self._get_best_sentences(
            document.sentences, sentences_count, lambda _sentence: 0
        )
        return best


def make_summarizer(method: str, candidates: Sequence[Candidate], language: str) -> Summarizer:
    """Return the summarizer of a method for a document of these candidates.

    Raises:
        UsageError: There are more candidates than the method takes.
    """
    _check_length(method, len(candidates))
    words = load_words(language)
    if method == "directed":
        return _make_directed(candidates, words, language)
    if method == "lead":
        return LeadSummarizer()
    if method == "edmundson":
        return _make_edmundson(words, language)
    stem: Callable[[str], object] = words.stem
    if method in _USES_SETS:
        stem = _number_stems(words.stem)
    summarizer = resolve_name(_CLASSES[method])(stem)
    summarizer.stop_words = words.stop_words
    made: Summarizer = summarizer
    return made


def _check_length(method: str, sentences: int) -> None:
    """Refuse a text that is too long for a method."""
    most = MAX_SENTENCES.get(method)
    if most is not None and sentences > most:
        raise UsageError(
            f"the method {method} takes texts of up to {most:,} sentences, "
            f"and this one has {sentences:,}; directed and lead take any"
        )


def _number_stems(stem: Callable[[str], str]) -> Callable[[str], int]:
    """Return a stemmer whose stems are numbers, in the order in which they first occur.

    The order of a set of strings depends on PYTHONHASHSEED, and so do the rounding errors of sums
    over it, which decide between sentences that are equally good. The order of a set of small
    integers is always the same.
    """
    numbers: dict[str, int] = {}

    def number_of(word: str) -> int:
        return numbers.setdefault(stem(word), len(numbers))

    return number_of


def _make_directed(
    candidates: Sequence[Candidate], words: LanguageWords, language: str
) -> Summarizer:
    """Return our own summarizer."""
    from narrator.summary.directed import DirectedSummarizer
    from narrator.summary.features import load_openings

    summarizer = DirectedSummarizer(words.stem)
    summarizer.stop_words = words.stop_words
    summarizer.openings = load_openings(language_code(language))
    summarizer.sentence_weights = [candidate.weight for candidate in candidates]
    return summarizer


def _make_edmundson(words: LanguageWords, language: str) -> Summarizer:
    """Return Edmundson's summarizer, with the cue words of the language."""
    from sumy.summarizers.edmundson import EdmundsonSummarizer

    cue_words = language_table(language_code(language), "edmundson")
    summarizer = EdmundsonSummarizer(words.stem)
    summarizer.bonus_words = cue_words.get("bonus", _NO_WORDS)
    summarizer.stigma_words = cue_words.get("stigma", _NO_WORDS)
    summarizer.null_words = words.stop_words or _NO_WORDS
    made: Summarizer = summarizer
    return made
